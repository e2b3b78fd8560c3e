//! The text of `gonogo.toml`: read, edited, and every mistake in it.

use gonogo::model::{Decision, DecisionKind, ItemId, Person, Waiver, WaiverKind};
use gonogo::review::state::{self, State};

fn id(text: &str) -> ItemId {
    text.parse().expect("an item id")
}

fn order() -> Vec<ItemId> {
    ["security.debug", "security.hsts", "database.indexes", "tasks.broker-security"].map(id).to_vec()
}

fn ticked(item: &str) -> Decision {
    Decision {
        item: id(item),
        kind: DecisionKind::Ticked,
        by: Person { name: "Ada Example".to_owned(), email: "ada@example.org".to_owned() },
        with: Vec::new(),
        at: "2026-11-22T10:00:00Z".parse().expect("a moment"),
        commit: Some("3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a".to_owned()),
        basis: Some("sha256:00".to_owned()),
        note: None,
    }
}

fn waived(item: &str) -> Decision {
    let kind = DecisionKind::Waived(Waiver {
        kind: WaiverKind::AcceptedRisk,
        reason: "the broker is on the same host until the March move".to_owned(),
        until: Some("2027-03-31".parse().expect("a day")),
        ticket: Some("OPS-123".to_owned()),
    });
    let with = vec![Person { name: "Grace Example".to_owned(), email: "grace@example.org".to_owned() }];
    Decision { kind, with, ..ticked(item) }
}

fn edit(text: &str, change: impl FnOnce(&mut State)) -> String {
    let from = State::parse(text).expect("a state file without mistakes");
    let mut to = from.clone();
    change(&mut to);
    let edited = state::apply(text, &from, &to, &order()).expect("a text that can be edited");
    let read = State::parse(&edited).unwrap_or_else(|problems| panic!("{edited}\n{problems:?}"));
    assert!(read.says(&to), "{edited}");
    edited
}

fn put(state: &mut State, decision: Decision) {
    state.decisions.insert(decision.item.clone(), decision);
}

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
