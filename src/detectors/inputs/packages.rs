//! What is installed.

use serde_json::json;

use super::Inputs;
use crate::model::Evidence;

impl Inputs<'_> {
    /// Whether production installs the package `name` (normalised as PEP 503 has it).
    pub fn has_package(&self, name: &str) -> bool {
        let found = self.facts.packages.get(name).is_some();
        self.note(format!("package {name}"), &json!(found));
        found
    }

    /// Where the list of what production installs begins: the place to look at for a package that is not in it.
    pub fn requirements(&self) -> Option<Evidence> {
        let first = self.facts.packages.first()?;
        self.facts.tree.text(&first.path).ok().map(|file| file.line_evidence(first.line))
    }

    /// The line that asks for the package `name`.
    pub fn package_at(&self, name: &str) -> Option<Evidence> {
        let requirement = self.facts.packages.get(name)?;
        self.facts.tree.text(&requirement.path).ok().map(|file| file.line_evidence(requirement.line))
    }
}
