//! What the evaluator says of settings modules, against what real Django sees in them.
//!
//! Each folder of `tests/fixtures/settings` is a small project that exercises one technique; its `case.toml` says which
//! module, which variables must be set for it to import at all, which settings are expected to stay unknown (with the
//! reason), and where the checklist means to differ from Django's own deployment checks.

mod case;
mod checks;
mod compare;
mod seen;
mod tree;

use std::path::Path;

use case::Case;
use seen::{Report, Seen};

use crate::support::python;

/// The least number of techniques that the suite promises to cover.
const CASES: usize = 60;

fn report(series: &str) -> Option<(Vec<Case>, Report)> {
    let requirements = case::folder().join(format!("django-{series}.txt"));
    let environment = python::environment(&format!("django-{series}"), &requirements)?;
    let copies = tempfile::tempdir().expect("a temporary folder");
    let cases = case::all(copies.path());
    let report = seen::observe(&environment, &cases);
    assert!(report.django.starts_with(series), "Django {} instead of {series}", report.django);
    Some((cases, report))
}

/// What a case says about itself and Django does not confirm.
fn misdeclared(case: &Case, seen: &Seen) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(error) = &seen.error {
        wrong.push(format!("does not import: {error}"));
    }
    match &seen.raises {
        Some(error) if case.forced.is_empty() => wrong.push(format!("needs forced variables: {error}")),
        None if !case.forced.is_empty() => wrong.push("imports without its forced variables".to_owned()),
        _ => {}
    }
    for name in case.unknown.keys() {
        if seen.settings.get(name).is_none_or(|real| real.default) {
            wrong.push(format!("{name} is expected to be unknown, but it is no setting of the module"));
        }
    }
    for item in case.differs.keys() {
        if checks::ITEMS.iter().all(|(id, _)| id != item) {
            wrong.push(format!("{item} is no security item"));
        }
    }
    wrong
}

fn cases_are_what_they_say(series: &str) {
    let Some((cases, report)) = report(series) else { return };
    assert!(cases.len() >= CASES, "only {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            misdeclared(case, &report.cases[&case.name])
                .into_iter()
                .map(|text| format!("{}: {text}", case.name))
        })
        .collect();
    assert!(wrong.is_empty(), "Django {}:\n{}", report.django, wrong.join("\n"));
    for (item, _) in checks::ITEMS {
        let complaints = report.cases.values().filter(|seen| checks::complains(item, &seen.checks)).count();
        assert!(complaints > 0 && complaints < cases.len(), "{item}: {complaints} complaints show nothing");
    }
}

#[test]
fn cases_are_what_they_say_under_django_4_2() {
    cases_are_what_they_say("4.2");
}

#[test]
fn cases_are_what_they_say_under_django_5_2() {
    cases_are_what_they_say("5.2");
}

#[test]
fn every_folder_is_a_case() {
    for entry in std::fs::read_dir(case::folder()).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        assert!(!path.is_dir() || path.join("case.toml").is_file(), "{} has no case.toml", path.display());
    }
    assert!(Path::new(&case::folder()).join("observe.py").is_file());
}
