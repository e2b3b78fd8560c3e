//! The review as screens and reports show it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::gate::{self, Blocker, Call, Caution};
use super::state::State;
use super::status::{Because, Status};
use crate::catalogue::{Alteration, Catalogue};
use crate::model::{Decision, ItemId, ItemReport, Person, Severity, Verdict};

/// Catalogue, verdicts and decisions at one commit, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The sections in the catalogue's order.
    pub sections: Vec<ReviewSection>,
    /// What stands in the way of GO.
    pub blockers: Vec<Blocker>,
    /// What does not, and people should know.
    pub cautions: Vec<Caution>,
    /// What the project's checklist has that the standard one has not: every report and screen lists it.
    pub alterations: Vec<Alteration>,
    /// Items with a record that the catalogue does not know; the records are kept.
    pub obsolete: Vec<ItemId>,
}

/// What a review is made from. Facts that not every caller has are added by the methods.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    /// The project's checklist: [`State::catalogue`].
    pub catalogue: &'i Catalogue,
    /// What the scan has said so far; an item without a report is open, not scanned.
    pub reports: &'i [ItemReport],
    /// What the state file says.
    pub state: &'i State,
    /// The day by which waivers are judged.
    pub today: Date,
    /// Who wrote the lines that an item rests on (git blame of its evidence). Where an item with evidence has no entry,
    /// its authors are not known, and the two-person rule blocks.
    pub authors: Option<&'i BTreeMap<ItemId, Vec<Person>>>,
    /// The roles with a sign-off that is valid for this very review; empty where nobody verified them.
    pub signed: &'i [String],
}

impl<'i> Input<'i> {
    /// What every caller has.
    pub const fn new(
        catalogue: &'i Catalogue,
        reports: &'i [ItemReport],
        state: &'i State,
        today: Date,
    ) -> Self {
        Self { catalogue, reports, state, today, authors: None, signed: &[] }
    }

    /// With the authors of the deciding lines.
    #[must_use]
    pub const fn authors(self, authors: &'i BTreeMap<ItemId, Vec<Person>>) -> Self {
        Self { authors: Some(authors), ..self }
    }

    /// With the roles that have signed this very review.
    #[must_use]
    pub const fn signed(self, roles: &'i [String]) -> Self {
        Self { signed: roles, ..self }
    }
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

impl Review {
    /// Judges every item of the catalogue.
    pub fn new(input: &Input<'_>) -> Self {
        let sections: Vec<ReviewSection> = input
            .catalogue
            .sections()
            .iter()
            .map(|section| ReviewSection {
                id: section.id.clone(),
                items: section.items.iter().map(|item| judge(&item.id, item.severity, input)).collect(),
            })
            .collect();
        let items = || sections.iter().flat_map(|section| &section.items);
        let leftovers = gate::leftovers(input);
        Self {
            blockers: gate::blockers(items(), input),
            cautions: gate::cautions(items(), input).into_iter().chain(leftovers).collect(),
            alterations: input.catalogue.alterations().to_vec(),
            obsolete: input
                .state
                .decisions
                .keys()
                .filter(|id| input.catalogue.item(id).is_none())
                .cloned()
                .collect(),
            sections,
        }
    }

    /// GO or NO-GO.
    pub const fn call(&self) -> Call {
        if self.blockers.is_empty() { Call::Go } else { Call::NoGo }
    }

    /// GO or NO-GO of one section: whether an item of it stands in the way. Sign-offs are of the whole.
    pub fn section_call(&self, section: &str) -> Call {
        let blocks = |blocker: &Blocker| blocker.item().is_some_and(|id| id.section() == section);
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

fn judge(id: &ItemId, severity: Severity, input: &Input<'_>) -> ReviewItem {
    let report = input.reports.iter().find(|report| report.id == *id);
    let decision = input.state.decision(id);
    let status = if input.catalogue.is_out_of_scope(id) {
        Because::OutOfScope.into()
    } else {
        Status::of(report, decision, input.state, input.today)
    };
    ReviewItem {
        id: id.clone(),
        severity,
        verdict: report.map(|report| report.outcome.verdict()),
        decision: decision.cloned(),
        status,
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
