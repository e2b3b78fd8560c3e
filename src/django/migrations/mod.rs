//! The project's migrations: which exist, how they depend on each other, and the models that they build.
//!
//! Models and migrations are evaluated (`crate::eval::definitions`), brought to one form, and compared as Django's
//! autodetector does. Each field, option, index and constraint ends as equal, as certainly different, or as something
//! that only `makemigrations` can tell; what is not modelled is the last.
//!
//! | file | what |
//! | --- | --- |
//! | `read`, `order` | the files, and the order in which they run |
//! | `replay` | the state that their operations build |
//! | `declared`, `managers` | the state that the models declare |
//! | `field`, `index`, `query`, `value` | fields, indexes, conditions and values in comparable form |
//! | `same`, `difference` | the comparison |
//! | `show`, `md5` | values in messages; the digest in the names of indexes |

mod declared;
mod difference;
mod field;
mod index;
mod managers;
mod md5;
mod order;
mod query;
mod read;
mod replay;
mod same;
mod show;
mod state;
#[cfg(test)]
mod tests;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use difference::{Comparison, Difference};

use super::Version;
use super::apps::App;
use super::code::{Code, Module};
use super::models::Models;
use crate::base::{RepoPath, Span};
use crate::eval::{Datum, Definitions};

/// The options that `AlterModelOptions` writes.
const ALTERED: [&str; 11] = [
    "base_manager_name",
    "default_manager_name",
    "default_related_name",
    "get_latest_by",
    "managed",
    "ordering",
    "permissions",
    "default_permissions",
    "select_on_save",
    "verbose_name",
    "verbose_name_plural",
];

/// What models and migrations are compared with.
pub struct Project<'p> {
    /// The models.
    pub models: &'p Models,
    /// The migrations.
    pub migrations: &'p Migrations,
    /// What the modules of both define.
    pub definitions: &'p Definitions,
    /// The version of Django, where it is known.
    pub version: Option<Version>,
    /// A setting, Django's default included.
    pub setting: &'p (dyn Fn(&str) -> Option<Datum> + Sync),
    /// The class of automatic primary keys by app label, or why it is not known.
    pub auto_field: &'p (dyn Fn(&str) -> Result<String, String> + Sync),
    /// Whether the code of the apps defines a class of that name.
    pub is_defined: &'p dyn Fn(&str) -> bool,
}

/// Compares the state that the migrations build with the models.
pub fn compare(project: &Project<'_>) -> Comparison {
    let labels = project
        .models
        .iter()
        .map(|model| (model.class.qualified(), format!("{}.{}", model.app, model.name())))
        .collect();
    let values = value::Values { definitions: project.definitions, labels, default_of: project.setting };
    let problem = |module: &str| project.definitions.problems.get(module).cloned();
    let reader = declared::Reader {
        values: &values,
        models: project.models,
        version: project.version,
        auto_field: project.auto_field,
        problem: &problem,
    };
    let declared = reader.state();
    let built = replay::replay(project.migrations, &values, project.version, &problem);
    difference::compare(project.models, project.migrations, &built, &declared, project.is_defined)
}

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
    /// Why its dependencies are not known in full.
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
