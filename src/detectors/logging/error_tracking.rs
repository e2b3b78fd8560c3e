//! `logging.error-tracking`: an error tracker catches unhandled exceptions.
//!
//! # What
//! Calls that start a tracker in what the served process imports (settings, the served module, URLconf, apps and their
//! `ready()`), the trackers' apps and middleware, and the wrappers of production's start commands.
//!
//! # Pass
//! A tracker's SDK is started there (a condition on its DSN, key or endpoint is fine), or every production start command runs
//! inside the tracker's agent.
//!
//! # Fail
//! None is, whether one is installed or not. OpenTelemetry alone tracks no errors; e-mails to `ADMINS` do not either.
//!
//! # N/A
//! Never.
//!
//! # Review
//! A switch that is off by default guards it, another start command lacks the wrapper, or it cannot be told whether what
//! production imports makes the call.
//!
//! # Traps
//! A tracker's own on/off setting (`SCOUT_MONITOR`) that is absent or off: review.

use super::trackers::{Tracked, tracked, wrapped};
use crate::detectors::known::{Tracker, known};
use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Live, Scene, in_every_scene};
use crate::model::{Absence, Evidence, Outcome};

/// Judges `logging.error-tracking`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let found: Vec<Tracked> = tracked(scene).into_iter().filter(|tracked| tracked.live != Live::Never).collect();
    if let Some(first) = found.first()
        && first.live == Live::Yes
        && let Some(place) = first.places.first()
    {
        let summary = format!("{} is started in production: {}", first.tracker.name, first.how);
        return Outcome::pass(summary, place.clone()).and_all(first.places.clone());
    }
    by_wrapper(scene).or_else(|| unsure(found.first())).unwrap_or_else(|| none(scene))
}

fn by_wrapper(scene: &Scene<'_>) -> Option<Outcome> {
    known().trackers.iter().filter(|tracker| !tracker.wrappers.is_empty()).find_map(|tracker| {
        let starts = wrapped(scene.inputs, &tracker.wrappers);
        let place = |command: &&crate::deploy::Command| scene.inputs.deployed(&command.place);
        let first = starts.with.iter().find_map(place)?;
        let with = starts.with.iter().filter_map(place);
        let without: Vec<Evidence> = starts.without.iter().filter_map(place).collect();
        let name = &tracker.name;
        let wrapper = and_list(&tracker.wrappers);
        let Some(other) = without.first() else {
            let summary = format!("Every start command runs inside {name}'s agent ({wrapper})");
            return Some(Outcome::pass(summary, first).and_all(with));
        };
        let summary = format!(
            "{wrapper} starts {name} in {}, but the start command in {} runs without it: look which one production uses",
            first.path, other.path
        );
        Some(Outcome::review(summary).and(first).and_all(without))
    })
}

fn unsure(found: Option<&Tracked>) -> Option<Outcome> {
    let found = found?;
    let name = &found.tracker.name;
    let summary = match &found.live {
        Live::Off(condition) => {
            format!("{name} starts only with a switch that is off by default and that no deployment file sets: {condition}")
        }
        Live::Unsure(reason) => format!("Whether production starts {name} cannot be told: {reason}"),
        Live::Yes | Live::Never => return None,
    };
    Some(Outcome::review(summary).and_all(found.places.clone()))
}

fn none(scene: &Scene<'_>) -> Outcome {
    let installed = |tracker: &&Tracker| tracker.packages.iter().any(|package| scene.inputs.has_package(package));
    let package = known().trackers.iter().find(installed);
    let sentry = known().trackers.first();
    let open = sentry.into_iter().flat_map(|tracker| &tracker.apps).any(|app| scene.has_app(app).is_none());
    if open {
        let summary = "Whether an error tracker is installed as an app cannot be told: INSTALLED_APPS is not wholly known";
        return Outcome::review(summary).and_all(scene.assigned_at("INSTALLED_APPS"));
    }
    let advice = format!(
        "Install sentry-sdk (or another tracker) and call sentry_sdk.init(dsn=os.environ[\"SENTRY_DSN\"]) in {}",
        scene.module_path()
    );
    let (summary, place) = match package {
        Some(tracker) => {
            let place = tracker.packages.iter().find_map(|package| scene.inputs.package_at(package));
            (format!("{} is installed, but nothing starts it", tracker.name), place)
        }
        None => ("No error tracker is installed or started: no service collects unhandled exceptions".to_owned(), None),
    };
    Outcome::fail(summary)
        .and_all(place)
        .and(Absence::new("an error tracker", "the settings, the served module, the apps and the start commands"))
        .advise(advice)
}
