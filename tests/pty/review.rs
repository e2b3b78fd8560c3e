//! The whole program on a pseudo-terminal: a review from its first start to GO, the editor, several people, rough treatment.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::terminal::Terminal;
use super::walk::{FILES, identify};
use crate::support::repo::TestRepo;

fn open_as(repo: &TestRepo, home: &Path, name: &str, variables: &[(&str, &str)]) -> Terminal {
    let root = repo.root();
    let email = format!("{}@example.org", name.to_lowercase());
    let mut all = vec![("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", email.as_str())];
    all.extend(variables);
    let mut terminal =
        Terminal::start(env!("CARGO_BIN_EXE_gonogo"), &[&root.to_string_lossy()], &root, home, &all);
    terminal.wait_for("settings  site_settings");
    terminal
}

fn decisions(repo: &TestRepo) -> String {
    fs::read_to_string(repo.root().join("gonogo.toml")).unwrap_or_default()
}

#[test]
fn a_whole_review_ends_in_go() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    let mut terminal = open_as(&repo, home.path(), "Ada", &[]);
    terminal.send("v");
    terminal.wait_for("Item 1 of ");
    let count = number_after(&terminal.text(), "Item 1 of ");
    for item in 1..=count {
        terminal.wait_for(&format!("Item {item} of {count}"));
        terminal.send("w");
        terminal.wait_for("last day, such as");
        terminal.send("\tlaunched to friends only\t2099-12-31\u{13}");
    }
    terminal.wait_for("Go/no-go poll");
    terminal.wait_for("nothing stands in the way");
    terminal.wait_without("saving…");
    terminal.send("v");
    terminal.wait_for("settings  site_settings");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
    assert_eq!(decisions(&repo).matches("decision = \"waived\"").count(), count);
}

fn number_after(text: &str, mark: &str) -> usize {
    let rest = text.split(mark).nth(1).expect("the mark");
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a number")
}

#[test]
fn the_editor_opens_at_the_line_and_the_screen_comes_back_intact() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    // Named as an editor that takes `+LINE FILE`; it shows what it was told and waits for a line.
    let editor = home.path().join("vim");
    fs::write(
        &editor,
        "#!/bin/sh\nprintf 'editing %s\\n' \"$*\"\nread answer\nprintf 'heard %s\\n' \"$answer\"\n",
    )
    .expect("a script");
    assert!(Command::new("chmod").arg("+x").arg(&editor).status().expect("chmod").success());
    let path = editor.to_string_lossy().into_owned();
    let mut terminal = open_as(&repo, home.path(), "Ada", &[("VISUAL", &path)]);
    let before = terminal.text();
    terminal.send("e");
    terminal.wait_for("editing +1 ");
    terminal.wait_for("site_settings.py");
    // What is typed is the editor's, keys of the program among it.
    terminal.send("twq\r");
    terminal.wait_for("Security and Environment");
    terminal.wait_for("settings  site_settings");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
    assert_eq!(decisions(&repo), "", "no key of the editor reached the program");
    assert!(before.contains("Security and Environment"));
}

#[test]
fn two_terminals_on_one_checkout_see_each_other_and_lose_nothing() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    let mut ada = open_as(&repo, home.path(), "Ada", &[]);
    let mut grace = open_as(&repo, home.path(), "Grace", &[]);
    // Different items.
    ada.send("jjjt");
    grace.wait_for("Ada ticked security.allowed-hosts");
    grace.wait_for("✓ ticked   Host Header Validation");
    grace.send("gw");
    grace.wait_for("last day, such as");
    grace.send("\tbehind the VPN\t2099-12-31\u{13}");
    ada.wait_for("Grace waived security.debug");
    // The same item, at the same time: one of them is told, and one record stands.
    ada.send("3t");
    grace.send("3t");
    ada.wait_for("api.throttling");
    grace.wait_for("api.throttling");
    for terminal in [&mut ada, &mut grace] {
        terminal.send("q");
        assert!(terminal.finish().success(), "{}", terminal.text());
        terminal.assert_usable();
    }
    let file = decisions(&repo);
    assert!(file.contains("security.allowed-hosts") && file.contains("security.debug"), "{file}");
    assert!(file.contains("Ada <ada@example.org>") && file.contains("Grace <grace@example.org>"), "{file}");
}

#[test]
fn killed_in_the_middle_of_a_save_the_file_is_whole_and_the_next_start_works() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    for round in 0..5 {
        let mut terminal = open_as(&repo, home.path(), "Ada", &[]);
        // Tick and reopen in turn, and pull the plug with the save on its way.
        terminal.send(if round % 2 == 0 { "jjjt" } else { "jjjo" });
        let killed =
            Command::new("kill").args(["-KILL", &terminal.id().to_string()]).status().expect("kill runs");
        assert!(killed.success());
        terminal.finish();
        let text = decisions(&repo);
        assert!(gonogo::review::State::parse(&text).is_ok(), "half a file:\n{text}");
    }
    let mut terminal = open_as(&repo, home.path(), "Ada", &[]);
    terminal.send("gw");
    terminal.wait_for("last day, such as");
    terminal.send("\tafter the launch\t2099-12-31\u{13}");
    terminal.wait_for("waived; saved in gonogo.toml");
    terminal.send("q");
    assert!(terminal.finish().success());
}

#[test]
fn a_verification_command_runs_in_the_pane_and_can_be_stopped() {
    let repo = TestRepo::with(&FILES);
    let home = tempfile::tempdir().expect("a home");
    identify(home.path());
    let mut terminal = open_as(&repo, home.path(), "Ada", &[]);
    let run = |terminal: &mut Terminal, command: &str| {
        terminal.send("m");
        terminal.wait_for("Run a command to verify");
        terminal.send("migrate\r");
        terminal.wait_for("Run this command?");
        // The whole offer goes, and another command is typed.
        terminal.send(&"\u{7f}".repeat(120));
        terminal.send(command);
        terminal.send("\u{13}");
    };
    run(&mut terminal, "echo one; echo two >&2; exit 3");
    terminal.wait_for("failed (status 3)");
    terminal.wait_for("one");
    terminal.wait_for("two");
    terminal.send("\u{1b}");
    terminal.wait_for("Security and Environment");
    run(&mut terminal, "echo be''gun; sleep 600");
    terminal.wait_for("begun");
    terminal.send("x");
    terminal.wait_for("× stopped");
    terminal.send("\u{1b}");
    terminal.wait_for("Security and Environment");
    // At once, before it has begun.
    run(&mut terminal, "sleep 601");
    terminal.send("x");
    terminal.wait_for("× stopped");
    terminal.send("\u{1b}");
    terminal.wait_for("Security and Environment");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}
