//! What a person may say of an item.

use gonogo::model::{Decision, DecisionKind, Person, Verdict, Waiver, WaiverKind};
use gonogo::review::Change;
use gonogo::review::decide::{self, DecideError, Session};

use super::{COMMIT, day, id, noted, report, ticked, waived, waiver};
use crate::support::repo::{ada, grace};

const ITEM: &str = "tasks.broker-security";

fn session() -> Session {
    Session {
        by: ada(),
        with: vec![grace()],
        at: "2026-11-22T10:00:00.987Z".parse().expect("a moment"),
        commit: Some(COMMIT.to_owned()),
    }
}

/// The decision that the change writes.
fn after(change: &Change) -> Option<Decision> {
    change.after.as_ref()?.decision().cloned()
}

#[test]
fn a_tick_records_who_when_where_and_on_what_basis() {
    let change = decide::tick(&report(ITEM, Verdict::Review), None, None, &session()).unwrap();
    assert_eq!(change.before, None);
    assert_eq!(after(&change), Some(Decision { with: vec![grace()], ..ticked(ITEM) }));
}

#[test]
fn a_fail_is_not_ticked_away() {
    let error = decide::tick(&report(ITEM, Verdict::Fail), None, None, &session()).unwrap_err();
    insta::assert_snapshot!(error, @"tasks.broker-security fails, so it cannot be ticked (it is not met); fix it, or waive it with a reason");
    for verdict in [Verdict::Pass, Verdict::NotApplicable, Verdict::Review] {
        assert!(decide::tick(&report(ITEM, verdict), None, None, &session()).is_ok(), "{verdict:?}");
    }
}

#[test]
fn a_waiver_needs_a_reason_and_some_kinds_a_date() {
    let try_with = |waiver: Waiver| {
        decide::waive(&report(ITEM, Verdict::Fail), None, &waiver, None, &session())
            .map(|change| after(&change))
    };
    assert_eq!(try_with(waiver()), Ok(Some(waived(ITEM))));
    let padded = Waiver {
        reason: format!("  {}\n", waiver().reason),
        ticket: Some(" OPS-123 ".to_owned()),
        ..waiver()
    };
    assert_eq!(try_with(padded), Ok(Some(waived(ITEM))));
    assert_eq!(
        try_with(Waiver { reason: " \n".to_owned(), ..waiver() }),
        Err(DecideError::NoReason { item: id(ITEM) })
    );
    for kind in WaiverKind::ALL {
        let undated = try_with(Waiver { kind, until: None, ..waiver() });
        assert_eq!(undated.is_err(), kind.needs_date(), "{kind:?}");
    }
    insta::assert_snapshot!(try_with(Waiver { until: None, ..waiver() }).unwrap_err(), @"a waiver of tasks.broker-security as accepted-risk needs its last day (until), such as 2027-02-22");
    insta::assert_snapshot!(try_with(Waiver { until: Some(day("2026-11-21")), ..waiver() }).unwrap_err(), @"the waiver of tasks.broker-security would end on 2026-11-21, which is past; name today (2026-11-22) or a later day");
    assert!(try_with(Waiver { until: Some(day("2026-11-22")), ..waiver() }).is_ok(), "through today");
}

#[test]
fn a_person_must_be_recordable() {
    for name in ["", "Ada <x", "Ada\nGrace", " Ada"] {
        let by = Person { name: name.to_owned(), email: String::new() };
        let session = Session { by, ..session() };
        let error = decide::tick(&report(ITEM, Verdict::Review), None, None, &session).unwrap_err();
        assert!(matches!(error, DecideError::BadPerson { .. }), "{name:?}");
        let with = vec![session.by];
        let session = Session { by: ada(), with, ..self::session() };
        assert!(decide::note(&id(ITEM), None, "x", &session).is_err(), "{name:?}");
    }
}

#[test]
fn a_note_without_a_decision_is_a_record_of_its_own() {
    let change = decide::note(&id(ITEM), None, " ask Grace\n", &session()).unwrap();
    assert_eq!(after(&change), Some(Decision { with: vec![grace()], ..noted(ITEM, "ask Grace") }));
    let emptied = decide::note(&id(ITEM), after(&change).as_ref(), "  ", &session()).unwrap();
    assert_eq!((emptied.before, emptied.after), (change.after, None));
}

#[test]
fn a_note_on_a_decision_leaves_the_decision_as_it_was() {
    let before = Decision { by: grace(), basis: Some("sha256:old".to_owned()), ..waived(ITEM) };
    let change = decide::note(&id(ITEM), Some(&before), "moved to April", &session()).unwrap();
    assert_eq!(after(&change), Some(Decision { note: Some("moved to April".to_owned()), ..before }));
}

#[test]
fn a_note_outlives_the_decision_that_it_stands_on() {
    let before = Decision { note: Some("ask Grace".to_owned()), ..ticked(ITEM) };
    let reopened = after(&decide::reopen(&id(ITEM), Some(&before)));
    assert_eq!(reopened, Some(noted(ITEM, "ask Grace")));
    let again = decide::tick(&report(ITEM, Verdict::Review), reopened.as_ref(), None, &session()).unwrap();
    assert_eq!(after(&again).and_then(|decision| decision.note).as_deref(), Some("ask Grace"));
    assert_eq!(decide::reopen(&id(ITEM), Some(&ticked(ITEM))).after, None);
    assert!(matches!(
        decide::reopen(&id(ITEM), Some(&waived(ITEM))).before.unwrap().decision().unwrap().kind,
        DecisionKind::Waived(_)
    ));
}
