//! The table of statuses, cell by cell.

use gonogo::model::{Decision, DecisionKind, ItemReport, Outcome, Verdict, Waiver};
use gonogo::review::state::Dismissal;
use gonogo::review::{Because, State, Status};

use super::{day, finding, id, noted, report, ticked, waived, waiver};
use crate::support::repo::ada;

const ITEM: &str = "tasks.broker-security";

fn status(report: &ItemReport, decision: Option<&Decision>) -> Status {
    Status::of(Some(report), decision, &State::default(), day("2027-03-31"))
}

#[test]
fn verdict_and_decision_make_the_status() {
    use Because as B;
    use Verdict as V;
    let table = [
        (V::Pass, B::Met, B::Met, B::ObsoleteWaiver),
        (V::NotApplicable, B::NotApplicable, B::NotApplicable, B::ObsoleteWaiver),
        (V::Review, B::Undecided, B::Ticked, B::Waived),
        (V::Fail, B::Failing, B::Contradiction, B::Waived),
    ];
    for (verdict, none, tick, waive) in table {
        let report = report(ITEM, verdict);
        assert_eq!(status(&report, None).because, none, "{verdict:?}, no decision");
        assert_eq!(status(&report, Some(&noted(ITEM, "x"))).because, none, "{verdict:?}, a note");
        assert_eq!(status(&report, Some(&ticked(ITEM))).because, tick, "{verdict:?}, ticked");
        assert_eq!(status(&report, Some(&waived(ITEM))).because, waive, "{verdict:?}, waived");
    }
}

#[test]
fn done_and_open_are_as_the_design_says() {
    let done: Vec<&str> =
        Because::ALL.into_iter().filter(|because| because.is_done()).map(Because::as_str).collect();
    assert_eq!(
        done,
        ["met", "not-applicable", "ticked", "waived", "obsolete-waiver", "dismissed", "out-of-scope"]
    );
    for because in Because::ALL {
        assert_eq!(Status::from(because), Status { done: because.is_done(), because });
    }
}

#[test]
fn another_basis_makes_a_decision_stale() {
    for (decision, fresh) in [(ticked(ITEM), Because::Ticked), (waived(ITEM), Because::Waived)] {
        let mut report = report(ITEM, Verdict::Review);
        assert_eq!(status(&report, Some(&decision)).because, fresh);
        report.basis = "sha256:11".to_owned();
        assert_eq!(status(&report, Some(&decision)).because, Because::Stale);
        let unfounded = Decision { basis: None, ..decision };
        assert_eq!(status(&report, Some(&unfounded)).because, Because::Stale, "no basis was recorded");
    }
    let mut failing = report(ITEM, Verdict::Fail);
    failing.basis = "sha256:11".to_owned();
    assert_eq!(status(&failing, Some(&waived(ITEM))).because, Because::Stale);
    assert_eq!(status(&failing, Some(&ticked(ITEM))).because, Because::Contradiction);
    let mut met = report(ITEM, Verdict::Pass);
    met.basis = "sha256:11".to_owned();
    assert_eq!(status(&met, Some(&ticked(ITEM))).because, Because::Met, "proof needs no decision");
}

#[test]
fn a_waiver_holds_through_its_last_day() {
    let state = State::default();
    let report = report(ITEM, Verdict::Fail);
    let on = |today| Status::of(Some(&report), Some(&waived(ITEM)), &state, day(today)).because;
    assert_eq!(on("2027-03-31"), Because::Waived);
    assert_eq!(on("2027-04-01"), Because::Expired);
    let endless = Waiver { until: None, ..waiver() };
    let endless = Decision { kind: DecisionKind::Waived(endless), ..waived(ITEM) };
    assert_eq!(Status::of(Some(&report), Some(&endless), &state, day("2999-01-01")).because, Because::Waived);
}

#[test]
fn an_audit_whose_findings_are_all_dismissed_is_done() {
    let outcome = Outcome::fail("two fields lack an index").find(finding("f1")).find(finding("f2"));
    let report = ItemReport { outcome, ..report("database.indexes", Verdict::Fail) };
    let mut state = State::default();
    let because = |state: &State| Status::of(Some(&report), None, state, day("2026-11-22")).because;
    let dismiss = |item: &str, fingerprint: &str| Dismissal {
        item: id(item),
        fingerprint: fingerprint.to_owned(),
        by: ada(),
        at: None,
        reason: "five rows".to_owned(),
    };
    state.dismissals.push(dismiss("database.indexes", "f1"));
    state.dismissals.push(dismiss("database.n-plus-one", "f2"));
    assert_eq!(because(&state), Because::Failing, "one finding is left");
    state.dismissals.push(dismiss("database.indexes", "f2"));
    assert_eq!(because(&state), Because::Dismissed);
    let bare = super::report("database.indexes", Verdict::Fail);
    assert_eq!(Status::of(Some(&bare), None, &state, day("2026-11-22")).because, Because::Failing);
}

#[test]
fn what_was_not_scanned_is_open() {
    let status = Status::of(None, Some(&ticked(ITEM)), &State::default(), day("2026-11-22"));
    assert_eq!(status, Because::NotScanned.into());
    assert!(!status.done);
}
