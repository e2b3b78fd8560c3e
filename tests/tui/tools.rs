//! Verification commands, pairing, committing, the settings browser, colours and the mouse.

use std::sync::Arc;

use gonogo::model::DecisionKind;
use gonogo::tui::{Config, Effect, Message, Model, Mouse, Start, Theme};

use super::screens::assert_screen;
use super::stage::Stage;

#[test]
fn a_command_is_shown_in_full_and_runs_only_when_confirmed() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["down", "down", "down", "m"]);
    assert_screen(&stage, "commands-80x24");
    stage.type_text("check deploy");
    stage.press(&["enter"]);
    assert_screen(&stage, "command-80x24");
    stage.press(&["m", "backspace"]);
    let runs = |stage: &Stage| stage.effects.iter().filter(|one| matches!(one, Effect::Run { .. })).count();
    assert_eq!(runs(&stage), 0, "the key that asked does not confirm");
    stage.press(&["ctrl-s"]);
    assert_eq!(runs(&stage), 1);
    let Some(Effect::Run { generation, command }) =
        stage.effects.iter().find(|one| matches!(one, Effect::Run { .. })).cloned()
    else {
        panic!("nothing runs")
    };
    assert_eq!(command, "python manage.py check --deploy --fail-level WARNING");
    for line in ["System check identified some issues:", "\u{1b}[31mWARNINGS:\u{1b}[0m", "done"] {
        stage.send(Message::Output { generation, line: line.to_owned() });
    }
    stage.send(Message::Beat { generation });
    assert_screen(&stage, "running-80x24");
    stage.press(&["esc", "t"]);
    assert!(stage.screen().contains("still runs"));
    stage.press(&["x"]);
    assert!(stage.effects.contains(&Effect::Stop));
    stage.send(Message::Ran { generation, result: Ok(Some(0)) });
    stage.press(&["t"]);
    assert!(stage.screen().contains("succeeded (status 0)"), "{}", stage.screen());
    stage.press(&["ctrl-s"]);
    stage.effects.retain(|one| !matches!(one, Effect::Run { .. }));
    stage.settle();
    let file = stage.world.file.lock().expect("the file");
    let decision = file.decision(&"security.allowed-hosts".parse().expect("an item")).expect("a decision");
    assert_eq!(decision.kind, DecisionKind::Ticked);
    let note = decision.note.as_deref().expect("a note");
    assert_eq!(
        note,
        "python manage.py check --deploy --fail-level WARNING succeeded (status 0) on 2026-11-22: done"
    );
}

#[test]
fn the_result_of_a_failing_command_can_be_kept_as_a_note() {
    let mut stage = Stage::scanned(60, 20);
    stage.press(&["m", "enter", "ctrl-s"]);
    stage.send(Message::Ran { generation: 1, result: Ok(Some(1)) });
    assert_screen(&stage, "failed-60x20");
    stage.press(&["c", "ctrl-s"]);
    stage.effects.retain(|one| !matches!(one, Effect::Run { .. }));
    stage.settle();
    stage.press(&["enter"]);
    assert!(stage.screen().contains("failed (status 1)"), "{}", stage.screen());
}

#[test]
fn who_is_with_you_stands_under_what_you_decide() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["K"]);
    assert!(stage.screen().contains("Nobody is with you"));
    stage.press(&["P"]);
    stage.settle();
    assert_screen(&stage, "people-80x24");
    stage.type_text("grace");
    stage.press(&["enter"]);
    assert!(stage.screen().contains("Grace Example is with you"));
    stage.press(&["down", "down", "down", "t"]);
    stage.settle();
    stage.press(&["K", "down", "down", "down", "down", "down", "down", "n", "t"]);
    stage.settle();
    let file = stage.world.file.lock().expect("the file").clone();
    let said: Vec<String> = file
        .decisions
        .values()
        .map(|one| {
            format!(
                "{} with {}",
                one.by.name,
                one.with.iter().map(|who| who.name.as_str()).collect::<String>()
            )
        })
        .collect();
    assert!(said.contains(&"Ada Example with Grace Example".to_owned()), "{said:?}");
    assert!(said.contains(&"Grace Example with Ada Example".to_owned()), "{said:?}");
    stage.press(&["P"]);
    stage.type_text("another");
    stage.press(&["enter"]);
    stage.type_text("Lin Other");
    stage.press(&["ctrl-s"]);
    assert!(stage.screen().contains("Lin Other is with you"), "{}", stage.screen());
}

