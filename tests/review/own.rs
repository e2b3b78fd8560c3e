//! The project's own items: read, judged through the scan, and a basis of their own.

use gonogo::model::{ItemReport, OwnItem, Verdict};
use gonogo::review::State;
use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;

use super::{id, parse};

const SETTINGS: &str = r#"
import os, socket
SECURE_REFERRER_POLICY = "same-origin"
LANGUAGES = ("en", "de")
FROM_ENV = os.environ["FROM_ENV"]
WITH_DEFAULT = os.environ.get("WITH_DEFAULT", "safe")
PARTLY = ["a", socket.gethostname()]
if os.environ.get("EXTRA"):
    EXTRA = 1
"#;

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"),
        ("requirements.txt", "Django==5.2\ndjango_csp==4.0\n"),
        ("shop/__init__.py", ""),
        ("shop/settings.py", SETTINGS),
        ("shop/views.py", "def index(request):\n    print('here')\n"),
        ("docs/ops/runbook.md", "# Who is on call\n"),
    ]
}

fn own(detection: &str) -> OwnItem {
    let text = format!(
        "[[item]]\nid = \"project.it\"\ntitle = \"It\"\nseverity = \"critical\"\ntext = \"See to it\"\n{detection}\n"
    );
    parse(&text).own.remove(0)
}

fn judged_in(files: Vec<(&str, &str)>, detection: &str) -> ItemReport {
    let tree = Tree::in_memory(files);
    let options = Options { own: vec![own(detection)], ..Options::default() };
    let report = scan(&tree, &options, &|_| {}, &Cancel::default()).expect("a report");
    report.item(&id("project.it")).expect("the own item is judged").clone()
}

fn judged(detection: &str) -> String {
    let report = judged_in(files(), detection);
    let place = report.outcome.evidence().first();
    let place = place.map_or_else(String::new, |place| format!(" [{}:{}]", place.path, place.line));
    format!("{}: {}{place}", report.outcome.verdict().label(), report.outcome.summary())
}

#[test]
fn a_setting_is_judged_by_its_value() {
    insta::assert_snapshot!(judged("setting = \"SECURE_REFERRER_POLICY\"\nequals = \"same-origin\""), @"pass: SECURE_REFERRER_POLICY is as the project asks [shop/settings.py:3]");
    insta::assert_snapshot!(judged("setting = \"SECURE_REFERRER_POLICY\"\none-of = [\"no-referrer\", \"strict-origin\"]"), @"fail: SECURE_REFERRER_POLICY is not as the project asks [shop/settings.py:3]");
    insta::assert_snapshot!(judged("setting = \"LANGUAGES\"\nequals = [\"en\", \"de\"]"), @"pass: LANGUAGES is as the project asks [shop/settings.py:4]");
    insta::assert_snapshot!(judged("setting = \"LANGUAGES\"\nequals = [\"en\"]"), @"fail: LANGUAGES is not as the project asks [shop/settings.py:4]");
    insta::assert_snapshot!(judged("setting = \"X_FRAME_OPTIONS\"\nequals = \"DENY\""), @"pass: X_FRAME_OPTIONS is as the project asks");
    insta::assert_snapshot!(judged("setting = \"NO_SUCH\"\nequals = 1"), @"fail: NO_SUCH is not set");
    insta::assert_snapshot!(judged("setting = \"FROM_ENV\"\nequals = \"x\""), @"review: FROM_ENV comes from the variable FROM_ENV [shop/settings.py:5]");
    insta::assert_snapshot!(judged("setting = \"WITH_DEFAULT\"\nequals = \"safe\""), @"pass: WITH_DEFAULT is as the project asks [shop/settings.py:6]");
    insta::assert_snapshot!(judged("setting = \"PARTLY\"\nequals = [\"a\", \"b\"]"), @"review: PARTLY is known in part only [shop/settings.py:7]");
    insta::assert_snapshot!(judged("setting = \"PARTLY\"\nequals = [\"b\", \"b\"]"), @"fail: PARTLY is not as the project asks [shop/settings.py:7]");
}

#[test]
fn a_setting_is_judged_by_its_presence() {
    insta::assert_snapshot!(judged("setting = \"FROM_ENV\""), @"pass: FROM_ENV is set [shop/settings.py:5]");
    insta::assert_snapshot!(judged("setting = \"FROM_ENV\"\npresent = false"), @"fail: FROM_ENV is set [shop/settings.py:5]");
    insta::assert_snapshot!(judged("setting = \"NO_SUCH\""), @"fail: NO_SUCH is not set");
    insta::assert_snapshot!(judged("setting = \"NO_SUCH\"\npresent = false"), @"pass: NO_SUCH is not set");
    insta::assert_snapshot!(judged("setting = \"EXTRA\""), @"review: EXTRA is set only in a branch that production may not take [shop/settings.py:9]");
    insta::assert_snapshot!(judged("setting = \"EXTRA\"\npresent = false"), @"review: EXTRA is set only in a branch that production may not take [shop/settings.py:9]");
}

