//! What `gonogo.toml` says, as plain data.
//!
//! `read` turns text into [`State`] and finds every mistake with its line and column; `edit` brings changed decisions
//! into a text and leaves the rest of it alone: comments, order, tables written by hand, line ends, byte order mark.

pub(in crate::review) mod blocks;
mod edit;
mod own;
mod problem;
mod read;
mod records;
mod text;
mod values;
mod write;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::gate::Call;
use crate::catalogue::Catalogue;
use crate::model::{Decision, Grade, ItemId, OwnItem, Person, Severity};

pub use edit::apply;
pub(in crate::review) use edit::rewrite;
pub use problem::{Problem, StateError};
pub use read::KEYS;
pub(in crate::review) use text::{Shape, without_bom};
pub(in crate::review) use values::plain_line_ends;

/// The name of the state file, at the repository's root.
pub const FILE_NAME: &str = "gonogo.toml";

/// The schema that this program writes. A file of a newer one is read as far as it is understood, and never written.
///
/// Schema 0, of before the first release, has the same tables.
pub const SCHEMA: u32 = 1;

/// Everything that the state file says. An absent file says nothing: the default.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The schema that the file declares.
    pub schema: u32,
    /// `[project]`: what to judge.
    pub project: ProjectChoice,
    /// `[gate]`: what GO asks for.
    pub gate: Gate,
    /// `[[item]]`: the items that the project adds, by hand.
    pub own: Vec<OwnItem>,
    /// `[grade."…"]`: the standard items that weigh differently here, by hand.
    pub grades: Vec<Grade>,
    /// `[review]`: what is being reviewed.
    pub release: Release,
    /// `[items."…"]`: the decisions, in the file's order.
    pub decisions: IndexMap<ItemId, Decision>,
    /// `[[findings]]`: the dismissed findings of audit items.
    pub dismissals: Vec<Dismissal>,
    /// `[[sign-off]]`: the signatures under the review.
    pub sign_offs: Vec<SignOff>,
    /// What is odd but harms nobody: a table that may be a misspelt one of ours, say.
    pub notices: Vec<Problem>,
}

/// `[project]`, written by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectChoice {
    /// `root`: the folder of the Django project to judge, relative to the repository's root.
    pub root: Option<String>,
    /// `settings`: the settings module of production, dotted.
    pub settings: Option<String>,
}

/// `[gate]`, written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// `fail-on`: open items of this severity or above block; critical where the file does not say.
    pub fail_on: Severity,
    /// `require-sign-off`: the roles that must have signed.
    pub require_sign_off: Vec<String>,
    /// `longest-waiver`: how many days after it was made an accepted risk or a deferral may end at most; `None` for
    /// any number.
    pub longest_waiver: Option<u32>,
    /// `warn-before-expiry`: how many days before its last day a waiver is warned of; 14 where the file does not say.
    pub warn_before_expiry: u32,
    /// `allow-dirty`: whether a work tree with changes that are not committed may be signed; false where the file does
    /// not say.
    pub allow_dirty: bool,
    /// `two-person`: whether who decides a critical item must not be the only author of the lines that decide it;
    /// false where the file does not say.
    pub two_person: bool,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            fail_on: Severity::Critical,
            require_sign_off: Vec::new(),
            longest_waiver: None,
            warn_before_expiry: 14,
            allow_dirty: false,
            two_person: false,
        }
    }
}

/// `[review]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// `release`: the name of the release under review.
    pub name: Option<String>,
    /// `commit`: the commit (full hash) that the last decision was made on. Follows from the decisions.
    pub commit: Option<String>,
}

/// One dismissed finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// The audit item.
    pub item: ItemId,
    /// Which finding: [`crate::model::Finding::fingerprint`].
    pub fingerprint: String,
    /// Who dismissed it.
    pub by: Person,
    /// When, where the record says so.
    pub at: Option<Timestamp>,
    /// Why; never empty.
    pub reason: String,
}

/// A person's signature under a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// In which role.
    pub role: String,
    /// Who.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The commit that was reviewed, full hash.
    pub commit: String,
    /// What was signed: GO or NO-GO.
    pub verdict: Call,
    /// The digest of the review as signed, `sha256:…`.
    pub digest: String,
    /// An SSH signature of the digest; `None` where git was not set up to sign.
    pub signature: Option<String>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            project: ProjectChoice::default(),
            gate: Gate::default(),
            own: Vec::new(),
            grades: Vec::new(),
            release: Release::default(),
            decisions: IndexMap::new(),
            dismissals: Vec::new(),
            sign_offs: Vec::new(),
            notices: Vec::new(),
        }
    }
}

impl State {
    /// Reads the text of a state file.
    ///
    /// # Errors
    /// Every mistake that was found, in the order of the text.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read::parse(text)
    }

    /// The checklist of this project: the standard one, with its own items and weights.
    pub fn catalogue(&self) -> Catalogue {
        Catalogue::standard().with(&self.own, &self.grades)
    }

    /// The record of `item`, a bare note included.
    pub fn decision(&self, item: &ItemId) -> Option<&Decision> {
        self.decisions.get(item)
    }

    /// Whether a person has decided something about `item`: on the item itself, or on a finding of it.
    pub fn is_decided(&self, item: &ItemId) -> bool {
        self.decisions.contains_key(item) || self.dismissals.iter().any(|one| one.item == *item)
    }

    /// Whether an older gonogo wrote the file: it is read as it is, and brought up to date by the next save.
    pub const fn is_older(&self) -> bool {
        self.schema < SCHEMA
    }

    /// Whether a newer gonogo wrote the file: it is read, and never written.
    pub const fn is_newer(&self) -> bool {
        self.schema > SCHEMA
    }

    /// Whether the finding `fingerprint` of `item` was dismissed.
    pub fn is_dismissed(&self, item: &ItemId, fingerprint: &str) -> bool {
        self.dismissal(item, fingerprint).is_some()
    }

    /// The items with a record that `known` does not list: of an older catalogue, or misspelt. They are kept.
    pub fn obsolete<'s>(&'s self, known: &'s [ItemId]) -> impl Iterator<Item = &'s ItemId> {
        self.decisions.keys().filter(|id| !known.contains(id))
    }
}
