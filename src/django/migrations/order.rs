//! The order in which migrations run.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Values;
use super::{Migration, Migrations};
use crate::eval::{Datum, Shape};

/// The migrations of all apps, each after those that it needs; those that a squashed one replaces are left out. Where
/// dependencies run in a circle, the names decide.
pub(super) fn ordered<'m>(migrations: &'m Migrations, values: &Values<'_>) -> Vec<&'m Migration> {
    let mut standing: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
    for migration in migrations.apps.values().flat_map(BTreeMap::values) {
        for (app, name) in &migration.replaces {
            standing.insert((app, name), (&migration.app, &migration.name));
        }
    }
    // A migration that is replaced is stood for by the squashed one, which may itself be replaced.
    let settle = |mut key: (String, String)| {
        for _ in 0..20 {
            match standing.get(&(key.0.as_str(), key.1.as_str())) {
                Some((app, name)) => key = ((*app).to_owned(), (*name).to_owned()),
                None => break,
            }
        }
        key
    };
    let mut all: BTreeMap<(String, String), &Migration> = BTreeMap::new();
    for migration in migrations.apps.values().flat_map(BTreeMap::values) {
        let key = (migration.app.clone(), migration.name.clone());
        if settle(key.clone()) == key {
            all.insert(key, migration);
        }
    }
    let mut needs: BTreeMap<(String, String), BTreeSet<(String, String)>> = BTreeMap::new();
    for migration in migrations.apps.values().flat_map(BTreeMap::values) {
        let key = settle((migration.app.clone(), migration.name.clone()));
        for (app, name) in dependencies(migration, values, "dependencies") {
            let first = (name == "__first__" || name == "__latest__").then(|| {
                let mut own = all.keys().filter(|(of, _)| *of == app);
                if name == "__first__" { own.next() } else { own.next_back() }
            });
            let other = first.flatten().cloned().unwrap_or((app, name));
            needs.entry(key.clone()).or_default().insert(settle(other));
        }
        for other in dependencies(migration, values, "run_before") {
            needs.entry(settle(other)).or_default().insert(key.clone());
        }
    }
    let mut order = Vec::new();
    let mut waiting = all;
    while !waiting.is_empty() {
        let is_free = |key: &(String, String)| {
            needs
                .get(key)
                .is_none_or(|needed| needed.iter().all(|other| other == key || !waiting.contains_key(other)))
        };
        let Some(next) = waiting.keys().find(|key| is_free(key)).or_else(|| waiting.keys().next()).cloned()
        else {
            break;
        };
        order.extend(waiting.remove(&next));
    }
    order
}

/// The migrations that an attribute of a migration names, as evaluated; as written where they could not be evaluated.
fn dependencies(migration: &Migration, values: &Values<'_>, attribute: &str) -> Vec<(String, String)> {
    let class = values.definitions.classes.get(&format!("{}.Migration", migration.module.dotted()));
    let Some(found) = class.and_then(|all| all.last()?.attribute(attribute)) else {
        return if attribute == "dependencies" { migration.dependencies.clone() } else { Vec::new() };
    };
    let pair = |item: &Datum| match (&item.shape, item.items()) {
        (_, Some([app, name])) => Some((app.as_str()?.to_owned(), name.as_str()?.to_owned())),
        // `migrations.swappable_dependency(settings.AUTH_USER_MODEL)`
        (Shape::Object { args, .. }, None) => {
            let model = values.clean(args.first()?);
            Some((model.as_str()?.split('.').next()?.to_owned(), "__first__".to_owned()))
        }
        _ => None,
    };
    found.value.items().unwrap_or_default().iter().filter_map(pair).collect()
}
