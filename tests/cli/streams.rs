//! Colour, width and closed pipes.

use std::process::Stdio;

use crate::support::command::Bench;

#[test]
fn colour_is_off_without_a_terminal_and_on_by_request() {
    let bench = Bench::new();
    assert!(!bench.run(&["list"]).stdout.contains('\u{1b}'));
    assert!(bench.run(&["list", "--color", "always"]).stdout.contains("\u{1b}["));
    assert!(!bench.run(&["list", "--color", "never"]).stdout.contains('\u{1b}'));
}

#[test]
fn the_page_follows_the_width_within_bounds() {
    let bench = Bench::new();
    for (columns, expected) in [("20", 60), ("80", 80), ("400", 120)] {
        let run = bench.finish(bench.command(&["explain", "database.pooling"]).env("COLUMNS", columns));
        let first = run.stdout.lines().next().expect("a heading");
        assert_eq!(first.chars().count(), expected, "{first}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let bench = Bench::new();
    let mut child = bench
        .command(&["explain"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("an end");
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}