#[test]
fn packages_files_and_patterns_are_looked_for() {
    insta::assert_snapshot!(judged("package = \"Django.CSP\""), @"pass: Django.CSP is installed [requirements.txt:2]");
    insta::assert_snapshot!(judged("package = \"django-csp\"\npresent = false"), @"fail: django-csp is installed [requirements.txt:2]");
    insta::assert_snapshot!(judged("package = \"sentry-sdk\""), @"fail: sentry-sdk is not installed [requirements.txt:1]");
    insta::assert_snapshot!(judged("package = \"sentry-sdk\"\npresent = false"), @"pass: sentry-sdk is not installed [requirements.txt:1]");
    insta::assert_snapshot!(judged("file = \"docs/**/runbook.md\""), @"pass: docs/ops/runbook.md is there [docs/ops/runbook.md:1]");
    insta::assert_snapshot!(judged("file = \"docs/runbook.md\""), @"fail: No file is called docs/runbook.md");
    insta::assert_snapshot!(judged("file = \"**/.env\"\npresent = false"), @"pass: No file is called **/.env");
    insta::assert_snapshot!(judged("pattern = 'print\\('\nin = \"**/*.py\"\npresent = false"), @r"fail: `print\(` is in shop/views.py [shop/views.py:2]");
    insta::assert_snapshot!(judged("pattern = 'breakpoint\\('\nin = \"**/*.py\"\npresent = false"), @r"pass: `breakpoint\(` is nowhere in **/*.py");
    insta::assert_snapshot!(judged("pattern = 'x'\nin = \"gone/*.py\"\npresent = false"), @"review: No file is called gone/*.py, so there is nothing to look into");
    insta::assert_snapshot!(judged("command = \"make smoke\""), @"review: It: the project leaves it to a person");
}

#[test]
fn its_basis_follows_what_it_asks_and_what_it_found_and_nothing_else() {
    let pattern = "pattern = 'print'\nin = \"**/*.py\"";
    let basis = |files: Vec<(&str, &str)>, detection: &str| judged_in(files, detection).basis;
    let before = basis(files(), pattern);
    let changed = |from: &'static str, to: &'static str| {
        files().into_iter().map(|(path, text)| (path, if text.contains(from) { to } else { text })).collect()
    };
    let moved = changed("print('here')", "\n\n\ndef index(request):\n        print('here')\n");
    assert_eq!(basis(moved, pattern), before, "lines move");
    assert_ne!(basis(changed("print('here')", "print('there')\n"), pattern), before, "the line changes");
    let mut renamed = files();
    renamed[4].0 = "shop/pages.py";
    assert_eq!(basis(renamed, pattern), before, "a file is renamed");
    assert_ne!(basis(files(), "pattern = 'print.'\nin = \"**/*.py\""), before, "the question changes");
    assert_ne!(basis(files(), "command = \"a\""), basis(files(), pattern));
}

#[test]
fn own_items_stand_in_their_section_after_the_standard_ones() {
    let text = "[[item]]\nid = \"security.csp\"\ntitle = \"CSP\"\nseverity = \"optional\"\ntext = \"x\"\n";
    let state = parse(text);
    let tree = Tree::in_memory(files());
    let options = Options { own: state.own.clone(), ..Options::default() };
    let report = scan(&tree, &options, &|_| {}, &Cancel::default()).expect("a report");
    let scanned: Vec<_> = report.items.iter().map(|item| item.id.clone()).collect();
    let listed: Vec<_> = state.catalogue().order().cloned().collect();
    assert_eq!(scanned, listed);
    assert_eq!(listed[5], id("security.csp"));
    assert_eq!(report.items[5].outcome.verdict(), Verdict::Review);
}

#[test]
fn mistakes_are_told_with_what_to_do() {
    let said = |text: &str| {
        let problems = State::parse(text).expect_err("mistakes");
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let item = |id: &str, more: &str| {
        format!("[[item]]\nid = \"{id}\"\ntitle = \"x\"\nseverity = \"optional\"\ntext = \"x\"\n{more}\n")
    };
    insta::assert_snapshot!(said(&item("security.debug", "")), @r#"line 1, column 1: security.debug is an item of the checklist already; to weigh that item differently write [grade."security.debug"]; else choose another id"#);
    insta::assert_snapshot!(said(&item("ops.runbook", "")), @"line 1, column 1: there is no section 'ops'; the id begins with one of security, database, api, tasks, static, logging, project");
    insta::assert_snapshot!(said(&format!("{}{}", item("project.a", ""), item("project.a", ""))), @"line 7, column 1: project.a is the id of two items; give each item an id of its own");
    insta::assert_snapshot!(said(&item("project.a", "setting = \"A\"\npackage = \"b\"")), @"line 1, column 1: [[item]] has both 'setting' and 'package'; keep one of them, or make two items");
    insta::assert_snapshot!(said(&item("project.a", "equals = 1")), @"line 6, column 1: 'equals' has nothing to go with; it goes with 'setting'");
    insta::assert_snapshot!(said(&item("project.a", "pattern = '('\nin = \"*.py\"")), @"line 6, column 1: 'pattern' is no regular expression (error: unclosed group); write one as Rust's regex crate reads it, in single quotes, such as '^DEBUG = True'");
    insta::assert_snapshot!(said(&item("project.a", "file = \"../x\"")), @r#"line 6, column 1: 'file' of [[item]] leaves the repository; write it from the repository's root with '/', such as "docs/**/*.md""#);
    insta::assert_snapshot!(said(&format!("{}[grade.\"project.a\"]\nseverity = \"critical\"\nreason = \"x\"\n", item("project.a", ""))), @"line 7, column 8: project.a is an item of this file; change the severity in its [[item]] instead");
    insta::assert_snapshot!(said("[grade.\"security.hsts\"]\nseverity = \"out of scope\"\n"), @r#"
    line 1, column 1: [grade."security.hsts"] lacks 'reason'; say in a sentence why it weighs differently here
    line 2, column 12: 'severity' of [grade."security.hsts"] cannot be "out of scope"; did you mean "out-of-scope"?
    "#);
}
