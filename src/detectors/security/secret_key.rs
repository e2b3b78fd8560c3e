//! `security.secret-key`: `SECRET_KEY` comes from outside the repository.
//!
//! # What
//! `SECRET_KEY` and `SECRET_KEY_FALLBACKS` with `DEBUG` false, in each environment that production serves the
//! application in.
//!
//! # Pass
//! The key comes from the environment, a secret manager or a file outside the repository, and nothing usable takes its
//! place when it is missing: reading it stops the process, or it is empty, with which Django refuses to start.
//!
//! # Fail
//! A literal, a non-empty literal fallback (fail-open), a key in a committed deployment or environment file, a literal
//! among the fallback keys.
//!
//! # N/A
//! Never.
//!
//! # Review
//! Where it comes from cannot be known.
//!
//! # Traps
//! A random fallback: sessions and signed links break at each restart and differ between processes (a pass with a
//! warning).

use std::sync::LazyLock;

use regex::Regex;

use crate::detectors::words::{masked, the_variables, unset, variables};
use crate::detectors::{Inputs, Scene, Seen, Switch, collect_env, in_every_scene};
use crate::eval::Shape;
use crate::model::Outcome;

const NAME: &str = "SECRET_KEY";
const FALLBACKS: &str = "SECRET_KEY_FALLBACKS";

/// Judges `security.secret-key`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, |scene| {
        let outcome = key(scene);
        fallbacks(scene, outcome)
    })
}

fn key(scene: &Scene<'_>) -> Outcome {
    let key = scene.setting(NAME);
    match key.switch() {
        Switch::On => literal(scene, &key),
        Switch::Off => empty(&key),
        Switch::Required(variables) => outside(scene, &key, &variables),
        Switch::Unknown(reason) => unknown(scene, &key, &reason),
    }
}

/// The key comes from variables whose content nobody sees here.
fn outside(scene: &Scene<'_>, key: &Seen<'_>, variables: &[String]) -> Outcome {
    let known_otherwise = key.datum().is_some_and(|datum| !datum.is_open());
    if known_otherwise && !variables.iter().any(|variable| scene.carries(NAME, variable)) {
        return literal(scene, key);
    }
    let summary = match variables {
        [] => "SECRET_KEY comes from outside the repository; without it the process stops".to_owned(),
        names if known_otherwise => format!("SECRET_KEY comes from {}, which the deployment supplies", the_variables(names)),
        names => format!("SECRET_KEY comes from {}; without it the process stops", the_variables(names)),
    };
    Outcome::pass(summary, key.ground()).and_all(key.evidence())
}

/// The key is a text that the repository holds.
fn literal(scene: &Scene<'_>, key: &Seen<'_>) -> Outcome {
    let text = key.datum().and_then(|datum| datum.as_str()).map_or_else(|| "a fixed value".to_owned(), masked);
    let (env, given) = (key.env(), key.given());
    let module = scene.module_path();
    let (summary, advice) = if let Some(variable) = given.first() {
        let path = &variable.place.path;
        (
            format!("{path} sets {} to {text}: the key of every deployment is in the repository", variable.name),
            format!("Take {} out of {path}, let the deployment stop without it, and replace the key", variable.name),
        )
    } else if env.is_empty() {
        (
            format!("SECRET_KEY is the literal {text}"),
            format!("In {module}, read it without a default, SECRET_KEY = os.environ[\"SECRET_KEY\"], and replace the key"),
        )
    } else {
        let names = variables(&env);
        (
            format!("SECRET_KEY falls back to the literal {text} when {}", unset(&env)),
            format!("Read {names} without a default, so that the process stops when it is missing"),
        )
    };
    Outcome::fail(summary).and_all(key.evidence()).advise(advice)
}

/// Empty or absent: Django refuses to start.
fn empty(key: &Seen<'_>) -> Outcome {
    let env = key.env();
    let summary = if !key.is_set() {
        "SECRET_KEY is not in the repository; Django does not start without one".to_owned()
    } else if env.is_empty() {
        "SECRET_KEY is empty in the repository; Django does not start until something sets it".to_owned()
    } else {
        format!("SECRET_KEY comes from {}; unset, the key is empty and Django does not start", the_variables(&env))
    };
    Outcome::pass(summary, key.ground()).and_all(key.evidence())
}

static RANDOM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:get_random_secret_key|get_random_string|token_(?:urlsafe|hex|bytes)|SystemRandom|urandom|randbytes|uuid[14]|random\.\w+|secrets\.\w+)\b",
    )
    .expect("a pattern")
});

fn unknown(scene: &Scene<'_>, key: &Seen<'_>, reason: &str) -> Outcome {
    if reason.contains("FileNotFoundError") {
        let summary = "SECRET_KEY is read from a file outside the repository; without it the process stops";
        return Outcome::pass(summary, key.ground()).and_all(key.evidence());
    }
    let random = key.origins().into_iter().find(|origin| RANDOM.is_match(&scene.code(origin)));
    let Some(origin) = random else {
        return Outcome::review(format!("Where SECRET_KEY comes from cannot be told: {reason}")).and_all(key.evidence());
    };
    let env = key.env();
    let summary = if env.is_empty() {
        "SECRET_KEY is made at random when the process starts".to_owned()
    } else {
        format!("SECRET_KEY comes from {}, else it is made at random", the_variables(&env))
    };
    let place = scene.evidence(origin);
    let warning = "A random key breaks sessions and signed links at each restart, and differs between processes: set the \
                   key in production, and better stop without it";
    Outcome::pass(summary, key.ground()).and_all(key.evidence()).warn(warning, place.as_ref())
}

/// Old keys still verify signatures: a literal among them is as bad as a literal key.
fn fallbacks(scene: &Scene<'_>, outcome: Outcome) -> Outcome {
    let seen = scene.setting(FALLBACKS);
    let literal = seen.datum().and_then(|datum| datum.items()).into_iter().flatten().find(|item| {
        matches!(&item.shape, Shape::Str(text) if !text.is_empty())
    });
    let Some(item) = literal else { return outcome };
    let mut env = std::collections::BTreeSet::new();
    collect_env(item, &mut env);
    let summary = format!("{FALLBACKS} holds the literal {}", masked(item.as_str().unwrap_or_default()));
    let place = item.origin.as_ref().and_then(|origin| scene.evidence(origin));
    if outcome.verdict() == crate::model::Verdict::Fail {
        return outcome.warn(summary, place.as_ref()).and_all(place);
    }
    let advice = format!("Take the old key out of {FALLBACKS} in {}, or read it from the environment", scene.module_path());
    Outcome::fail(summary).and_all(place).and_all(seen.evidence()).advise(advice)
}
