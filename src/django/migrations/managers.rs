//! The managers that migrations record: those that ask for it, and stand-ins for default managers of another name.

use std::collections::BTreeMap;

use super::state::Managers;
use super::value::Values;
use crate::django::models::Models;
use crate::django::names::{is_plain_manager, public};
use crate::eval::{Datum, Defined, Shape};

const PLAIN: &str = "django.db.models.Manager";

/// What is known of one manager.
enum Use {
    /// It is recorded, with its class.
    Recorded(String),
    /// It is recorded at most through a stand-in.
    Plain,
    /// It comes from an installed package, which may have it recorded.
    Foreign(String),
    /// Nobody knows.
    Unknown(String),
}

/// The managers of a model, as the state of its migrations records them.
pub(super) fn managers(
    values: &Values<'_>,
    models: &Models,
    class: &Defined,
    options: &BTreeMap<String, Datum>,
) -> Managers {
    let mut found: Vec<(String, Use)> = Vec::new();
    for name in &class.lineage {
        let Some(ancestor) = values.definitions.classes.get(name).and_then(|all| all.last()) else {
            continue;
        };
        if models.get(name).is_none() && !name.starts_with("django.contrib.") {
            continue;
        }
        for attribute in &ancestor.attributes {
            if found.iter().any(|(known, _)| *known == attribute.name) {
                continue;
            }
            if let Some(used) = manager(values, &attribute.value) {
                found.push((attribute.name.clone(), used));
            }
        }
    }
    let text = |option: &str| options.get(option).and_then(Datum::as_str);
    let default = text("default_manager_name").map(str::to_owned).or_else(|| Some(found.first()?.0.clone()));
    let base = text("base_manager_name");
    let mut recorded = Vec::new();
    let mut foreign = Vec::new();
    for (name, used) in found {
        match used {
            Use::Recorded(class) => recorded.push((name, class)),
            Use::Plain if default.as_ref() == Some(&name) || base == Some(&name) => {
                recorded.push((name, PLAIN.to_owned()));
            }
            Use::Plain => {}
            Use::Foreign(class) => {
                // Under a name of its own, a default manager is recorded in any case.
                if name == "objects" || default.as_ref() != Some(&name) {
                    foreign.push((name, class));
                } else {
                    recorded.push((name, String::new()));
                }
            }
            Use::Unknown(reason) => return Managers::Unknown(format!("the manager {name}: {reason}")),
        }
    }
    if matches!(recorded.as_slice(), [(name, class)] if name == "objects" && class == PLAIN) {
        recorded.clear();
    }
    Managers::Known { recorded, foreign }
}

/// Whether an attribute is a manager, and of which kind.
fn manager(values: &Values<'_>, value: &Datum) -> Option<Use> {
    let Shape::Object { class, args, .. } = &value.shape else { return None };
    if class == "<call>" {
        // `SomeQuerySet.as_manager()`, `Manager.from_queryset(SomeQuerySet)()`.
        return match &args.first()?.shape {
            Shape::Object { class, args, .. } if class == "<attribute>" => {
                (args.get(1)?.as_str() == Some("as_manager")).then_some(Use::Plain)
            }
            _ => from_queryset(values, args.first()?),
        };
    }
    of_class(values, class, 20)
}

/// What `Base.from_queryset(…)` gives is a manager as `Base` is one.
fn from_queryset(values: &Values<'_>, value: &Datum) -> Option<Use> {
    let Shape::Object { class, args, .. } = &value.shape else { return None };
    if let Some(base) = class.strip_suffix(".from_queryset") {
        return of_class(values, base, 20);
    }
    match (class.as_str(), args.first().map(|callee| &callee.shape)) {
        ("<call>", Some(Shape::Object { class, args, .. }))
            if class == "<attribute>" && args.get(1).and_then(Datum::as_str) == Some("from_queryset") =>
        {
            match &args.first()?.shape {
                Shape::Named(name) => of_class(values, name, 20),
                _ => None,
            }
        }
        _ => None,
    }
}

fn of_class(values: &Values<'_>, class: &str, depth: usize) -> Option<Use> {
    let class = public(class);
    if depth == 0 {
        return None;
    }
    let Some(own) = values.definitions.classes.get(&class).and_then(|all| all.last()) else {
        if is_plain_manager(&class) {
            return Some(Use::Plain);
        }
        let last = class.rsplit('.').next().unwrap_or_default();
        let is_manager = last.ends_with("Manager") && last != "TaggableManager";
        return is_manager.then_some(Use::Foreign(class));
    };
    let said = own
        .lineage
        .iter()
        .filter_map(|name| values.definitions.classes.get(name)?.last())
        .find_map(|ancestor| ancestor.attribute("use_in_migrations"))
        .map(|attribute| attribute.value.truth());
    let inherited = own.bases.iter().chain(parents(values, own)).find_map(|base| match &base.shape {
        Shape::Named(name) => of_class(values, name, depth - 1),
        _ => from_queryset(values, base),
    })?;
    Some(match said {
        Some(Some(true)) => Use::Recorded(class),
        Some(Some(false)) => Use::Plain,
        Some(None) => Use::Unknown("use_in_migrations is not known".to_owned()),
        None => match inherited {
            Use::Recorded(_) => Use::Recorded(class),
            Use::Foreign(_) => Use::Foreign(class),
            other => other,
        },
    })
}

fn parents<'d>(values: &Values<'d>, class: &Defined) -> impl Iterator<Item = &'d Datum> {
    class
        .lineage
        .iter()
        .skip(1)
        .filter_map(|name| values.definitions.classes.get(name)?.last())
        .flat_map(|ancestor| &ancestor.bases)
        .collect::<Vec<_>>()
        .into_iter()
}
