//! What changed from one text of the state file to another, record by record.

use indexmap::IndexMap;

use crate::model::{Decision, ItemId};
use crate::review::state::{Dismissal, Problem, SignOff, State};

/// What a record of the state file is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// An item: `[items."…"]`.
    Item(ItemId),
    /// A finding of an audit item: `[[findings]]`.
    Finding {
        /// The item.
        item: ItemId,
        /// The finding's fingerprint.
        fingerprint: String,
    },
    /// A person's sign-off: `[[sign-off]]`.
    SignOff {
        /// The role.
        role: String,
        /// Who, as the file writes them.
        by: String,
    },
    /// Anything else, mostly written by hand: the path of its key, such as `gate.fail-on`.
    Key(String),
}

/// What the state file says of a [`Subject`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A decision, or a note alone.
    Decision(Decision),
    /// A dismissed finding.
    Dismissal(Dismissal),
    /// A sign-off.
    SignOff(SignOff),
    /// A value as TOML writes it.
    Value(String),
}

/// One record before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// What it is about.
    pub subject: Subject,
    /// What was said before; `None` where nothing was.
    pub before: Option<Record>,
    /// What is said now; `None` where it was taken back.
    pub after: Option<Record>,
}

/// Everything that one text of the state file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records(IndexMap<Subject, Record>);

/// The tables whose records are read as what they are, instead of key by key.
const KNOWN: [&str; 3] = ["items", "findings", "sign-off"];

/// Keys that follow from others, and so are no change of their own.
const DERIVED: [&str; 2] = ["review.commit", "schema"];

/// The deepest table that is looked into.
const DEPTH: usize = 16;

impl Records {
    /// Reads the text of a state file.
    ///
    /// # Errors
    /// Every mistake that was found, in the order of the text.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let state = State::parse(text)?;
        let mut records = IndexMap::new();
        // A text that is a state file is TOML; what surrounds it (a byte order mark) is not.
        let table: toml::Table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
        for (key, value) in &table {
            if !KNOWN.contains(&key.as_str()) {
                flatten(key, value, DEPTH, &mut records);
            }
        }
        for (item, decision) in state.decisions {
            records.insert(Subject::Item(item), Record::Decision(decision));
        }
        for one in state.dismissals {
            let subject = Subject::Finding { item: one.item.clone(), fingerprint: one.fingerprint.clone() };
            records.insert(subject, Record::Dismissal(one));
        }
        for one in state.sign_offs {
            let subject = Subject::SignOff { role: one.role.clone(), by: one.by.to_string() };
            records.insert(subject, Record::SignOff(one));
        }
        Ok(Self(records))
    }

    /// What changed from `before` to these records: what is said now in this order, then what was taken back.
    pub fn since(&self, before: &Self) -> Vec<RecordChange> {
        self.since_all(&[before])
    }

    /// What these records say that none of `parents` says: what a merge decided itself. What it took over from one of
    /// them is that one's doing. Without parents everything is new.
    pub fn since_all(&self, parents: &[&Self]) -> Vec<RecordChange> {
        let first = |subject: &Subject| parents.first().and_then(|parent| parent.0.get(subject));
        let kept = self
            .0
            .iter()
            .filter(|(subject, record)| parents.iter().all(|parent| parent.0.get(*subject) != Some(record)));
        let changed = kept.map(|(subject, record)| RecordChange {
            subject: subject.clone(),
            before: first(subject).cloned(),
            after: Some(record.clone()),
        });
        let gone = parents.first().into_iter().flat_map(|parent| &parent.0).filter(|(subject, _)| {
            !self.0.contains_key(*subject) && parents.iter().all(|parent| parent.0.contains_key(*subject))
        });
        let removed = gone.map(|(subject, record)| RecordChange {
            subject: subject.clone(),
            before: Some(record.clone()),
            after: None,
        });
        changed.chain(removed).collect()
    }
}

/// Adds `value`, which stands under `key`, key by key; tables of an array go by their `id`, else by their number.
fn flatten(key: &str, value: &toml::Value, depth: usize, records: &mut IndexMap<Subject, Record>) {
    match value {
        toml::Value::Table(table) if depth > 0 => {
            for (name, value) in table {
                flatten(&format!("{key}.{}", quoted(name)), value, depth - 1, records);
            }
        }
        toml::Value::Array(entries) if depth > 0 && entries.iter().any(toml::Value::is_table) => {
            for (at, entry) in entries.iter().enumerate() {
                let id = entry.get("id").and_then(toml::Value::as_str).map(quoted);
                let name = id.unwrap_or_else(|| (at + 1).to_string());
                flatten(&format!("{key}.{name}"), entry, depth - 1, records);
            }
        }
        _ if DERIVED.contains(&key) => {}
        _ => {
            records.insert(Subject::Key(key.to_owned()), Record::Value(value.to_string()));
        }
    }
}

/// A key as it is written in a path of keys.
fn quoted(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { format!("{key:?}") }
}
