//! `gonogo --plain`: the walkthrough as questions on lines.

use std::fs::{self, File};

use crate::support::command::{Bench, Run};
use crate::support::repo::TestRepo;

const FILES: [(&str, &str); 4] = [
    ("manage.py", "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"site_settings\")\n"),
    (
        "site_settings.py",
        "DEBUG = True\nALLOWED_HOSTS = [\"localhost\"]\nINSTALLED_APPS = []\nROOT_URLCONF = \"urls\"\n",
    ),
    ("urls.py", "urlpatterns = []\n"),
    ("requirements.txt", "Django==5.2\n"),
];

/// The walkthrough with `answers` typed into it, one a line.
fn answered(repo: &TestRepo, answers: &[&str]) -> Run {
    let bench = Bench::new();
    let file = bench.work().join("answers");
    fs::write(&file, answers.join("\n") + "\n").expect("the answers");
    let root = repo.root();
    let mut command = bench.command(&["--plain", &root.to_string_lossy()]);
    command.stdin(File::open(file).expect("the answers"));
    bench.finish(&mut command)
}

#[test]
fn it_asks_item_by_item_and_saves_what_is_answered() {
    let repo = TestRepo::with(&FILES);
    let run = answered(
        &repo,
        &[
            "t",
            "nonsense",
            "w",
            "Ada Example",
            "ada@example.org",
            "1",
            "behind the VPN",
            "2099-12-31",
            "OPS-1",
            "y",
            "t",
            "n",
            "p",
            "s",
            "q",
        ],
    );
    assert_eq!(run.status, 0, "{run}");
    for said in [
        "Item 1 of ",
        "A fail cannot be ticked",
        "'nonsense' is no answer",
        "Your name:",
        "Last day, such as 2027-03-31 (needed):",
        "Saved in gonogo.toml.",
        "The whole: NO-GO",
    ] {
        assert!(run.stdout.contains(said), "'{said}' is missing in\n{run}");
    }
    assert!(!run.stdout.contains('\u{1b}'), "no escape sequence at all");
    let file = fs::read_to_string(repo.root().join("gonogo.toml")).expect("the decisions");
    for kept in
        ["[items.\"security.debug\"]", "behind the VPN", "OPS-1", "decision = \"ticked\"", "Ada Example"]
    {
        assert!(file.contains(kept), "{file}");
    }
}

#[test]
fn undo_takes_back_and_the_end_of_the_answers_is_the_end() {
    let repo = TestRepo::with(&FILES);
    let run = answered(&repo, &["w", "Ada", "", "3", "switched off at the proxy", "", "", "u"]);
    assert_eq!(run.status, 0, "{run}");
    let file = fs::read_to_string(repo.root().join("gonogo.toml")).expect("the decisions");
    assert!(!file.contains("security.debug"), "{file}");
    let run = answered(&repo, &[]);
    assert_eq!(run.status, 0, "{run}");
}
