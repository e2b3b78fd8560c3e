//! The walkthrough: one open item after the other, and the poll at its end.

use gonogo::review::Because;

use super::screens::assert_screen;
use super::stage::Stage;

/// The walkthrough, begun on the selected item.
fn walking(width: u16, height: u16) -> Stage {
    let mut stage = Stage::scanned(width, height);
    stage.press(&["v"]);
    stage.settle();
    stage
}

#[test]
fn it_shows_one_open_item_at_a_time_with_its_number() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        assert_screen(&walking(width, height), &format!("walk-{width}x{height}"));
    }
    let mut stage = walking(80, 24);
    assert!(stage.screen().contains("Item 1 of"));
    assert_eq!(stage.model.selected().as_str(), "security.debug");
    stage.press(&["n"]);
    assert_eq!(
        stage.model.selected().as_str(),
        "security.allowed-hosts",
        "items that are done are passed over"
    );
    stage.press(&["p"]);
    assert_eq!(stage.model.selected().as_str(), "security.debug");
    stage.press(&["p"]);
    assert!(stage.screen().contains("This is the first item"));
}

#[test]
fn a_decision_leads_on_and_undo_leads_back() {
    let mut stage = walking(80, 24);
    stage.press(&["n", "t"]);
    stage.settle();
    assert_eq!(stage.model.selected().as_str(), "security.hsts");
    assert!(stage.screen().contains("security.allowed-hosts ticked"));
    assert!(stage.screen().contains("Item 3 of"), "the numbers stay what they were");
    stage.press(&["u"]);
    stage.settle();
    assert_eq!(stage.model.selected().as_str(), "security.allowed-hosts");
    assert!(stage.screen().contains("Item 2 of"));
}

#[test]
fn what_is_put_off_comes_again_before_the_poll() {
    let mut stage = walking(80, 24);
    stage.press(&["z"]);
    assert_eq!(stage.model.selected().as_str(), "security.allowed-hosts");
    stage.press(&["V", "p"]);
    assert_eq!(stage.model.selected().as_str(), "security.debug");
}

#[test]
fn one_key_leads_from_the_overview_to_the_walk_and_back_at_the_same_item() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["2", "v"]);
    assert!(stage.screen().contains("Item "));
    assert_eq!(stage.model.selected().as_str(), "database.pooling");
    stage.press(&["n", "v"]);
    assert_eq!(stage.model.selected().as_str(), "database.indexes");
    assert!(stage.screen().contains("▸ ✗ fail"));
}

#[test]
fn at_its_end_stands_the_poll() {
    let mut stage = walking(80, 24);
    stage.press(&["w", "tab"]);
    stage.type_text("behind the VPN until the launch");
    stage.press(&["tab"]);
    stage.type_text("2027-03-31");
    stage.press(&["ctrl-s"]);
    stage.settle();
    for _ in 0..40 {
        if stage.screen().contains("Go/no-go poll") {
            break;
        }
        stage.press(&["n"]);
    }
    assert_screen(&stage, "poll-80x24");
    stage.press(&["G"]);
    assert!(stage.screen().contains("until 2027-03-31, 129 days left"), "{}", stage.screen());
    stage.resize(120, 60);
    stage.press(&["g"]);
    assert_screen(&stage, "poll-120x60");
    stage.resize(60, 20);
    assert_screen(&stage, "poll-60x20");
    stage.press(&["t", "w"]);
    assert!(
        stage.model.unsaved().is_empty() && stage.screen().contains("Go/no-go poll"),
        "nothing is decided here"
    );
    stage.press(&["n"]);
    assert!(stage.screen().contains("Item 1 of"));
    assert_ne!(stage.model.review().items().next().map(|item| item.status.because), Some(Because::Failing));
}
