//! The terminal is usable afterwards: after leaving, after a panic, after a signal; and a stop survives `fg`.

use std::process::Command;

use super::child::{ARGUMENTS, ROLE};
use super::terminal::Terminal;

/// A child on the stage; its home is dropped with the test.
fn child(role: &str) -> (Terminal, tempfile::TempDir) {
    let home = tempfile::tempdir().expect("a home");
    let binary = std::env::current_exe().expect("this binary");
    let terminal =
        Terminal::start(&binary.to_string_lossy(), &ARGUMENTS, home.path(), home.path(), &[(ROLE, role)]);
    (terminal, home)
}

fn signal(terminal: &Terminal, name: &str) {
    let sent = Command::new("kill").args([name, &terminal.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
}

#[test]
fn leaving_gives_the_terminal_back() {
    let (mut terminal, _home) = child("walk");
    terminal.wait_for("shop.settings.production");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}

#[test]
fn control_c_leaves_in_good_order_also_out_of_a_form() {
    let (mut terminal, _home) = child("walk");
    terminal.wait_for("shop.settings.production");
    terminal.send("w");
    terminal.wait_for("Waive: Disable Debug Mode");
    terminal.send("\u{3}");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back_and_is_printed() {
    let (mut terminal, _home) = child("panic-while-drawing");
    assert!(!terminal.finish().success());
    terminal.assert_usable();
    assert!(terminal.text().contains("the stage collapsed"), "{}", terminal.text());
}

#[test]
fn a_panic_while_scanning_is_a_message_and_the_program_goes_on() {
    let (mut terminal, _home) = child("panic-while-scanning");
    terminal.wait_for("gonogo has a bug here");
    terminal.send("!");
    terminal.wait_for("the detector of the stage fell over");
    terminal.send("\u{1b}");
    terminal.wait_for("Security and Environment");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}

#[test]
fn signals_that_end_the_program_give_the_terminal_back() {
    for name in ["-TERM", "-HUP", "-INT"] {
        let (mut terminal, _home) = child("walk");
        terminal.wait_for("shop.settings.production");
        signal(&terminal, name);
        terminal.finish();
        terminal.assert_usable();
    }
}

#[test]
fn after_a_stop_without_warning_the_screen_is_drawn_again() {
    let (mut terminal, _home) = child("walk");
    terminal.wait_for("shop.settings.production");
    signal(&terminal, "-STOP");
    signal(&terminal, "-CONT");
    terminal.send("?");
    terminal.wait_for("All keys");
    terminal.send("\u{1b}");
    terminal.wait_for("Security and Environment");
    terminal.send("q");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}

#[test]
fn control_z_survives_where_nobody_can_continue_the_program() {
    // The child leads its own session, so the system ignores the stop, and the program must simply go on.
    let (mut terminal, _home) = child("walk");
    terminal.wait_for("shop.settings.production");
    terminal.send("\u{1a}");
    terminal.send("?");
    terminal.wait_for("All keys");
    terminal.send("\u{3}");
    assert!(terminal.finish().success());
    terminal.assert_usable();
}

#[test]
fn control_z_goes_back_to_the_shell_and_fg_continues() {
    let home = tempfile::tempdir().expect("a home");
    let binary = std::env::current_exe().expect("this binary");
    let variables = [(ROLE, "walk"), ("PS1", "ready> ")];
    let mut terminal = Terminal::start("sh", &["-i"], home.path(), home.path(), &variables);
    terminal.wait_for_prompt("ready>");
    terminal.send(&format!("'{}' {}\n", binary.display(), ARGUMENTS.join(" ")));
    terminal.wait_for("shop.settings.production");
    terminal.send("jj\u{1a}");
    terminal.wait_for("Stopped");
    terminal.wait_for_prompt("ready>");
    terminal.assert_usable();
    terminal.send("fg\n");
    terminal.wait_for("shop.settings.production");
    terminal.send("q");
    terminal.wait_for("test result: ok");
    terminal.wait_for_prompt("ready>");
    terminal.assert_usable();
    terminal.send("exit\n");
    terminal.finish();
}

#[test]
fn the_screen_follows_the_size_of_the_terminal() {
    let (mut terminal, _home) = child("walk");
    terminal.wait_for("shop.settings.production");
    terminal.resize(30, 8);
    terminal.wait_for("Too small");
    terminal.resize(120, 40);
    terminal.wait_for("Why it matters");
    terminal.resize(80, 24);
    terminal.wait_without("Why it matters");
    terminal.send("q");
    assert!(terminal.finish().success());
}
