//! Deciding: what a person can do, in sentences.

use gonogo::model::{DecisionKind, ItemId};
use gonogo::review::{Because, Change, Conflict};
use gonogo::tui::{Effect, Level, Message};

use super::stage::Stage;

fn id(text: &str) -> ItemId {
    text.parse().expect("an item")
}

fn because(stage: &Stage, item: &str) -> Because {
    stage.model.review().item(&id(item)).expect("an item").status.because
}

fn in_file(stage: &Stage, item: &str) -> Option<DecisionKind> {
    stage.world.file.lock().expect("the file").decision(&id(item)).map(|decision| decision.kind.clone())
}

/// A tick on an item that the repository cannot decide.
fn tick_hosts(stage: &mut Stage) {
    stage.press(&["1", "down", "down", "down"]);
    stage.settle();
    stage.press(&["t"]);
}

#[test]
fn a_tick_is_saved_at_once() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    assert!(matches!(stage.effects.as_slice(), [Effect::Save { changes, .. }] if changes.len() == 1));
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Ticked, "shown before it is saved");
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Ticked));
    assert!(stage.screen().contains("saved in gonogo.toml"));
    assert!(stage.model.unsaved().is_empty());
}

#[test]
fn a_second_tick_changes_nothing() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    stage.settle();
    stage.press(&["t"]);
    assert!(stage.effects.is_empty());
    assert!(stage.screen().contains("ticked already; o takes that back"));
}

#[test]
fn a_fail_is_not_ticked_but_can_be_waived_instead() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["t", "t"]);
    assert!(stage.effects.is_empty(), "the key that asks does not confirm");
    stage.press(&["y"]);
    assert!(stage.screen().contains("Waive: Disable Debug Mode"));
    stage.press(&["right", "right", "tab"]);
    stage.type_text("switched off at the proxy");
    stage.press(&["ctrl-s"]);
    stage.settle();
    assert_eq!(because(&stage, "security.debug"), Because::Waived);
}

#[test]
fn a_waiver_needs_a_reason_and_some_kinds_a_day_that_is_not_past() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["w", "ctrl-s"]);
    assert!(stage.screen().contains("say in a sentence why"));
    stage.type_text("the launch is internal");
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("accepted-risk needs its last day"));
    stage.type_text("2026-11-21");
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("this day is past"));
    for _ in 0.."2026-11-21".len() {
        stage.press(&["backspace"]);
    }
    stage.type_text("soon");
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("year-month-day"));
    assert!(stage.effects.is_empty() && stage.model.unsaved().is_empty());
    for _ in 0..4 {
        stage.press(&["backspace"]);
    }
    stage.type_text("2026-11-22");
    stage.press(&["ctrl-s"]);
    stage.settle();
    let Some(DecisionKind::Waived(waiver)) = in_file(&stage, "security.debug") else { panic!("not waived") };
    assert_eq!(waiver.reason, "the launch is internal");
    assert_eq!(waiver.until.unwrap().to_string(), "2026-11-22");
    assert_eq!(waiver.ticket, None);
}

#[test]
fn escape_leaves_a_form_without_a_change() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["w", "tab"]);
    stage.type_text("never mind");
    stage.press(&["esc"]);
    assert!(stage.effects.is_empty() && stage.model.unsaved().is_empty());
    assert!(!stage.screen().contains("never mind"));
}

#[test]
fn pasted_lines_become_one_paragraph_of_a_reason() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["w", "right", "right", "tab"]);
    stage.send(Message::Paste("first\r\nsecond".to_owned()));
    stage.press(&["ctrl-s"]);
    stage.settle();
    let Some(DecisionKind::Waived(waiver)) = in_file(&stage, "security.debug") else { panic!("not waived") };
    assert_eq!(waiver.reason, "first second");
}

#[test]
fn undo_takes_the_last_change_back_and_redo_makes_it_again() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    stage.settle();
    stage.press(&["g", "u"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), None);
    assert_eq!(stage.model.selected(), &id("security.allowed-hosts"), "what changed is selected");
    stage.press(&["U"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Ticked));
    stage.press(&["u", "u"]);
    stage.settle();
    assert!(
        stage.screen().contains("Nothing to undo") || in_file(&stage, "security.allowed-hosts").is_none()
    );
}

#[test]
fn reopening_takes_the_decision_back_and_keeps_its_note() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    stage.press(&["c"]);
    stage.type_text("checked with curl");
    stage.press(&["ctrl-s"]);
    stage.settle();
    stage.press(&["o"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Noted));
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Undecided);
    stage.press(&["o"]);
    assert!(stage.screen().contains("Nobody has decided this item"));
}

