//! What every command says of itself.

use crate::support::command::Bench;

/// Every command, hidden ones left out.
const COMMANDS: [&str; 24] = [
    "check",
    "completions",
    "convert",
    "demo",
    "diff",
    "dismiss",
    "explain",
    "fsck",
    "init",
    "list",
    "log",
    "note",
    "prune",
    "release",
    "reopen",
    "report",
    "scan",
    "schema",
    "settings",
    "sign",
    "status",
    "tick",
    "verify",
    "waive",
];

#[test]
fn the_program_describes_itself() {
    let run = Bench::new().run(&["--help"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn every_command_describes_itself_and_none_is_forgotten() {
    let bench = Bench::new();
    let overview = bench.run(&["-h"]).stdout;
    let listed: Vec<&str> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, COMMANDS);
    for command in COMMANDS {
        let run = bench.run(&[command, "--help"]);
        assert_eq!(run.status, 0, "{run}");
        insta::assert_snapshot!(format!("help_{command}"), run.stdout);
    }
}

#[test]
fn the_version_is_that_of_the_crate() {
    let run = Bench::new().run(&["--version"]);
    assert_eq!(run.stdout, format!("gonogo {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_usage_error_is_status_two_on_standard_error() {
    let run = Bench::new().run(&["list", "--format", "yaml"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("possible values: text, json"), "{run}");
}

#[test]
fn completions_and_the_manual_name_the_commands() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = bench.run(&["completions", shell]);
        assert!(run.status == 0 && run.stdout.contains("explain"), "{shell}");
    }
    let manual = bench.run(&["man"]).stdout;
    assert!(manual.contains(".TH gonogo") && manual.contains("explain"), "{manual}");
}
