//! The project's models as a graph: fields with their relations, inherited ones included, and what `Meta` says.
//!
//! Read from the class statements, without running them. What a model takes over from an installed package is named
//! by the package's class and otherwise not known.

mod field;
mod meta;
mod model;
mod read;
#[cfg(test)]
mod tests;

pub use field::{Field, Relation, RelationKind};
pub use meta::Meta;
pub use model::Model;

use indexmap::IndexMap;

use super::apps::App;
use super::code::Code;
use crate::base::RepoPath;

/// Every model class of the project, abstract ones included, by qualified name, in the order of files and lines.
#[derive(Default)]
pub struct Models {
    models: IndexMap<String, Model>,
}

impl Models {
    /// Reads the models in `files` (tests and migrations left out by the caller) of the installed `apps`.
    pub fn read(code: &Code<'_>, apps: &[App], files: &[RepoPath]) -> Self {
        Self { models: read::models(code, apps, files) }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Model> {
        self.models.values()
    }

    /// Those of installed apps with a table that Django manages: neither abstract nor proxy, and not `managed = False`.
    pub fn concrete(&self) -> impl Iterator<Item = &Model> {
        self.iter().filter(|model| model.is_concrete())
    }

    /// The model of that qualified name.
    pub fn get(&self, qualified: &str) -> Option<&Model> {
        self.models.get(qualified)
    }

    /// The model that a relation of `from` names: a qualified name, `app.Model` or `Model` of the same app.
    pub fn target<'m>(&'m self, from: &'m Model, named: &str) -> Option<&'m Model> {
        if named == "self" {
            return Some(from);
        }
        if let Some(model) = self.models.get(named) {
            return Some(model);
        }
        match named.rsplit_once('.') {
            Some((app, name)) => self.iter().find(|model| model.is_named(app, name)),
            None => self.iter().find(|model| model.is_named(&from.app, named)),
        }
    }
}
