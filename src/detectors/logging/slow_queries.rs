//! `logging.slow-queries`: queries slower than a threshold are noticed.
//!
//! # What
//! Database settings in the files of the repository, the trackers and tracing integrations that production starts, and the
//! project's middleware.
//!
//! # Pass
//! A threshold is set (`log_min_duration_statement`, `slow_query_log`, `auto_explain.log_min_duration`), an APM or tracing
//! integration records database spans, or a middleware of the project measures queries against a threshold.
//!
//! # Fail
//! Never.
//!
//! # N/A
//! Never.
//!
//! # Review
//! Nothing is found, or only behind a switch that is off: it may live in the database or the monitoring service.
//!
//! # Traps
//! Sentry without `traces_sample_rate` records no spans; an agent that wraps only one of several start commands sees only
//! that one (a pass with a warning).

use super::trackers::{Tracked, tracked, wrapped};
use crate::detectors::inputs::Worth;
use crate::detectors::known::known;
use crate::detectors::{Inputs, Live, Scene, in_every_scene};
use crate::model::{Evidence, Outcome};

/// Judges `logging.slow-queries`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let found = tracked(scene);
    by_database(scene)
        .or_else(|| by_tracker(scene, &found))
        .or_else(|| by_agent(scene))
        .or_else(|| by_tracing(scene))
        .or_else(|| by_middleware(scene))
        .unwrap_or_else(|| nothing(scene, &found))
}

fn by_database(scene: &Scene<'_>) -> Option<Outcome> {
    let threshold = scene.inputs.query_threshold()?;
    let summary = format!("{} sets {}: slow queries are logged", threshold.place.path, threshold.name);
    Some(Outcome::pass(summary, threshold.place))
}

/// Whether a tracker measures database queries.
fn spans(scene: &Scene<'_>, tracked: &Tracked) -> Option<String> {
    if tracked.tracker.spans {
        return Some(format!("{} measures database queries", tracked.tracker.name));
    }
    let call = tracked.call.as_ref()?;
    let rate = tracked.tracker.rates.iter().find(|rate| call.worth(scene, rate) == Worth::On)?;
    Some(format!("{} records database spans ({rate} is set)", tracked.tracker.name))
}

fn by_tracker(scene: &Scene<'_>, found: &[Tracked]) -> Option<Outcome> {
    let mut running = found.iter().filter(|tracked| tracked.live == Live::Yes);
    let (summary, tracked) = running.find_map(|tracked| Some((spans(scene, tracked)?, tracked)))?;
    let rate = tracked.call.as_ref().and_then(|call| {
        tracked.tracker.rates.iter().find_map(|rate| call.argument_at(rate))
    });
    let places: Vec<Evidence> = rate.into_iter().chain(tracked.places.iter().cloned()).collect();
    Some(Outcome::pass(summary, places.first()?.clone()).and_all(places))
}

/// Agents around the start command.
fn by_agent(scene: &Scene<'_>) -> Option<Outcome> {
    let inputs = scene.inputs;
    let trackers = known().trackers.iter().filter(|tracker| tracker.spans);
    let agents = trackers.map(|tracker| (tracker.name.as_str(), tracker.wrappers.as_slice()));
    let tracing = &known().tracing;
    let instrumented = tracing.packages.iter().any(|package| inputs.has_package(package));
    let opentelemetry = instrumented.then_some(("OpenTelemetry", tracing.wrappers.as_slice()));
    agents.chain(opentelemetry).find_map(|(name, wrappers)| {
        let starts = wrapped(inputs, wrappers);
        let place = inputs.deployed(&starts.with.first()?.place)?;
        let summary = format!("{name}'s agent measures database queries in the processes that {} starts", place.path);
        let outcome = Outcome::pass(summary, place);
        Some(match starts.without.first().and_then(|command| inputs.deployed(&command.place)) {
            Some(other) => {
                let warning = format!("The start command in {} runs without the agent", other.path);
                outcome.warn(warning, Some(&other))
            }
            None => outcome,
        })
    })
}

fn by_tracing(scene: &Scene<'_>) -> Option<Outcome> {
    let calls = &known().tracing.calls;
    let found = scene.started(&["opentelemetry", "logfire"], |name| calls.iter().any(|call| call == name));
    let running = found.into_iter().find(|started| started.live == Live::Yes)?;
    let last = running.name.rsplit('.').next().unwrap_or(&running.name);
    Some(Outcome::pass(format!("Tracing measures database queries: {last}"), running.place))
}

/// A middleware of the project that times queries and compares them with something.
fn by_middleware(scene: &Scene<'_>) -> Option<Outcome> {
    let middleware = scene.middleware_names();
    let found = middleware.into_iter().find_map(|(name, _)| {
        let measures = |text: &str| {
            let lower = text.to_lowercase();
            let compares = text.contains(" > ") || text.contains(" >= ");
            let threshold = ["threshold", "slow", "limit", "max_"].iter().any(|word| lower.contains(word));
            text.contains("execute_wrapper") && compares && threshold
        };
        let (_, place) = scene.inputs.definition(name, measures)?;
        Some((name, place))
    });
    let (name, place) = found?;
    let last = name.rsplit('.').next().unwrap_or(name);
    Some(Outcome::pass(format!("The middleware {last} measures queries against a threshold"), place))
}

fn nothing(scene: &Scene<'_>, found: &[Tracked]) -> Outcome {
    let possible = found.iter().find(|tracked| {
        let able = tracked.tracker.spans || !tracked.tracker.rates.is_empty();
        able && tracked.live != Live::Never
    });
    let general = "look whether the database logs slow queries, or the monitoring service alerts on them";
    let Some(tracked) = possible else {
        let summary = format!("No threshold for slow queries is in the repository: {general}");
        // A profiler shows queries to developers and alerts nobody: worth a look, and no threshold.
        let profilers = known().tracing.profilers.iter().filter_map(|app| scene.app_at(app));
        return Outcome::review(summary).and_all(profilers);
    };
    let name = &tracked.tracker.name;
    let summary = match &tracked.live {
        Live::Off(condition) => {
            format!("{name} would measure queries, but a switch is off by default ({condition}): {general}")
        }
        Live::Unsure(reason) => format!("Whether {name} measures queries cannot be told ({reason}): {general}"),
        Live::Yes | Live::Never => {
            let unknown = tracked.call.as_ref().is_some_and(|call| {
                tracked.tracker.rates.iter().any(|rate| call.worth(scene, rate) == Worth::Unknown)
            });
            if unknown {
                format!("{name} is started, and whether it traces queries is not known: {general}")
            } else {
                format!("{name} is started without tracing, so it measures no queries: {general}")
            }
        }
    };
    Outcome::review(summary).and_all(tracked.places.clone())
}
