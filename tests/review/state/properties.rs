//! What holds for any decisions: reading gives back what was written, order and repetition do not matter.

use gonogo::model::{Decision, DecisionKind, Person, Waiver, WaiverKind};
use gonogo::review::{Change, Saved, State, Store};
use proptest::prelude::*;

use super::super::order;
use super::{edit, parse};

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
}
