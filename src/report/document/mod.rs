//! The review document `gonogo.review/1`: one plain value that every format of `gonogo report` is made from.
//!
//! [`make()`] puts it together once, from scan, review and state; [`Document::read`] takes a saved one. Formats are
//! functions of this value alone: no clock, no environment, no repository, so that the same document gives the same bytes
//! everywhere.
//!
//! The day in it is the one by which waivers were judged. Nothing carries the time of the run.
//!
//! Texts of the repository are made harmless on their way in (control characters and characters that reorder or hide text
//! become visible, see [`crate::base::safe`]), whoever wrote the document. Each format escapes what its own readers act on.

mod item;
mod make;
mod read;
mod secrets;
mod signed;
mod tally;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{ItemId, Person, Severity};
use crate::review::Call;

pub use item::{Decided, Decision, Dismissal, Finding, Imported, Item, Place, Reference, Waiver, Warning};
pub use make::{Origin, Sources, make};
pub use read::NoDocument;
pub use tally::{Group, short};

/// The name and version of the document's form.
pub const SCHEMA: &str = "gonogo.review/1";

/// A review at one commit on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub tool: Tool,
    /// The day (UTC) by which waivers were judged.
    pub date: Date,
    /// GO or NO-GO.
    pub call: Call,
    /// The name of the release, where the state file gives one.
    pub release: Option<String>,
    /// The repository and the commit.
    pub repository: Repository,
    /// The Django project that was judged.
    pub project: Project,
    /// What GO asks for.
    pub gate: Gate,
    /// What stands in the way of GO, the items in the checklist's order first.
    pub blockers: Vec<Blocker>,
    /// What does not stand in the way and should be known: waivers that end soon, records that nothing needs any more.
    pub warnings: Vec<Remark>,
    /// How the project's checklist differs from the standard one. Every report says so.
    pub alterations: Vec<Alteration>,
    /// How many items are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// The sections in the checklist's order.
    pub sections: Vec<Section>,
    /// The items in the checklist's order, those of one section together.
    pub items: Vec<Item>,
    /// The sign-offs, in the state file's order.
    pub sign_offs: Vec<SignOff>,
    /// What has changed since the last sign-off; `None` where nobody has signed.
    #[serde(default)]
    pub since: Option<Since>,
    /// Files that could not be read: what depends on them could not be judged.
    pub unread: Vec<Unread>,
}

/// The program that made the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `gonogo`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The repository that was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repository {
    /// The name of its folder.
    pub name: String,
    /// The commit's full hash; `None` before the first commit.
    pub commit: Option<String>,
    /// The full hash of the commit's tree.
    pub tree: Option<String>,
    /// When the commit was made.
    pub committed: Option<Timestamp>,
    /// The branch; `None` on a detached head.
    pub branch: Option<String>,
    /// Whether the work tree that was read differs from the commit.
    pub dirty: bool,
    /// Where it lives on a forge.
    pub forge: Option<Forge>,
}

/// A repository's page on a forge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forge {
    /// `github`, `gitlab`, …: how it builds its addresses.
    pub kind: String,
    /// The address of the repository's page.
    pub url: String,
    /// The address of the commit.
    pub commit_url: Option<String>,
}

/// The Django project that was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The folder that settings modules are imported from, from the repository's root.
    pub root: String,
    /// The settings module, dotted.
    pub settings_module: String,
    /// The file of that module, from the repository's root, where it was found.
    pub settings_file: Option<String>,
    /// Why that module, one sentence.
    pub settings_reason: String,
    /// The other candidates, best first.
    pub other_modules: Vec<String>,
    /// Django's version as `major.minor`, where the repository says.
    pub django: Option<String>,
}

/// What GO asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Open items of this severity or above stand in the way.
    pub fail_on: Severity,
    /// The roles that must have signed.
    pub require_sign_off: Vec<String>,
    /// How many days after it was made a waiver may end at most.
    pub longest_waiver: Option<u32>,
    /// How many days before its last day a waiver is warned of.
    pub warn_before_expiry: u32,
    /// Whether who decides a critical item must not be the only author of the lines that decide it.
    pub two_person: bool,
}

/// One thing that stands in the way of GO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    /// `open` for an open item, `sign-off`, or the rule of the gate that a decision breaks.
    pub kind: String,
    /// The item; `None` for a missing sign-off.
    pub item: Option<ItemId>,
    /// One line.
    pub message: String,
}

/// One difference between the project's checklist and the standard one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alteration {
    /// `added`, `graded` or `out-of-scope`.
    pub kind: String,
    /// The item.
    pub item: ItemId,
    /// One line.
    pub message: String,
}

/// Something to know that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The item that it is about.
    pub item: Option<ItemId>,
    /// One line.
    pub message: String,
}

/// One section and its counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The part of the item ids before the dot.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many of its items are done.
    pub done: usize,
    /// How many it has.
    pub total: usize,
}

/// A signature under the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// In which role.
    pub role: String,
    /// Who.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The commit that was signed.
    pub commit: String,
    /// What was signed: GO or NO-GO.
    pub call: Call,
    /// The digest of the review as signed.
    pub digest: String,
    /// Whether it carries a cryptographic signature.
    pub signed: bool,
    /// Whether it holds for this very review.
    pub holds: bool,
    /// What it is worth, one line.
    pub remark: String,
}

/// What has changed since the last sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The commit that was signed.
    pub commit: String,
    /// When.
    pub at: Timestamp,
    /// The items that count as something else now, one line each.
    pub changes: Vec<Remark>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: String,
}
