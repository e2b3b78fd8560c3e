//! From migration files to their dependencies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Migration, Migrations};
use crate::base::RepoPath;
use crate::django::apps::App;
use crate::django::code::{Code, Module, attribute};
use crate::syntax::python::{self, ast};

pub(super) fn migrations(code: &Code<'_>, apps: &[App], modules: &BTreeMap<String, String>) -> Migrations {
    let mut found = Migrations::default();
    for app in apps {
        let package = modules.get(&app.label).cloned().unwrap_or_else(|| format!("{}.migrations", app.name));
        let Some(folder) = code.folder(&package) else { continue };
        for path in code.tree().under(&folder).iter().filter(|path| path.parent().as_ref() == Some(&folder)) {
            // Django loads every module of the package but those whose names begin with `_` or `~`.
            if path.extension() != "py" || path.name().starts_with(['_', '~']) {
                continue;
            }
            match code.module_at(path) {
                Ok(module) => {
                    if let Some(migration) = migration(&app.label, path, &module) {
                        let own = found.apps.entry(app.label.clone()).or_default();
                        own.insert(migration.name.clone(), migration);
                    }
                }
                Err(reason) => found.failed.push((path.clone(), reason)),
            }
        }
    }
    found
}

fn migration(app: &str, path: &RepoPath, module: &Arc<Module>) -> Option<Migration> {
    let class = module.class("Migration")?;
    let mut gap = None;
    let mut pairs = |name: &str| match attribute(&class.body, name).map(pairs) {
        Some(Some(pairs)) => pairs,
        Some(None) => {
            gap = Some(format!("{name} of {path} is computed"));
            Vec::new()
        }
        None => Vec::new(),
    };
    let (dependencies, replaces) = (pairs("dependencies"), pairs("replaces"));
    Some(Migration {
        app: app.to_owned(),
        name: path.name().trim_end_matches(".py").to_owned(),
        module: module.clone(),
        span: python::span(class),
        dependencies,
        replaces,
        gap,
    })
}

/// `[("app", "name"), …]`; entries such as `migrations.swappable_dependency(…)` name no file and are left out.
fn pairs(value: &ast::Expr) -> Option<Vec<(String, String)>> {
    let items = python::items(value)?;
    Some(
        items
            .iter()
            .filter_map(|item| match python::strings(item).as_slice() {
                [app, name] => Some(((*app).to_owned(), (*name).to_owned())),
                _ => None,
            })
            .collect(),
    )
}
