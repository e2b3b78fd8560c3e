//! `logging.health-check`: an endpoint checks database and cache for the load balancer.
//!
//! # What
//! The URLconf, the project's middleware and what wraps the application in the served module, the paths that health checks
//! and probes of deployment files call, and the health-check packages that are installed and routed.
//!
//! # Pass
//! A routed health endpoint whose view checks the database and, where `CACHES` is configured, the cache; or a package's with
//! the right checks.
//!
//! # Fail
//! There is none. One that the proxy answers, that asks only a worker or another service, or a page that merely has such a
//! name is none.
//!
//! # N/A
//! Never.
//!
//! # Review
//! A routed endpoint checks less, needs a login, stands under a condition, or cannot be followed; or the URLconf cannot be read.
//!
//! # Traps
//! `/status/` counts only if its view checks something; a path with parameters is no health endpoint.

mod names;
mod package;

use names::{Kind, kind_of_path, kind_of_view};
use serde_json::json;

use crate::deploy::Answer;
use crate::detectors::inputs::{Admits, Checks, Endpoint};
use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Scene, in_every_scene};
use crate::eval::Datum;
use crate::model::{Absence, Evidence, Outcome, Verdict};

/// Judges `logging.health-check`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let probed = scene.inputs.probed_paths();
    let is_probed = |path: &str| {
        let path = path.trim_end_matches('/');
        probed.iter().any(|probed| path == probed.trim_end_matches('/'))
    };
    let wanted = |path: &str, view: Option<&str>| {
        is_probed(path) || kind_of_path(path).is_some() || (!names::has_parameters(path) && view.and_then(kind_of_view).is_some())
    };
    let mut endpoints = scene.inputs.endpoints(wanted);
    endpoints.extend(scene.answering(|text| text.starts_with('/') && kind_of_path(text) == Some(Kind::Health)));
    let mut outcomes: Vec<Outcome> =
        endpoints.iter().filter_map(|endpoint| endpoint_outcome(scene, endpoint, is_probed(&endpoint.path))).collect();
    outcomes.extend(package::outcome(scene));
    // The best one decides: one that passes, else the one of which most was found, else the first.
    outcomes.reverse();
    let worth = |outcome: &Outcome| (outcome.verdict() == Verdict::Pass, outcome.evidence().len());
    if let Some(best) = outcomes.into_iter().max_by_key(worth) {
        return best;
    }
    unread(scene).unwrap_or_else(|| none(scene))
}

