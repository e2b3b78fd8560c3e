//! `static.whitenoise`: WhiteNoise, a CDN or a web server serves static files, not the Django process.
//!
//! # What
//! `MIDDLEWARE`, the module that the server serves, `STATIC_URL`, the static files backend, and the proxies and server
//! configurations of the repository.
//!
//! # Pass
//! WhiteNoise is installed as middleware or wraps the application; `STATIC_URL` is absolute or the backend is an object
//! store; or a proxy or server configuration serves the static path.
//!
//! # Fail
//! None of these: with `DEBUG` off nobody serves the files.
//!
//! # N/A
//! `django.contrib.staticfiles` is not installed.
//!
//! # Review
//! `MIDDLEWARE` or `STATIC_URL` is not wholly known, or alternative proxy files disagree.
//!
//! # Traps
//! WhiteNoise stands elsewhere than directly after `SecurityMiddleware` (a pass with a warning).

use serde_json::json;

use super::installed::without_staticfiles;
use crate::deploy::Proxy;
use crate::detectors::known::known;
use crate::detectors::words::{and_list, variables};
use crate::detectors::{Inputs, Scene, in_every_scene};
use crate::model::{Absence, Evidence, Outcome};

const SECURITY: &str = "django.middleware.security.SecurityMiddleware";

/// Judges `static.whitenoise`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    if let Some(outcome) = without_staticfiles(scene) {
        return outcome;
    }
    by_whitenoise(scene)
        .or_else(|| by_wrapper(scene))
        .or_else(|| elsewhere(scene))
        .or_else(|| by_proxy(scene))
        .unwrap_or_else(|| nobody(scene))
}

fn by_whitenoise(scene: &Scene<'_>) -> Option<Outcome> {
    let name = known().whitenoise.middleware.as_str();
    if scene.has_middleware(name) != Some(true) {
        return None;
    }
    let place = scene.middleware_at(name).or_else(|| scene.assigned_at("MIDDLEWARE"))?;
    let outcome = Outcome::pass("WhiteNoise serves the static files: its middleware is installed", place.clone());
    Some(with_order(scene, outcome, name, &place))
}

/// WhiteNoise belongs directly after `SecurityMiddleware`, or first where that is not installed.
fn with_order(scene: &Scene<'_>, outcome: Outcome, name: &str, place: &Evidence) -> Outcome {
    let names: Vec<&str> = scene.middleware_names().into_iter().map(|(name, _)| name).collect();
    let Some(at) = names.iter().position(|other| *other == name) else { return outcome };
    let security = names.iter().position(|other| *other == SECURITY);
    let before = security.map_or(at, |security| at.saturating_sub(security + 1));
    scene.inputs.note("middleware between SecurityMiddleware and WhiteNoise", &json!([security < Some(at), before]));
    let message = match security {
        None if at == 0 => return outcome,
        Some(security) if security + 1 == at => return outcome,
        None => format!("before it: {}; SecurityMiddleware is not installed", few(&names[..at])),
        Some(security) if security > at => "SecurityMiddleware comes after it: static files lack its headers".to_owned(),
        Some(security) => format!("between them: {}", few(&names[security + 1..at])),
    };
    let warning = format!("WhiteNoise belongs directly after SecurityMiddleware: {message}");
    outcome.warn(warning, Some(place))
}

/// The first names without their modules.
fn few(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(|name| name.rsplit('.').next().unwrap_or(name)).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => and_list(shown),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn by_wrapper(scene: &Scene<'_>) -> Option<Outcome> {
    let wrappers = scene.inputs.wrappers();
    let found = wrappers
        .into_iter()
        .find(|wrapper| !wrapper.conditional && known().whitenoise.wrappers.contains(&wrapper.name))?;
    Some(Outcome::pass("WhiteNoise wraps the application and serves the static files", found.place))
}

/// Whether a URL names a host of its own, whatever its scheme, and not the machine that it is read on.
fn is_elsewhere(url: &str) -> bool {
    let host = url.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':'));
    host.is_some_and(|(_, rest)| {
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        !matches!(host, "" | "localhost" | "127.0.0.1" | "0.0.0.0")
    })
}

/// A CDN or an object store.
fn elsewhere(scene: &Scene<'_>) -> Option<Outcome> {
    let url = scene.setting("STATIC_URL");
    if let Some(text) = url.datum().and_then(|datum| datum.as_str())
        && is_elsewhere(text)
        && let Some(place) = url.evidence().into_iter().next()
    {
        let summary = format!("Static files are served from elsewhere: STATIC_URL is {text}");
        return Some(Outcome::pass(summary, place).and_all(url.evidence()));
    }
    let storage = scene.storage("staticfiles");
    if storage.lineage.is_one_of(&known().storages.remote)
        && storage.caveat.is_none()
        && let Some(place) = storage.evidence.first()
    {
        let class = storage.class.as_deref().unwrap_or_default();
        let summary = format!("Static files are served from an object store: {} is {class}", storage.setting);
        return Some(Outcome::pass(summary, place.clone()).and_all(storage.evidence.iter().cloned()));
    }
    None
}

