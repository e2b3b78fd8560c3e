//! The review: statuses, decisions, the gate and the state file.

mod decide;
mod fsck;
mod gate;
mod merge;
mod own;
mod records;
mod schema;
mod state;
mod status;
mod store;
mod whole;

use gonogo::base::RepoPath;
use gonogo::model::{
    Absence, Decision, DecisionKind, Finding, ItemId, ItemReport, Outcome, Verdict, Waiver, WaiverKind,
};
use gonogo::review::State;
use jiff::civil::Date;

use crate::support::repo::{ada, grace};

const COMMIT: &str = "3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a3f2c9d0a";
const BASIS: &str = "sha256:00";

/// What `text`, which has no mistakes, says.
fn parse(text: &str) -> State {
    State::parse(text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn id(text: &str) -> ItemId {
    text.parse().expect("an item id")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// The catalogue's order, as far as these tests need one.
fn order() -> Vec<ItemId> {
    ["security.debug", "security.hsts", "database.indexes", "tasks.broker-security"].map(id).to_vec()
}

fn ticked(item: &str) -> Decision {
    Decision {
        item: id(item),
        kind: DecisionKind::Ticked,
        by: ada(),
        with: Vec::new(),
        at: "2026-11-22T10:00:00Z".parse().expect("a moment"),
        commit: Some(COMMIT.to_owned()),
        basis: Some(BASIS.to_owned()),
        note: None,
    }
}

fn waiver() -> Waiver {
    Waiver {
        kind: WaiverKind::AcceptedRisk,
        reason: "the broker is on the same host until the March move".to_owned(),
        until: Some(day("2027-03-31")),
        ticket: Some("OPS-123".to_owned()),
    }
}

fn waived(item: &str) -> Decision {
    Decision { kind: DecisionKind::Waived(waiver()), with: vec![grace()], ..ticked(item) }
}

fn noted(item: &str, note: &str) -> Decision {
    Decision { kind: DecisionKind::Noted, basis: None, note: Some(note.to_owned()), ..ticked(item) }
}

fn put(state: &mut State, decision: Decision) {
    state.decisions.insert(decision.item.clone(), decision);
}

fn finding(fingerprint: &str) -> Finding {
    let path = RepoPath::new("shop/models.py").expect("a path");
    Finding { path, line: 1, message: "no index".to_owned(), fingerprint: fingerprint.to_owned() }
}

fn report(item: &str, verdict: Verdict) -> ItemReport {
    let ground = || Absence::new("Celery", "the settings");
    let outcome = match verdict {
        Verdict::Pass => Outcome::pass("it is met", ground()),
        Verdict::Fail => Outcome::fail("it is not met"),
        Verdict::NotApplicable => Outcome::not_applicable("it does not apply", ground()),
        Verdict::Review => Outcome::review("somebody must look"),
    };
    ItemReport { id: id(item), outcome, basis: BASIS.to_owned(), readings: Vec::new() }
}
