//! What a project adds to the checklist, and what it changes of it.

use serde_json::Value as Json;

use super::{ItemId, Severity};

/// An item of the project's own: `[[item]]` in `gonogo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// In one of the checklist's sections, or in the section `project`.
    pub id: ItemId,
    /// The name that people read.
    pub title: String,
    /// How much it weighs in the gate.
    pub severity: Severity,
    /// What it asks for, and how a person makes sure.
    pub text: String,
    /// A command that a person may run to make sure. It is shown, never run.
    pub command: Option<String>,
    /// How gonogo decides it; `None` leaves it to people.
    pub probe: Option<Probe>,
}

/// A simple question that the repository can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// A setting, as production sees it.
    Setting {
        /// Its name.
        name: String,
        /// What it must be.
        expect: Expect,
    },
    /// A package among the requirements.
    Package {
        /// Its name on the package index.
        name: String,
        /// Whether it must be there, or must not.
        present: bool,
    },
    /// A file, by a glob over paths from the repository's root.
    File {
        /// The glob: `*` and `?` inside a name, `**` across folders.
        glob: String,
        /// Whether one must be there, or none may.
        present: bool,
    },
    /// Text in files.
    Pattern {
        /// The regular expression, looked for line by line.
        pattern: String,
        /// The glob of the files to look into.
        glob: String,
        /// Whether it must occur, or must not.
        present: bool,
    },
}

/// What a setting must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// One of these values (one or more); lists and tuples are both arrays.
    OneOf(Vec<Json>),
    /// Set by the project at all (true), or not (false).
    Present(bool),
}

/// A standard item that the project weighs differently: `[grade."…"]` in `gonogo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// The item.
    pub item: ItemId,
    /// What becomes of it.
    pub weight: Weight,
    /// Why; never empty.
    pub reason: String,
}

/// What a project makes of a standard item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It counts with this severity.
    Severity(Severity),
    /// It is out of scope: done whatever the scan says, and shown as such.
    OutOfScope,
}

impl Weight {
    /// Every weight, in the order in which people are offered them.
    pub const ALL: [Self; 4] = [
        Self::Severity(Severity::Critical),
        Self::Severity(Severity::Recommended),
        Self::Severity(Severity::Optional),
        Self::OutOfScope,
    ];

    /// The word in `gonogo.toml`, and for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Severity(severity) => severity.as_str(),
            Self::OutOfScope => "out-of-scope",
        }
    }

    /// The weight that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weight| weight.as_str() == word)
    }
}
