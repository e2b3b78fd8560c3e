//! What is shown of a place, what can be done with it, and how the program follows what changes outside.

use gonogo::model::{Decision, DecisionKind, Person};
use gonogo::review::State;
use gonogo::tui::{Effect, Message};

use super::screens::assert_screen;
use super::stage::{Stage, path};

/// A tick of another person, on grounds that are no longer the present ones.
fn stale(by: &str) -> Decision {
    Decision {
        item: "security.allowed-hosts".parse().expect("an item"),
        kind: DecisionKind::Ticked,
        by: Person::parse(by).expect("a person"),
        with: Vec::new(),
        at: "2026-11-01T09:00:00Z".parse().expect("a time"),
        commit: Some("0b1c2d3e4f5a60718293a4b5c6d7e8f901234567".to_owned()),
        basis: Some("sha256:of another day".to_owned()),
        note: None,
    }
}

fn with_decision(stage: &Stage, decision: Decision) {
    stage.world.file.lock().expect("the file").decisions.insert(decision.item.clone(), decision);
}

#[test]
fn who_last_touched_the_line_stands_under_it() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["enter"]);
    stage.settle();
    let screen = stage.screen();
    assert!(
        screen.contains("last touched by Grace Example on 2026-03-02: 0b1c2d3 Switch debugging on"),
        "{screen}"
    );
}

#[test]
fn a_stale_decision_shows_what_has_changed_since() {
    let mut stage = Stage::starting(80, 24, "plain");
    with_decision(&stage, stale("Grace Example <grace@example.org>"));
    stage.settle();
    stage.press(&["down", "down", "down", "enter"]);
    stage.settle();
    assert_screen(&stage, "stale-80x24");
    let screen = stage.screen();
    assert!(screen.contains("- ['shop.example.org']") && screen.contains("+ ['*']"), "{screen}");
}

#[test]
fn one_question_at_a_time_is_asked_of_the_history() {
    let mut stage = Stage::starting(80, 24, "plain");
    for effect in std::mem::take(&mut stage.effects) {
        let answer = stage.answer(effect).expect("an answer");
        stage.send(answer);
    }
    stage.press(&["down", "down", "down", "n", "p", "right"]);
    let asked = stage.effects.iter().filter(|effect| matches!(effect, Effect::Locate { .. })).count();
    assert_eq!(asked, 1);
}

#[test]
fn a_place_a_fix_and_a_permalink_can_be_copied() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["y", "Y", "L"]);
    let copied: Vec<&str> = stage
        .effects
        .iter()
        .filter_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(copied[0], "shop/settings/production.py:7");
    assert!(copied[1].starts_with("Write `DEBUG = os.environ.get"), "{}", copied[1]);
    assert_eq!(copied[2], "https://forge.example/shop/blob/3f2c1ab/shop/settings/production.py#L7");
    assert!(stage.screen().contains("Copied: https://forge.example"));
}

#[test]
fn the_editor_is_opened_at_the_shown_place() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["right", "e"]);
    assert!(
        stage.effects.contains(&Effect::Edit { path: path("compose.yaml"), line: 5 }),
        "{:?}",
        stage.effects
    );
    stage.send(Message::Edited { result: Err("`no-editor` cannot be started (not found)".to_owned()) });
    stage.press(&["down"]);
    assert!(stage.screen().contains("cannot be started"), "an error stays until it is read");
}

#[test]
fn another_persons_tick_appears_and_nobodys_cursor_jumps() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["2", "down", "enter", "j", "j"]);
    stage.settle();
    let before = stage.model.selected().clone();
    let mut theirs = stale("Grace Example <grace@example.org>");
    theirs.basis = Some("sha256:security.allowed-hosts".to_owned());
    with_decision(&stage, theirs);
    stage.send(Message::StateChanged);
    stage.settle();
    assert_eq!(*stage.model.selected(), before);
    let screen = stage.screen();
    assert!(screen.contains("Grace Example ticked security.allowed-hosts"), "{screen}");
    assert!(screen.contains("✓ ticked   Host Header Validation"), "{screen}");
    *stage.world.file.lock().expect("the file") = State::default();
    stage.send(Message::StateChanged);
    stage.settle();
    assert!(stage.screen().contains("security.allowed-hosts was reopened"));
}

#[test]
fn changed_files_are_scanned_again_once_and_what_was_found_stays_until_then() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["down", "down"]);
    stage.send(Message::TreeChanged);
    stage.send(Message::TreeChanged);
    let scans =
        |stage: &Stage| stage.effects.iter().filter(|effect| matches!(effect, Effect::Scan { .. })).count();
    assert_eq!(scans(&stage), 1);
    assert!(stage.screen().contains("✗ fail"), "what was found stays on the screen");
    let effects = std::mem::take(&mut stage.effects);
    for answer in effects.into_iter().filter_map(|effect| stage.answer(effect)).collect::<Vec<_>>() {
        stage.send(answer);
    }
    assert_eq!(scans(&stage), 1, "what changed during the scan is read by another one");
    stage.settle();
    assert_eq!(stage.model.selected().as_str(), "security.cookies");
}
