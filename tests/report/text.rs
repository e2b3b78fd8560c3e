//! The summary for people.

use gonogo::model::ItemId;
use gonogo::report::{self, Page};

use super::sample::sample;

fn shown(width: usize, decided: bool, colour: bool) -> String {
    let sample = sample(decided);
    let mut page = Page::new(width);
    report::text::scan(&mut page, &sample.scanned(None));
    page.to_text(colour)
}

#[test]
fn a_scan_at_100_columns() {
    insta::assert_snapshot!(shown(100, true, false));
}

#[test]
fn a_scan_at_60_columns_stays_inside_them() {
    let text = shown(60, true, false);
    insta::assert_snapshot!(text);
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
}

#[test]
fn colour_only_adds_to_the_plain_text() {
    let colour = shown(100, true, true);
    assert!(colour.contains("\u{1b}["));
    let plain =
        regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern").replace_all(&colour, "").into_owned();
    assert_eq!(plain, shown(100, true, false));
}

#[test]
fn nothing_of_the_repository_acts_on_the_terminal() {
    let text = shown(100, true, false);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn a_selection_shows_its_items_and_counts_all() {
    let sample = sample(false);
    let only: Vec<ItemId> = vec!["security.secret-key".parse().expect("an id")];
    let mut page = Page::new(100);
    report::text::scan(&mut page, &sample.scanned(Some(&only)));
    let text = page.to_text(false);
    assert!(text.contains("Secret Key Externalization") && !text.contains("Disable Debug Mode"), "{text}");
    assert!(text.contains("1/5") && text.contains("of 30 items done"), "{text}");
}
