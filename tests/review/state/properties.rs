//! What holds for any decisions: reading gives back what was written, order and repetition do not matter.

use gonogo::model::{Decision, DecisionKind, Person, Waiver, WaiverKind};
use gonogo::review::state::{Dismissal, SignOff};
use gonogo::review::{Call, Change, Merged, Record, Saved, State, Store, Torn, merge3};
use proptest::prelude::*;

use super::super::order;
use super::{edit, parse};
use crate::support::repo::ada;

/// Any text that is not blank, with what TOML must escape.
fn text() -> impl Strategy<Value = String> {
    "[ -~\\n\\t\\x00\\u{1b}äß日\\u{202e}\"'\\\\#]{0,30}[a-z]"
}

fn person() -> impl Strategy<Value = Person> {
    ("[A-Zäß日][a-z '\"\\\\#]{0,8}[a-z]", "([a-z]{1,5}@example[.]org)?")
        .prop_map(|(name, email)| Person { name, email })
}

fn kind() -> impl Strategy<Value = DecisionKind> {
    let waiver = (0..WaiverKind::ALL.len(), text(), 0..3_000_i32, proptest::option::of(text())).prop_map(
        |(kind, reason, days, ticket)| {
            let kind = WaiverKind::ALL[kind];
            let until = jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(days));
            let until = (kind.needs_date() || days % 2 == 0).then_some(until);
            DecisionKind::Waived(Waiver { kind, reason, until, ticket })
        },
    );
    prop_oneof![Just(DecisionKind::Ticked), Just(DecisionKind::Noted), waiver]
}

fn decision(item: usize) -> impl Strategy<Value = Decision> {
    (
        kind(),
        person(),
        proptest::collection::vec(person(), 0..3),
        (0..4_000_000_000_i64, 0..2_i32),
        proptest::option::of("[0-9a-f]{40}"),
        proptest::option::of("sha256:[0-9a-f]{8}"),
        proptest::option::of(text()),
    )
        .prop_map(move |(kind, by, with, (second, nanosecond), commit, basis, note)| {
            let note = note.or((kind == DecisionKind::Noted).then(|| "noted".to_owned()));
            let at = jiff::Timestamp::new(second, nanosecond).expect("a moment");
            Decision { item: order()[item].clone(), kind, by, with, at, commit, basis, note }
        })
}

/// A record or none for each item of the catalogue.
fn decisions() -> impl Strategy<Value = Vec<Option<Decision>>> {
    (0..order().len()).map(|item| proptest::option::of(decision(item))).collect::<Vec<_>>()
}

fn nothing() -> Vec<Option<Decision>> {
    vec![None; order().len()]
}

fn set(state: &mut State, decisions: &[Option<Decision>]) {
    for (item, decision) in order().iter().zip(decisions) {
        match decision {
            Some(decision) => {
                state.decisions.insert(item.clone(), decision.clone());
            }
            None => {
                state.decisions.shift_remove(item);
            }
        }
    }
}

/// One change an item, from the records of `before` to those of `after`.
fn changes(before: &[Option<Decision>], after: &[Option<Decision>]) -> Vec<Change> {
    let pairs = before.iter().zip(after);
    order()
        .into_iter()
        .zip(pairs)
        .map(|(item, (b, a))| Change::decision(item, b.clone(), a.clone()))
        .collect()
}

/// A state file of its own.
struct OnDisk {
    _folder: tempfile::TempDir,
    store: Store,
}

impl OnDisk {
    fn new(decisions: &[Option<Decision>]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::new(folder.path(), None);
        let disk = Self { _folder: folder, store };
        disk.save(&changes(&nothing(), decisions));
        disk
    }

    fn save(&self, changes: &[Change]) -> Saved {
        let saved = self.store.save(changes, &order()).expect("a save");
        assert_eq!(saved.conflicts, []);
        saved
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.store.path()).unwrap_or_default()
    }
}

