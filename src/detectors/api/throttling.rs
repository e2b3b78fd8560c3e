//! `api.throttling`: a throttling policy holds for the whole API.
//!
//! # What
//! `DEFAULT_THROTTLE_CLASSES` and `DEFAULT_THROTTLE_RATES` in `REST_FRAMEWORK`, with `DEBUG` false, in each environment
//! that production serves the application in; for classes of the repository their `rate` and `scope`.
//!
//! # Pass
//! There are throttle classes, and each has a rate.
//!
//! # Fail
//! None, or an empty list; a class whose scope has no rate (DRF's own rates are `None`, with which it does not throttle);
//! `ScopedRateThrottle` alone, which throttles just the views that name a scope; a cache that stores nothing, in which no
//! request is ever counted.
//!
//! # N/A
//! Django REST framework is not installed, and no other API framework is.
//!
//! # Review
//! Another API framework stands in its place; a value or a class that cannot be known.
//!
//! # Traps
//! Without a shared cache each process counts alone (a warning).

use super::known::KNOWN;
use super::renderers::{class_name, short};
use super::rest::{Entry, Rest, judged};
use crate::detectors::Inputs;
use crate::detectors::words::{and_list, variables};
use crate::eval::{Datum, Shape};
use crate::model::{Evidence, Outcome};

const CLASSES: &str = "DEFAULT_THROTTLE_CLASSES";
const RATES: &str = "DEFAULT_THROTTLE_RATES";
const SCOPED: &str = "rest_framework.throttling.ScopedRateThrottle";
const BASE: &str = "rest_framework.throttling.BaseThrottle";

/// Judges `api.throttling`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |rest| judge(inputs, rest))
}

/// What one throttle class comes to.
enum Throttle {
    /// It throttles at this rate.
    Rate(String, Option<Evidence>),
    /// It throttles only the views that name a scope.
    Scoped,
    /// It does not throttle; why, and the place.
    None(String, Option<Evidence>),
    /// It cannot be known; why.
    Open(String),
}

fn judge(inputs: &Inputs<'_>, rest: &Rest<'_, '_>) -> Outcome {
    let advice = format!(
        "Set \"{CLASSES}\": [\"rest_framework.throttling.AnonRateThrottle\", \"rest_framework.throttling.UserRateThrottle\"] and \
         \"{RATES}\": {{\"anon\": \"100/hour\", \"user\": \"1000/hour\"}} in {}",
        rest.home()
    );
    let value = match rest.entry(CLASSES) {
        Entry::Absent => {
            return Outcome::fail(format!("{CLASSES} is not set: no request to the API is throttled"))
                .and_all(rest.evidence(None))
                .and(rest.absence(CLASSES))
                .advise(advice);
        }
        Entry::Open(reason) => {
            return Outcome::review(format!("Which throttles hold cannot be told: {reason}")).and_all(rest.evidence(None));
        }
        Entry::Value(value) => value,
    };
    let places = rest.evidence(Some(value));
    let Some(items) = value.items() else {
        return Outcome::review(format!("{CLASSES} is no list: look what DRF makes of it")).and_all(places);
    };
    if items.is_empty() {
        return Outcome::fail(format!("{CLASSES} is empty: no request to the API is throttled")).and_all(places).advise(advice);
    }
    let judged: Vec<Throttle> = items.iter().map(|item| throttle(inputs, rest, item)).collect();
    for one in &judged {
        if let Throttle::None(reason, place) = one {
            return Outcome::fail(reason.clone())
                .and_all(place.clone())
                .and_all(places)
                .advise(format!("Give the scope a rate in \"{RATES}\" of {}", rest.home()));
        }
    }
    let open: Vec<&str> =
        judged.iter().filter_map(|one| if let Throttle::Open(reason) = one { Some(reason.as_str()) } else { None }).collect();
    if !open.is_empty() {
        return Outcome::review(format!("Whether each throttle has a rate cannot be told: {}", open.join("; "))).and_all(places);
    }
    let rates: Vec<&str> =
        judged.iter().filter_map(|one| if let Throttle::Rate(rate, _) = one { Some(rate.as_str()) } else { None }).collect();
    if rates.is_empty() {
        return Outcome::fail("ScopedRateThrottle alone throttles just the views that name a throttle_scope")
            .and_all(places)
            .advise(advice);
    }
    let summary = format!("The API is throttled: {}", and_list(rates));
    let mut shown = places.into_iter();
    let Some(first) = shown.next() else { return Outcome::review(summary) };
    let at = judged.iter().filter_map(|one| if let Throttle::Rate(_, place) = one { place.clone() } else { None });
    cached(rest, Outcome::pass(summary, first).and_all(at).and_all(shown))
}

