//! The review as screens and reports show it.

use jiff::civil::Date;

use super::gate::{self, Blocker, Call};
use super::state::State;
use super::status::Status;
use crate::catalogue::Catalogue;
use crate::model::{Decision, ItemId, ItemReport, Severity, Verdict};

/// Catalogue, verdicts and decisions at one commit, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The sections in the catalogue's order.
    pub sections: Vec<ReviewSection>,
    /// What stands in the way of GO.
    pub blockers: Vec<Blocker>,
    /// Items with a record that the catalogue does not know; the records are kept.
    pub obsolete: Vec<ItemId>,
}

/// One section with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSection {
    /// The section's id, the first part of its items' ids.
    pub id: String,
    /// The items in the catalogue's order.
    pub items: Vec<ReviewItem>,
}

/// One item: what the machine says, what a person says, and what it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// The item.
    pub id: ItemId,
    /// Its severity.
    pub severity: Severity,
    /// The machine's word; `None` as long as the scan has not judged it.
    pub verdict: Option<Verdict>,
    /// The person's word.
    pub decision: Option<Decision>,
    /// What it counts as.
    pub status: Status,
}

/// The items of `catalogue` in order, with their severities: what [`Review::new`] is asked about.
pub fn graded(catalogue: &Catalogue) -> Vec<(ItemId, Severity)> {
    catalogue.items().map(|item| (item.id.clone(), item.severity)).collect()
}

impl Review {
    /// Judges every item of the catalogue.
    ///
    /// `items` are all items in the catalogue's order, those of one section together; `reports` what the scan has said
    /// so far (an item without a report is open, not scanned); `today` the day by which waivers are judged.
    pub fn new(items: &[(ItemId, Severity)], reports: &[ItemReport], state: &State, today: Date) -> Self {
        let mut sections: Vec<ReviewSection> = Vec::new();
        for (id, severity) in items {
            let report = reports.iter().find(|report| report.id == *id);
            let decision = state.decision(id);
            let item = ReviewItem {
                id: id.clone(),
                severity: *severity,
                verdict: report.map(|report| report.outcome.verdict()),
                decision: decision.cloned(),
                status: Status::of(report, decision, state, today),
            };
            match sections.iter_mut().find(|section| section.id == id.section()) {
                Some(section) => section.items.push(item),
                None => sections.push(ReviewSection { id: id.section().to_owned(), items: vec![item] }),
            }
        }
        let known: Vec<ItemId> = items.iter().map(|(id, _)| id.clone()).collect();
        let blockers = gate::blockers(sections.iter().flat_map(|section| &section.items), state);
        Self { sections, blockers, obsolete: state.obsolete(&known).cloned().collect() }
    }

    /// GO or NO-GO.
    pub const fn call(&self) -> Call {
        if self.blockers.is_empty() { Call::Go } else { Call::NoGo }
    }

    /// GO or NO-GO of one section: whether an item of it stands in the way. Sign-offs are of the whole.
    pub fn section_call(&self, section: &str) -> Call {
        let blocks =
            |blocker: &Blocker| matches!(blocker, Blocker::Item { id, .. } if id.section() == section);
        if self.blockers.iter().any(blocks) { Call::NoGo } else { Call::Go }
    }

    /// All items, in order.
    pub fn items(&self) -> impl Iterator<Item = &ReviewItem> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item `id`.
    pub fn item(&self, id: &ItemId) -> Option<&ReviewItem> {
        self.items().find(|item| item.id == *id)
    }

    /// How many items are done.
    pub fn done(&self) -> usize {
        self.sections.iter().map(ReviewSection::done).sum()
    }

    /// How many items there are.
    pub fn total(&self) -> usize {
        self.sections.iter().map(ReviewSection::total).sum()
    }
}

impl ReviewSection {
    /// How many items are done.
    pub fn done(&self) -> usize {
        self.items.iter().filter(|item| item.status.done).count()
    }

    /// How many items there are.
    pub fn total(&self) -> usize {
        self.items.len()
    }

    /// The counter that people read: `3/5`.
    pub fn counter(&self) -> String {
        format!("{}/{}", self.done(), self.total())
    }
}
