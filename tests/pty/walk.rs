//! The whole way on the real binary: open, tick, waive, leave, and find the decisions the next day.

use std::fs;
use std::path::Path;

use super::terminal::Terminal;
use crate::support::repo::TestRepo;

/// A project of which the repository decides little: the hosts are loopback names only, which a person must look at.
pub const FILES: [(&str, &str); 4] = [
    ("manage.py", "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"site_settings\")\n"),
    (
        "site_settings.py",
        "DEBUG = True\nALLOWED_HOSTS = [\"localhost\"]\nINSTALLED_APPS = []\nMIDDLEWARE = []\nROOT_URLCONF = \"urls\"\n",
    ),
    ("urls.py", "urlpatterns = []\n"),
    ("requirements.txt", "Django==5.2\n"),
];

fn open(repo: &TestRepo, home: &Path) -> Terminal {
    let root = repo.root();
    let binary = env!("CARGO_BIN_EXE_gonogo");
    let mut terminal = Terminal::start(binary, &[&root.to_string_lossy()], &root, home, &[]);
    terminal.wait_for("settings  site_settings");
    terminal
}

pub fn identify(home: &Path) {
    let text = "[user]\n\tname = Ada Example\n\temail = ada@example.org\n";
    fs::write(home.join(".gitconfig"), text).expect("a configuration");
}

#[test]
fn what_was_ticked_and_waived_is_there_the_next_day() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());

    let mut terminal = open(&repo, home.path());
    terminal.send("jjjt");
    terminal.wait_for("security.allowed-hosts ticked; saved in gonogo.toml");
    terminal.send("gw");
    terminal.wait_for("Waive: Disable Debug Mode");
    terminal.send("\tbehind the VPN until the launch\t2099-12-31\tOPS-123\r\r");
    terminal.wait_for("security.debug waived; saved in gonogo.toml");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();

    let file = fs::read_to_string(repo.root().join("gonogo.toml")).expect("the decisions");
    for expected in [
        "[items.\"security.debug\"]",
        "decision = \"waived\"",
        "kind = \"accepted-risk\"",
        "reason = \"behind the VPN until the launch\"",
        "until = 2099-12-31",
        "ticket = \"OPS-123\"",
        "[items.\"security.allowed-hosts\"]",
        "decision = \"ticked\"",
        "by = \"Ada Example <ada@example.org>\"",
    ] {
        assert!(file.contains(expected), "{expected} is missing in\n{file}");
    }

    let mut terminal = open(&repo, home.path());
    terminal.wait_for("~ waived   Disable Debug Mode");
    terminal.wait_for("✓ ticked   Host Header Validation");
    terminal.send("o");
    terminal.wait_for("security.debug reopened; saved in gonogo.toml");
    terminal.send("u");
    terminal.wait_for("security.debug undone; saved in gonogo.toml");
    terminal.wait_for("~ waived   Disable Debug Mode");
    terminal.send("q");
    assert!(terminal.finish().success());
    assert_eq!(fs::read_to_string(repo.root().join("gonogo.toml")).expect("the decisions"), file);
}

#[test]
fn without_an_identity_the_first_decision_asks_for_one() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    let mut terminal = open(&repo, home.path());
    terminal.send("jjjt");
    terminal.wait_for("Who are you?");
    terminal.send("Grace Example\tgrace@example.org\r\r");
    terminal.wait_for("security.allowed-hosts ticked; saved in gonogo.toml");
    terminal.send("\u{3}");
    assert!(terminal.finish().success());
    terminal.assert_usable();
    let file = fs::read_to_string(repo.root().join("gonogo.toml")).expect("the decisions");
    assert!(file.contains("by = \"Grace Example <grace@example.org>\""), "{file}");
}

#[cfg(unix)]
#[test]
fn a_decision_that_cannot_be_written_is_kept_until_it_can_be() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    let mut terminal = open(&repo, home.path());
    // A folder of that name stands in the way, for whoever the tests run as.
    let file = repo.root().join("gonogo.toml");
    fs::create_dir(&file).expect("a folder");
    terminal.send("jjjt");
    terminal.wait_for("1 decision is not saved");
    terminal.send("q");
    terminal.wait_for("Not everything is saved");
    terminal.send("n");
    fs::remove_dir(&file).expect("a folder");
    terminal.send("s");
    terminal.wait_for("saved in gonogo.toml");
    terminal.send("q");
    assert!(terminal.finish().success());
    assert!(fs::read_to_string(&file).expect("the decisions").contains("security.allowed-hosts"));
}
