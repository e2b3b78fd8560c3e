//! What changed between two reviews, for people and for programs.

mod json;
mod text;

use crate::catalogue::Catalogue;
use crate::git::Commit;
use crate::model::ScanReport;
use crate::review::Review;
use crate::review::compare::{ItemChange, RecordChange};

pub use json::json;
pub use text::text;

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The revision as it was named; `None` for the work tree.
    pub rev: Option<&'a str>,
    /// The commit; of the work tree, the one that is checked out, `None` before the first one.
    pub commit: Option<&'a Commit>,
    /// The day by which waivers were judged.
    pub day: jiff::civil::Date,
    /// What the detectors said.
    pub report: &'a ScanReport,
    /// What that counts as.
    pub review: &'a Review,
}

/// Two reviews and what changed from one to the other.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// What the repository is called.
    pub name: &'a str,
    /// The titles of the items.
    pub catalogue: &'a Catalogue,
    /// The old side.
    pub before: Side<'a>,
    /// The new side.
    pub after: Side<'a>,
    /// How many commits only the new side has, and how many only the old one.
    pub commits: (usize, usize),
    /// The items that changed, in the checklist's order.
    pub items: &'a [ItemChange],
    /// What changed in the state file beside decisions on items and dismissals: gate, project, sign-offs, own items.
    pub records: &'a [RecordChange],
}
