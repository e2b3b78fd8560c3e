//! What proxies in front of the application serve, compress and answer.

use std::collections::BTreeSet;

use serde_json::json;

use super::Inputs;
use crate::deploy::{Answer, Compression, Proxy, StaticLocation};

/// The proxies that decide, and whether what one of them does is certain: alternatives must agree.
pub struct Fronts<'f> {
    /// The proxies.
    pub proxies: Vec<&'f Proxy>,
    /// Whether they stand beside each other, rather than being alternatives.
    pub certain: bool,
}

impl<'f> Fronts<'f> {
    /// What `pick` finds, and whether it holds: where the proxies are alternatives, each of them must have some.
    pub fn find<T: ?Sized>(&self, pick: impl Fn(&'f Proxy) -> Vec<&'f T>) -> (Vec<&'f T>, bool) {
        let found: Vec<Vec<&T>> = self.proxies.iter().map(|proxy| pick(proxy)).collect();
        let agreed = self.certain || found.iter().all(|found| !found.is_empty());
        (found.into_iter().flatten().collect(), agreed)
    }
}

impl<'f> Inputs<'f> {
    /// The proxies that decide.
    pub fn fronts(&self) -> Fronts<'f> {
        let (proxies, certain) = self.facts.deployment.deciding_proxies();
        let told: BTreeSet<String> = proxies.iter().map(|proxy| told(proxy)).collect();
        self.note("proxies", &json!([certain, told]));
        Fronts { proxies, certain }
    }
}

fn told(proxy: &Proxy) -> String {
    let statics: Vec<_> =
        proxy.statics.iter().map(|s: &StaticLocation| json!([s.scope.location, s.folder])).collect();
    let compression: Vec<_> = proxy
        .compression
        .iter()
        .map(|c: &Compression| json!([c.algorithm, c.precompressed, c.types, c.scope.location]))
        .collect();
    let answers: Vec<_> =
        proxy.answers.iter().map(|a: &Answer| json!([a.scope.location, a.status])).collect();
    json!([statics, compression, answers]).to_string()
}
