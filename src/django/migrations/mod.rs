//! The project's migrations: which exist, how they depend on each other, and the models that they build.
//!
//! Only what can be read with certainty is compared with the models: which models and fields there are, and the
//! options that are written as plain lists. Field arguments are left to `makemigrations --check`.

mod difference;
mod read;
mod state;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use difference::{Difference, differences};
pub use state::{ModelState, Ordering, State};

use super::apps::App;
use super::code::{Code, Module};
use crate::base::{RepoPath, Span};
use crate::syntax::python::ast;

/// One migration file.
pub struct Migration {
    /// The app's label.
    pub app: String,
    /// The name, without `.py`.
    pub name: String,
    /// The module.
    pub module: Arc<Module>,
    /// The bytes of `class Migration`.
    pub span: Span,
    /// The migrations of any app that it needs: `(app, name)`.
    pub dependencies: Vec<(String, String)>,
    /// The migrations that it squashes.
    pub replaces: Vec<(String, String)>,
    /// Its operations, in order.
    pub operations: Vec<ast::ExprCall>,
    /// Why its dependencies or operations are not known in full.
    pub gap: Option<String>,
}

/// All migrations of the project, by app and name.
#[derive(Default)]
pub struct Migrations {
    /// The migrations.
    pub apps: BTreeMap<String, BTreeMap<String, Migration>>,
    /// Files that could not be read, with the reason.
    pub failed: Vec<(RepoPath, String)>,
}

impl Migrations {
    /// Reads the migrations of `apps`; `modules` is the setting `MIGRATION_MODULES`, by label.
    pub fn read(code: &Code<'_>, apps: &[App], modules: &BTreeMap<String, String>) -> Self {
        read::migrations(code, apps, modules)
    }

    /// The migrations of `app` that no other migration of the app comes after, by name; those that a squashed one
    /// replaces are left out.
    pub fn leaves(&self, app: &str) -> Vec<&Migration> {
        let Some(migrations) = self.apps.get(app) else { return Vec::new() };
        let replaced: BTreeSet<&str> = migrations
            .values()
            .flat_map(|migration| &migration.replaces)
            .filter(|(of, _)| of == app)
            .map(|(_, name)| name.as_str())
            .collect();
        let kept = || migrations.values().filter(|migration| !replaced.contains(migration.name.as_str()));
        let needed: BTreeSet<&str> = kept()
            .flat_map(|migration| &migration.dependencies)
            .filter(|(of, _)| of == app)
            .map(|(_, name)| name.as_str())
            .collect();
        // A migration that needs a replaced one comes after the squashed one that stands for it.
        let is_needed = |migration: &Migration| {
            needed.contains(migration.name.as_str())
                || migration.replaces.iter().any(|(of, name)| of == app && needed.contains(name.as_str()))
        };
        kept().filter(|migration| !is_needed(migration)).collect()
    }
}
