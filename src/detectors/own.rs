//! The project's own items: a question that the repository can answer, or one for a person.
//!
//! # What
//! A setting's value, a package, a file, or text in files, as the item's definition in `gonogo.toml` asks.
//!
//! # Pass
//! It is as asked, in every environment that production serves the application in.
//!
//! # Fail
//! It is not.
//!
//! # N/A
//! Never: a project does not ask for what does not apply to it.
//!
//! # Review
//! Items without a detection; values that cannot be known, files that cannot be read, a glob that no file matches.
//!
//! # Traps
//! A setting that is as asked only as long as a variable stays unset.

use regex::Regex;
use serde_json::Value as Json;

use super::words::{and_list, the_variables};
use super::{Inputs, Scene, in_every_scene};
use crate::base::glob;
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Expect, Outcome, OwnItem, Probe};
use crate::syntax::requirements;

/// Judges an own item.
pub(super) fn check(item: &OwnItem, inputs: &Inputs<'_>) -> Outcome {
    inputs.asked(item);
    match &item.probe {
        None => Outcome::review(format!("{}: the project leaves it to a person", item.title)),
        Some(Probe::Setting { name, expect }) => in_every_scene(inputs, |scene| setting(scene, name, expect)),
        Some(Probe::Package { name, present }) => package(inputs, name, *present),
        Some(Probe::File { glob, present }) => file(inputs, glob, *present),
        Some(Probe::Pattern { pattern, glob, present }) => lines(inputs, pattern, glob, *present),
    }
}

fn setting(scene: &Scene<'_>, name: &str, expect: &Expect) -> Outcome {
    let seen = scene.own_setting(name);
    let unknown = seen.unknown().filter(|_| !seen.is_set() || matches!(expect, Expect::OneOf(_)));
    if let Some(reason) = unknown {
        return Outcome::review(format!("{name} cannot be known: {reason}")).and_all(seen.evidence());
    }
    let wanted = match expect {
        Expect::Present(wanted) => {
            if !seen.is_set() && seen.is_untaken() {
                let summary = format!("{name} is set only in a branch that production may not take");
                return Outcome::review(summary).and_all(seen.evidence());
            }
            let summary = format!("{name} is {}", if seen.is_set() { "set" } else { "not set" });
            return if seen.is_set() == *wanted {
                Outcome::pass(summary, seen.ground()).and_all(seen.evidence())
            } else {
                let advice = if *wanted { "Set it" } else { "Remove it" };
                Outcome::fail(summary)
                    .and_all(seen.evidence())
                    .advise(format!("{advice} in {}", scene.module_path()))
            };
        }
        Expect::OneOf(wanted) => wanted,
    };
    if let Some(variables) = seen.required() {
        return Outcome::review(format!("{name} comes from {}", the_variables(&variables)))
            .and_all(seen.evidence());
    }
    let Some(datum) = seen.datum() else {
        return fail(scene, format!("{name} is not set"), name, wanted).and_all(seen.evidence());
    };
    let answers: Vec<Option<bool>> = wanted.iter().map(|wanted| is(datum, wanted)).collect();
    if answers.contains(&Some(true)) {
        let pass =
            Outcome::pass(format!("{name} is as the project asks"), seen.ground()).and_all(seen.evidence());
        let variables: Vec<String> = seen.env().into_iter().collect();
        return if variables.is_empty() {
            pass
        } else {
            let place = seen.evidence().into_iter().next();
            pass.warn(format!("{name} can be changed by {}", the_variables(&variables)), place.as_ref())
        };
    }
    if answers.contains(&None) {
        return Outcome::review(format!("{name} is known in part only")).and_all(seen.evidence());
    }
    fail(scene, format!("{name} is not as the project asks"), name, wanted).and_all(seen.evidence())
}

fn fail(scene: &Scene<'_>, summary: String, name: &str, wanted: &[Json]) -> Outcome {
    let values: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    let one_of = if values.len() > 1 { "one of " } else { "" };
    Outcome::fail(summary).advise(format!(
        "Set {name} to {one_of}{} in {}",
        and_list(&values),
        scene.module_path()
    ))
}