#[test]
fn the_commit_says_what_was_decided_and_who_was_there() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["P"]);
    stage.settle();
    stage.type_text("grace");
    stage.press(&["enter", "down", "down", "down", "t"]);
    stage.settle();
    stage.press(&["C"]);
    assert_screen(&stage, "commit-80x24");
    stage.press(&["ctrl-s"]);
    let Some(Effect::Commit(message)) = stage.effects.pop() else { panic!("{:?}", stage.effects) };
    assert_eq!(
        message,
        "Review the launch: NO-GO, 8 of 30 done\n\nsecurity.allowed-hosts: ticked\n\n\
         Co-authored-by: Grace Example <grace@example.org>"
    );
    stage.send(Message::Committed {
        result: Err("git ended with exit status: 1; it said why above".to_owned()),
    });
    stage.press(&["down"]);
    assert!(stage.screen().contains("gonogo.toml is not committed"));
}

#[test]
fn settings_can_be_browsed_and_searched() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["S"]);
    stage.settle();
    assert_screen(&stage, "settings-80x24");
    stage.type_text("allowed");
    stage.press(&["enter"]);
    assert_screen(&stage, "setting-80x24");
    assert!(stage.screen().contains("DJANGO_ALLOWED_HOSTS"));
    stage.press(&["esc"]);
    assert!(stage.screen().contains("Settings, as production sees them"), "back leads to the list");
    stage.press(&["esc", "/"]);
    stage.settle();
    stage.type_text("SECRET_KEY");
    assert!(stage.screen().contains("SECRET_KEY"));
}

#[test]
fn the_browser_that_was_opened_during_the_scan_is_filled_after_it() {
    let mut stage = Stage::starting(80, 24, "plain");
    stage.press(&["S"]);
    stage.settle();
    assert!(stage.screen().contains("SESSION_COOKIE_SECURE"), "{}", stage.screen());
}

#[test]
fn colours_can_be_changed_and_none_carries_a_meaning_alone() {
    let mut words = Vec::new();
    for theme in Theme::NAMES {
        let mut stage = Stage::scanned(80, 24);
        stage.press(&["T"]);
        stage.type_text(theme);
        stage.press(&["enter"]);
        words.push(stage.screen());
    }
    assert!(words.windows(2).all(|pair| pair[0] == pair[1]), "the words are the same in every theme");
}

#[test]
fn the_mouse_selects_scrolls_and_presses_the_footer() {
    let mut stage = Stage::scanned(120, 40);
    let click = |stage: &mut Stage, x, y| stage.send(Message::Mouse { mouse: Mouse::Click, x, y });
    let row = |stage: &Stage, text: &str| {
        let at = stage.screen().lines().position(|line| line.contains(text)).expect("a row");
        u16::try_from(at).expect("a row")
    };
    let y = row(&stage, "Host Header Validation");
    click(&mut stage, 10, y);
    assert_eq!(stage.model.selected().as_str(), "security.allowed-hosts");
    stage.send(Message::Mouse { mouse: Mouse::WheelDown, x: 10, y: 10 });
    assert_eq!(stage.model.selected().as_str(), "security.hsts");
    let footer = stage.screen().lines().last().expect("a footer").to_owned();
    let at = footer.find("v walk").expect("the key of the walkthrough");
    click(&mut stage, u16::try_from(footer[..at].chars().count()).expect("a column"), 39);
    assert!(stage.screen().contains("Item "), "{}", stage.screen());
    stage.press(&["v", "/"]);
    let y = row(&stage, "security.cookies");
    click(&mut stage, 10, y);
    click(&mut stage, 10, y);
    assert_eq!(stage.model.selected().as_str(), "security.cookies");
    stage.press(&["M"]);
    assert!(stage.effects.contains(&Effect::Mouse(true)));
}

#[test]
fn keys_can_be_other_ones_and_the_footer_follows() {
    let (config, keys) =
        Config::read("theme = \"light\"\n[keys]\nreview.tick = [\"ctrl-t\"]\nreview.waive = []\n")
            .expect("settings");
    assert_eq!(config.theme, "light");
    let stage = Stage::scanned(80, 24);
    let start = Start {
        name: "shop".to_owned(),
        catalogue: gonogo::catalogue::Catalogue::standard(),
        theme: Theme::named("plain").expect("a theme"),
        keys: Arc::new(keys),
        mouse: true,
        remark: Some("a remark on the settings".to_owned()),
        now: "2026-11-22T10:00:00Z".parse().expect("a time"),
        size: (80, 24),
    };
    let (model, effects) = Model::new(start);
    assert!(effects.contains(&Effect::Mouse(true)));
    let mut stage = Stage { model, effects, ..stage };
    stage.settle();
    assert!(
        stage.screen().contains("Ctrl-T tick") && !stage.screen().contains("waive"),
        "{}",
        stage.screen()
    );
    assert!(stage.screen().contains("a remark on the settings"));
    stage.press(&["down", "down", "down", "t"]);
    assert!(stage.model.unsaved().is_empty());
    stage.press(&["ctrl-t"]);
    assert_eq!(stage.model.unsaved().len(), 1);
    stage.press(&["f12"]);
    stage.settle();
    stage.press(&["down"]);
    assert!(stage.screen().contains("The default settings stand in"), "{}", stage.screen());
}
