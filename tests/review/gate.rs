//! The gate's rules beyond open items, and what a project changes of the checklist.

use std::collections::BTreeMap;

use gonogo::base::RepoPath;
use gonogo::catalogue::Catalogue;
use gonogo::model::{Decision, DecisionKind, Evidence, ItemReport, Outcome, Person, Verdict, Waiver};
use gonogo::review::{Because, Call, Input, Review, State, decide};

use super::{day, finding, id, parse, put, report, ticked, waived, waiver};
use crate::support::repo::{ada, grace};

const ITEM: &str = "security.debug";

/// Every standard item passes, but for those of `reports`.
fn reports(special: &[ItemReport]) -> Vec<ItemReport> {
    let special = |item: &gonogo::model::ItemId| special.iter().find(|one| one.id == *item).cloned();
    Catalogue::standard()
        .order()
        .map(|item| special(item).unwrap_or_else(|| report(item.as_str(), Verdict::Pass)))
        .collect()
}

fn review(special: &[ItemReport], state: &State) -> Review {
    Review::new(&Input::new(&state.catalogue(), &reports(special), state, day("2026-12-01")))
}

fn said<T: ToString>(list: &[T]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_gate_is_read_whole() {
    let gate = parse(
        "[gate]\nfail-on = \"recommended\"\nrequire-sign-off = [\"ops\"]\nlongest-waiver = 90\n\
         warn-before-expiry = 7\nallow-dirty = true\ntwo-person = true\n",
    )
    .gate;
    assert_eq!((gate.longest_waiver, gate.warn_before_expiry), (Some(90), 7));
    assert!(gate.allow_dirty && gate.two_person);
    let default = parse("").gate;
    assert_eq!((default.longest_waiver, default.warn_before_expiry), (None, 14));
    assert!(!default.allow_dirty && !default.two_person);
    let problems = State::parse(
        "[gate]\nlongest-waver = 90\nlongest-waiver = 0\nwarn-before-expiry = \"7\"\ntwo-person = 1\n",
    )
    .unwrap_err();
    insta::assert_snapshot!(said(&problems), @r#"
    line 2, column 1: [gate] has no key 'longest-waver'; did you mean 'longest-waiver'?
    line 3, column 1: 'longest-waiver' of [gate] is no number of days; write a number of days from 1 on, such as 90
    line 4, column 22: 'warn-before-expiry' of [gate] is text in quotes; write a number of days, such as 90
    line 5, column 14: 'two-person' of [gate] is a number; write true or false, without quotes
    "#);
}

#[test]
fn a_waiver_longer_than_allowed_blocks() {
    let mut state = parse("[gate]\nlongest-waiver = 90\n");
    put(&mut state, waived(ITEM));
    let failing = [report(ITEM, Verdict::Fail)];
    insta::assert_snapshot!(said(&review(&failing, &state).blockers), @"security.debug: its waiver ends on 2027-03-31, and the gate allows 2027-02-20 at the latest");
    assert_eq!(review(&failing, &state).call(), Call::NoGo);
    let refused = decide::within(&state.gate, &id(ITEM), &waiver(), ticked(ITEM).at).unwrap_err();
    insta::assert_snapshot!(refused, @"a waiver of security.debug may last 90 days here, until 2027-02-20 ([gate] longest-waiver)");

    let short = Waiver { until: Some(day("2027-02-20")), ..waiver() };
    assert_eq!(decide::within(&state.gate, &id(ITEM), &short, ticked(ITEM).at), Ok(()));
    put(&mut state, Decision { kind: DecisionKind::Waived(short), ..waived(ITEM) });
    assert_eq!(review(&failing, &state).call(), Call::Go);

    let mut below = parse("[gate]\nlongest-waiver = 1\n");
    put(&mut below, waived("database.read-replica"));
    let open = [report("database.read-replica", Verdict::Fail)];
    assert_eq!(review(&open, &below).call(), Call::Go, "an optional item may as well be open");
}

#[test]
fn what_ends_soon_is_said_and_does_not_block() {
    let on = |until: &str, gate: &str| {
        let mut state = parse(gate);
        let waiver = Waiver { until: Some(day(until)), ..waiver() };
        put(&mut state, Decision { kind: DecisionKind::Waived(waiver), ..waived(ITEM) });
        let review = review(&[report(ITEM, Verdict::Fail)], &state);
        assert_eq!(review.call(), Call::Go);
        said(&review.cautions)
    };
    assert_eq!(on("2026-12-16", ""), "");
    insta::assert_snapshot!(on("2026-12-15", ""), @"security.debug: its waiver ends in 14 days (2026-12-15)");
    insta::assert_snapshot!(on("2026-12-02", ""), @"security.debug: its waiver ends tomorrow (2026-12-02)");
    insta::assert_snapshot!(on("2026-12-01", ""), @"security.debug: its waiver ends today (2026-12-01)");
    assert_eq!(on("2026-12-15", "[gate]\nwarn-before-expiry = 3\n"), "");
    assert_ne!(on("2027-11-30", "[gate]\nwarn-before-expiry = 365\n"), "", "in days, not in months and days");
}

#[test]
fn who_alone_wrote_the_lines_does_not_decide_a_critical_item_alone() {
    let path = RepoPath::new("shop/settings.py").unwrap();
    let place = Evidence { path, line: 3, end_line: 3, column: 1, text: "DEBUG = x".to_owned() };
    let looked = ItemReport { outcome: Outcome::review("look").and(place), ..report(ITEM, Verdict::Review) };
    let mut state = parse("[gate]\ntwo-person = true\n");
    put(&mut state, ticked(ITEM));
    let reports = reports(std::slice::from_ref(&looked));
    let catalogue = state.catalogue();
    let blockers = |state: &State, authors: Option<Vec<Person>>| {
        let authors: BTreeMap<_, _> = authors.into_iter().map(|persons| (id(ITEM), persons)).collect();
        said(
            &Review::new(&Input::new(&catalogue, &reports, state, day("2026-12-01")).authors(&authors))
                .blockers,
        )
    };
    let other_case = Person { name: "A. Example".to_owned(), email: "ADA@example.org".to_owned() };
    insta::assert_snapshot!(blockers(&state, None), @"security.debug: two persons are asked for, and the authors of its lines are not known");
    insta::assert_snapshot!(blockers(&state, Some(vec![ada()])), @"security.debug: Ada Example <ada@example.org> decided it, and alone wrote the lines that it rests on; a second person must");
    assert_ne!(blockers(&state, Some(vec![ada(), other_case])), "", "one person under two names");
    assert_eq!(blockers(&state, Some(vec![grace()])), "");
    assert_eq!(blockers(&state, Some(vec![ada(), grace()])), "");
    put(&mut state, Decision { with: vec![grace()], ..ticked(ITEM) });
    assert_eq!(blockers(&state, Some(vec![ada()])), "", "somebody sat beside her");
    put(&mut state, ticked(ITEM));
    state.gate.two_person = false;
    assert_eq!(blockers(&state, Some(vec![ada()])), "");

    // The rule stands in the way of the item's section as well, and of no other.
    state.gate.two_person = true;
    let authors = BTreeMap::from([(id(ITEM), vec![ada()])]);
    let alone = Review::new(&Input::new(&catalogue, &reports, &state, day("2026-12-01")).authors(&authors));
    assert_eq!((alone.section_call("security"), alone.section_call("database")), (Call::NoGo, Call::Go));

    let mut absent = parse("[gate]\ntwo-person = true\n");
    put(&mut absent, ticked(ITEM));
    assert_eq!(review(&[report(ITEM, Verdict::Review)], &absent).call(), Call::Go, "nobody wrote an absence");
    let mut passing = parse("[gate]\ntwo-person = true\n");
    put(&mut passing, ticked("security.hsts"));
    assert_eq!(review(&[], &passing).call(), Call::Go, "the repository decides it, no person");
}

#[test]
fn required_roles_that_have_signed_do_not_block() {
    let state = parse("[gate]\nrequire-sign-off = [\"ops\", \"qa\"]\n");
    let (catalogue, reports) = (state.catalogue(), reports(&[]));
    let input = Input::new(&catalogue, &reports, &state, day("2026-12-01"));
    insta::assert_snapshot!(said(&Review::new(&input.signed(&["qa".to_owned()])).blockers), @"no valid sign-off by the ops");
    let all = ["ops".to_owned(), "qa".to_owned()];
    assert_eq!(Review::new(&input.signed(&all)).call(), Call::Go);
}

#[test]
fn every_state_is_visible_as_itself() {
    let mut state =
        parse("[grade.\"security.hsts\"]\nseverity = \"out-of-scope\"\nreason = \"the proxy has it\"\n");
    let other = |item: &str| ItemReport { basis: "sha256:11".to_owned(), ..report(item, Verdict::Review) };
    let expired = Waiver { until: Some(day("2026-11-30")), ..waiver() };
    put(&mut state, ticked("security.debug"));
    put(&mut state, ticked("security.secret-key"));
    put(&mut state, Decision { kind: DecisionKind::Waived(expired), ..waived("security.cookies") });
    put(&mut state, waived("security.allowed-hosts"));
    put(&mut state, ticked("security.gone"));
    let review = review(
        &[
            report("security.debug", Verdict::Fail),
            other("security.secret-key"),
            report("security.cookies", Verdict::Fail),
            report("security.hsts", Verdict::Fail),
        ],
        &state,
    );
    let because = |item: &str| review.item(&id(item)).unwrap().status.because;
    assert_eq!(because("security.debug"), Because::Contradiction);
    assert_eq!(because("security.secret-key"), Because::Stale);
    assert_eq!(because("security.cookies"), Because::Expired);
    assert_eq!(because("security.allowed-hosts"), Because::ObsoleteWaiver);
    assert_eq!(because("security.hsts"), Because::OutOfScope);
    assert_eq!(review.obsolete, [id("security.gone")]);
    insta::assert_snapshot!(said(&review.cautions), @r"
    security.allowed-hosts: it is met, so its waiver can go
    security.gone: decided, and no item of the checklist
    ");
}

#[test]
fn a_weaker_checklist_is_always_said() {
    let state = parse(
        "[grade.\"security.debug\"]\nseverity = \"out-of-scope\"\nreason = \"a demo site\"\n\
         [grade.\"security.hsts\"]\nseverity = \"optional\"\nreason = \"no TLS here\"\n\
         [grade.\"tasks.concurrency\"]\nseverity = \"critical\"\nreason = \"the workers share the host\"\n\
         [grade.\"tasks.gone\"]\nseverity = \"critical\"\nreason = \"x\"\n\
         [[item]]\nid = \"project.runbook\"\ntitle = \"A runbook\"\nseverity = \"recommended\"\ntext = \"Read it\"\n",
    );
    let failing = [report("security.debug", Verdict::Fail), report("tasks.concurrency", Verdict::Fail)];
    let review = review(&failing, &state);
    insta::assert_snapshot!(said(&review.alterations), @r"
    security.debug (critical) is out of scope here: a demo site
    security.hsts is optional here, recommended in the checklist: no TLS here
    tasks.concurrency is critical here, recommended in the checklist: the workers share the host
    project.runbook is the project's own (recommended)
    ");
    insta::assert_snapshot!(said(&review.blockers), @"tasks.concurrency (critical): not met");
    insta::assert_snapshot!(said(&review.cautions), @"tasks.gone: weighed differently, and no item of the checklist");
    let debug = review.item(&id("security.debug")).unwrap();
    assert_eq!((debug.status.because, debug.verdict), (Because::OutOfScope, Some(Verdict::Fail)));
    assert_eq!(review.sections.last().unwrap().id, "project");
    assert_eq!(review.total(), 31);
}

#[test]
fn a_dismissal_whose_finding_is_gone_is_obsolete() {
    let state = parse(
        "[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f1\"\nby = \"Ada\"\nreason = \"x\"\n\
         [[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f2\"\nby = \"Ada\"\nreason = \"x\"\n",
    );
    let outcome = Outcome::fail("one field").find(finding("f1"));
    let found = ItemReport { outcome, ..report("database.indexes", Verdict::Fail) };
    let review = review(&[found], &state);
    assert_eq!(review.item(&id("database.indexes")).unwrap().status.because, Because::Dismissed);
    insta::assert_snapshot!(said(&review.cautions), @"database.indexes: the finding f2 is dismissed, and no longer there");
    let unscanned = Review::new(&Input::new(Catalogue::standard(), &[], &state, day("2026-12-01")));
    assert_eq!(said(&unscanned.cautions), "", "nobody has looked yet");
}
