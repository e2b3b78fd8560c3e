//! `tasks.result-expiry`: task results expire.
//!
//! # What
//! `result_backend`, `result_expires` and `task_ignore_result` as Celery reads them, in each environment that production
//! serves the application in; whether production runs Celery beat.
//!
//! # Pass
//! `result_expires` is positive; or it is not set and the backend forgets by itself (Redis, Memcached, RPC: Celery's
//! default is one day); or a database backend with Celery beat, which runs the clean-up.
//!
//! # Fail
//! 0 or `None` (never), or a database backend where no beat runs.
//!
//! # N/A
//! Production uses no Celery and no other task queue; no result backend, or results ignored for all tasks.
//!
//! # Review
//! A backend that is not known, or of which nobody knows whether it forgets; a database backend where no deployment file
//! starts any part of Celery; another task queue.
//!
//! # Traps
//! `CELERY_RESULT_BACKEND_MAX_AGE` is no setting of Celery: it does nothing (a warning).

use super::known::KNOWN;
use super::queue::{Use, judged};
use super::url::Url;
use crate::deploy::Command;
use crate::detectors::words::variables;
use crate::detectors::{Configured, Inputs, Scene};
use crate::eval::Shape;
use crate::model::{Absence, Evidence, Outcome};

const TRAP: &str = "CELERY_RESULT_BACKEND_MAX_AGE";

/// Judges `tasks.result-expiry`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |scene, used| {
        let outcome = judge(inputs, scene, used);
        let trap = scene.setting(TRAP);
        if trap.is_set() {
            outcome.warn(format!("{TRAP} is no setting of Celery: it does nothing"), trap.evidence().first())
        } else {
            outcome
        }
    })
}

/// How long results are kept.
enum Expiry {
    /// Celery's default of one day.
    Default,
    /// So long.
    After(String),
    Never(String),
    Open(String),
}

fn expiry(option: Option<&Configured>) -> Expiry {
    let Some(option) = option else { return Expiry::Default };
    let name = &option.name;
    match (&option.value.shape, option.value.truth()) {
        (Shape::Unknown(reason), _) => Expiry::Open(format!("{name}: {reason}")),
        (Shape::Required(names), _) => Expiry::After(format!("{name} comes from {}", variables(names))),
        (Shape::Object { class, .. }, _) if class.ends_with("timedelta") => Expiry::After(format!("{name} is set")),
        (Shape::Int(number), Some(true)) if number.sign() == num_bigint::Sign::Plus => Expiry::After(format!("{name} is {number} seconds")),
        (Shape::Float(number), _) if *number > 0.0 => Expiry::After(format!("{name} is {number} seconds")),
        (Shape::None, _) => Expiry::Never(format!("{name} is None")),
        (Shape::Int(number), _) => Expiry::Never(format!("{name} is {number}")),
        _ => Expiry::Open(format!("{name} is no number of seconds")),
    }
}

fn judge(inputs: &Inputs<'_>, scene: &Scene<'_>, used: &Use) -> Outcome {
    let app = used.app.as_ref();
    let absent = |what: &str| {
        let summary = format!("{what}: Celery keeps no results");
        Outcome::not_applicable(summary, Absence::new("a result backend", "the settings and the Celery application"))
    };
    let Some(backend) = scene.celery_option(app, "result_backend") else { return absent("No result backend is set").and_all(used.place.clone()) };
    let places = || backend.evidence.clone();
    let text = match &backend.value.shape {
        Shape::Unknown(reason) => {
            return Outcome::review(format!("Which result backend {} names cannot be told: {reason}", backend.name)).and_all(places());
        }
        Shape::Required(names) => {
            return Outcome::review(format!("{} comes from {}: look whether such a backend forgets", backend.name, variables(names)))
                .and_all(places());
        }
        _ => backend.value.as_str().unwrap_or_default().trim().to_owned(),
    };
    let url = Url::read(&text);
    if text.is_empty() || KNOWN.backends.none.contains(&url.scheme) {
        return absent(&format!("{} is not set by default", backend.name)).and_all(places());
    }
    if let Some(ignored) = scene.celery_option(app, "task_ignore_result")
        && ignored.value.truth() == Some(true)
    {
        return absent(&format!("{} is true", ignored.name)).and_all(ignored.evidence).and_all(places());
    }
    let option = scene.celery_option(app, "result_expires");
    let set_at = option.as_ref().map(|option| option.evidence.clone()).unwrap_or_default();
    let kept = expiry(option.as_ref());
    if let Expiry::Never(what) = &kept {
        return Outcome::fail(format!("{what}: results are kept for ever in {}", url.shown_kind()))
            .and_all(set_at)
            .and_all(places())
            .advise(format!("Set result_expires to a number of seconds (86400 is a day) in {}", scene.module_path()));
    }
    let known = |list: &[String]| [url.scheme.as_str(), url.family()].iter().any(|name| list.iter().any(|known| known == name));
    if known(&KNOWN.backends.swept) {
        return swept(inputs, scene, &url, &set_at, &backend);
    }
    match kept {
        Expiry::After(what) => passed(format!("{what}: results expire"), set_at, places()),
        Expiry::Open(reason) => Outcome::review(format!("When results expire cannot be told: {reason}")).and_all(set_at).and_all(places()),
        Expiry::Default if known(&KNOWN.backends.expire) => {
            let summary = format!("Results in {} expire after Celery's default of one day", url.shown_kind());
            passed(summary, places(), Vec::new())
        }
        Expiry::Default | Expiry::Never(_) => {
            Outcome::review(format!("Whether the result backend {} forgets cannot be told: set result_expires", url.shown_kind()))
                .and_all(places())
        }
    }
}

/// A backend that beat's daily task cleans.
fn swept(inputs: &Inputs<'_>, scene: &Scene<'_>, url: &Url, set_at: &[Evidence], backend: &Configured) -> Outcome {
    let kind = url.shown_kind();
    let beats = inputs.production_commands("Celery beat", Command::is_celery_beat);
    let shown = || backend.evidence.iter().chain(set_at).cloned();
    if let Some(beat) = beats.iter().find_map(|command| inputs.deployed(&command.place)) {
        let mut places = shown();
        let summary = format!("Celery beat runs the clean-up of the results in {kind}");
        return match places.next() {
            Some(first) => Outcome::pass(summary, first).and(beat).and_all(places),
            None => Outcome::pass(summary, beat),
        };
    }
    if inputs.production_commands("Celery workers", Command::is_celery_worker).is_empty() {
        return Outcome::review(format!(
            "Results in {kind} are cleaned by Celery beat alone, and no deployment file starts any part of Celery: look whether beat runs"
        ))
        .and_all(shown());
    }
    Outcome::fail(format!("Results are kept for ever in {kind}: production starts workers and no Celery beat, which would clean up"))
        .and_all(shown())
        .advise(format!("Start celery beat beside the workers, or set task_ignore_result in {}", scene.module_path()))
}

fn passed(summary: String, first: Vec<Evidence>, more: Vec<Evidence>) -> Outcome {
    let mut places = first.into_iter().chain(more);
    match places.next() {
        Some(ground) => Outcome::pass(summary, ground).and_all(places),
        None => Outcome::review(summary),
    }
}

impl Url {
    /// The kind of a backend, as it is written: `redis`, `django-db`.
    fn shown_kind(&self) -> &str {
        &self.scheme
    }
}
