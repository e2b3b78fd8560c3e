//! `static.collectstatic`: `collectstatic` runs in the pipeline.
//!
//! # What
//! Every command of pipelines, image builds, releases and production starts, scripts and make targets followed.
//!
//! # Pass
//! `manage.py collectstatic` runs in CI, in the image build, in a release or build step of the platform, or in the
//! production entrypoint; a command of the project that calls it counts, too.
//!
//! # Fail
//! It runs nowhere. A README, a make target that nothing runs, and a buildpack that may do it do not count.
//!
//! # N/A
//! `django.contrib.staticfiles` is not installed.
//!
//! # Review
//! Whether the app is installed cannot be known.
//!
//! # Traps
//! It runs under a condition only (a pass with a warning). `--dry-run` collects nothing and does not count.

use super::installed::without_staticfiles;
use crate::deploy::{Command, Moment};
use crate::detectors::{Inputs, Scene, in_every_scene};
use crate::model::{Absence, Outcome};

const COMMAND: &str = "collectstatic";

/// Judges `static.collectstatic`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    if let Some(outcome) = without_staticfiles(scene) {
        return outcome;
    }
    let inputs = scene.inputs;
    let wrapping = inputs.management_commands_that_call(COMMAND);
    let runs = |command: &Command| {
        command.moment != Moment::Probe
            && !command.has_flag("--dry-run")
            && !command.has_flag("-n")
            && (command.manages(COMMAND) || wrapping.keys().any(|name| command.manages(name)))
    };
    let mut found = inputs.commands("that collect static files", runs);
    let conditional = |command: &Command| {
        command.conditional || command.subcommand().and_then(|name| wrapping.get(name)) == Some(&true)
    };
    found.sort_by_key(|command| (conditional(command), rank(command.moment)));
    let places = || found.iter().filter_map(|command| inputs.deployed(&command.place));
    let (Some(first), Some(place)) = (found.first(), places().next()) else { return nowhere(scene) };
    let by = if first.by == "image build" { String::new() } else { format!(" ({})", first.by) };
    let summary = format!("{COMMAND} runs in {}{by}", when(first.moment));
    let outcome = Outcome::pass(summary, place.clone()).and_all(places().skip(1));
    if conditional(first) {
        let warning = format!("{COMMAND} runs under a condition only: {}", first.line());
        return outcome.warn(warning, Some(&place));
    }
    outcome
}

const fn rank(moment: Moment) -> u8 {
    match moment {
        Moment::ImageBuild => 0,
        Moment::Release => 1,
        Moment::Ci => 2,
        Moment::Start => 3,
        Moment::Probe => 4,
    }
}

const fn when(moment: Moment) -> &'static str {
    match moment {
        Moment::ImageBuild => "the image build",
        Moment::Release => "the release step",
        Moment::Ci => "CI",
        Moment::Start => "the production entrypoint",
        Moment::Probe => "a probe",
    }
}

fn nowhere(scene: &Scene<'_>) -> Outcome {
    let disabled = scene.inputs.set_by_deployment("DISABLE_COLLECTSTATIC");
    let summary = if disabled.is_empty() {
        format!("No pipeline, image build, release step or entrypoint of the repository runs {COMMAND}")
    } else {
        format!("Nothing runs {COMMAND}, and the deployment sets DISABLE_COLLECTSTATIC")
    };
    let advice = "Run python manage.py collectstatic --noinput in the image build or the release step, with the \
                  production settings, so that a missing file stops the release";
    Outcome::fail(summary)
        .and_all(disabled)
        .and(Absence::new(COMMAND, "the pipelines and deployment files"))
        .advise(advice)
}
