//! Two branches' state files as one.

use gonogo::model::Decision;
use gonogo::review::{Change, Key, MergeError, Merged, State, Store, Torn, merge3};

use super::{id, order, parse, ticked, waived};
use crate::support::repo::grace;

/// `text` after `decisions` were saved into it.
fn with(text: &str, decisions: &[Decision]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::new(folder.path(), None);
    if !text.is_empty() {
        std::fs::write(store.path(), text).expect("a file");
    }
    let before = store.load().expect("a state");
    let change = |one: &Decision| {
        Change::decision(one.item.clone(), before.decision(&one.item).cloned(), Some(one.clone()))
    };
    let changes: Vec<Change> = decisions.iter().map(change).collect();
    store.save(&changes, &order()).expect("a save");
    store.text().expect("a file").expect("a text")
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge3(base, ours, theirs, &order()).expect("a merge")
}

const HEAD: &str = "# ours\nschema = 1\n\n[gate] # the gate\nfail-on = \"critical\"\n\n[ours]\nx = 1\n";

#[test]
fn different_items_merge_without_a_conflict_in_either_direction() {
    let base = with(HEAD, &[ticked("security.hsts")]);
    let ours = with(&base, &[ticked("security.debug"), waived("tasks.broker-security")]);
    let theirs = with(&base, &[Decision { by: grace(), ..ticked("database.indexes") }]);
    let both = merged(&base, &ours, &theirs);
    assert!(both.is_clean(), "{both:?}");
    assert_eq!(parse(&both.text).decisions.len(), 4);
    assert_eq!(both.text, merged(&base, &theirs, &ours).text, "commutative");
    assert_eq!(both.text, merged(&base, &both.text, &theirs).text, "idempotent");
    assert_eq!(both.text, with(&ours, &[Decision { by: grace(), ..ticked("database.indexes") }]));
    assert!(both.text.contains("[gate] # the gate\n") && both.text.contains("[ours]\nx = 1\n"));
}

#[test]
fn both_may_begin_the_file() {
    let (ours, theirs) = (with("", &[ticked("security.debug")]), with("", &[waived("security.hsts")]));
    let both = merged("", &ours, &theirs);
    assert!(both.is_clean(), "{both:?}");
    assert_eq!(both.text, with("", &[ticked("security.debug"), waived("security.hsts")]));
    assert_eq!(merged("", "", "").text, "");
    assert_eq!(merged("", "", &theirs).text, theirs);
}

#[test]
fn the_same_decision_twice_is_one() {
    let one = with(HEAD, &[ticked("security.debug")]);
    let other = one.replace("decision = \"ticked\"", "decision = 'ticked' # again");
    let both = merged(HEAD, &one, &other);
    assert!(both.is_clean(), "{both:?}");
    assert_eq!(both.text, one);
}

#[test]
fn a_real_conflict_stays_visible_around_its_table_alone() {
    let base = with(HEAD, &[ticked("security.hsts")]);
    let ours = with(&base, &[waived("security.debug"), ticked("tasks.broker-security")]);
    let theirs =
        with(&base, &[Decision { by: grace(), ..ticked("security.debug") }, ticked("database.indexes")]);
    let both = merged(&base, &ours, &theirs);
    let [conflict] = &both.conflicts[..] else { panic!("{both:?}") };
    assert_eq!(conflict.key, Key::Item(id("security.debug")));
    insta::assert_snapshot!(both.text);
    let error = State::parse(&both.text).unwrap_err();
    insta::assert_snapshot!(error[0], @"line 10, column 1: a merge conflict was left here ('<<<<<<< ours'); keep one side of security.debug and remove the marker lines, or let `gonogo fsck --take ours` (or theirs) do it");

    let torn = Torn::of(&both.text).expect("both sides");
    assert_eq!(torn.differences(), both.conflicts);
    let ours_kept = torn.settled(&[], &order()).expect("a text");
    let theirs_taken = torn.settled(std::slice::from_ref(&conflict.key), &order()).expect("a text");
    assert_eq!(parse(&ours_kept).record(&conflict.key), conflict.ours);
    assert_eq!(parse(&theirs_taken).record(&conflict.key), conflict.theirs);
    for text in [ours_kept, theirs_taken] {
        assert_eq!(parse(&text).decisions.len(), 4, "{text}");
    }
}

#[test]
fn what_one_side_takes_back_goes_and_what_the_other_changes_meanwhile_conflicts() {
    let base = with(HEAD, &[ticked("security.debug"), ticked("security.hsts")]);
    let without = |text: &str, item: &str| {
        let (from, mut to) = (parse(text), parse(text));
        to.decisions.shift_remove(&id(item));
        gonogo::review::state::apply(text, &from, &to, &order()).expect("a text")
    };
    let gone = without(&base, "security.debug");
    let both = merged(&base, &gone, &with(&base, &[ticked("database.indexes")]));
    let names: Vec<String> = parse(&both.text).decisions.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["security.hsts", "database.indexes"]);
    let changed = with(&base, &[waived("security.debug")]);
    let both = merged(&base, &gone, &changed);
    assert_eq!(both.conflicts.len(), 1);
    assert_eq!(both.conflicts[0].ours, None);
    let torn = Torn::of(&both.text).expect("both sides");
    let text = torn.settled(&[Key::Item(id("security.debug"))], &order()).expect("a text");
    assert_eq!(parse(&text).decisions[&id("security.debug")], waived("security.debug"));
}

