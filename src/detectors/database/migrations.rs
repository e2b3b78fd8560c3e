//! `database.migrations`: no model change is pending.
//!
//! # What
//! `makemigrations --check` in pipelines and releases, or in a test that a pipeline runs; the migration graph; the
//! state that the migrations build, as far as it can be read, against the models.
//!
//! # Pass
//! A pipeline or the release process runs the check; or every field, option, index and constraint of the models equals
//! what the migrations build.
//!
//! # Fail
//! An app has models and no migrations, or two leaf migrations, or differs from its migrations for certain.
//!
//! # N/A
//! No installed app of the project has a model.
//!
//! # Review
//! Nothing runs the check, no certain difference was found, and something of a model or a migration cannot be known.
//!
//! # Traps
//! A check of named apps only counts where it names all apps of the project that have models. Fields that models take
//! over from installed packages are left out of the comparison; the summary says so.

use std::collections::BTreeSet;

use crate::deploy::Command;
use crate::detectors::Inputs;
use crate::detectors::inputs::MigrationFacts;
use crate::django::migrations::Difference;
use crate::model::{Absence, Evidence, Outcome};

/// How many differences the evidence shows.
const SHOWN: usize = 3;
const NOTHING: &str = "Nothing runs makemigrations --check";
const ADVICE: &str = "Let CI run python manage.py makemigrations --check";

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
    if let Some((app, places)) = facts.leaves.first() {
        let summary = format!("The app {app} has {} leaf migrations: migrate stops", places.len());
        return Outcome::fail(summary)
            .and_all(places.clone())
            .advise("Merge them: python manage.py makemigrations --merge");
    }
    if let Some(reason) = facts.failed.first() {
        let summary = format!("{NOTHING}, and the migrations cannot be read in full: {reason}");
        return Outcome::review(summary).advise(ADVICE);
    }
    compared(inputs, &facts, count)
}

/// The state that the migrations build against the models.
fn compared(inputs: &Inputs<'_>, facts: &MigrationFacts<'_>, count: usize) -> Outcome {
    let found = inputs.comparison();
    let places = |all: &[Difference]| -> Vec<Evidence> {
        all.iter().take(SHOWN).map(|difference| difference.module.file().evidence(difference.span)).collect()
    };
    let more = |all: usize| if all > 1 { format!(", and {} more", all - 1) } else { String::new() };
    if let Some(first) = found.certain.first() {
        let summary =
            format!("makemigrations would write a migration: {}{}", first.message, more(found.certain.len()));
        return Outcome::fail(summary)
            .and_all(places(&found.certain))
            .advise("Run python manage.py makemigrations, commit what it writes, and let CI run makemigrations --check");
    }
    let open = found.open.first().map(|difference| &difference.message).into_iter().chain(found.gaps.first());
    if let Some(reason) = open.into_iter().next() {
        let all = found.open.len() + found.gaps.len();
        return Outcome::review(format!("{NOTHING}; models and migrations agree as far as they can be read, but not: {reason}{}", more(all)))
            .and_all(places(&found.open))
            .advise(ADVICE);
    }
    let Some(last) = facts.last.first() else {
        return Outcome::review(format!("{NOTHING}, and there is no migration")).advise(ADVICE);
    };
    let notes = match found.notes.first() {
        Some(first) => format!("; fields of installed packages are left out ({first}{})", more(found.notes.len())),
        None => String::new(),
    };
    let summary = format!(
        "The {} migrations build the very state of the {count} models ({} fields, options, indexes and constraints \
         compared){notes}",
        facts.count, found.fields
    );
    let outcome = Outcome::pass(summary, last.clone()).and_all(facts.last.iter().skip(1).cloned());
    match inputs.apps_gap() {
        Some(reason) => Outcome::review(format!("Which apps there are cannot be told: {reason}")).advise(ADVICE),
        None => outcome,
    }
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