/// Whether the setting is `wanted`; `None` where a part of it that matters is not known.
fn is(datum: &Datum, wanted: &Json) -> Option<bool> {
    match (&datum.shape, wanted) {
        (Shape::Unknown(_) | Shape::Required(_) | Shape::Object { .. }, _) => None,
        (Shape::None, Json::Null) => Some(true),
        (Shape::Bool(value), Json::Bool(wanted)) => Some(value == wanted),
        (Shape::Int(value), Json::Number(wanted)) => Some(value.to_string() == wanted.to_string()),
        (Shape::Float(value), Json::Number(wanted)) => {
            Some(wanted.as_f64().is_some_and(|wanted| wanted.total_cmp(value).is_eq()))
        }
        (Shape::Str(text) | Shape::Path(text) | Shape::Named(text), Json::String(wanted)) => {
            Some(text == wanted)
        }
        (Shape::List(items) | Shape::Tuple(items), Json::Array(wanted)) => {
            if items.len() != wanted.len() {
                return Some(false);
            }
            all(items.iter().zip(wanted).map(|(item, wanted)| is(item, wanted)))
        }
        (Shape::Set(items), Json::Array(wanted)) => {
            if items.len() != wanted.len() {
                return Some(false);
            }
            all(wanted.iter().map(|wanted| any(items.iter().map(|item| is(item, wanted)))))
        }
        (Shape::Dict(entries), Json::Object(wanted)) => {
            if entries.len() != wanted.len() {
                return Some(false);
            }
            all(wanted
                .iter()
                .map(|(key, wanted)| datum.get(key).map_or(Some(false), |value| is(value, wanted))))
        }
        _ => Some(false),
    }
}

/// True where every answer is; false where one is false; else not known.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let answers: Vec<_> = answers.collect();
    if answers.contains(&Some(false)) { Some(false) } else { (!answers.contains(&None)).then_some(true) }
}

fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.map(|answer| answer.map(|answer| !answer))).map(|none| !none)
}

fn package(inputs: &Inputs<'_>, name: &str, present: bool) -> Outcome {
    let normal = requirements::normalised(name);
    if inputs.has_package(&normal) {
        let place = inputs.package_at(&normal);
        return match (present, place) {
            (true, Some(place)) => Outcome::pass(format!("{name} is installed"), place),
            (true, None) => Outcome::review(format!("{name} is installed, and no line says so")),
            (false, place) => Outcome::fail(format!("{name} is installed"))
                .and_all(place)
                .advise(format!("Remove {name} from the packages that production installs")),
        };
    }
    let Some(list) = inputs.requirements() else {
        return Outcome::review("The packages that production installs are not known");
    };
    if present {
        Outcome::fail(format!("{name} is not installed"))
            .and(list)
            .advise(format!("Add {name} to the packages that production installs"))
    } else {
        let absence = Absence::new(name, "the packages that production installs");
        Outcome::pass(format!("{name} is not installed"), absence).and(list)
    }
}

fn file(inputs: &Inputs<'_>, written: &str, present: bool) -> Outcome {
    let Some(glob) = glob::compile(written) else { return too_large(written) };
    match (inputs.file_like(&glob), present) {
        (Some(place), true) => Outcome::pass(format!("{} is there", place.path), place),
        (Some(place), false) => {
            let advice = format!("Remove {}", place.path);
            Outcome::fail(format!("{} is there", place.path)).and(place).advise(advice)
        }
        (None, true) => Outcome::fail(format!("No file is called {written}"))
            .and(Absence::new(written, "the repository"))
            .advise(format!("Add {written}")),
        (None, false) => {
            Outcome::pass(format!("No file is called {written}"), Absence::new(written, "the repository"))
        }
    }
}

fn lines(inputs: &Inputs<'_>, pattern: &str, written: &str, present: bool) -> Outcome {
    let (Ok(regex), Some(glob)) = (Regex::new(pattern), glob::compile(written)) else {
        return too_large(pattern);
    };
    let hits = inputs.lines_like(&regex, &glob);
    let absence = || Absence::new(format!("`{pattern}`"), written);
    let mut places = hits.places.into_iter();
    match (places.next(), present) {
        (Some(first), true) => {
            Outcome::pass(format!("`{pattern}` is in {}", first.path), first).and_all(places)
        }
        (Some(first), false) => Outcome::fail(format!("`{pattern}` is in {}", first.path))
            .and(first)
            .and_all(places)
            .advise(format!("Remove what matches `{pattern}`")),
        (None, _) if hits.files == 0 => {
            Outcome::review(format!("No file is called {written}, so there is nothing to look into"))
                .and(Absence::new(written, "the repository"))
        }
        (None, _) if !hits.unread.is_empty() => {
            let names: Vec<String> = hits.unread.iter().map(ToString::to_string).collect();
            Outcome::review(format!("`{pattern}` may be in what cannot be read: {}", and_list(&names)))
        }
        (None, true) => Outcome::fail(format!("`{pattern}` is nowhere in {written}")).and(absence()),
        (None, false) => Outcome::pass(format!("`{pattern}` is nowhere in {written}"), absence()),
    }
}

fn too_large(what: &str) -> Outcome {
    Outcome::review(format!("`{what}` is too large to be looked for: write a shorter one in gonogo.toml"))
}