/// A dismissal or none for each of three findings.
fn dismissals() -> impl Strategy<Value = Vec<Option<Record>>> {
    let one = |number: usize| {
        (person(), text(), proptest::option::of(0..4_000_000_000_i64)).prop_map(move |(by, reason, at)| {
            Record::Dismissal(Dismissal {
                item: order()[2].clone(),
                fingerprint: format!("f\"{number}"),
                by,
                at: at.map(|second| jiff::Timestamp::from_second(second).expect("a moment")),
                reason,
            })
        })
    };
    (0..3).map(|number| proptest::option::of(one(number))).collect::<Vec<_>>()
}

/// A signature or none for each of two roles.
fn sign_offs() -> impl Strategy<Value = Vec<Option<Record>>> {
    let one = |role: usize| {
        ((0..4_000_000_000_i64), proptest::bool::ANY, proptest::option::of(text())).prop_map(
            move |(second, go, signature)| {
                Record::SignOff(SignOff {
                    role: format!("role '{role}'"),
                    by: ada(),
                    at: jiff::Timestamp::from_second(second).expect("a moment"),
                    commit: "3f2c9d0a".to_owned(),
                    verdict: if go { Call::Go } else { Call::NoGo },
                    digest: "sha256:00".to_owned(),
                    signature,
                })
            },
        )
    };
    (0..2).map(|role| proptest::option::of(one(role))).collect::<Vec<_>>()
}

/// Records of every kind, none or one under each of ten keys.
fn records() -> impl Strategy<Value = Vec<Option<Record>>> {
    (decisions(), dismissals(), sign_offs(), proptest::option::of(text())).prop_map(
        |(decisions, dismissals, sign_offs, release)| {
            let decisions = decisions.into_iter().map(|one| one.map(Record::Decision));
            let release = [release.map(|name| Record::Release(name.trim().to_owned()))];
            decisions.chain(dismissals).chain(sign_offs).chain(release).collect()
        },
    )
}

/// `text` after `records` were brought into it, each beside what it says already.
fn saved(text: &str, records: &[Option<Record>]) -> String {
    edit(text, |state| {
        for record in records.iter().flatten() {
            state.put(&record.key(), Some(record.clone()));
        }
        state.release.commit = state.last_commit();
    })
}

const START: &str =
    "# ours\nschema = 1\n\n[gate] # the gate\nfail-on = \"optional\"\n\n[ours]\nx = 1 # kept\n";

