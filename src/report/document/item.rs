//! One item of the document, with everything that is said of it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{ItemId, Person, Severity, Verdict, WaiverKind};
use crate::review::Because;

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
