//! Changes to decisions as data: what a person did, apart from the file that it ends up in.

use std::fmt;

use crate::model::{Decision, DecisionKind, ItemId};

/// One item's record before and after what a person did. Undoing is the [`Change::inverse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The item.
    pub item: ItemId,
    /// The record that the person saw; `None` where there was none.
    pub before: Option<Decision>,
    /// The record that it becomes; `None` removes it.
    pub after: Option<Decision>,
}

impl Change {
    /// From the record that the person saw to the one that it becomes.
    pub const fn new(item: ItemId, before: Option<Decision>, after: Option<Decision>) -> Self {
        Self { item, before, after }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { item: self.item.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

/// A change that was not made, because another process changed the same item meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The item.
    pub item: ItemId,
    /// The record that this process wanted to write.
    pub ours: Option<Decision>,
    /// The record that stands in the file.
    pub theirs: Option<Decision>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not saved: ", self.item)?;
        match &self.theirs {
            Some(theirs) => {
                let done = match theirs.kind {
                    DecisionKind::Ticked => "ticked it",
                    DecisionKind::Waived(_) => "waived it",
                    DecisionKind::Noted => "noted something on it",
                };
                write!(f, "{} {done} meanwhile ({})", theirs.by, theirs.at)
            }
            None => write!(f, "somebody reopened it meanwhile"),
        }
    }
}