#[test]
fn what_somebody_else_decided_is_reopened_only_after_a_question() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    stage.settle();
    let grace = gonogo::model::Person::parse("Grace Example <grace@example.org>").unwrap();
    stage.world.file.lock().unwrap().decisions[&id("security.allowed-hosts")].by = grace;
    stage.press(&["r"]);
    stage.settle();
    stage.press(&["o"]);
    assert!(stage.screen().contains("Grace Example decided security.allowed-hosts"));
    stage.press(&["o", "esc"]);
    stage.settle();
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Ticked);
    stage.press(&["o", "y"]);
    stage.settle();
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Undecided);
}

#[test]
fn a_tick_takes_the_place_of_a_waiver_only_after_a_question() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["4", "up", "w", "right", "right", "tab"]);
    stage.type_text("no replica yet");
    stage.press(&["ctrl-s"]);
    stage.settle();
    stage.press(&["t"]);
    assert!(stage.screen().contains("This item is waived"));
    stage.press(&["y"]);
    stage.settle();
    assert!(stage.model.review().items().any(|item| item.status.because == Because::Ticked));
}

#[test]
fn a_decision_that_cannot_be_saved_is_kept_and_saved_later() {
    let mut stage = Stage::scanned(80, 24);
    stage.world.full = true;
    tick_hosts(&mut stage);
    stage.settle();
    assert_eq!(stage.model.unsaved().len(), 1);
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Ticked, "still shown");
    assert!(stage.screen().contains("1 decision is not saved"));
    stage.press(&["q"]);
    assert!(stage.effects.is_empty(), "leaving would lose it");
    assert!(stage.screen().contains("Not everything is saved"));
    stage.press(&["esc"]);
    stage.world.full = false;
    stage.press(&["s"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Ticked));
    stage.press(&["q"]);
    assert_eq!(stage.effects, [Effect::Quit]);
}

#[test]
fn leaving_waits_for_the_save_that_is_on_its_way() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    let save = stage.effects.remove(0);
    stage.press(&["q"]);
    assert!(stage.effects.is_empty());
    let answer = stage.answer(save).unwrap();
    stage.send(answer);
    assert_eq!(stage.effects, [Effect::Quit]);
}

#[test]
fn a_signal_saves_what_is_not_saved_before_the_end() {
    let mut stage = Stage::scanned(80, 24);
    stage.world.full = true;
    tick_hosts(&mut stage);
    stage.settle();
    stage.send(Message::Terminate);
    assert!(matches!(stage.effects.as_slice(), [Effect::Save { .. }, Effect::Quit]));
}

#[test]
fn two_decisions_in_a_row_are_saved_in_order() {
    let mut stage = Stage::scanned(80, 24);
    tick_hosts(&mut stage);
    let first = stage.effects.remove(0);
    stage.press(&["o"]);
    assert!(stage.effects.is_empty(), "one save at a time");
    let answer = stage.answer(first).unwrap();
    stage.send(answer);
    assert!(matches!(stage.effects.as_slice(), [Effect::Save { changes, .. }] if changes.len() == 1));
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), None);
}

#[test]
fn what_another_person_decided_meanwhile_stands_and_is_said() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["w", "right", "right", "tab"]);
    stage.type_text("my own reason");
    stage.press(&["ctrl-s"]);
    let Some(Effect::Save { generation, changes }) = stage.effects.pop() else { panic!("no save") };
    let Change { key, after, .. } = changes[0].clone();
    let conflicts = vec![Conflict { key, ours: after, theirs: None }];
    let theirs = stage.world.file.lock().unwrap().clone();
    let saved = gonogo::review::store::Saved { state: theirs, conflicts, written: false, migrated: None };
    stage.send(Message::Saved { generation, result: Ok(Box::new(saved)) });
    assert_eq!(because(&stage, "security.debug"), Because::Failing);
    let error = stage.model.notices().all().last().expect("a message").clone();
    assert_eq!(error.level, Level::Error);
    assert!(error.text.contains("my own reason"), "{}", error.text);
    stage.press(&["u"]);
    assert!(stage.effects.is_empty(), "there is nothing of ours to undo");
}

