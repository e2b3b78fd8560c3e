//! `security.allowed-hosts`: `ALLOWED_HOSTS` names the site's own domains.
//!
//! # What
//! `ALLOWED_HOSTS` with `DEBUG` false, in each environment that production serves the application in.
//!
//! # Pass
//! Specific names; or the environment with an empty, missing, loopback or specific default (each is fail-closed).
//!
//! # Fail
//! `*` anywhere, also as a default; a literal or absent empty list, with which every request is answered with 400; text
//! instead of a list, with which Django does not start.
//!
//! # N/A
//! Never.
//!
//! # Review
//! A literal list of loopback names only; a value that cannot be known.
//!
//! # Traps
//! None.

use crate::detectors::words::{and_list, the_variables, unset};
use crate::detectors::{Inputs, Scene, Seen, in_every_scene};
use crate::eval::{Datum, Shape};
use crate::model::Outcome;

const NAME: &str = "ALLOWED_HOSTS";

/// The reason that the evaluator gives for what `socket.gethostname()` and its like answer.
const OWN_NAME: &str = "a name or address of the machine";

/// Judges `security.allowed-hosts`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, |scene| judge(scene, &scene.setting(NAME)))
}

fn judge(scene: &Scene<'_>, hosts: &Seen<'_>) -> Outcome {
    let literal_star = |item: &Datum| is_star(item) && item.env.is_empty();
    if let Some(items) = hosts.datum().and_then(Datum::items)
        && items.iter().any(literal_star)
    {
        return wildcard(scene, hosts, items);
    }
    if let Some(variables) = hosts.required() {
        let summary = format!("{NAME} comes from {}; without it the process stops", the_variables(variables));
        return Outcome::pass(summary, hosts.ground()).and_all(hosts.evidence());
    }
    if let Some(reason) = hosts.unknown() {
        return Outcome::review(format!("Which hosts are allowed cannot be told: {reason}"))
            .and_all(hosts.evidence());
    }
    let Some(items) = hosts.datum().and_then(Datum::items) else {
        return Outcome::fail(format!("{NAME} is no list: Django does not start"))
            .and_all(hosts.evidence())
            .advise(format!("Make it a list of host names in {}", scene.module_path()));
    };
    let (env, given) = (hosts.env(), hosts.given());
    let names: Vec<&str> = items.iter().filter_map(Datum::as_str).map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.contains(&"*") {
        return wildcard(scene, hosts, items);
    }
    let open = items.iter().find_map(|item| match &item.shape {
        // Its own name or address is a specific one, whatever it is.
        Shape::Unknown(reason) if reason == OWN_NAME => None,
        Shape::Unknown(reason) => Some(reason.clone()),
        Shape::Str(_) | Shape::Required(_) => None,
        _ => Some("an entry is no text".to_owned()),
    });
    if let Some(reason) = open {
        return Outcome::review(format!("Which hosts are allowed cannot be told in full: {reason}"))
            .and_all(hosts.evidence());
    }
    let required = items.iter().any(|item| matches!(item.shape, Shape::Required(_)));
    let own = items.iter().any(|item| matches!(item.shape, Shape::Unknown(_)));
    if own && names.is_empty() && env.is_empty() && !required {
        return Outcome::review(format!("{NAME} names this machine only: look where the site's names come from"))
            .and_all(hosts.evidence());
    }
    if names.is_empty() && env.is_empty() && !required {
        let what = if hosts.is_set() { "is an empty list" } else { "is not set, and Django's default is empty" };
        return Outcome::fail(format!("{NAME} {what}: every request is answered with 400"))
            .and_all(hosts.evidence())
            .advise(format!("Name the site's domains in {}", scene.module_path()));
    }
    if env.is_empty() && !required && names.iter().all(|name| is_loopback(name)) {
        return Outcome::review(format!("{NAME} names this machine only ({}): look where the site's names come from", names.join(", ")))
            .and_all(hosts.evidence());
    }
    let summary = if own && env.is_empty() {
        format!("{NAME} admits {} and the machine's own name", shown(&names))
    } else if own {
        format!("{NAME} comes from {}; unset, it admits only the machine's own name", the_variables(&env))
    } else if names.is_empty() {
        format!("{NAME} comes from {} and, unset, admits no host", the_variables(&env))
    } else if env.is_empty() || !given.is_empty() {
        format!("{NAME} admits {}", shown(&names))
    } else {
        format!("{NAME} comes from {}; unset, it admits only {}", the_variables(&env), shown(&names))
    };
    Outcome::pass(summary, hosts.ground()).and_all(hosts.evidence())
}

fn wildcard(scene: &Scene<'_>, hosts: &Seen<'_>, items: &[Datum]) -> Outcome {
    let (env, given) = (hosts.env(), hosts.given());
    let summary = if let Some(variable) = given.first() {
        format!("{} sets {} to '*': every Host header is accepted", variable.place.path, variable.name)
    } else if env.is_empty() {
        format!("{NAME} contains '*': every Host header is accepted")
    } else {
        format!("{NAME} is '*' when {}: every Host header is accepted", unset(&env))
    };
    let advice = match (given.first(), env.iter().next()) {
        (Some(variable), _) => format!("Name the site's domains in {}", variable.place.path),
        (None, Some(variable)) => format!("Give {variable} an empty default, so that a missing value admits no host"),
        (None, None) => format!("Name the site's domains in {}", scene.module_path()),
    };
    let star = items.iter().find(|item| is_star(item));
    let place = star.and_then(|item| scene.evidence(item.origin.as_ref()?));
    Outcome::fail(summary).and_all(hosts.evidence()).and_all(place).advise(advice)
}

/// The entry that admits every host.
fn is_star(item: &Datum) -> bool {
    item.as_str().is_some_and(|name| name.trim() == "*")
}

/// A name that only this machine answers to.
fn is_loopback(name: &str) -> bool {
    let host = name.trim_start_matches('.').trim_matches(['[', ']']).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost") || host == "::1" || host == "0.0.0.0" || host.starts_with("127.")
}

fn shown(names: &[&str]) -> String {
    const MOST: usize = 3;
    let mut list: Vec<String> = names.iter().take(MOST).map(|name| format!("'{name}'")).collect();
    if names.len() > MOST {
        list.push(format!("{} more", names.len() - MOST));
    }
    and_list(list)
}
