//! `api.renderers`: no `BrowsableAPIRenderer` in production.
//!
//! # What
//! `DEFAULT_RENDERER_CLASSES` in `REST_FRAMEWORK`, with `DEBUG` false, in each environment that production serves the
//! application in.
//!
//! # Pass
//! It names renderers, and none of them is `BrowsableAPIRenderer` or descends from it.
//!
//! # Fail
//! One of them does, or the setting is absent: DRF's own default includes `BrowsableAPIRenderer`.
//!
//! # N/A
//! Django REST framework is not installed, and no other API framework is.
//!
//! # Review
//! Another API framework stands in its place; a value, or a renderer of a package, that cannot be known.
//!
//! # Traps
//! `AdminRenderer` is a `BrowsableAPIRenderer`, too.

use super::known::KNOWN;
use super::rest::{Entry, Rest, judged};
use crate::detectors::Inputs;
use crate::detectors::words::and_list;
use crate::eval::{Datum, Shape};
use crate::model::Outcome;

const KEY: &str = "DEFAULT_RENDERER_CLASSES";

/// Judges `api.renderers`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |rest| judge(inputs, rest))
}

fn judge(inputs: &Inputs<'_>, rest: &Rest<'_, '_>) -> Outcome {
    let advice = || format!("Set \"{KEY}\": [\"{}\"] in {}", KNOWN.renderers.default[0], rest.home());
    let value = match rest.entry(KEY) {
        Entry::Absent => {
            return Outcome::fail(format!("{KEY} is not set, and DRF's default includes BrowsableAPIRenderer"))
                .and_all(rest.evidence(None))
                .and(rest.absence(KEY))
                .advise(advice());
        }
        Entry::Open(reason) => {
            return Outcome::review(format!("Which renderers production uses cannot be told: {reason}"))
                .and_all(rest.evidence(None));
        }
        Entry::Value(value) => value,
    };
    let Some(items) = value.items() else {
        return Outcome::review(format!("{KEY} is no list: look which renderers DRF makes of it"))
            .and_all(rest.evidence(Some(value)));
    };
    let mut open = Vec::new();
    for item in items {
        let Some(name) = class_name(item) else {
            open.push("an entry is not known".to_owned());
            continue;
        };
        let descent = inputs.descent(name);
        if descent.iter().any(|ancestor| KNOWN.renderers.browsable.contains(ancestor)) {
            let base = if descent.len() > 1 { ", which descends from BrowsableAPIRenderer" } else { "" };
            return Outcome::fail(format!("{KEY} includes {}{base}", short(name)))
                .and_all(rest.evidence(Some(item)))
                .advise(format!("Take {name} out of {KEY} in production: {}", advice()));
        }
        let is_plain = |ancestor: &String| {
            ancestor.rsplit_once('.').is_some_and(|(module, _)| KNOWN.renderers.plain.iter().any(|plain| plain == module))
        };
        if !descent.iter().any(is_plain) {
            open.push(format!("{name} comes from an installed package"));
        }
    }
    if !open.is_empty() {
        return Outcome::review(format!("Whether a renderer is a BrowsableAPIRenderer cannot be told: {}", open.join("; ")))
            .and_all(rest.evidence(Some(value)));
    }
    let names: Vec<&str> = items.iter().filter_map(class_name).map(short).collect();
    let mut places = rest.evidence(Some(value)).into_iter();
    let summary = format!("{KEY} is {} in production", and_list(names));
    match places.next() {
        Some(first) => Outcome::pass(summary, first).and_all(places),
        None => Outcome::review(summary),
    }
}

/// The dotted name of a class, given as a text or as the class itself.
pub(super) fn class_name(item: &Datum) -> Option<&str> {
    match &item.shape {
        Shape::Str(name) | Shape::Named(name) => Some(name),
        _ => None,
    }
}

/// The class without its module.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