#[test]
fn nobody_decides_before_the_state_file_is_read() {
    let mut stage = Stage::starting(80, 24, "plain");
    stage.effects.clear();
    stage.send(Message::StateRead {
        generation: 1,
        result: Err("line 3 is broken".to_owned()),
        identity: None,
    });
    stage.press(&["t", "w", "c", "o", "u"]);
    assert!(stage.model.unsaved().is_empty());
    assert!(stage.model.notices().all().iter().any(|notice| notice.text.contains("line 3 is broken")));
}

#[test]
fn late_answers_are_dropped() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["r"]);
    stage.effects.clear();
    stage.send(Message::ScanEnded { generation: 1, result: Err("too late".to_owned()) });
    stage.send(Message::StateRead { generation: 1, result: Err("too late".to_owned()), identity: None });
    stage.send(Message::Saved { generation: 7, result: Err("too late".to_owned()) });
    assert!(stage.model.notices().all().iter().all(|notice| !notice.text.contains("too late")));
}

#[test]
fn the_next_open_item_is_found_around_the_end() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["n"]);
    assert_eq!(stage.model.selected(), &id("security.allowed-hosts"), "two passes are skipped");
    stage.press(&["N", "N"]);
    assert_eq!(stage.model.selected(), &id("logging.rotation"), "the last item of the list");
    stage.press(&["n"]);
    assert_eq!(stage.model.selected(), &id("security.debug"));
}

#[test]
fn sections_are_reached_by_number_and_by_bracket() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["3"]);
    assert_eq!(stage.model.selected().section(), "api");
    stage.press(&["]"]);
    assert_eq!(stage.model.selected().section(), "tasks");
    stage.press(&["[", "[", "[", "["]);
    assert_eq!(stage.model.selected().section(), "logging");
    stage.press(&["9"]);
    assert_eq!(stage.model.selected().section(), "logging", "there is no ninth section");
}

#[test]
fn a_scan_that_fails_says_so_and_can_be_tried_again() {
    let mut stage = Stage::starting(80, 24, "plain");
    stage.effects.clear();
    stage.send(Message::ScanEnded { generation: 1, result: Err("no Django project here".to_owned()) });
    let screen = stage.screen();
    assert!(screen.contains("no Django project here") && screen.contains("not judged"), "{screen}");
    stage.press(&["r"]);
    assert!(stage.effects.iter().any(|effect| matches!(effect, Effect::Scan { generation: 2 })));
}

#[test]
fn who_decides_is_asked_once_and_then_the_decision_goes_on() {
    let mut stage = Stage::starting(80, 24, "plain");
    stage.settle();
    let mut stage = {
        let mut anonymous = Stage::starting(80, 24, "plain");
        anonymous.effects.clear();
        anonymous.send(Message::StateRead { generation: 1, result: Ok(Box::default()), identity: None });
        let report = super::stage::report();
        anonymous.send(Message::ScanEnded { generation: 1, result: Ok(Box::new(report)) });
        anonymous.world = std::mem::take(&mut stage.world);
        anonymous
    };
    stage.settle();
    tick_hosts(&mut stage);
    assert!(stage.screen().contains("git config --global user.name"));
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("a decision needs a name"));
    stage.type_text("Ada <Example>");
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("without < and >"));
    for _ in 0.."Ada <Example>".len() {
        stage.press(&["backspace"]);
    }
    stage.type_text("Ada Example");
    stage.press(&["tab"]);
    stage.type_text("ada@example.org");
    stage.press(&["enter", "enter"]);
    stage.settle();
    let file = stage.world.file.lock().unwrap().clone();
    let decision = file.decision(&id("security.allowed-hosts")).expect("the tick went on");
    assert_eq!(decision.by.to_string(), "Ada Example <ada@example.org>");
}

#[test]
fn several_marked_items_are_ticked_in_one_go_and_undone_in_one_go() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["1", "x", "down", "down", "x", "x", "t"]);
    stage.press(&["t"]);
    let screen = stage.screen();
    assert!(screen.contains("Tick 1 item?") && screen.contains("2 of the marked ones fail"), "{screen}");
    assert!(stage.model.unsaved().is_empty(), "the key that asks does not confirm");
    stage.press(&["esc", "f"]);
    stage.type_text("marked");
    stage.press(&["enter", "t", "y"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Ticked));
    assert_eq!(in_file(&stage, "security.hsts"), None);
    stage.press(&["u"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), None);
    stage.press(&["U"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.allowed-hosts"), Some(DecisionKind::Ticked));
}

#[test]
fn several_marked_items_are_waived_with_one_reason() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["x", "4", "x", "x", "w"]);
    assert!(stage.screen().contains("Waive: 3 items"), "{}", stage.screen());
    stage.press(&["right", "right", "tab"]);
    stage.type_text("met at the proxy");
    stage.press(&["ctrl-s"]);
    stage.settle();
    for item in ["security.debug", "tasks.broker-security", "tasks.concurrency"] {
        assert!(matches!(in_file(&stage, item), Some(DecisionKind::Waived(_))), "{item}");
    }
    stage.press(&["u"]);
    stage.settle();
    assert_eq!(in_file(&stage, "security.debug"), None, "one step back takes all back");
    stage.press(&["X"]);
    assert!(stage.screen().contains("30 items are marked"));
}

