//! Changes to records as data: what a person did, apart from the file that it ends up in.
//!
//! Whatever is written to `gonogo.toml` is a record under a [`Key`]; a [`Change`] is the record before and after. So
//! merging, undoing and telling conflicts are one thing for decisions, dismissals, sign-offs and the release's name.

use std::fmt;

use super::state::{Dismissal, SignOff};
use crate::model::{Decision, DecisionKind, ItemId, Person};

/// What a record is about: no two records of a file have the same key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// `[review] release`: the name of the release.
    Release,
    /// `[items."…"]`: the decision on an item.
    Item(ItemId),
    /// `[[findings]]`: the dismissal of one finding.
    Finding {
        /// The audit item.
        item: ItemId,
        /// The finding's fingerprint.
        fingerprint: String,
    },
    /// `[[sign-off]]`: one person's signature in one role. Signing again takes the place of the older signature.
    SignOff {
        /// In which role.
        role: String,
        /// Who.
        by: Person,
    },
}

impl Key {
    /// The item that the record is about, if it is about one.
    pub const fn item(&self) -> Option<&ItemId> {
        match self {
            Self::Item(item) | Self::Finding { item, .. } => Some(item),
            Self::Release | Self::SignOff { .. } => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Release => f.write_str("the release's name"),
            Self::Item(item) => write!(f, "{item}"),
            Self::Finding { item, fingerprint } => write!(f, "the finding {fingerprint} of {item}"),
            Self::SignOff { role, by } => write!(f, "the sign-off by {by} as {role}"),
        }
    }
}

/// One record of the state file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The release's name.
    Release(String),
    /// What a person said of an item.
    Decision(Decision),
    /// One dismissed finding.
    Dismissal(Dismissal),
    /// A person's signature.
    SignOff(SignOff),
}

impl Record {
    /// What the record is about.
    pub fn key(&self) -> Key {
        match self {
            Self::Release(_) => Key::Release,
            Self::Decision(decision) => Key::Item(decision.item.clone()),
            Self::Dismissal(one) => one.key(),
            Self::SignOff(one) => one.key(),
        }
    }

    /// The decision, if it is one.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Decision(decision) => Some(decision),
            _ => None,
        }
    }

    /// What somebody did by writing it, as in "Ada ticked it".
    fn deed(&self) -> String {
        match self {
            Self::Release(name) => format!("somebody named the release {name} meanwhile"),
            Self::Decision(decision) => {
                let done = match decision.kind {
                    DecisionKind::Ticked => "ticked it",
                    DecisionKind::Waived(_) => "waived it",
                    DecisionKind::Noted => "noted something on it",
                };
                format!("{} {done} meanwhile ({})", decision.by, decision.at)
            }
            Self::Dismissal(one) => format!("{} dismissed it meanwhile", one.by),
            Self::SignOff(one) => format!("{} signed {} meanwhile ({})", one.by, one.verdict, one.at),
        }
    }
}

/// One record before and after what a person did. Undoing is the [`Change::inverse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the record is about.
    pub key: Key,
    /// The record that the person saw; `None` where there was none.
    pub before: Option<Record>,
    /// The record that it becomes; `None` removes it.
    pub after: Option<Record>,
}

impl Change {
    /// Of the decision on `item`: from the record that the person saw to the one that it becomes.
    pub fn decision(item: ItemId, before: Option<Decision>, after: Option<Decision>) -> Self {
        let key = Key::Item(item);
        Self { key, before: before.map(Record::Decision), after: after.map(Record::Decision) }
    }

    /// A record that becomes `after`; `before` is what stands under its key, as the person saw it.
    pub fn set(before: Option<Record>, after: Record) -> Self {
        Self { key: after.key(), before, after: Some(after) }
    }

    /// A record that goes.
    pub fn removal(before: Record) -> Self {
        Self { key: before.key(), before: Some(before), after: None }
    }

    /// Of the release's name.
    pub fn release(before: Option<String>, after: Option<String>) -> Self {
        Self { key: Key::Release, before: before.map(Record::Release), after: after.map(Record::Release) }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.before == self.after
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { key: self.key.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

/// A change that was not made, because another process or branch changed the same record meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What the record is about.
    pub key: Key,
    /// The record that this side wanted to write; `None` where it wanted to remove it.
    pub ours: Option<Record>,
    /// The record that the other side has; `None` where it removed it.
    pub theirs: Option<Record>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not saved: ", self.key)?;
        match (&self.theirs, &self.key) {
            (Some(theirs), _) => f.write_str(&theirs.deed()),
            (None, Key::Item(_)) => write!(f, "somebody reopened it meanwhile"),
            (None, _) => write!(f, "somebody removed it meanwhile"),
        }
    }
}
