//! `api.cors`: only trusted front ends may call the API from a browser.
//!
//! # What
//! django-cors-headers as the settings configure it with `DEBUG` false, in each environment that production serves the
//! application in; `Access-Control-Allow-Origin` as served code and proxies write it by hand.
//!
//! # Pass
//! A whitelist (literal, a pattern that does not match every origin, or the environment with a closed default) and the
//! middleware installed; the middleware with no origin at all; a header that names one origin.
//!
//! # Fail
//! `CORS_ALLOW_ALL_ORIGINS` (or its old name) is true, or true by default; a pattern that matches every origin; a
//! hand-written `*`, on static files alone left out; a hand-written check against a list that holds `*`.
//!
//! # N/A
//! No django-cors-headers and no such header in code or proxy.
//!
//! # Review
//! A value that cannot be known; the app without its middleware; a hand-written header whose origin is computed; proxies
//! that disagree.
//!
//! # Traps
//! The middleware below `CommonMiddleware`: redirects are answered without the header (a warning).

use super::headers::{by_hand, by_proxy};
use crate::detectors::words::{unless_set, variables};
use crate::detectors::{Inputs, Scene, Seen, Switch, in_every_scene};
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Outcome, Verdict};

const APP: &str = "corsheaders";
const MIDDLEWARE: &str = "corsheaders.middleware.CorsMiddleware";
const COMMON: &str = "django.middleware.common.CommonMiddleware";
const SIGNAL: &str = "corsheaders.signals.check_request_enabled";
/// The settings by their new and their old names; the new one wins.
const ALL: [&str; 2] = ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"];
const LIST: [&str; 2] = ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"];
const PATTERNS: [&str; 2] = ["CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"];
/// Origins that nobody trusts: a pattern that matches both matches every one.
const STRANGERS: [&str; 2] = ["https://q7x.invalid", "https://some.stranger.test"];

/// Judges `api.cors`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    let in_code = in_every_scene(inputs, |scene| worse(by_package(inputs, scene), by_hand(scene)));
    worse(in_code, by_proxy(inputs))
}

/// The worse of two outcomes, with what the other rests on after it; a part that does not apply adds nothing.
fn worse(one: Outcome, other: Outcome) -> Outcome {
    let rank = |outcome: &Outcome| match outcome.verdict() {
        Verdict::NotApplicable => 0,
        Verdict::Pass => 1,
        Verdict::Review => 2,
        Verdict::Fail => 3,
    };
    let (first, second) = if rank(&other) > rank(&one) { (other, one) } else { (one, other) };
    if rank(&second) == 0 { first } else { first.and_all(second.evidence().to_vec()) }
}

