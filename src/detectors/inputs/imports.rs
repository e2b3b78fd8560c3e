//! What the served process imports.

use std::sync::Arc;

use serde_json::json;

use super::Inputs;
use crate::django::code::Module;
use crate::model::Evidence;

impl Inputs<'_> {
    /// The first place where the served process imports one of the packages or modules `names`.
    pub fn imports<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<Evidence> {
        let names: Vec<&str> = names.into_iter().collect();
        let served = self.facts.served();
        let place = names.iter().find_map(|name| served.of(name));
        self.note(format!("imports of {}", names.join(", ")), &json!(place.is_some()));
        let (path, line) = place?;
        self.facts.tree.text(path).ok().map(|file| file.line_evidence(*line))
    }

    /// The modules that the served process imports and whose text holds `word`, in any case; the reason for each that
    /// cannot be parsed.
    pub(super) fn served_with(&self, word: &str) -> (Vec<Arc<Module>>, Vec<String>) {
        let mut found = (Vec::new(), Vec::new());
        for path in &self.facts.served().files {
            let Ok(file) = self.facts.tree.text(path) else { continue };
            if !holds(file.text(), word) {
                continue;
            }
            match self.facts.code.module_at(path) {
                Ok(module) => found.0.push(module),
                Err(reason) => found.1.push(reason),
            }
        }
        found
    }
}

/// Whether `text` holds `word`, capital letters or small ones.
fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