fn throttle(inputs: &Inputs<'_>, rest: &Rest<'_, '_>, item: &Datum) -> Throttle {
    let Some(name) = class_name(item) else { return Throttle::Open("an entry is not known".to_owned()) };
    let descent = inputs.descent(name);
    if let Some(method) = inputs.overridden(name, &["get_rate", "parse_rate", "allow_request"]) {
        return Throttle::Open(format!("{} decides in its own {method}()", short(name)));
    }
    if let Some(rate) = rest.scene.attribute(name, "rate").filter(|rate| !matches!(rate.value.shape, Shape::None)) {
        return match rate.value.as_str() {
            Some(text) => Throttle::Rate(format!("{} {text}", short(name)), Some(rate.place)),
            None => Throttle::Open(format!("the rate of {} is computed", short(name))),
        };
    }
    let own_scope = rest.scene.attribute(name, "scope");
    let scope = match &own_scope {
        Some(scope) => match scope.value.as_str() {
            Some(text) => text.to_owned(),
            None => return Throttle::Open(format!("the scope of {} is computed", short(name))),
        },
        None if descent.iter().any(|ancestor| ancestor == SCOPED) => return Throttle::Scoped,
        None => match descent.iter().find_map(|ancestor| KNOWN.throttles.get(ancestor)) {
            Some(scope) => scope.clone(),
            None if inputs.defined_at(name).is_none() || !descent.iter().any(|ancestor| ancestor == BASE) => {
                return Throttle::Open(format!("{name} comes from an installed package"));
            }
            None => return Throttle::Open(format!("{} names neither a rate nor a scope", short(name))),
        },
    };
    let own_rates = rest.scene.attribute(name, "THROTTLE_RATES").map(|rates| rates.value);
    let rates = match &own_rates {
        Some(own) => Entry::Value(own),
        None => rest.part(RATES, scope.as_str()),
    };
    rate_of(rest, short(name), &scope, &rates)
}

/// The rate of the scope `scope`.
fn rate_of(rest: &Rest<'_, '_>, class: &str, scope: &str, rates: &Entry<'_>) -> Throttle {
    let value = match rates {
        Entry::Open(reason) => return Throttle::Open(format!("{RATES}: {reason}")),
        Entry::Absent => None,
        Entry::Value(rates) => match &rates.shape {
            Shape::Dict(_) => rates.get(scope),
            Shape::Unknown(reason) => return Throttle::Open(format!("{RATES}: {reason}")),
            _ => None,
        },
    };
    let place = value.and_then(|value| value.origin.as_ref()).and_then(|origin| rest.scene.evidence(origin));
    match value.map(|value| &value.shape) {
        Some(Shape::Str(rate)) if !rate.is_empty() => Throttle::Rate(format!("{class} {rate}"), place),
        Some(Shape::Required(names)) if !names.is_empty() => Throttle::Rate(format!("{class} from {}", variables(names)), place),
        Some(Shape::Unknown(reason)) => Throttle::Open(format!("the rate of {class}: {reason}")),
        Some(Shape::None) => Throttle::None(format!("{class} does not throttle: the rate of '{scope}' is None in {RATES}"), place),
        None => Throttle::None(format!("{class} has no rate: {RATES} has no '{scope}', and DRF's default is None"), place),
        Some(_) => Throttle::Open(format!("the rate of {class} is no text")),
    }
}

/// Where the requests are counted: the default cache.
fn cached(rest: &Rest<'_, '_>, outcome: Outcome) -> Outcome {
    let caches = rest.scene.whole("CACHES");
    let Some(backend) = caches.part(&["default", "BACKEND"]).and_then(Datum::as_str) else { return outcome };
    let place = caches.evidence().into_iter().next();
    match short(backend) {
        "LocMemCache" => outcome.warn(
            "Without a shared cache (CACHES['default'] is LocMemCache) each process counts requests alone",
            place.as_ref(),
        ),
        "DummyCache" => Outcome::fail("CACHES['default'] is DummyCache: no request is ever counted, so nothing is throttled")
            .and_all(place)
            .and_all(outcome.evidence().to_vec())
            .advise(format!("Give CACHES['default'] a shared cache in {}", rest.scene.module_path())),
        _ => outcome,
    }
}
