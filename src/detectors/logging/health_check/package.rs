//! The health checks of known packages.

use crate::detectors::Scene;
use crate::detectors::inputs::Endpoint;
use crate::detectors::known::known;
use crate::detectors::words::and_list;
use crate::eval::Datum;
use crate::model::{Evidence, Outcome};

/// What a routed or installed package checks; `None` where there is none.
pub fn outcome(scene: &Scene<'_>) -> Option<Outcome> {
    dockerflow(scene).or_else(|| {
        let gaps = scene.inputs.route_gaps();
        gaps.into_iter().find_map(|(prefix, reason, place)| {
            let url = known().health.urls.iter().find(|url| reason.starts_with(url.as_str()))?;
            let place = place?;
            if url.starts_with("watchman") { Some(watchman(scene, &prefix, place)) } else { Some(by_apps(scene, &prefix, place)) }
        })
    })
}

/// A route that leads to a view of django-health-check itself, which names its checks in the route.
pub fn view(scene: &Scene<'_>, endpoint: &Endpoint, view: &str) -> Option<Outcome> {
    let place = endpoint.place.clone();
    if view == "watchman.views.ping" {
        let summary = format!("{} is django-watchman's ping, which answers without checking anything", endpoint.path);
        return Some(Outcome::review(summary).and(place));
    }
    if view.starts_with("watchman.") {
        return Some(watchman(scene, &endpoint.path, place));
    }
    if !view.starts_with("health_check.") {
        return None;
    }
    if view == "health_check.views.MainView" {
        return Some(by_apps(scene, &endpoint.path, place));
    }
    // Without a list of its own the view checks database and cache; a list may stand elsewhere in the URLconf.
    let named = endpoint.code.contains("checks=");
    let list = scene.inputs.argument_text(endpoint, "checks").unwrap_or_else(|| endpoint.code.clone());
    let has = |word: &str| !named || list.contains(word);
    Some(grade(scene, &endpoint.path, place, "django-health-check", has("Database"), has("Cache") || has("Redis")))
}

fn by_apps(scene: &Scene<'_>, path: &str, place: Evidence) -> Outcome {
    let installed = |apps: &[String]| apps.iter().any(|app| scene.has_app(app) == Some(true));
    let health = &known().health;
    let (database, cache) = (installed(&health.database_apps), installed(&health.cache_apps));
    grade(scene, path, place, "django-health-check", database, cache)
}

fn watchman(scene: &Scene<'_>, path: &str, place: Evidence) -> Outcome {
    let checks = scene.setting("WATCHMAN_CHECKS");
    let names = checks.datum().filter(|_| checks.is_set()).and_then(Datum::items);
    let has = |word: &str| match names {
        None => !checks.is_set(),
        Some(names) => names.iter().filter_map(Datum::as_str).any(|name| name.contains(word)),
    };
    grade(scene, path, place, "django-watchman", has("databases"), has("caches"))
}

/// dockerflow's middleware answers `/__heartbeat__`; it checks the database unless told otherwise.
fn dockerflow(scene: &Scene<'_>) -> Option<Outcome> {
    let name = &known().health.dockerflow;
    if scene.has_middleware(name) != Some(true) {
        return None;
    }
    let place = scene.middleware_at(name).or_else(|| scene.assigned_at("MIDDLEWARE"))?;
    let checks = scene.setting("DOCKERFLOW_CHECKS");
    let names = checks.datum().filter(|_| checks.is_set()).and_then(Datum::items);
    let has = |word: &str| names.is_some_and(|names| names.iter().filter_map(Datum::as_str).any(|name| name.contains(word)));
    let database = if checks.is_set() { has("database") } else { true };
    Some(grade(scene, "/__heartbeat__", place, "dockerflow", database, has("redis") || has("cache")))
}

fn grade(scene: &Scene<'_>, path: &str, place: Evidence, package: &str, database: bool, cache: bool) -> Outcome {
    let mut lacks = Vec::new();
    if !database {
        lacks.push("the database");
    }
    if !cache && super::needs_cache(scene) {
        lacks.push("the cache");
    }
    if lacks.is_empty() {
        return Outcome::pass(format!("{path} is {package}'s endpoint, with the checks that this project needs"), place);
    }
    Outcome::review(format!("{path} is {package}'s endpoint, but it does not check {}", and_list(lacks))).and(place)
}
