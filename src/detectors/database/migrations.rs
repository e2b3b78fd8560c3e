//! `database.migrations`: no model change is pending.
//!
//! # What
//! `makemigrations --check` in pipelines and releases, or in a test that a pipeline runs; the migration graph; the
//! state that the migrations build, as far as it can be read, against the models.
//!
//! # Pass
//! A pipeline or the release process runs the check.
//!
//! # Fail
//! An app has models and no migrations, or two leaf migrations, or differs from its migrations for certain.
//!
//! # N/A
//! No installed app of the project has a model.
//!
//! # Review
//! Nothing runs the check and no certain difference was found: only Django can compare field by field.
//!
//! # Traps
//! A check of named apps only counts where it names all apps of the project that have models.

use std::collections::BTreeSet;

use crate::deploy::Command;
use crate::detectors::Inputs;
use crate::model::{Absence, Evidence, Outcome};

/// How many differences the evidence shows.
const SHOWN: usize = 3;

/// Judges `database.migrations`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    if let Some(outcome) = checked(inputs) {
        return outcome;
    }
    let (count, _) = inputs.models();
    if count == 0 {
        return match inputs.apps_gap() {
            Some(reason) => Outcome::review(format!("Which models there are cannot be told: {reason}")),
            None => Outcome::not_applicable(
                "No installed app of the project has a model",
                Absence::new("a model with a table", "the installed apps of the project"),
            ),
        };
    }
    let facts = inputs.migrations();
    let advice = "Run python manage.py makemigrations, commit what it writes, and let CI run makemigrations --check";
    if let Some((app, places)) = facts.leaves.first() {
        let summary = format!("The app {app} has {} leaf migrations: migrate stops", places.len());
        return Outcome::fail(summary)
            .and_all(places.clone())
            .advise("Merge them: python manage.py makemigrations --merge");
    }
    if let Some(first) = facts.differences.first() {
        let more = match facts.differences.len() {
            1 => String::new(),
            many => format!(", and {} more differences", many - 1),
        };
        let places: Vec<Evidence> =
            facts.differences.iter().take(SHOWN).map(|d| d.module.file().evidence(d.span)).collect();
        return Outcome::fail(format!("makemigrations would write a migration: {}{more}", first.message))
            .and_all(places)
            .advise(advice);
    }
    let unread = facts.failed.first().or(facts.gaps.first());
    let summary = match unread {
        Some(reason) => format!("Nothing runs makemigrations --check, and the migrations cannot be read in full: {reason}"),
        None => format!(
            "Nothing runs makemigrations --check; {} migrations and {count} models agree in models, fields and ordering, \
             the rest only Django can compare",
            facts.count
        ),
    };
    Outcome::review(summary).advise("Let CI run python manage.py makemigrations --check")
}

/// A pipeline or release that runs the check.
fn checked(inputs: &Inputs<'_>) -> Option<Outcome> {
    let own: BTreeSet<String> = inputs.apps_with_models();
    let is_check = |command: &Command| {
        let named: BTreeSet<&str> =
            command.arguments.iter().skip(1).map(String::as_str).filter(|word| !word.starts_with('-')).collect();
        command.manages("makemigrations")
            && command.has_flag("--check")
            && (named.is_empty() || own.iter().all(|app| named.contains(app.as_str())))
    };
    if let Some(command) = inputs.commands("makemigrations --check", is_check).first() {
        let place = inputs.deployed(&command.place)?;
        return Some(Outcome::pass(format!("{} runs makemigrations --check", command.by), place));
    }
    let runs_tests = |command: &Command| {
        command.manages("test") || matches!(command.program.as_str(), "pytest" | "py.test" | "tox" | "nox")
    };
    let tests = inputs.commands("tests", runs_tests);
    let runner = inputs.deployed(&tests.first()?.place)?;
    let test = inputs.migration_test()?;
    Some(Outcome::pass("A test runs makemigrations --check, and CI runs the tests", test).and(runner))
}