/// The path of the static files below the site: `/static/`.
fn path(scene: &Scene<'_>) -> Option<String> {
    let url = scene.setting("STATIC_URL");
    let text = url.datum()?.as_str()?;
    Some(format!("/{}", text.trim_start_matches('/')))
}

/// Whether a location, as proxies write it, covers `path`: `/static`, `^~ /static/`, `~ ^/(static|media)/`.
fn covers(location: &str, path: &str) -> bool {
    let plain = location.trim_start_matches(['=', '~', '^', '*', ' ']).trim_end_matches(['*', '$', ' ']);
    let plain = plain.trim_end_matches('/');
    if plain.is_empty() {
        return false;
    }
    if path.trim_end_matches('/').starts_with(plain) && plain.len() > 1 {
        return true;
    }
    let is_pattern = location.contains(['(', '[', '\\', '|', '.', '+']);
    is_pattern
        && regex::Regex::new(location.trim_start_matches(['~', '*', ' ']))
            .is_ok_and(|pattern| pattern.is_match(&format!("{}/x.css", path.trim_end_matches('/'))))
}

fn by_proxy(scene: &Scene<'_>) -> Option<Outcome> {
    let path = path(scene)?;
    let fronts = scene.inputs.fronts();
    let serves = |proxy: &'_ Proxy| -> Vec<usize> {
        let found = proxy.statics.iter().enumerate();
        let covering = found.filter(|(_, location)| {
            location.scope.location.as_deref().is_some_and(|location| covers(location, &path))
        });
        covering.map(|(at, _)| at).collect()
    };
    let (found, agreed) = fronts.find(
        "static files",
        |proxy| serves(proxy).into_iter().map(|at| &proxy.statics[at]).collect(),
        |found| json!([found.scope.location, found.folder]),
    );
    let first = found.first()?;
    let place = scene.inputs.deployed(&first.place)?;
    let file = &first.place.path;
    if agreed {
        let summary = format!("{file} serves {path} from {}", first.folder);
        return Some(Outcome::pass(summary, place));
    }
    let summary =
        format!("{file} serves {path}, other proxy files of the repository do not: look which one serves the site");
    Some(Outcome::review(summary).and(place))
}

fn nobody(scene: &Scene<'_>) -> Outcome {
    let url = scene.setting("STATIC_URL");
    let storage = scene.storage("staticfiles");
    let places = url.evidence().into_iter().chain(storage.evidence.iter().cloned()).chain(scene.assigned_at("MIDDLEWARE"));
    if scene.has_middleware(&known().whitenoise.middleware).is_none() {
        let summary = "Whether WhiteNoise is installed cannot be told: MIDDLEWARE is not wholly known";
        return Outcome::review(summary).and_all(scene.assigned_at("MIDDLEWARE")).and_all(places);
    }
    let open = url.unknown().or_else(|| url.required().map(|names| format!("{} decides it", variables(names))));
    if let Some(reason) = open {
        return Outcome::review(format!("Who serves the static files cannot be told: STATIC_URL: {reason}")).and_all(places);
    }
    if let Err(reason) = &storage.class {
        let summary = format!("Who serves the static files cannot be told: {}: {reason}", storage.setting);
        return Outcome::review(summary).and_all(places);
    }
    let text = url.datum().and_then(|datum| datum.as_str()).unwrap_or("not set").to_owned();
    let module = scene.module_path();
    let advice = format!(
        "Add \"{}\" to MIDDLEWARE in {module}, directly after SecurityMiddleware, or let a web server serve the folder",
        known().whitenoise.middleware
    );
    Outcome::fail(format!(
        "Nothing in the repository serves the static files: no WhiteNoise, STATIC_URL is {text}, and no proxy serves it"
    ))
    .and_all(places)
    .and(Absence::new("WhiteNoise", "MIDDLEWARE and the served module"))
    .advise(advice)
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn locations_cover_the_paths_that_they_match() {
        for (location, path, wanted) in [
            ("/static", "/static/", true),
            ("/static/", "/static/", true),
            ("^~ /static/", "/static/", true),
            ("~ ^/(static|media)/", "/static/", true),
            ("/static/*", "/static/", true),
            ("/media/", "/static/", false),
            ("/", "/static/", false),
            ("/static/admin/", "/static/", false),
        ] {
            assert_eq!(covers(location, path), wanted, "{location} {path}");
        }
    }
}