#[test]
fn a_finding_is_dismissed_with_a_reason_and_counts_again() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["d"]);
    assert!(stage.screen().contains("No finding is shown"));
    stage.press(&["2", "down"]);
    stage.settle();
    stage.press(&["d", "ctrl-s"]);
    assert!(stage.screen().contains("say in a sentence why it is none"), "{}", stage.screen());
    stage.type_text("looked up once a day");
    stage.press(&["ctrl-s"]);
    stage.settle();
    assert!(stage.screen().contains("dismissed by Ada Example: looked up once a day"), "{}", stage.screen());
    assert_eq!(because(&stage, "database.indexes"), Because::Failing, "the other finding still counts");
    stage.press(&["right", "d"]);
    stage.type_text("small table");
    stage.press(&["ctrl-s"]);
    stage.settle();
    assert_eq!(because(&stage, "database.indexes"), Because::Dismissed);
    stage.press(&["d"]);
    stage.settle();
    assert_eq!(because(&stage, "database.indexes"), Because::Failing);
    stage.press(&["u"]);
    stage.settle();
    assert_eq!(because(&stage, "database.indexes"), Because::Dismissed, "undo works on dismissals");
}

#[test]
fn a_merge_conflict_is_recognised_and_settled_record_by_record() {
    let record = |item: &str, who: &str| {
        format!(
            "[items.\"{item}\"]\ndecision = \"ticked\"\nby = \"{who} Example <{who}@example.org>\"\n\
             at = 2026-11-20T10:00:00Z\nbasis = \"sha256:{item}\"\n"
        )
    };
    let torn = format!(
        "schema = 1\n<<<<<<< HEAD\n{}=======\n{}{}>>>>>>> theirs\n",
        record("security.allowed-hosts", "Ada"),
        record("security.allowed-hosts", "Grace"),
        record("logging.structured", "Grace"),
    );
    let mut stage = Stage::starting(120, 40, "plain");
    *stage.world.torn.lock().expect("the file") = Some(torn);
    stage.settle();
    assert!(stage.screen().contains("merge conflict on 2 records; = settles it"), "{}", stage.screen());
    stage.press(&["t"]);
    assert!(stage.model.unsaved().is_empty(), "nobody decides on a file that cannot be read");
    stage.press(&["="]);
    super::screens::assert_screen(&stage, "torn-120x40");
    assert!(
        stage.screen().contains("theirs  logging.structured  ticked by Grace Example"),
        "{}",
        stage.screen()
    );
    stage.press(&["enter"]);
    assert!(
        stage.screen().contains("theirs  security.allowed-hosts  ticked by Grace Example"),
        "{}",
        stage.screen()
    );
    stage.press(&["enter"]);
    stage.type_text("write");
    stage.press(&["enter"]);
    stage.settle();
    let file = stage.world.file.lock().expect("the file").clone();
    let by = |item: &str| file.decision(&id(item)).map(|one| one.by.name.clone());
    assert_eq!(by("security.allowed-hosts").as_deref(), Some("Ada Example"));
    assert_eq!(by("logging.structured").as_deref(), Some("Grace Example"));
    assert_eq!(because(&stage, "security.allowed-hosts"), Because::Ticked);
    assert!(stage.screen().contains("✓ ticked   Host Header"), "{}", stage.screen());
}

#[test]
fn the_review_is_signed_in_a_role_from_the_poll() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["V", "s"]);
    assert!(stage.screen().contains("Sign the review"), "{}", stage.screen());
    stage.press(&["ctrl-s"]);
    assert!(
        stage.effects.iter().any(|one| matches!(one, Effect::Sign { role, by }
            if role == "release manager" && by.name == "Ada Example")),
        "{:?}",
        stage.effects
    );
    stage.send(Message::Signed { result: Ok(()) });
    assert!(stage.effects.iter().any(|one| matches!(one, Effect::ReadState { .. })));
}
