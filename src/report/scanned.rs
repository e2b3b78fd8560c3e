//! What the reports of a scan are made from.

use crate::catalogue::{Catalogue, Item, Section};
use crate::model::{ItemId, ItemReport, ScanReport};
use crate::review::{Review, ReviewSection};

/// A scan, the review that follows from it, and the part of it that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Scanned<'a> {
    /// What the repository is called: the name of its folder.
    pub name: &'a str,
    /// The items and their texts.
    pub catalogue: &'a Catalogue,
    /// What the scan found.
    pub report: &'a ScanReport,
    /// What it counts as, with people's decisions.
    pub review: &'a Review,
    /// The items to show, in any order; `None` for all. Counters always count all.
    pub only: Option<&'a [ItemId]>,
}

impl<'a> Scanned<'a> {
    /// Whether all items are shown.
    pub const fn is_whole(&self) -> bool {
        self.only.is_none()
    }

    /// Whether `id` is shown.
    pub fn shows(&self, id: &ItemId) -> bool {
        self.only.is_none_or(|only| only.contains(id))
    }

    /// The sections with an item that is shown, in order, as the catalogue and as the review have them.
    pub fn sections(&self) -> impl Iterator<Item = (&'a Section, &'a ReviewSection)> {
        let Self { catalogue, review, .. } = *self;
        catalogue
            .sections()
            .iter()
            .filter(|section| section.items.iter().any(|item| self.shows(&item.id)))
            .filter_map(|section| Some((section, review.sections.iter().find(|one| one.id == section.id)?)))
    }

    /// The items that are shown, in order, with what the scan said of them.
    pub fn items(&self) -> impl Iterator<Item = (&'a Item, &'a ItemReport)> {
        let Self { catalogue, report, .. } = *self;
        catalogue
            .items()
            .filter(|item| self.shows(&item.id))
            .filter_map(|item| Some((item, report.item(&item.id)?)))
    }
}
