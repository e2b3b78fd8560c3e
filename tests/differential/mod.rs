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
use compare::{Agreement, compare};
use gonogo::eval::{self, Request};
use gonogo::model::Verdict;
use gonogo::source::Tree;
use seen::Seen;

use crate::support::python;

/// The least number of techniques that the suite promises to cover.
const CASES: usize = 60;

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
        if !case.varies && seen.settings.get(name).is_none_or(|real| real.default) {
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

/// Where the evaluator and Django disagree about a case: wrong values, and unknown ones that are not expected.
fn disagreements(case: &Case, seen: &Seen, series: &str) -> Vec<String> {
    let tree = Tree::work_tree(&case.root, &[]).expect("the copy of the case");
    let mut request = Request::new(&tree, &case.module);
    request.class.clone_from(&case.configuration);
    request.django = Some(series.to_owned());
    request.packages = Some(case::packages(series));
    let settings = eval::evaluate(&request);
    let mut wrong = Vec::new();
    for (name, real) in seen.settings.iter().filter(|(_, real)| !real.default) {
        let ours = settings.entries.get(name).map(|setting| &setting.value);
        match (compare(ours, real), case.unknown.get(name)) {
            (Agreement::Wrong(why), _) => wrong.push(format!("{name} WRONG: {why}")),
            (Agreement::Unknown(why), None) => wrong.push(format!("{name} unknown: {why}")),
            (Agreement::Right, Some(_)) => {
                wrong.push(format!("{name} is known by now: no longer expected to be unknown"));
            }
            (Agreement::Right, None) | (Agreement::Unknown(_), Some(_)) => {}
        }
    }
    for (name, setting) in &settings.entries {
        if !seen.settings.contains_key(name) && compare::is_known(&setting.value) {
            wrong.push(format!(
                "{name} WRONG: {}, but Django has no such setting",
                tree::tree(&setting.value)
            ));
        }
    }
    wrong
}

/// Where the security detectors and Django's deployment checks differ, and the case does not say why.
fn contradictions(case: &Case, seen: &Seen) -> Vec<String> {
    let tree = Tree::work_tree(&case.root, &[]).expect("the copy of the case");
    let verdicts = checks::verdicts(&tree, &case.module);
    let mut wrong = Vec::new();
    for (item, _) in checks::ITEMS {
        let complains = checks::complains(item, &seen.checks);
        let verdict = verdicts.get(item).copied();
        let differs = complains != (verdict == Some(Verdict::Fail));
        if differs != case.differs.contains_key(item) {
            let django = if complains { "complains" } else { "is content" };
            let expected =
                if differs { "and the case gives no reason" } else { "but the case says that they differ" };
            wrong.push(format!("{item}: the verdict is {verdict:?}, Django {django}, {expected}"));
        }
    }
    wrong
}

/// Holds all cases against one version of Django, and says everything that is not as it should be.
fn agrees(series: &str) {
    let requirements = case::folder().join(format!("django-{series}.txt"));
    let Some(environment) = python::environment(&format!("django-{series}"), &requirements) else { return };
    let copies = tempfile::tempdir().expect("a temporary folder");
    let cases = case::all(copies.path());
    assert!(cases.len() >= CASES, "only {} cases", cases.len());
    let report = seen::observe(&environment, &cases);
    assert!(report.django.starts_with(series), "Django {} instead of {series}", report.django);
    let mut wrong = Vec::new();
    for case in &cases {
        let seen = &report.cases[&case.name];
        let found = misdeclared(case, seen).into_iter().chain(disagreements(case, seen, series));
        let found = found.chain(if series == case::NEWEST { contradictions(case, seen) } else { Vec::new() });
        wrong.extend(found.map(|text| format!("{}: {text}", case.name)));
    }
    for (item, _) in checks::ITEMS {
        let complaints = report.cases.values().filter(|seen| checks::complains(item, &seen.checks)).count();
        if complaints == 0 || complaints == cases.len() {
            wrong.push(format!("{item}: {complaints} complaints show nothing"));
        }
    }
    assert!(
        wrong.is_empty(),
        "Django {}, {} disagreements:\n{}",
        report.django,
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn agrees_with_django_4_2() {
    agrees("4.2");
}

#[test]
fn agrees_with_django_5_2() {
    agrees("5.2");
}

#[test]
fn every_folder_is_a_case() {
    for entry in std::fs::read_dir(case::folder()).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        assert!(!path.is_dir() || path.join("case.toml").is_file(), "{} has no case.toml", path.display());
    }
    assert!(Path::new(&case::folder()).join("observe.py").is_file());
}
