//! Which items the list shows.

use super::model::Model;
use crate::model::{DecisionKind, Severity, Verdict};
use crate::review::{Because, ReviewItem};

/// A choice of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Filter {
    /// Every item.
    #[default]
    All,
    /// Those that are open.
    Open,
    /// Those that the repository proves unmet.
    Fail,
    /// Those that a person must look at.
    Review,
    /// Those whose decision no longer rests on what is there.
    Stale,
    /// Those that are let through unmet.
    Waived,
    /// Those that a person verified.
    Ticked,
    /// Those of one severity.
    Severity(Severity),
    /// Those that the person at the keyboard decided or noted something on.
    Mine,
    /// Those that are marked.
    Marked,
}

impl Filter {
    /// Every filter, in the order in which they are offered.
    pub(super) const OFFERED: [Self; 12] = [
        Self::All,
        Self::Open,
        Self::Fail,
        Self::Review,
        Self::Stale,
        Self::Waived,
        Self::Ticked,
        Self::Severity(Severity::Critical),
        Self::Severity(Severity::Recommended),
        Self::Severity(Severity::Optional),
        Self::Mine,
        Self::Marked,
    ];

    /// One word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Fail => "fail",
            Self::Review => "review",
            Self::Stale => "stale",
            Self::Waived => "waived",
            Self::Ticked => "ticked",
            Self::Severity(severity) => severity.as_str(),
            Self::Mine => "mine",
            Self::Marked => "marked",
        }
    }

    /// What it shows, in a few words.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::All => "every item",
            Self::Open => "what is still open",
            Self::Fail => "what the repository proves unmet",
            Self::Review => "what a person must look at",
            Self::Stale => "decided, but the grounds have changed, or the waiver is past its date",
            Self::Waived => "what is let through unmet",
            Self::Ticked => "what a person verified",
            Self::Severity(_) => "items of this severity",
            Self::Mine => "what you decided, or wrote a note on",
            Self::Marked => "what you marked",
        }
    }

    /// Whether it shows `item`, which has that number in the catalogue.
    pub(super) fn shows(self, model: &Model, number: usize, item: &ReviewItem) -> bool {
        let kind = item.decision.as_ref().map(|decision| &decision.kind);
        match self {
            Self::All => true,
            Self::Open => !item.status.done,
            Self::Fail => item.verdict == Some(Verdict::Fail),
            Self::Review => item.verdict == Some(Verdict::Review),
            Self::Stale => {
                matches!(item.status.because, Because::Stale | Because::Expired | Because::Contradiction)
            }
            Self::Waived => matches!(kind, Some(DecisionKind::Waived(_))),
            Self::Ticked => matches!(kind, Some(DecisionKind::Ticked)),
            Self::Severity(severity) => item.severity == severity,
            Self::Mine => model.identity.as_ref().is_some_and(|me| {
                item.decision.as_ref().is_some_and(|one| one.by == *me || one.with.contains(me))
            }),
            Self::Marked => model.marked.contains(&number),
        }
    }
}

/// The items that the list shows, by their numbers. The selected one is always among them: nobody's cursor jumps because
/// an item ceased to match.
pub(super) fn visible(model: &Model) -> Vec<usize> {
    let shown = |(number, item): (usize, &ReviewItem)| {
        let shows = number == model.overview.selected || model.filter.shows(model, number, item);
        shows.then_some(number)
    };
    model.review.items().enumerate().filter_map(shown).collect()
}
