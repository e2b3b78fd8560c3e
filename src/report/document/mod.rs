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

mod make;
mod read;
mod secrets;
mod tally;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{ItemId, Person, Severity, Verdict, WaiverKind};
use crate::review::{Because, Call};

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
}

/// One thing that stands in the way of GO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    /// The item; `None` for anything else, such as a missing sign-off.
    pub item: Option<ItemId>,
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

/// One item: the machine's word, the person's word, and what they count as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its stable name.
    pub id: ItemId,
    /// The section's id.
    pub section: String,
    /// Its title.
    pub title: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What it asks for, one sentence.
    pub asks: String,
    /// Why that matters.
    pub why: String,
    /// How to meet it.
    pub fix: String,
    /// Where to read on.
    pub references: Vec<Reference>,
    /// The machine's word.
    pub verdict: Verdict,
    /// What the machine found, one line.
    pub summary: String,
    /// What to change and where.
    pub advice: Option<String>,
    /// Whether the item is done.
    pub done: bool,
    /// Why it is done or open.
    pub because: Because,
    /// Whether it stands in the way of GO.
    pub blocks: bool,
    /// The person's word.
    pub decision: Option<Decision>,
    /// The places that the verdict rests on, the deciding one first.
    pub evidence: Vec<Place>,
    /// What was looked for and is not there: "no Celery in the settings".
    pub absences: Vec<String>,
    /// Traps that do not change the verdict.
    pub warnings: Vec<Warning>,
    /// The findings of an audit.
    pub findings: Vec<Finding>,
    /// What other tools say, for information: never the ground of a verdict.
    #[serde(default)]
    pub imported: Vec<Imported>,
    /// The digest of everything that the verdict was made from.
    pub basis: String,
}

/// A page to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Whose page, and its subject.
    pub title: String,
    /// The address.
    pub url: String,
}

/// What a person said of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What they said.
    pub said: Decided,
    /// Who.
    pub by: Person,
    /// Who sat beside them.
    pub with: Vec<Person>,
    /// When.
    pub at: Timestamp,
    /// At which commit.
    pub commit: Option<String>,
    /// The waiver, where it is one.
    pub waiver: Option<Waiver>,
    /// Free text.
    pub note: Option<String>,
}

/// The kinds of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decided {
    /// Verified by a person.
    Ticked,
    /// Let through unmet.
    Waived,
    /// Only a note.
    Noted,
}

/// Why an item is let through unmet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// From the closed list.
    pub kind: WaiverKind,
    /// In the person's words.
    pub reason: String,
    /// Its last day.
    pub until: Option<Date>,
    /// Days from the document's day to the last one; 0 on the last day, negative after it.
    pub days_left: Option<i32>,
    /// The tracker's reference.
    pub ticket: Option<String>,
}

/// A place in the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, from the repository's root.
    pub path: String,
    /// The first line, from 1.
    pub line: usize,
    /// The last line.
    pub end_line: usize,
    /// The column of the first character, from 1.
    pub column: usize,
    /// The source text.
    pub text: String,
    /// The address of the lines at the commit, where the repository lives on a forge.
    pub link: Option<String>,
}

/// A trap that does not change the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What is wrong and what to do.
    pub message: String,
    /// The file.
    pub path: Option<String>,
    /// The line.
    pub line: Option<usize>,
    /// The address of the line at the commit.
    pub link: Option<String>,
}

/// One place that an audit complains about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
    /// Stable when lines move or files are renamed.
    pub fingerprint: String,
    /// The address of the line at the commit.
    pub link: Option<String>,
    /// Who dismissed it, and why.
    pub dismissed: Option<Dismissal>,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// Who.
    pub by: Person,
    /// When, where the record says so.
    pub at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// What another tool said that belongs to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The tool.
    pub tool: String,
    /// Its version, where its output says so.
    pub version: Option<String>,
    /// The commit that it looked at, where its output says so.
    pub commit: Option<String>,
    /// The file that was imported, as it was named.
    pub file: String,
    /// The tool's name for the rule.
    pub rule: String,
    /// What it says.
    pub message: String,
    /// Where, if it says where.
    pub path: Option<String>,
    /// The line.
    pub line: Option<usize>,
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
