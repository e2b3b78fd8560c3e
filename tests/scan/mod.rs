//! The scan as a whole: the same files give the same report, errors are clear, it can be stopped.

mod open;

use std::sync::Mutex;

use gonogo::base::RepoPath;
use gonogo::catalogue::Catalogue;
use gonogo::django::Wanted;
use gonogo::model::{ScanReport, Verdict};
use gonogo::scan::{Cancel, Options, Progress, ScanError, Stage, scan};
use gonogo::source::Tree;

const MANAGE: &str = "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"site.settings\")\n";
const SETTINGS: &str = "INSTALLED_APPS = []\nDEBUG = True\nSECRET_KEY = 'x'\nALLOWED_HOSTS = ['*']\n";

fn tree() -> Tree {
    Tree::in_memory([
        ("manage.py", MANAGE),
        ("site/settings.py", SETTINGS),
        ("site/local.py", "from site.settings import *\n"),
        ("requirements.txt", "Django==5.2.1\n"),
    ])
}

fn run(tree: &Tree) -> ScanReport {
    scan(tree, &Options::default(), &|_| (), &Cancel::default()).expect("a report")
}

#[test]
fn every_item_is_judged_in_the_order_of_the_catalogue() {
    let report = run(&tree());
    let got: Vec<_> = report.items.iter().map(|item| &item.id).collect();
    let wanted: Vec<_> = Catalogue::standard().order().collect();
    assert_eq!(got, wanted);
    let debug = report.item(&"security.debug".parse().unwrap()).unwrap();
    assert_eq!(debug.outcome.verdict(), Verdict::Fail);
    assert_eq!(report.project.settings_module, "site.settings");
    assert_eq!(report.project.django.as_deref(), Some("5.2"));
    assert_eq!((report.stats.files, report.stats.python_files), (4, 3));
    assert!(report.stats.parsed >= 1, "{:?}", report.stats);
}

#[test]
fn two_scans_of_the_same_files_are_the_same() {
    let shown = |report: &ScanReport| format!("{:?}{:?}", report.project, report.items);
    assert_eq!(shown(&run(&tree())), shown(&run(&tree())));
}

#[test]
fn progress_counts_up_to_the_last_item() {
    let seen: Mutex<Vec<Progress>> = Mutex::default();
    let note = |progress| seen.lock().unwrap().push(progress);
    scan(&tree(), &Options::default(), &note, &Cancel::default()).expect("a report");
    let seen = seen.into_inner().unwrap();
    let stages: Vec<Stage> = [Stage::Deployment, Stage::Project, Stage::Settings, Stage::Detectors].into();
    for stage in stages {
        assert!(seen.iter().any(|progress| progress.stage == stage), "{stage:?}");
    }
    let items = Catalogue::standard().order().count();
    assert!(seen.contains(&Progress { stage: Stage::Detectors, done: items, total: items }));
}

#[test]
fn a_cancelled_scan_stops() {
    let cancel = Cancel::default();
    let at_settings = |progress: Progress| {
        if progress.stage == Stage::Settings {
            cancel.cancel();
        }
    };
    assert_eq!(scan(&tree(), &Options::default(), &at_settings, &cancel).unwrap_err(), ScanError::Cancelled);
}

#[test]
fn what_the_user_chose_must_be_there() {
    let with = |wanted: Wanted| {
        let options = Options { wanted, ..Options::default() };
        scan(&tree(), &options, &|_| (), &Cancel::default())
    };
    let settings = |module: &str| Wanted { settings: Some(module.to_owned()), ..Wanted::default() };
    assert_eq!(with(settings("site.settings")).unwrap().project.settings_reason, "chosen explicitly");
    let error = with(settings("site.production")).unwrap_err().to_string();
    assert!(error.contains("site.production") && error.contains("site.settings"), "{error}");
    let elsewhere = Wanted { project: RepoPath::new("backend"), ..Wanted::default() };
    let error = with(elsewhere).unwrap_err().to_string();
    assert!(error.contains("no Django project in backend"), "{error}");
}

#[test]
fn a_repository_without_django_says_what_was_looked_for() {
    let tree = Tree::in_memory([("main.go", "package main\n")]);
    let error = scan(&tree, &Options::default(), &|_| (), &Cancel::default()).unwrap_err().to_string();
    assert!(error.contains("no Django project here") && error.contains("manage.py"), "{error}");
}

#[test]
fn a_settings_file_that_does_not_parse_is_no_pass() {
    let tree =
        Tree::in_memory([("manage.py", MANAGE), ("site/settings.py", "INSTALLED_APPS = []\nDEBUG = (\n")]);
    let report = run(&tree);
    assert!(!report.stats.failed.is_empty());
    for item in report.items.iter().filter(|item| item.id.section() == "security") {
        assert_eq!(item.outcome.verdict(), Verdict::Review, "{}: {}", item.id, item.outcome.summary());
    }
}
