//! Finding things: the search, the list of actions, the help, filters and marks.

use gonogo::tui::{Action, KeyMap};

use super::screens::assert_screen;
use super::stage::Stage;

#[test]
fn the_search_finds_items_findings_and_files() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["/"]);
    stage.settle();
    assert_screen(&stage, "find-80x24");
    stage.type_text("sku");
    assert!(stage.screen().contains("Product.sku is ordered by"), "{}", stage.screen());
    stage.press(&["enter"]);
    stage.settle();
    assert_eq!(stage.model.selected().as_str(), "database.indexes");
    stage.press(&["enter"]);
    assert!(stage.screen().contains("Finding  2 of 2"), "{}", stage.screen());
    stage.press(&["/"]);
    stage.settle();
    stage.type_text("compose");
    assert_screen(&stage, "find-compose-80x24");
    stage.press(&["enter"]);
    stage.settle();
    assert!(stage.screen().contains("compose.yaml:1") && stage.screen().contains("image: shop"));
    assert_screen(&stage, "file-80x24");
    stage.press(&["q"]);
    assert!(stage.screen().contains("database.indexes"));
}

#[test]
fn a_query_can_be_corrected_and_left() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["/"]);
    stage.type_text("hostz");
    assert!(stage.screen().contains("Nothing matches"));
    stage.press(&["backspace"]);
    assert_screen(&stage, "find-host-120x40");
    stage.press(&["ctrl-u"]);
    assert!(stage.screen().contains("type to search"));
    stage.press(&["esc"]);
    assert!(!stage.screen().contains("type to search"));
    assert_eq!(stage.model.selected().as_str(), "security.debug", "leaving changes nothing");
}

#[test]
fn every_action_can_be_chosen_from_the_list() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&[":"]);
    assert_screen(&stage, "palette-80x24");
    stage.resize(60, 20);
    assert_screen(&stage, "palette-60x20");
    stage.resize(120, 40);
    stage.press(&["esc"]);
    let form_and_list = [
        Action::Palette,
        Action::NextField,
        Action::PreviousField,
        Action::NextChoice,
        Action::PreviousChoice,
        Action::Submit,
        Action::Cancel,
        Action::Confirm,
        Action::Decline,
        Action::Choose,
        Action::Clear,
    ];
    for action in Action::ALL.iter().filter(|action| !form_and_list.contains(action)) {
        stage.press(&[":"]);
        stage.type_text(action.as_str());
        let help = KeyMap::standard().bindings().iter().find(|one| one.action == *action).expect("a key");
        let shown = stage.screen();
        let row = |line: &&str| line.contains(&help.keys[0].to_string()) && line.ends_with(action.as_str());
        assert!(shown.lines().any(|line| row(&line)), "{action:?} is not offered in\n{shown}");
        stage.press(&["esc"]);
    }
}

#[test]
fn what_is_chosen_is_done() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["down", "down", "down", ":"]);
    stage.type_text("tick verified");
    stage.press(&["enter"]);
    stage.settle();
    assert!(stage.screen().contains("security.allowed-hosts ticked"), "{}", stage.screen());
    stage.press(&["?"]);
    stage.type_text("go/no-go poll");
    stage.press(&["enter"]);
    assert!(stage.screen().contains("The whole:"), "the help runs its entries: {}", stage.screen());
}

#[test]
fn filters_show_some_items_and_nobodys_selection_jumps() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["f"]);
    assert_screen(&stage, "filter-80x24");
    stage.type_text("review");
    stage.press(&["enter"]);
    assert_screen(&stage, "filtered-80x24");
    assert_eq!(stage.model.selected().as_str(), "security.allowed-hosts");
    stage.press(&["f"]);
    stage.type_text("open");
    stage.press(&["enter", "t"]);
    stage.settle();
    assert_eq!(stage.model.selected().as_str(), "security.allowed-hosts", "done, and still selected");
    assert!(stage.screen().contains("Host Header Validation"));
    stage.press(&["down", "up"]);
    assert_ne!(stage.model.selected().as_str(), "security.allowed-hosts", "once left, it is out of the list");
    stage.press(&["F"]);
    assert!(stage.screen().contains("Host Header Validation"));
}

#[test]
fn a_filter_that_shows_nothing_says_so() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["f"]);
    stage.type_text("waived");
    stage.press(&["enter"]);
    assert!(stage.screen().contains("No item is waived"));
}

#[test]
fn marks_can_be_set_walked_and_cleared() {
    let mut stage = Stage::scanned(120, 40);
    stage.press(&["x", "down", "x", "g"]);
    assert!(stage.screen().contains("2 marked"), "{}", stage.screen());
    assert_screen(&stage, "marked-120x40");
    stage.press(&["'"]);
    assert_eq!(stage.model.selected().as_str(), "security.cookies");
    stage.press(&["'"]);
    assert_eq!(stage.model.selected().as_str(), "security.debug");
    stage.press(&["X", "'"]);
    assert!(stage.screen().contains("No item is marked"));
    stage.press(&["X"]);
    assert!(stage.screen().contains("30 items are marked"));
}

#[test]
fn the_file_of_a_place_opens_at_its_line() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["i"]);
    stage.settle();
    let screen = stage.screen();
    assert!(screen.contains("shop/settings/production.py:7") && screen.contains("▸  7 │ DEBUG"), "{screen}");
    stage.press(&["G", "esc"]);
    assert!(stage.screen().contains("Security and Environment"));
}
