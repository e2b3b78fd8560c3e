//! `security.debug`: `DEBUG` is off in production.
//!
//! # What
//! `DEBUG` as the settings module leaves it, in each environment that production serves the application in.
//!
//! # Pass
//! It is false with nothing set: a literal, Django's default, or a safe default of a variable. Also where a variable is
//! required and only a development value of it turns `DEBUG` on.
//!
//! # Fail
//! It is true, or true by default (fail-open).
//!
//! # N/A
//! Never.
//!
//! # Review
//! A variable without a default decides, or the value cannot be known.
//!
//! # Traps
//! `bool(os.environ.get("DEBUG", "False"))` is always true: fail. Where a variable's text is not read as a boolean
//! (`os.environ.get("DEBUG", False)`, `… != "False"`), setting it to `false` or `0` turns `DEBUG` on: a pass with a warning.
//! It is found by experiment: the settings are evaluated again with such a text set.

use std::cell::Cell;

use crate::detectors::words::{the_variables, unless, unset};
use crate::detectors::{Inputs, Scene, Seen, Switch, in_every_scene};
use crate::model::Outcome;

/// What people write to turn a switch off.
const OFF: [&str; 5] = ["False", "false", "0", "no", "off"];
/// Further texts that a comparison may ask for: where one of them turns `DEBUG` off, it is not always on.
const ALSO_OFF: [&str; 9] = ["FALSE", "OFF", "NO", "n", "f", "None", "production", "prod", "live"];
/// What a production environment may hold in a required variable: the words for "on" and for "production".
const PRODUCTION: [&str; 8] = ["True", "true", "1", "yes", "on", "production", "prod", "live"];

/// How many variables are tried out; a value that depends on more is no switch that a text could turn.
const MOST_TRIED: usize = 4;

/// Judges `security.debug`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    // An experiment evaluates the settings again: it is made in one environment only.
    let tried = Cell::new(false);
    in_every_scene(inputs, |scene| judge(scene, &tried))
}

fn judge(scene: &Scene<'_>, tried: &Cell<bool>) -> Outcome {
    let debug = scene.debug();
    match debug.switch() {
        Switch::Off if tried.replace(true) => off(&debug),
        Switch::Off => with_traps(off(&debug), scene, &debug),
        Switch::On => on(scene, &debug, !tried.replace(true)),
        Switch::Required(variables) => required(scene, &debug, &variables),
        Switch::Unknown(reason) => {
            Outcome::review(format!("Whether DEBUG is off cannot be told: {reason}")).and_all(debug.evidence())
        }
    }
}

fn off(debug: &Seen<'_>) -> Outcome {
    let env = debug.env();
    let summary = if !debug.is_set() {
        "DEBUG is not set, and Django's default is False".to_owned()
    } else if !debug.given().is_empty() {
        format!("DEBUG is off with {} as the deployment sets it", the_variables(debug.given().iter().map(|v| &v.name)))
    } else if env.is_empty() {
        "DEBUG is off".to_owned()
    } else {
        format!("DEBUG is off {}", unless(&env))
    };
    Outcome::pass(summary, debug.ground()).and_all(debug.evidence())
}

fn on(scene: &Scene<'_>, debug: &Seen<'_>, experiment: bool) -> Outcome {
    let (env, given) = (debug.env(), debug.given());
    let always = env.iter().take(if experiment { MOST_TRIED } else { 0 }).find(|variable| OFF.iter().chain(&ALSO_OFF).all(|text| scene.debug_if(variable, text) == Some(true)));
    let summary = if !given.is_empty() {
        format!("DEBUG is on: the deployment sets {}", the_variables(given.iter().map(|variable| &variable.name)))
    } else if let Some(variable) = always {
        format!("DEBUG is always on: any text in {variable}, 'False' too, is read as true")
    } else if env.is_empty() {
        "DEBUG is on".to_owned()
    } else {
        format!("DEBUG is on when {}", unset(&env))
    };
    let module = scene.module_path();
    let advice = match env.iter().next() {
        Some(variable) if given.is_empty() => format!(
            "In {module}, let DEBUG be false when {variable} is unset, and true only for one exact text: \
             DEBUG = os.environ.get(\"{variable}\", \"\") == \"1\""
        ),
        Some(variable) => format!("Take {variable} out of the deployment file, or set it to what turns DEBUG off"),
        None => format!("Set DEBUG = False in {module}, and turn it on in the settings for development only"),
    };
    Outcome::fail(summary).and_all(debug.evidence()).advise(advice)
}

fn required(scene: &Scene<'_>, debug: &Seen<'_>, variables: &[String]) -> Outcome {
    let may_turn_on = |variable: &String| {
        PRODUCTION.iter().any(|text| scene.debug_if(variable, text) != Some(false))
    };
    let names = the_variables(variables);
    if variables.len() == 1 && !variables.iter().any(may_turn_on) {
        let summary = format!("DEBUG depends on {names}, which must be set, and only a development value of it turns DEBUG on");
        return Outcome::pass(summary, debug.ground()).and_all(debug.evidence());
    }
    Outcome::review(format!("DEBUG is decided by {names} without a default: look at what production sets"))
        .and_all(debug.evidence())
}

/// Adds a warning where a text that says "off" would turn `DEBUG` on.
fn with_traps(outcome: Outcome, scene: &Scene<'_>, debug: &Seen<'_>) -> Outcome {
    let place = debug.evidence().into_iter().next();
    debug.env().iter().take(MOST_TRIED).fold(outcome, |outcome, variable| {
        let trapped: Vec<String> = OFF
            .iter()
            .filter(|text| scene.debug_if(variable, text) == Some(true))
            .map(|text| format!("'{text}'"))
            .collect();
        if trapped.is_empty() {
            return outcome;
        }
        let message = format!(
            "Setting {variable} to {} turns DEBUG on: compare the text with one exact value instead",
            trapped.join(", ")
        );
        outcome.warn(message, place.as_ref())
    })
}
