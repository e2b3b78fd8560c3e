//! Questions that several formats ask of a document.

use super::{Decided, Decision, Document, Item, Place, Waiver};
use crate::model::Verdict;
use crate::review::{Because, Call};

/// The kind of the blockers that are open items.
const OPEN: &str = "open";

/// The heaps that reports sort items into, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Open, and in the way of GO.
    Blocking,
    /// Open, below what the gate asks for.
    Open,
    /// Let through unmet by a person.
    Waived,
    /// Verified by a person.
    Verified,
    /// Proved by the repository, or every finding dismissed.
    Met,
    /// Does not apply.
    NotApplicable,
    /// Left out of the review by the project.
    OutOfScope,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 7] = [
        Self::Blocking,
        Self::Open,
        Self::Waived,
        Self::Verified,
        Self::Met,
        Self::NotApplicable,
        Self::OutOfScope,
    ];

    /// The word that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Open => "open",
            Self::Waived => "waived",
            Self::Verified => "verified",
            Self::Met => "met",
            Self::NotApplicable => "not applicable",
            Self::OutOfScope => "out of scope",
        }
    }

    /// The words of a heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Blocking => "in the way",
            other => other.label(),
        }
    }

    /// The word for programs: classes, anchors.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "na",
            Self::OutOfScope => "out",
            other => other.label(),
        }
    }
}

impl Item {
    /// The heap that the item belongs to.
    pub const fn group(&self) -> Group {
        match self.because {
            _ if self.blocks => Group::Blocking,
            _ if !self.done => Group::Open,
            Because::Waived => Group::Waived,
            Because::Ticked => Group::Verified,
            Because::NotApplicable => Group::NotApplicable,
            Because::OutOfScope => Group::OutOfScope,
            Because::ObsoleteWaiver if matches!(self.verdict, Verdict::NotApplicable) => Group::NotApplicable,
            _ => Group::Met,
        }
    }

    /// The deciding place: the first of the evidence.
    pub fn place(&self) -> Option<&Place> {
        self.evidence.first()
    }

    /// What the item counts as, one line for people.
    pub fn standing(&self) -> String {
        match self.because {
            Because::Failing | Because::Undecided | Because::NotScanned => {
                format!("open: {}", self.because.sentence())
            }
            because if self.done => because.sentence().to_owned(),
            because => format!("open again: {}", because.sentence()),
        }
    }

    /// Whether a person ticked or waived it.
    pub fn is_decided(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.said != Decided::Noted)
    }
}

impl Document {
    /// The items of the section `id`, in order.
    pub fn items_of<'d>(&'d self, id: &'d str) -> impl Iterator<Item = &'d Item> {
        self.items.iter().filter(move |item| item.section == id)
    }

    /// The items of `group`, in order.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.group() == group)
    }

    /// The open items, those in the way of GO first, then the heavier first, then in order.
    pub fn open(&self) -> Vec<&Item> {
        let mut open: Vec<&Item> = self.items.iter().filter(|item| !item.done).collect();
        open.sort_by_key(|item| (item.group(), std::cmp::Reverse(item.severity)));
        open
    }

    /// The items with a waiver, and their waivers, in order.
    pub fn waivers(&self) -> Vec<(&Item, &Decision, &Waiver)> {
        let of = |item| {
            let item: &Item = item;
            let decision = item.decision.as_ref()?;
            Some((item, decision, decision.waiver.as_ref()?))
        };
        self.items.iter().filter_map(of).collect()
    }

    /// What stands in the way beside open items: missing sign-offs, decisions that break a rule of the gate.
    pub fn other_blockers(&self) -> impl Iterator<Item = &str> {
        self.blockers.iter().filter(|blocker| blocker.kind != OPEN).map(|blocker| blocker.message.as_str())
    }

    /// The verdict of the whole in one line: "NO-GO: 3 items and 1 sign-off stand in the way; 21 of 30 items are done".
    pub fn headline(&self) -> String {
        let items = self.blockers.iter().filter(|blocker| blocker.kind == OPEN).count();
        let others = self.blockers.len() - items;
        let count = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            _ => Some(format!("{count} {noun}s")),
        };
        let parts: Vec<String> =
            [count(items, "open item"), count(others, "other matter")].into_iter().flatten().collect();
        let verb = if items + others == 1 { "stands" } else { "stand" };
        let why = match self.call {
            Call::Go => "nothing stands in the way".to_owned(),
            Call::NoGo if parts.is_empty() => "something stands in the way".to_owned(),
            Call::NoGo => format!("{} {verb} in the way", parts.join(" and ")),
        };
        format!("{why}; {} of {} items are done", self.done, self.total)
    }

    /// The first ten characters of the commit.
    pub fn short_commit(&self) -> Option<String> {
        self.repository.commit.as_deref().map(short)
    }
}

/// The beginning of a hash, as people write it.
pub fn short(hash: &str) -> String {
    hash.chars().take(10).collect()
}
