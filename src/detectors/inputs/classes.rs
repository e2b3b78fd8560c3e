//! What a class descends from.

use std::sync::Arc;

use serde_json::json;

use super::Inputs;
use crate::django::code::Module;
use crate::model::Evidence;
use crate::syntax::python;

/// A class by its dotted name, with everything that it descends from.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// The class itself, then its ancestors, nearest first, by qualified name.
    pub names: Vec<String>,
    /// Those of them that the repository does not define.
    pub foreign: Vec<String>,
    /// Where the repository defines the class.
    pub place: Option<Evidence>,
}

impl Lineage {
    /// Whether the class is, or descends from, one of `list`.
    pub fn is_one_of(&self, list: &[String]) -> bool {
        self.names.iter().any(|name| list.contains(name))
    }

    /// The first class of an installed package that is in none of `lists`: what it does is not known.
    pub fn stranger(&self, lists: &[&[String]]) -> Option<&str> {
        let known = |name: &str| lists.iter().any(|list| list.iter().any(|known| known == name));
        self.foreign.iter().map(String::as_str).find(|name| !known(name))
    }
}

impl Inputs<'_> {
    /// The class `dotted` and what it descends from.
    pub fn lineage(&self, dotted: &str) -> Lineage {
        let code = &self.facts.code;
        let canonical = code.canonical(dotted);
        let lineage = match code.class(dotted) {
            None => Lineage { names: vec![canonical.clone()], foreign: vec![canonical], place: None },
            Some(class) => {
                let ancestors = code.ancestors(&class);
                let foreign = ancestors.iter().filter(|name| code.class(name).is_none()).cloned().collect();
                let place = at(class.module(), python::span(class.definition()).start);
                let names = std::iter::once(class.qualified()).chain(ancestors).collect();
                Lineage { names, foreign, place: Some(place) }
            }
        };
        self.note(format!("class {}", self.logical(dotted)), &json!(lineage.foreign));
        lineage
    }
}

/// The line that holds the byte at `offset`.
pub(super) fn at(module: &Arc<Module>, offset: usize) -> Evidence {
    let file = module.file();
    file.line_evidence(file.line(offset))
}
