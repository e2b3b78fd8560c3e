//! The review as a whole: counters, and what stands in the way of GO.

use gonogo::catalogue::Catalogue;
use gonogo::model::{ItemId, ItemReport, Severity, Verdict};
use gonogo::review::{Call, Input, Review, State};

use super::{day, id, put, report, ticked, waived};

fn items() -> Vec<ItemId> {
    ["security.debug", "security.hsts", "database.indexes", "database.read-replica"].map(id).to_vec()
}

/// Two sections of two items: critical, recommended, critical, optional.
fn catalogue() -> Catalogue {
    let section = |id: &str, items: [(&str, Severity); 2]| {
        let entry = |(name, severity): (&str, Severity)| {
            format!(
                "[[items]]\nid = \"{name}\"\ntitle = \"x\"\nseverity = \"{}\"\nasks = \"x\"\nwhy = \"x\"\n\
                 fix = {{ text = \"x\" }}\nverify = {{ text = \"x\" }}\n\
                 references = [{{ title = \"x\", url = \"https://example.org/\" }}]\n",
                severity.as_str()
            )
        };
        format!("id = \"{id}\"\ntitle = \"{id}\"\n{}", items.map(entry).concat())
    };
    let security = section("security", [("debug", Severity::Critical), ("hsts", Severity::Recommended)]);
    let database =
        section("database", [("indexes", Severity::Critical), ("read-replica", Severity::Optional)]);
    Catalogue::read(&[("security.toml", &security), ("database.toml", &database)]).expect("a catalogue")
}

fn reports(verdicts: [Verdict; 4]) -> Vec<ItemReport> {
    items().iter().zip(verdicts).map(|(id, verdict)| report(id.as_str(), verdict)).collect()
}

fn review(reports: &[ItemReport], state: &State) -> Review {
    let catalogue = catalogue().with(&state.own, &state.grades);
    Review::new(&Input::new(&catalogue, reports, state, day("2026-11-22")))
}

fn counters(review: &Review) -> Vec<String> {
    review.sections.iter().map(|section| format!("{} {}", section.id, section.counter())).collect()
}

fn blockers(review: &Review) -> Vec<String> {
    review.blockers.iter().map(ToString::to_string).collect()
}

#[test]
fn counters_count_what_is_done() {
    use Verdict::{Fail, Pass, Review};
    let mut state = State::default();
    let reports = reports([Pass, Fail, Review, Fail]);
    assert_eq!(counters(&review(&reports, &state)), ["security 1/2", "database 0/2"]);
    put(&mut state, ticked("database.indexes"));
    put(&mut state, ticked("security.hsts"));
    let whole = review(&reports, &state);
    assert_eq!(counters(&whole), ["security 1/2", "database 1/2"]);
    assert_eq!((whole.done(), whole.total()), (2, 4));
    assert_eq!(whole.item(&id("security.hsts")).unwrap().verdict, Some(Fail));
}

#[test]
fn items_at_or_above_the_threshold_block() {
    use Verdict::{Fail, NotApplicable, Pass, Review};
    let mut state = State::default();
    let first = reports([Fail, Fail, Review, Fail]);
    insta::assert_snapshot!(blockers(&review(&first, &state)).join("\n"), @r"
    security.debug (critical): not met
    database.indexes (critical): a person must look
    ");
    assert_eq!(review(&first, &state).call(), Call::NoGo);

    let met = reports([Pass, Fail, NotApplicable, Fail]);
    assert_eq!(
        review(&met, &state).call(),
        Call::Go,
        "recommended and optional items do not block by default"
    );
    state.gate.fail_on = Severity::Recommended;
    insta::assert_snapshot!(blockers(&review(&met, &state)).join("\n"), @"security.hsts (recommended): not met");
    put(&mut state, waived("security.hsts"));
    assert_eq!(review(&met, &state).call(), Call::Go);
    state.gate.fail_on = Severity::Optional;
    assert_eq!(review(&met, &state).call(), Call::NoGo);
}

#[test]
fn required_sign_offs_that_nobody_verified_block() {
    let mut state = State::default();
    state.gate.require_sign_off = vec!["release manager".to_owned()];
    let whole = review(&reports([Verdict::Pass; 4]), &state);
    assert_eq!(whole.call(), Call::NoGo);
    insta::assert_snapshot!(blockers(&whole).join("\n"), @"no valid sign-off by the release manager");
}

#[test]
fn nothing_scanned_is_never_go() {
    let whole = review(&[], &State::default());
    assert_eq!(whole.call(), Call::NoGo);
    assert_eq!(counters(&whole), ["security 0/2", "database 0/2"]);
}

#[test]
fn records_of_unknown_items_are_listed_and_count_for_nothing() {
    let mut state = State::default();
    put(&mut state, ticked("security.debgu"));
    let whole = review(&reports([Verdict::Pass; 4]), &state);
    assert_eq!(whole.obsolete, [id("security.debgu")]);
    assert_eq!((whole.done(), whole.total()), (4, 4));
}

#[test]
fn the_standard_catalogue_makes_six_sections_of_five() {
    let state = State::default();
    let whole = Review::new(&Input::new(Catalogue::standard(), &[], &state, day("2026-11-22")));
    assert_eq!(whole.sections.len(), 6);
    assert!(whole.sections.iter().all(|section| section.total() == 5));
}