#[test]
fn tables_by_hand_are_taken_from_the_side_that_changed_them() {
    let base = with(HEAD, &[ticked("security.debug")]);
    let theirs = base.replace("fail-on = \"critical\"", "fail-on = \"optional\"").replace("x = 1", "x = 2")
        + "\n# about theirs\n[theirs]\ny = '''\n[not a table]\n# nor a comment'''\n";
    let ours = with(&base, &[ticked("security.hsts")]);
    let both = merged(&base, &ours, &theirs);
    assert!(both.is_clean(), "{both:?}");
    for kept in [
        "fail-on = \"optional\"",
        "x = 2",
        "# about theirs\n[theirs]\ny = '''\n[not a table]\n# nor a comment'''",
    ] {
        assert!(both.text.contains(kept), "{kept}\n{}", both.text);
    }
    let otherwise = ours.replace("fail-on = \"critical\"", "fail-on = \"recommended\"");
    let both = merged(&base, &otherwise, &theirs);
    assert_eq!(both.tables, ["[gate]"]);
    // Both made the same change.
    let alike = ours.replace("fail-on = \"critical\"", "fail-on = \"optional\"");
    let both_alike = merged(&base, &alike, &theirs);
    assert!(both_alike.is_clean() && both_alike.text.contains("fail-on = \"optional\""), "{both_alike:?}");
    assert!(both.text.contains("<<<<<<< ours\n[gate]"), "{}", both.text);
}

#[test]
fn release_names_findings_and_sign_offs_merge_one_by_one() {
    let base = "schema = 1\n\n[review]\nrelease = \"2.3.0\"\n";
    let finding = |fingerprint: &str, reason: &str| {
        format!(
            "\n[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"{fingerprint}\"\nby = \"Ada\"\nreason = \"{reason}\"\n"
        )
    };
    let signed = |role: &str, at: &str| {
        format!(
            "\n[[sign-off]]\nrole = \"{role}\"\nby = \"Ada\"\nat = {at}\ncommit = \"3f2c9d0a\"\nverdict = \"go\"\ndigest = \"sha256:0\"\n"
        )
    };
    let ours = format!("{base}{}{}", finding("f2", "small"), signed("ops", "2026-11-22T10:00:00Z"));
    let theirs = format!(
        "{}{}{}",
        base.replace("2.3.0", "2.4.0"),
        finding("f1", "small"),
        signed("qa", "2026-11-22T09:00:00Z")
    );
    let both = merged(base, &ours, &theirs);
    assert!(both.is_clean(), "{both:?}");
    let state = parse(&both.text);
    assert_eq!(state.release.name.as_deref(), Some("2.4.0"));
    let found: Vec<&str> = state.dismissals.iter().map(|one| one.fingerprint.as_str()).collect();
    let roles: Vec<&str> = state.sign_offs.iter().map(|one| one.role.as_str()).collect();
    assert_eq!((found, roles), (vec!["f1", "f2"], vec!["ops", "qa"]));
    assert_eq!(both.text, merged(base, &theirs, &ours).text);

    let clash = merged(base, &base.replace("2.3.0", "2.5.0"), &theirs);
    assert_eq!(clash.conflicts[0].key, Key::Release);
    let clash = merged(base, &format!("{base}{}", finding("f1", "large")), &theirs);
    assert_eq!(clash.conflicts.len(), 1, "{clash:?}");
}

#[test]
fn the_commit_of_the_review_follows_from_the_merged_decisions_and_never_conflicts() {
    let at = |text: &str| text.parse().expect("a moment");
    let dated = |item: &str, letter: &str, when: &str| Decision {
        commit: Some(letter.repeat(40)),
        at: at(when),
        ..ticked(item)
    };
    let base = with(HEAD, &[dated("security.debug", "a", "2026-11-20T00:00:00Z")]);
    let ours = with(&base, &[dated("security.hsts", "b", "2026-11-22T00:00:00Z")]);
    let theirs = with(&base, &[dated("database.indexes", "c", "2026-11-21T00:00:00Z")]);
    for both in [merged(&base, &ours, &theirs), merged(&base, &theirs, &ours)] {
        assert!(both.is_clean(), "{both:?}");
        assert_eq!(parse(&both.text).release.commit, Some("b".repeat(40)));
    }
}

#[test]
fn the_shape_of_our_side_stays() {
    let base = with(HEAD, &[ticked("security.debug")]);
    let ours = format!("\u{feff}{}", with(&base, &[ticked("security.hsts")]).replace('\n', "\r\n"));
    let both = merged(&base, &ours, &with(&base, &[ticked("database.indexes")]));
    assert!(both.is_clean(), "{both:?}");
    assert!(both.text.starts_with('\u{feff}') && !both.text.replace("\r\n", "").contains('\n'));
}

#[test]
fn broken_or_newer_sides_are_refused_by_name() {
    let error = merge3("", "schema = \n", "", &order()).unwrap_err();
    assert!(error.to_string().starts_with("the state file of our side has mistakes: line 1"), "{error}");
    let error = merge3("", "", "schema = 7\n", &order()).unwrap_err();
    assert_eq!(error, MergeError::Newer { side: "their side", found: 7 });
}

#[test]
fn both_sides_are_read_from_what_git_leaves_too() {
    let base = with(HEAD, &[ticked("security.debug")]);
    let text = base.replace("decision = \"ticked\"\n", "<<<<<<< HEAD\ndecision = \"ticked\"\nnote = \"a\"\n||||||| 1234567\ndecision = \"ticked\"\n=======\ndecision = \"ticked\"\nnote = \"b\"\n>>>>>>> topic\n");
    let torn = Torn::of(&text).expect("both sides");
    let notes: Vec<_> = [torn.ours(), torn.theirs()]
        .map(|state| state.decisions[&id("security.debug")].note.clone())
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(notes, ["a", "b"]);
    assert_eq!(torn.differences().len(), 1);
    for broken in [base.as_str(), "<<<<<<< HEAD\n", "=======\n>>>>>>> x\n"] {
        assert_eq!(Torn::of(broken), None, "{broken}");
    }
}
