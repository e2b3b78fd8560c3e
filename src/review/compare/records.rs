//! What changed from one text of the state file to another, record by record.

use indexmap::IndexMap;

use crate::model::Decision;
use crate::review::change::{Key, Record};
use crate::review::state::{Problem, State};

/// What a line of the state file is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A record that gonogo writes.
    Record(Key),
    /// What people write by hand: the path of the key, such as `gate.fail-on`.
    Setting(String),
}

/// What the state file says of a [`Subject`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A record that gonogo writes.
    Record(Box<Record>),
    /// A value as TOML writes it.
    Value(String),
}

impl Said {
    /// The decision, if it is one.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Record(record) => record.decision(),
            Self::Value(_) => None,
        }
    }
}

/// What is said of one subject, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// What it is about.
    pub subject: Subject,
    /// What was said before; `None` where nothing was.
    pub before: Option<Said>,
    /// What is said now; `None` where it was taken back.
    pub after: Option<Said>,
}

/// Everything that one text of the state file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records(IndexMap<Subject, Said>);

/// What is not read key by key: the tables whose records are read as what they are, and the schema.
const KNOWN: [&str; 5] = ["schema", "review", "items", "findings", "sign-off"];

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
                flatten(&quoted(key), value, DEPTH, &mut records);
            }
        }
        for record in state.records() {
            records.insert(Subject::Record(record.key()), Said::Record(Box::new(record)));
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
        let new = self
            .0
            .iter()
            .filter(|(subject, said)| parents.iter().all(|parent| parent.0.get(*subject) != Some(said)));
        let changed = new.map(|(subject, said)| RecordChange {
            subject: subject.clone(),
            before: first(subject).cloned(),
            after: Some(said.clone()),
        });
        let gone = parents.first().into_iter().flat_map(|parent| &parent.0).filter(|(subject, _)| {
            !self.0.contains_key(*subject) && parents.iter().all(|parent| parent.0.contains_key(*subject))
        });
        let removed = gone.map(|(subject, said)| RecordChange {
            subject: subject.clone(),
            before: Some(said.clone()),
            after: None,
        });
        changed.chain(removed).collect()
    }
}

/// Adds `value`, which stands under `key`, key by key; tables of an array go by their `id`, else by their number.
fn flatten(key: &str, value: &toml::Value, depth: usize, records: &mut IndexMap<Subject, Said>) {
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
        _ => {
            records.insert(Subject::Setting(key.to_owned()), Said::Value(value.to_string()));
        }
    }
}

/// A key as it is written in a path of keys.
fn quoted(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { format!("{key:?}") }
}
