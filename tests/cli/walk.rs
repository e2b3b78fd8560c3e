//! `gonogo` without a command.

use crate::support::command::Bench;

#[test]
fn the_walkthrough_needs_a_terminal_and_names_the_other_door() {
    insta::assert_snapshot!(Bench::new().run(&[]), @r"
    --- err
    error: the walkthrough needs a terminal
      hint: `gonogo --plain` asks on plain lines, anywhere
      hint: `gonogo scan` prints the verdicts anywhere, with `--format json` for programs

    --- exit 2
    ");
}

#[test]
fn a_mistyped_command_is_taken_for_a_folder_but_the_command_is_offered() {
    insta::assert_snapshot!(Bench::new().run(&["scna"]), @r"
    --- err
    error: there is no folder `scna`
      hint: did you mean the command `gonogo scan`?

    --- exit 3
    ");
}

#[test]
fn what_belongs_to_the_command_stands_after_it() {
    let run = Bench::new().run(&["somewhere", "scan"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("belong after the command"), "{run}");
}
