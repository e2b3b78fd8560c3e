//! The verdict of the whole: GO or NO-GO, and what stands in the way.

use std::fmt;

use super::state::State;
use super::status::Because;
use super::whole::ReviewItem;
use crate::model::{ItemId, Severity};

/// The verdict of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// Nothing stands in the way.
    Go,
    /// Something does.
    NoGo,
}

impl Call {
    /// The word in files and JSON: `go`, `no-go`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
        }
    }

    /// The word that people read: `GO`, `NO-GO`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::NoGo => "NO-GO",
        }
    }

    /// The call that `word` (`go`, `no-go`) names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Go, Self::NoGo].into_iter().find(|call| call.as_str() == word)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// One thing that stands in the way of GO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// An open item at or above the gate's severity.
    Item {
        /// The item.
        id: ItemId,
        /// Its severity.
        severity: Severity,
        /// Why it is open.
        because: Because,
    },
    /// A required role has no valid sign-off under this very review.
    SignOff {
        /// The role.
        role: String,
    },
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item { id, severity, because } => {
                write!(f, "{id} ({}): {}", severity.as_str(), because.sentence())
            }
            Self::SignOff { role } => write!(f, "no valid sign-off by the {role}"),
        }
    }
}

/// What stands in the way of GO: open items in the catalogue's order, then missing sign-offs in the file's order.
///
/// A sign-off holds for exactly one review, which only recomputing its digest can show. As long as nothing recomputes
/// it, every required role counts as missing: never a wrong GO.
pub(super) fn blockers<'i>(items: impl Iterator<Item = &'i ReviewItem>, state: &State) -> Vec<Blocker> {
    let items = items.filter(|item| !item.status.done && item.severity >= state.gate.fail_on).map(|item| {
        Blocker::Item { id: item.id.clone(), severity: item.severity, because: item.status.because }
    });
    let roles = state.gate.require_sign_off.iter().map(|role| Blocker::SignOff { role: role.clone() });
    items.chain(roles).collect()
}
