//! The basis: it changes when, and only when, something that the detector looked at has changed.

mod matrix;
mod places;
mod sample;

use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;

const MANAGE: &str = "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"site.settings\")\n";

fn basis(item: &str, module: &str, settings: &str) -> String {
    let manage = MANAGE.replace("site.settings", module);
    let path = format!("{}.py", module.replace('.', "/"));
    let tree = Tree::in_memory([("manage.py", manage.as_str()), (path.as_str(), settings)]);
    let report = scan(&tree, &Options::default(), &|_| (), &Cancel::default()).expect("a report");
    report.item(&item.parse().expect("an id")).expect("the item").basis.clone()
}

#[test]
fn moving_a_line_or_renaming_a_file_leaves_it() {
    let settings = "INSTALLED_APPS = []\nDEBUG = False\n";
    let before = basis("security.debug", "site.settings", settings);
    assert_eq!(before.len(), "sha256:".len() + 64);
    assert_eq!(
        before,
        basis("security.debug", "site.settings", "INSTALLED_APPS = []\n\n# off\nDEBUG = (False)\n")
    );
    assert_eq!(before, basis("security.debug", "other.settings", settings));
}

#[test]
fn what_the_detector_did_not_read_leaves_it() {
    let one = basis("security.debug", "site.settings", "INSTALLED_APPS = []\nDEBUG = False\n");
    let two =
        basis("security.debug", "site.settings", "INSTALLED_APPS = ['a']\nDEBUG = False\nSECRET_KEY = 'x'\n");
    assert_eq!(one, two);
}

#[test]
fn another_value_changes_it_though_the_verdict_stays() {
    let key = |text: &str| {
        basis(
            "security.secret-key",
            "site.settings",
            &format!("INSTALLED_APPS = []\nSECRET_KEY = '{text}'\n"),
        )
    };
    assert_ne!(key("one"), key("two"));
    let absent = basis("security.debug", "site.settings", "INSTALLED_APPS = []\n");
    let written = basis("security.debug", "site.settings", "INSTALLED_APPS = []\nDEBUG = False\n");
    assert_ne!(absent, written, "absence is recorded as absence");
}

#[test]
fn an_unknown_value_is_noted_by_what_makes_it() {
    let debug = |function: &str| {
        let settings = format!("import acme\nINSTALLED_APPS = []\nDEBUG = acme.{function}()\n");
        basis("security.debug", "site.settings", &settings)
    };
    assert_eq!(debug("one"), debug("one"));
    assert_ne!(debug("one"), debug("two"));
}
