//! Edits that leave the rest of the file alone.

use gonogo::model::{Decision, DecisionKind};

use super::super::{COMMIT, id, noted, order, put, ticked, waived};
use super::{edit, parse};

#[test]
fn a_new_file_holds_the_decisions_in_the_catalogue_s_order() {
    let text = edit("", |state| {
        put(state, waived("tasks.broker-security"));
        put(state, ticked("security.debug"));
        state.release.commit = Some("3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a".to_owned());
    });
    insta::assert_snapshot!(text, @r#"
    # What people decided on the launch checklist, written by gonogo. Comments, and tables of your own, stay.
    schema = 1

    [review]
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"

    [items."security.debug"]
    decision = "ticked"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T10:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    basis = "sha256:00"

    [items."tasks.broker-security"]
    decision = "waived"
    by = "Ada Example <ada@example.org>"
    with = ["Grace Example <grace@example.org>"]
    at = 2026-11-22T10:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    basis = "sha256:00"
    kind = "accepted-risk"
    reason = "the broker is on the same host until the March move"
    until = 2027-03-31
    ticket = "OPS-123"
    "#);
}

/// As somebody might keep it by hand: comments everywhere, own order, own tables.
const BY_HAND: &str = r#"# The launch of the shop.
schema = 1

[gate] # as agreed in the board
fail-on = "recommended"
require-sign-off = [
    "release manager", # Ada
]

# Ours, not gonogo's.
[contacts]
oncall = "+49 30 123"

# The broker story.
[items."tasks.broker-security"] # OPS-123
by = "Ada Example <ada@example.org>"
decision = "ticked" # looked at it twice
at = 2026-11-22T11:00:00+01:00
# the hash of the release branch
commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
basis = 'sha256:00'

[items."security.debug"]
decision = "ticked"
by = "Ada Example <ada@example.org>"
at = 2026-11-22T10:00:00Z
basis = "sha256:00"

[[findings]]
item = "database.indexes"
fingerprint = "f1"
by = "Ada"
reason = "five rows"

[[sign-off]]
role = "release manager"
by = "Ada"
at = 2026-11-22T10:00:00Z
commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
verdict = "no-go"
digest = "sha256:11"
# The end.
"#;

/// What one run of lines of `before` became in `after`: the lines between their common beginning and end.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let removed = old[..old.len() - end].iter().map(|line| format!("-{line}"));
    let added = new[..new.len() - end].iter().map(|line| format!("+{line}"));
    removed.chain(added).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_edit_that_changes_nothing_gives_the_same_bytes() {
    assert_eq!(edit(BY_HAND, |_| {}), BY_HAND);
}

#[test]
fn a_file_by_hand_is_read_whole() {
    let state = parse(BY_HAND);
    assert_eq!(state.gate.require_sign_off, ["release manager"]);
    assert_eq!(state.decisions[&id("tasks.broker-security")], ticked("tasks.broker-security"));
    assert_eq!(state.dismissals[0].reason, "five rows");
    assert_eq!(state.sign_offs[0].verdict.label(), "NO-GO");
    assert_eq!(state.notices, []);
}

#[test]
fn a_new_record_goes_before_the_first_that_follows_it_in_the_catalogue() {
    let text = edit(BY_HAND, |state| put(state, noted("database.indexes", "ask Grace")));
    insta::assert_snapshot!(difference(BY_HAND, &text), @r#"
    +[items."database.indexes"]
    +by = "Ada Example <ada@example.org>"
    +at = 2026-11-22T10:00:00Z
    +commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    +note = "ask Grace"
    +
    "#);
}

#[test]
fn a_record_without_followers_goes_after_the_last_one() {
    let text = edit(BY_HAND, |state| put(state, noted("zebra.unknown", "kept")));
    insta::assert_snapshot!(difference(BY_HAND, &text), @r#"
    +[items."zebra.unknown"]
    +by = "Ada Example <ada@example.org>"
    +at = 2026-11-22T10:00:00Z
    +commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    +note = "kept"
    +
    "#);
}

/// The part of `text` that tells the broker's story.
fn broker(text: &str) -> &str {
    let start = text.find("# The broker story.").expect("the comment");
    let end = text.find("[items.\"security.debug\"]").expect("the next record");
    &text[start..end]
}

#[test]
fn a_changed_record_keeps_its_place_and_the_comments_at_its_keys() {
    let text = edit(BY_HAND, |state| {
        put(state, Decision { commit: None, ..waived("tasks.broker-security") });
    });
    insta::assert_snapshot!(broker(&text), @r#"
    # The broker story.
    # the hash of the release branch
    [items."tasks.broker-security"] # OPS-123
    decision = "waived" # looked at it twice
    by = "Ada Example <ada@example.org>"
    with = ["Grace Example <grace@example.org>"]
    at = 2026-11-22T10:00:00Z
    basis = 'sha256:00'
    kind = "accepted-risk"
    reason = "the broker is on the same host until the March move"
    until = 2027-03-31
    ticket = "OPS-123"
    "#);
}

#[test]
fn a_record_that_is_taken_back_goes() {
    let text = edit(BY_HAND, |state| {
        state.decisions.shift_remove(&id("security.debug"));
    });
    insta::assert_snapshot!(difference(BY_HAND, &text), @r#"
    -[items."security.debug"]
    -decision = "ticked"
    -by = "Ada Example <ada@example.org>"
    -at = 2026-11-22T10:00:00Z
    -basis = "sha256:00"
    -
    "#);
}

#[test]
fn comments_at_a_record_that_is_taken_back_stay_with_its_empty_table() {
    let text = edit(BY_HAND, |state| {
        state.decisions.shift_remove(&id("tasks.broker-security"));
    });
    insta::assert_snapshot!(broker(&text), @r#"
    # The broker story.
    # looked at it twice
    # the hash of the release branch
    [items."tasks.broker-security"] # OPS-123
    "#);
    let again = edit(&text, |state| put(state, ticked("tasks.broker-security")));
    assert!(again.contains("# looked at it twice"), "{again}");
}

#[test]
fn crlf_and_byte_order_mark_stay() {
    let windows = format!("\u{FEFF}{}", BY_HAND.replace('\n', "\r\n"));
    assert!(parse(&windows).says(&parse(BY_HAND)));
    let text = edit(&windows, |state| put(state, waived("security.hsts")));
    assert!(text.starts_with('\u{FEFF}'));
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    let plain = edit(BY_HAND, |state| put(state, waived("security.hsts")));
    assert_eq!(text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"), plain);
}

#[test]
fn a_reason_of_several_lines_survives() {
    let mut decision = waived("security.hsts");
    if let DecisionKind::Waived(waiver) = &mut decision.kind {
        waiver.reason = "first line\n\n\"second\" \\ line \u{1b}[0m '''".to_owned();
    }
    for text in ["", BY_HAND] {
        let once = edit(text, |state| put(state, decision.clone()));
        edit(&once, |state| put(state, noted("security.debug", "x")));
    }
}

#[test]
fn comments_alone_stay_at_the_top() {
    let text = edit("# We review on Mondays.\n", |state| put(state, ticked("security.debug")));
    assert!(text.starts_with("# We review on Mondays.\nschema = 1\n"), "{text}");
}

#[test]
fn a_missing_schema_is_added_on_top() {
    let text = edit("# Ours.\n[project]\nsettings = \"shop.settings\"\n", |state| {
        put(state, ticked("security.debug"));
        state.release.commit = Some(COMMIT.to_owned());
    });
    insta::assert_snapshot!(text, @r#"
    schema = 1
    # Ours.
    [project]
    settings = "shop.settings"

    [review]
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"

    [items."security.debug"]
    decision = "ticked"
    by = "Ada Example <ada@example.org>"
    at = 2026-11-22T10:00:00Z
    commit = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a"
    basis = "sha256:00"
    "#);
}

#[test]
fn records_in_one_line_are_unfolded_when_they_change() {
    let line = r#"schema = 1
[items]
"security.hsts" = { note = "later", by = "Ada", at = 2026-11-22T10:00:00Z }
"security.debug" = { note = "never", by = "Ada", at = 2026-11-22T10:00:00Z }
"#;
    let text = edit(line, |state| put(state, waived("security.hsts")));
    assert!(text.contains("\"security.debug\" = { note"), "{text}");
    assert!(text.contains("\n[items.\"security.hsts\"]\ndecision = \"waived\"\n"), "{text}");
}

#[test]
fn records_as_dotted_keys_are_edited_where_they_stand() {
    let dotted = r#"schema = 1
items."security.debug".note = "x"
items."security.debug".by = "Ada"
items."security.debug".at = 2026-11-22T10:00:00Z
"#;
    let text = edit(dotted, |state| put(state, noted("security.debug", "y")));
    assert!(text.contains("items.\"security.debug\".note = \"y\""), "{text}");
    edit(dotted, |state| state.decisions.clear());
}

#[test]
fn a_layout_without_room_for_records_is_refused_and_not_mangled() {
    let inline = "schema = 1\nitems = { }\n";
    let from = parse(inline);
    let mut to = from.clone();
    put(&mut to, ticked("security.debug"));
    assert_eq!(gonogo::review::state::apply(inline, &from, &to, &order()), None);
}