/// Of a setting's two names the one that is in force.
fn chosen<'i>(scene: &Scene<'i>, names: [&'static str; 2]) -> Seen<'i> {
    let new = scene.setting(names[0]);
    if new.is_set() { new } else { scene.setting(names[1]) }
}

/// What django-cors-headers is told.
fn by_package(inputs: &Inputs<'_>, scene: &Scene<'_>) -> Outcome {
    let list = || scene.assigned_at("MIDDLEWARE");
    match scene.has_middleware(MIDDLEWARE) {
        Some(true) => {}
        // What is not asked for is not installed, however MIDDLEWARE is put together.
        None if !inputs.has_package("django-cors-headers") && inputs.requirements().is_some() && inputs.imports([APP]).is_none() && scene.app_at(APP).is_none() => {
            return Outcome::not_applicable(
                "No cross-origin access: no django-cors-headers, and nothing sends Access-Control-Allow-Origin",
                Absence::new("django-cors-headers", "the requirements, MIDDLEWARE and INSTALLED_APPS"),
            )
            .and_all(inputs.requirements())
            .and_all(list());
        }
        None => return Outcome::review("Whether CorsMiddleware is installed cannot be told: MIDDLEWARE is not wholly known").and_all(list()),
        Some(false) => {
            let Some(place) = scene.app_at(APP).filter(|_| scene.has_app(APP) == Some(true)) else {
                return Outcome::not_applicable(
                    "No cross-origin access: no django-cors-headers, and nothing sends Access-Control-Allow-Origin",
                    Absence::new("django-cors-headers", "MIDDLEWARE and INSTALLED_APPS"),
                )
                .and_all(inputs.mentioned("Access-Control-Allow-Origin"));
            };
            return Outcome::review("corsheaders is installed and its middleware is not: the whitelist has no effect").and(place).and_all(list());
        }
    }
    let all = chosen(scene, ALL);
    let outcome = match all.switch() {
        Switch::On => everyone(scene, &all),
        Switch::Required(names) => {
            Outcome::review(format!("{} decides whether every origin is allowed, and has no default", variables(names)))
        }
        Switch::Unknown(reason) => Outcome::review(format!("Whether every origin is allowed cannot be told: {reason}")),
        Switch::Off => whitelist(inputs, scene),
    };
    let outcome = if all.is_set() && outcome.verdict() != Verdict::Pass { outcome.and_all(all.evidence()) } else { outcome };
    ordered(scene, outcome.and_all(scene.middleware_at(MIDDLEWARE)))
}

fn everyone(scene: &Scene<'_>, all: &Seen<'_>) -> Outcome {
    let credentials = scene.setting("CORS_ALLOW_CREDENTIALS").switch() == Switch::On;
    let (name, env) = (all.name(), all.env());
    let how = match (env.is_empty(), all.given().first()) {
        (_, Some(variable)) => format!(" ({} sets {})", variable.place.path, variable.name),
        (false, None) => format!(" {}", unless_set(&env)),
        (true, None) => String::new(),
    };
    let worst = if credentials { ", with the visitor's cookies" } else { "" };
    Outcome::fail(format!("{name} is true{how}: every site may call the API from a visitor's browser{worst}"))
        .and_all(all.evidence())
        .advise(format!("Name the front ends in CORS_ALLOWED_ORIGINS instead of {name}, in {}", scene.module_path()))
}

fn whitelist(inputs: &Inputs<'_>, scene: &Scene<'_>) -> Outcome {
    let (list, patterns) = (chosen(scene, LIST), chosen(scene, PATTERNS));
    for seen in [&list, &patterns] {
        if let Some(reason) = seen.unknown() {
            return Outcome::review(format!("Which origins {} allows cannot be told: {reason}", seen.name())).and_all(seen.evidence());
        }
    }
    for pattern in patterns.datum().and_then(Datum::items).unwrap_or_default() {
        match matches_all(pattern) {
            Some(false) => {}
            Some(true) => {
                let place = pattern.origin.as_ref().and_then(|origin| scene.evidence(origin));
                return Outcome::fail(format!("A pattern in {} matches every origin", patterns.name()))
                    .and_all(place)
                    .and_all(patterns.evidence())
                    .advise(format!("Anchor the pattern to your own domains, or name them in CORS_ALLOWED_ORIGINS, in {}", scene.module_path()));
            }
            None => {
                return Outcome::review(format!("A pattern in {} cannot be read: look which origins it admits", patterns.name()))
                    .and_all(patterns.evidence());
            }
        }
    }
    if let Some(place) = inputs.imports([SIGNAL]) {
        return Outcome::review("Code answers check_request_enabled and may admit further origins").and(place).and_all(list.evidence());
    }
    let names: Vec<String> =
        list.datum().and_then(Datum::items).unwrap_or_default().iter().filter_map(Datum::as_str).map(str::to_owned).collect();
    let unread = list.datum().and_then(Datum::items).unwrap_or_default().iter().any(|item| matches!(item.shape, Shape::Unknown(_)));
    if unread {
        return Outcome::review(format!("An entry of {} is not known: look which origin it is", list.name())).and_all(list.evidence());
    }
    let has_patterns = patterns.datum().and_then(Datum::items).is_some_and(|items| !items.is_empty());
    let env = list.env();
    let summary = if let Some(names) = list.required() {
        format!("{} comes from {}; without it the process stops", list.name(), variables(names))
    } else if !names.is_empty() {
        const SHOWN: usize = 3;
        let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
        format!("{} admits {}{more} only", list.name(), names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))
    } else if has_patterns {
        format!("{} admits the project's own origins only", patterns.name())
    } else if env.is_empty() {
        "django-cors-headers is installed and no origin is allowed: closed".to_owned()
    } else {
        format!("{} comes from {}; unset, no origin is allowed", list.name(), variables(&env))
    };
    let shown = if names.is_empty() && has_patterns { &patterns } else { &list };
    let ground = if shown.is_set() {
        shown.ground()
    } else {
        match scene.middleware_at(MIDDLEWARE) {
            Some(place) => place.into(),
            None => shown.ground(),
        }
    };
    Outcome::pass(summary, ground).and_all(list.evidence()).and_all(patterns.evidence())
}

/// Whether a pattern matches every origin, as `re.match` reads it; `None` where it cannot be read.
fn matches_all(pattern: &Datum) -> Option<bool> {
    let text = match &pattern.shape {
        Shape::Object { class, args, .. } if class == "re.compile" => args.first()?.as_str()?,
        _ => pattern.as_str()?,
    };
    let regex = regex::Regex::new(&format!("^(?:{text})")).ok()?;
    Some(STRANGERS.iter().all(|origin| regex.is_match(origin)))
}

/// Warns where the middleware stands below `CommonMiddleware`.
fn ordered(scene: &Scene<'_>, outcome: Outcome) -> Outcome {
    if scene.middleware_before(MIDDLEWARE, COMMON) != Some(false) {
        return outcome;
    }
    let message = "CorsMiddleware stands below CommonMiddleware: its redirects are answered without CORS headers";
    outcome.warn(message, scene.middleware_at(MIDDLEWARE).as_ref())
}