/// What an endpoint is worth; `None` where it is no health endpoint.
fn endpoint_outcome(scene: &Scene<'_>, endpoint: &Endpoint, is_probed: bool) -> Option<Outcome> {
    let path = &endpoint.path;
    let Some(view) = &endpoint.view else {
        let weak = kind_of_path(path) == Some(Kind::Status) && !is_probed;
        let summary = format!("{path} is routed, but what it checks cannot be followed");
        return (!weak).then(|| Outcome::review(summary).and(endpoint.place.clone()));
    };
    if let Some(outcome) = package::view(scene, endpoint, view) {
        return Some(outcome);
    }
    let checks = scene.inputs.checks(view);
    let checks_something = checks.database.is_some() || checks.cache.is_some();
    let is_status = kind_of_path(path) == Some(Kind::Status) && kind_of_view(last(view)).is_none();
    let is_none = !checks_something && (checks.asks_others || (!is_probed && (checks.is_page || is_status)));
    if is_none {
        return None;
    }
    Some(grade(scene, endpoint, view, &checks))
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn grade(scene: &Scene<'_>, endpoint: &Endpoint, view: &str, checks: &Checks) -> Outcome {
    let path = &endpoint.path;
    let name = last(view);
    let places = || {
        [checks.place.clone(), checks.database.clone(), checks.cache.clone()].into_iter().flatten()
    };
    let review = |reason: String| Outcome::review(reason).and(endpoint.place.clone()).and_all(places());
    if checks.place.is_none() {
        return review(format!("{path} leads to {view}, which cannot be followed: look what it checks"));
    }
    let needs_cache = needs_cache(scene);
    let mut lacks = Vec::new();
    if checks.database.is_none() {
        lacks.push("the database");
    }
    if needs_cache && checks.cache.is_none() {
        lacks.push("the cache");
    }
    if !lacks.is_empty() {
        return review(format!("{path} ({name}) answers, but does not check {}", and_list(lacks)));
    }
    if needs_login(scene, endpoint, checks) {
        return review(format!("{path} ({name}) needs a login, so that a load balancer cannot ask it"));
    }
    if endpoint.conditional {
        return review(format!("{path} ({name}) is routed only under a condition that the repository does not decide"));
    }
    let what = if checks.cache.is_some() { "database and cache" } else { "the database; no cache is configured" };
    let what = if checks.cache.is_none() && !needs_cache { what } else { "database and cache" };
    Outcome::pass(format!("{path} ({name}) checks {what}"), endpoint.place.clone()).and_all(places())
}

/// Whether the project configures a cache at all.
fn needs_cache(scene: &Scene<'_>) -> bool {
    scene.whole("CACHES").is_set()
}

fn needs_login(scene: &Scene<'_>, endpoint: &Endpoint, checks: &Checks) -> bool {
    let wrapped = ["login_required(", "permission_required(", "staff_member_required("];
    if checks.admits == Admits::LoggedIn || wrapped.iter().any(|word| endpoint.code.contains(word)) {
        return true;
    }
    if checks.admits != Admits::ByDefault {
        return false;
    }
    let classes = scene.whole("REST_FRAMEWORK").part(&["DEFAULT_PERMISSION_CLASSES"]);
    let is_open = |datum: &Datum| datum.as_str().is_some_and(|class| class.ends_with("AllowAny"));
    classes.is_some_and(|classes| !classes.items().is_some_and(|items| items.iter().all(is_open)))
}

/// The URLconf, where it could not be read, or an unknown package's behind a path that says health.
fn unread(scene: &Scene<'_>) -> Option<Outcome> {
    let gaps = scene.inputs.route_gaps();
    let hidden = gaps.iter().find(|(prefix, ..)| kind_of_path(prefix) == Some(Kind::Health));
    if let Some((prefix, reason, place)) = hidden {
        let summary = format!("{prefix} is routed, but cannot be followed ({reason}): look what it checks");
        return Some(Outcome::review(summary).and_all(place.clone()));
    }
    if scene.inputs.has_routes() {
        return None;
    }
    let urlconf = scene.setting("ROOT_URLCONF");
    let reason = gaps.first().map_or_else(|| "ROOT_URLCONF is not known".to_owned(), |(_, reason, _)| reason.clone());
    Some(Outcome::review(format!("The routes could not be read: {reason}")).and_all(urlconf.evidence()))
}

fn none(scene: &Scene<'_>) -> Outcome {
    let is_health = |answer: &&Answer| {
        let location = answer.scope.location.as_deref().unwrap_or_default();
        kind_of_path(location.trim_start_matches(['=', '~', '^', '*', ' '])) == Some(Kind::Health)
    };
    let (answers, _) = scene.inputs.fronts().find(
        "health endpoints",
        |proxy| proxy.answers.iter().filter(is_health).collect(),
        |answer| json!([answer.scope.location, answer.status]),
    );
    let answered = answers.first();
    let by_proxy: Option<Evidence> = answered.and_then(|answer| scene.inputs.deployed(&answer.place));
    let summary = match answered {
        Some(answer) => format!(
            "No health endpoint is routed: {} answers {} itself, whatever the application does",
            answer.place.path,
            answer.scope.location.as_deref().unwrap_or_default()
        ),
        None => "No health endpoint is routed".to_owned(),
    };
    let urlconf = scene.setting("ROOT_URLCONF");
    let advice = format!(
        "Route /health/ in {} to a view that runs SELECT 1 and a cache get, or install django-health-check, and let the \
         probe call it",
        urlconf.datum().and_then(|datum| datum.as_str()).unwrap_or("the URLconf")
    );
    Outcome::fail(summary)
        .and_all(by_proxy)
        .and_all(urlconf.evidence())
        .and(Absence::new("a health endpoint", "the URLconf, the middleware and the served module"))
        .advise(advice)
}
