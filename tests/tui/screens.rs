//! Every screen as it looks, at the sizes that people have.

use super::stage::Stage;

/// Holds the screen against the snapshot called `name`.
pub fn assert_screen(stage: &Stage, name: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, stage.screen()));
}

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (250, 80)];

#[test]
fn the_first_frame_stands_before_anything_is_read() {
    assert_screen(&Stage::starting(80, 24, "plain"), "first-frame-80x24");
    assert_screen(&Stage::starting(120, 40, "plain"), "first-frame-120x40");
}

#[test]
fn the_overview_shows_six_sections_with_counters() {
    assert_screen(&Stage::scanned(40, 12), "overview-40x12");
    assert_screen(&Stage::scanned(80, 24), "overview-80x24");
    assert_screen(&Stage::scanned(120, 40), "overview-120x40");
    assert_screen(&Stage::scanned(250, 80), "overview-250x80");
}

#[test]
fn narrow_terminals_show_one_pane_at_a_time() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["enter"]);
    stage.settle();
    assert_screen(&stage, "detail-80x24");
    stage.press(&["G"]);
    assert_screen(&stage, "detail-end-80x24");
    let mut stage = Stage::scanned(40, 12);
    stage.press(&["enter"]);
    stage.settle();
    assert_screen(&stage, "detail-40x12");
    stage.press(&["esc"]);
    assert!(stage.screen().contains("Security and"), "Esc goes back to the list");
}

#[test]
fn the_second_place_of_the_evidence_is_one_key_away() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["right"]);
    stage.settle();
    assert_screen(&stage, "second-place-120x40");
}

#[test]
fn findings_are_listed() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["2", "down"]);
    stage.settle();
    assert_screen(&stage, "findings-120x40");
}

#[test]
fn the_form_of_a_waiver_fits_every_size() {
    for (width, height) in SIZES {
        let mut stage = Stage::scanned(width, height);
        stage.press(&["w"]);
        match width {
            40 => assert_screen(&stage, "waive-40x12"),
            80 => assert_screen(&stage, "waive-80x24"),
            120 => assert_screen(&stage, "waive-120x40"),
            _ => assert!(stage.screen().contains("[ Waive ]")),
        }
    }
}

#[test]
fn errors_stand_at_their_fields() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["w", "tab"]);
    stage.type_text("behind the VPN");
    stage.press(&["ctrl-s"]);
    assert_screen(&stage, "waive-without-date-80x24");
}

#[test]
fn a_fail_cannot_be_ticked_and_the_program_says_why() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["t"]);
    assert_screen(&stage, "tick-a-fail-80x24");
    let mut stage = Stage::scanned(40, 12);
    stage.press(&["t"]);
    assert_screen(&stage, "tick-a-fail-40x12");
}

#[test]
fn who_decides_is_asked_where_git_does_not_know() {
    let mut stage = Stage::starting(80, 24, "plain");
    for effect in std::mem::take(&mut stage.effects) {
        let answer = match stage.answer(effect) {
            Some(gonogo::tui::Message::StateRead { generation, result, .. }) => {
                gonogo::tui::Message::StateRead { generation, result, identity: None }
            }
            Some(other) => other,
            None => continue,
        };
        stage.send(answer);
    }
    stage.settle();
    stage.press(&["down", "t"]);
    assert_screen(&stage, "identity-80x24");
}

#[test]
fn a_note_has_room_for_some_lines() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["c"]);
    stage.type_text("Grace looks at it on Monday");
    assert_screen(&stage, "note-80x24");
}

#[test]
fn decisions_are_shown_with_who_when_and_why() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["w", "tab"]);
    stage.type_text("behind the VPN until the launch");
    stage.press(&["tab"]);
    stage.type_text("2027-03-31");
    stage.press(&["tab"]);
    stage.type_text("OPS-123");
    stage.press(&["enter", "enter"]);
    stage.settle();
    assert_screen(&stage, "waived-120x40");
}

#[test]
fn the_help_lists_every_key() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["?"]);
    assert_screen(&stage, "help-80x24");
    stage.resize(120, 60);
    stage.press(&["end"]);
    assert_screen(&stage, "help-120x60");
    stage.resize(40, 12);
    assert_screen(&stage, "help-40x12");
}

#[test]
fn errors_stay_until_they_are_read() {
    let mut stage = Stage::scanned(80, 24);
    stage.world.full = true;
    stage.press(&["4", "t"]);
    stage.settle();
    stage.press(&["down", "down"]);
    assert_screen(&stage, "not-saved-80x24");
    stage.press(&["!"]);
    assert_screen(&stage, "messages-80x24");
    stage.press(&["esc"]);
    assert!(!stage.screen().contains("disk full"), "what was read is gone from the screen");
}

#[test]
fn too_small_terminals_say_the_size_that_is_needed() {
    for (width, height) in [(39, 24), (80, 11), (20, 5), (3, 1), (0, 0), (1, 1)] {
        let screen = Stage::scanned(width, height).screen();
        if width >= 20 {
            let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("40 x 12 needed"), "{screen}");
        }
    }
    assert_screen(&Stage::scanned(30, 8), "too-small-30x8");
}

#[test]
fn without_colour_every_meaning_is_still_there() {
    let stage = Stage::scanned(80, 24);
    let buffer = stage.buffer();
    let coloured = buffer.content().iter().find(|cell| {
        !matches!(cell.fg, ratatui::style::Color::Reset) || !matches!(cell.bg, ratatui::style::Color::Reset)
    });
    assert_eq!(coloured, None, "the plain theme uses no colour");
    let screen = stage.screen();
    for told in ["✗ fail", "✓ pass", "? review", "critical", "2/5", "NO-GO"] {
        assert!(screen.contains(told), "{told} is missing in\n{screen}");
    }
    let selected =
        buffer.content().iter().any(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED));
    assert!(selected, "the selected line is reversed");
}

#[test]
fn nothing_of_a_hostile_repository_reaches_the_terminal_raw() {
    let mut stage = Stage::scanned(120, 40);
    let mut report = super::stage::report();
    report.repository.branch = Some("evil\u{1b}]0;title\u{7}".to_owned());
    report.project.settings_reason = "\u{1b}[2J\u{202e}".to_owned();
    report.stats.failed = vec![(super::stage::path("a\u{1b}[31m.py"), "bad\u{9b}".to_owned())];
    stage.press(&["r"]);
    stage.effects.clear();
    stage.send(gonogo::tui::Message::ScanEnded { generation: 2, result: Ok(Box::new(report)) });
    for keys in [&["!"][..], &["esc"]] {
        let buffer = stage.buffer();
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(gonogo::base::safe::is_dangerous), "{:?}", cell.symbol());
        }
        stage.press(keys);
    }
}
