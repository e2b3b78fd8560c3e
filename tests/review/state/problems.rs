//! Every mistake is found, with its place and what to do.

use gonogo::model::Severity;
use gonogo::review::State;

/// The mistakes of `text`, a line each.
fn problems(text: &str) -> String {
    match State::parse(text) {
        Ok(state) => format!("no mistakes: {state:#?}"),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn waivers_must_say_kind_reason_and_date() {
    insta::assert_snapshot!(problems(r#"
schema = 1
[items."security.debug"]
decision = "waived"
by = "Ada"
at = 2026-11-22T10:00:00Z
[items."security.hsts"]
decision = "waived"
by = "Ada"
at = 2026-11-22T10:00:00Z
kind = "accepted-risk"
reason = "  "
[items."security.cookies"]
decision = "waived"
by = "Ada"
at = 2026-11-22T10:00:00Z
kind = "defered"
reason = "later"
until = "2027-03-31"
"#), @r#"
line 3, column 1: [items."security.debug"] lacks 'kind'; say which kind of waiver: accepted-risk, deferred, met-elsewhere, not-applicable, false-positive
line 3, column 1: [items."security.debug"] lacks 'reason'; say in a sentence why it may be let through
line 7, column 1: [items."security.hsts"] lacks 'until'; a waiver as accepted-risk ends some day: write until = 2027-03-31, say
line 12, column 1: 'reason' of [items."security.hsts"] is empty; say it, or remove the key
line 17, column 8: 'kind' of [items."security.cookies"] cannot be "defered"; did you mean "deferred"?
line 19, column 9: 'until' of [items."security.cookies"] is text in quotes; write a day without quotes, such as 2027-03-31
"#);
}

#[test]
fn decisions_must_say_who_and_when() {
    insta::assert_snapshot!(problems(r#"
[items."security.debug"]
decision = "tickt"
by = "<>"
at = 2026-11-22T10:00:00
[items."security.hsts"]
decision = "ticked"
with = "Grace"
commit = "main"
[items."security.cookies"]
by = "Ada"
at = 2026-11-22
[items."security.secret-key"]
decision = "ticked"
by = "Ada"
at = 2026-11-22T10:00:00Z
reason = "is fine"
"#), @r#"
line 3, column 12: 'decision' of [items."security.debug"] cannot be "tickt"; did you mean "ticked"?
line 4, column 6: 'by' of [items."security.debug"] names nobody: "<>"; write a name, or "Name <email>"
line 5, column 6: 'at' of [items."security.debug"] is another kind of date or time; write a date and time with its zone, without quotes, such as 2026-11-22T10:00:00Z
line 6, column 1: [items."security.hsts"] lacks 'by'; write a name, or "Name <email>"
line 6, column 1: [items."security.hsts"] lacks 'at'; write when it was decided, such as at = 2026-11-22T10:00:00Z
line 8, column 8: 'with' of [items."security.hsts"] is text in quotes; write a list of texts in quotes, such as ["…"]
line 9, column 1: 'commit' of [items."security.hsts"] is no commit hash; write the hash that `git rev-parse HEAD` prints
line 10, column 1: [items."security.cookies"] lacks 'note'; write decision = "ticked" or "waived", or a note
line 12, column 6: 'at' of [items."security.cookies"] is another kind of date or time; write a date and time with its zone, without quotes, such as 2026-11-22T10:00:00Z
line 17, column 1: 'reason' belongs to a waiver, and [items."security.secret-key"] is none; write decision = "waived", or put the text into 'note'
"#);
}

#[test]
fn misspelt_keys_and_words_are_mistakes_with_a_suggestion() {
    insta::assert_snapshot!(problems(r#"
schema = "1"
[gate]
fail_on = "recommended"
[project]
setting = "shop.settings"
colour = "red"
[review]
release = 2.4
[items."Security.Debug"]
decision = "ticked"
[items."security.hsts"]
decision = "ticked"
by = "Ada"
at = 2026-11-22T10:00:00Z
untill = 2027-03-31
"#), @r#"
line 2, column 10: 'schema' is no schema number; write schema = 1
line 4, column 1: [gate] has no key 'fail_on'; did you mean 'fail-on'?
line 6, column 1: [project] has no key 'setting'; did you mean 'settings'?
line 7, column 1: [project] has no key 'colour'; known are root, settings
line 9, column 11: 'release' of [review] is a number; write text in quotes
line 10, column 8: 'Security.Debug' is no item id; write [items."section.item"], in quotes
line 16, column 1: [items."security.hsts"] has no key 'untill'; did you mean 'until'?
"#);
}

#[test]
fn a_gate_that_nobody_meant_is_a_mistake() {
    insta::assert_snapshot!(problems("[gate]\nfail-on = \"high\"\nrequire-sign-off = \"ops\"\n"), @r#"
    line 2, column 11: 'fail-on' of [gate] cannot be "high"; it is one of critical, recommended, optional
    line 3, column 20: 'require-sign-off' of [gate] is text in quotes; write a list of texts in quotes, such as ["…"]
    "#);
}

#[test]
fn dismissals_and_sign_offs_are_whole_or_wrong() {
    insta::assert_snapshot!(problems(r#"
[[findings]]
item = "indexes"
by = "Ada"
reason = "small"
[[sign-off]]
role = "ops"
by = "Ada"
verdict = "yes"
"#), @r#"
line 2, column 1: 'indexes' in [[findings]] is no item id; write the item's id, such as item = "database.indexes"
line 2, column 1: [[findings]] lacks 'fingerprint'; write the finding's fingerprint
line 6, column 1: [[sign-off]] lacks 'at'; sign-offs are written by `gonogo sign`; remove this one and sign again
line 6, column 1: [[sign-off]] lacks 'commit'; sign-offs are written by `gonogo sign`; remove this one and sign again
line 6, column 1: [[sign-off]] lacks 'digest'; sign-offs are written by `gonogo sign`; remove this one and sign again
line 9, column 11: 'verdict' of [[sign-off]] cannot be "yes"; it is one of go, no-go
"#);
    insta::assert_snapshot!(problems("[findings]\nitem = \"database.indexes\"\n"), @"line 1, column 2: 'findings' is no list of tables; write [[findings]] for each one");
}

#[test]
fn a_misspelt_key_is_not_missed_as_well() {
    let text = "[items.\"security.debug\"]\ndecison = \"ticked\"\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\n";
    insta::assert_snapshot!(problems(text), @r#"line 2, column 1: [items."security.debug"] has no key 'decison'; did you mean 'decision'?"#);
}

#[test]
fn what_is_no_toml_is_shown_at_its_place() {
    insta::assert_snapshot!(problems("schema = 1\n[items.\"security.debug\"\nby = 3\n"), @"line 2, column 24: this is not TOML: unclosed table, expected `]`; correct that line; `git diff gonogo.toml` shows what was changed");
    insta::assert_snapshot!(problems("\u{FEFF}x = \n"), @"line 1, column 5: this is not TOML: string values must be quoted, expected literal string; correct that line; `git diff gonogo.toml` shows what was changed");
    insta::assert_snapshot!(problems("[gate]\n[gate]\n"), @"line 2, column 2: gate is here twice; keep one of the two");
    insta::assert_snapshot!(problems("[gate]\nfail-on = \"critical\"\nfail-on = \"optional\"\n"), @"line 3, column 1: fail-on is here twice; keep one of the two");
}

#[test]
fn an_unfinished_merge_is_named_with_its_lines() {
    insta::assert_snapshot!(problems(r#"schema = 1
[items."security.debug"]
<<<<<<< HEAD
decision = "ticked"
=======
decision = "waived"
>>>>>>> release
"#), @r"
line 3, column 1: a merge conflict was left here ('<<<<<<< HEAD'); keep one side and remove the marker lines
");
}

#[test]
fn a_table_that_may_be_a_misspelt_one_of_ours_is_noticed_and_harms_nobody() {
    let text = "[contacts]\nx = 1\n[itmes.\"security.debug\"]\ndecision = \"ticked\"\n";
    let notices: Vec<String> = State::parse(text).unwrap().notices.iter().map(ToString::to_string).collect();
    assert_eq!(notices, ["line 3, column 2: gonogo does not read 'itmes'; did you mean 'items'?"]);
}

#[test]
fn a_newer_file_is_read_as_far_as_it_is_understood() {
    let state = State::parse("schema = 2\n[gate]\nquorum = 3\nfail-on = \"optional\"\n").unwrap();
    assert!(state.is_newer());
    assert_eq!(state.gate.fail_on, Severity::Optional);
}

#[test]
fn hostile_text_ends_in_mistakes_and_not_in_a_crash() {
    let deep = format!("x = {}", "[".repeat(100_000));
    let dots = format!("{}x = 1", "a.".repeat(100_000));
    let tables = format!("[{}x]", "a.".repeat(100_000));
    for text in [deep, dots, tables, "\0".to_owned(), "items = 1".to_owned(), "items.x = 1".to_owned()] {
        assert!(State::parse(&text).is_err(), "{text:.40}");
    }
}
