//! What proxies in front of the application serve, compress and answer.

use serde_json::{Value as Json, json};

use super::Inputs;
use crate::deploy::Proxy;

/// The proxies that decide, and whether what one of them does is certain: alternatives must agree.
pub struct Fronts<'i, 'f> {
    inputs: &'i Inputs<'f>,
    proxies: Vec<&'f Proxy>,
    /// Whether they stand beside each other, rather than being alternatives.
    certain: bool,
}

impl<'f> Fronts<'_, 'f> {
    /// What `pick` finds, and whether it holds: where the proxies are alternatives, each of them must have some.
    ///
    /// `question` and what `told` says of each find go into the basis.
    pub fn find<T: ?Sized>(
        &self,
        question: &str,
        pick: impl Fn(&'f Proxy) -> Vec<&'f T>,
        told: impl Fn(&T) -> Json,
    ) -> (Vec<&'f T>, bool) {
        let found: Vec<Vec<&T>> = self.proxies.iter().map(|proxy| pick(proxy)).collect();
        let agreed = self.certain || found.iter().all(|found| !found.is_empty());
        let all: Vec<&T> = found.into_iter().flatten().collect();
        self.inputs.note_each(&format!("proxies: {question}"), all.iter().map(|one| told(one)));
        self.inputs.note(format!("proxies agree: {question}"), &json!(agreed));
        (all, agreed)
    }
}

impl<'f> Inputs<'f> {
    /// The proxies that decide.
    pub fn fronts(&self) -> Fronts<'_, 'f> {
        let (proxies, certain) = self.facts.deployment.deciding_proxies();
        Fronts { inputs: self, proxies, certain }
    }
}