/// Those of `records` whose number is even, or odd.
fn half(records: &[Option<Record>], odd: usize) -> Vec<Option<Record>> {
    records.iter().enumerate().map(|(number, one)| one.clone().filter(|_| number % 2 == odd)).collect()
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge3(base, ours, theirs, &order()).unwrap_or_else(|error| panic!("{error}\n{ours}\n{theirs}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_the_same(first in decisions(), second in decisions(), windows in any::<bool>()) {
        let mut text = edit("# ours\nschema = 1\n\n[ours]\nx = 1 # kept\n", |state| set(state, &first));
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let text = edit(&text, |state| set(state, &second));
        prop_assert!(text.contains("x = 1 # kept"));
        let items: Vec<_> = parse(&text).decisions.into_keys().collect();
        let expected: Vec<_> = second.into_iter().flatten().map(|decision| decision.item).collect();
        prop_assert_eq!(items, expected, "in the catalogue's order");
    }

    #[test]
    fn saving_the_same_change_twice_is_saving_it_once(before in decisions(), after in decisions()) {
        let disk = OnDisk::new(&before);
        let once = disk.save(&changes(&before, &after));
        let text = disk.text();
        let twice = disk.save(&changes(&before, &after));
        prop_assert!(!twice.written);
        prop_assert!(twice.state.says(&once.state));
        prop_assert_eq!(disk.text(), text);
    }

    #[test]
    fn changes_to_different_items_may_come_in_any_order(before in decisions(), after in decisions()) {
        let saved = |reversed: bool| {
            let disk = OnDisk::new(&before);
            let mut changes = changes(&before, &after);
            if reversed {
                changes.reverse();
            }
            for change in changes {
                disk.save(std::slice::from_ref(&change));
            }
            disk.text()
        };
        prop_assert_eq!(saved(false), saved(true));
    }

    #[test]
    fn undoing_restores_the_records(before in decisions(), after in decisions()) {
        let disk = OnDisk::new(&before);
        let start = disk.store.load().expect("a state file");
        let there = changes(&before, &after);
        disk.save(&there);
        let back: Vec<Change> = there.iter().map(Change::inverse).collect();
        prop_assert!(disk.save(&back).state.says(&start));
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_crashes(text in "[\\[\\]a-z0-9.=\"' \\n{}#,-]{0,80}") {
        for text in [text.clone(), format!("[items.\"security.debug\"]\n{text}")] {
            if let Err(problems) = State::parse(&text) {
                prop_assert!(!problems.is_empty());
            }
        }
    }

    #[test]
    fn every_kind_of_record_reads_back_as_written(first in records(), second in records(), windows in any::<bool>()) {
        let mut text = saved(START, &first);
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let text = saved(&text, &second);
        let state = parse(&text);
        for record in second.iter().flatten() {
            prop_assert_eq!(state.record(&record.key()), Some(record.clone()));
        }
        let again = gonogo::review::state::apply(&text, &state, &state, &order());
        prop_assert_eq!(again, Some(text.clone()), "writing what is there changes nothing");
        prop_assert!(text.contains("x = 1 # kept") && text.contains("[gate] # the gate"));
        prop_assert_eq!(gonogo::review::tidy(&text, &order()), text, "what gonogo writes is tidy");
    }

    #[test]
    fn merging_different_records_is_commutative_and_idempotent(start in records(), next in records()) {
        let base = saved(START, &start);
        let (ours, theirs) = (saved(&base, &half(&next, 0)), saved(&base, &half(&next, 1)));
        let both = merged(&base, &ours, &theirs);
        prop_assert!(both.is_clean(), "{:?}", both);
        prop_assert!(parse(&both.text).says(&parse(&saved(&ours, &half(&next, 1)))), "nothing is lost");
        prop_assert_eq!(&merged(&base, &theirs, &ours).text, &both.text);
        prop_assert_eq!(&merged(&base, &both.text, &theirs).text, &both.text);
        prop_assert_eq!(&merged(&base, &ours, &ours).text, &ours);
        prop_assert_eq!(&merged(&base, &base, &theirs).text, &theirs);
    }

    #[test]
    fn merging_any_two_branches_keeps_both_sides_or_says_that_they_conflict(
        start in records(), one in records(), other in records(),
    ) {
        let base = saved(START, &start);
        let (ours, theirs) = (saved(&base, &one), saved(&base, &other));
        let both = merged(&base, &ours, &theirs);
        prop_assert_eq!(&both.tables, &Vec::<String>::new());
        let (our, their, was) = (parse(&ours), parse(&theirs), parse(&base));
        let (read_ours, read_theirs) = match Torn::of(&both.text) {
            Some(torn) => (torn.ours().clone(), torn.theirs().clone()),
            None => (parse(&both.text), parse(&both.text)),
        };
        for record in our.records().chain(their.records()) {
            let key = record.key();
            let [before, mine, yours] = [&was, &our, &their].map(|state| state.record(&key));
            let clash = mine != yours && mine != before && yours != before;
            prop_assert_eq!(both.conflicts.iter().any(|one| one.key == key), clash, "{}", key);
            let (settled_ours, settled_theirs) = (read_ours.record(&key), read_theirs.record(&key));
            if clash {
                prop_assert_eq!((settled_ours, settled_theirs), (mine, yours));
            } else {
                let expected = if mine == before { yours } else { mine };
                prop_assert_eq!((&settled_ours, &settled_theirs), (&expected, &expected));
            }
        }
    }
}
