//! A project's own checklist: its items added, its weights applied, and the list of all that.

use std::fmt;

use super::{Catalogue, Fix, Item, Section, Verify};
use crate::model::{Grade, ItemId, OwnItem, Severity, Weight};

/// The section for a project's own items that fit no other; it comes last, and only where it has items.
pub const PROJECT_SECTION: &str = "project";

/// One difference between a project's checklist and the standard one. Every report and screen lists them: a weaker
/// checklist must never look like the standard one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alteration {
    /// An item of the project's own.
    Added {
        /// The item.
        item: ItemId,
        /// Its severity.
        severity: Severity,
    },
    /// A standard item with another severity.
    Graded {
        /// The item.
        item: ItemId,
        /// Its severity in the standard checklist.
        from: Severity,
        /// Its severity here.
        to: Severity,
        /// Why.
        reason: String,
    },
    /// A standard item that the project puts out of scope.
    OutOfScope {
        /// The item.
        item: ItemId,
        /// Its severity in the standard checklist.
        severity: Severity,
        /// Why.
        reason: String,
    },
}

impl Alteration {
    /// The item that it is about.
    pub const fn item(&self) -> &ItemId {
        match self {
            Self::Added { item, .. } | Self::Graded { item, .. } | Self::OutOfScope { item, .. } => item,
        }
    }

    /// The word in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Added { .. } => "added",
            Self::Graded { .. } => "graded",
            Self::OutOfScope { .. } => "out-of-scope",
        }
    }

    /// Why, where a reason is asked for.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Added { .. } => None,
            Self::Graded { reason, .. } | Self::OutOfScope { reason, .. } => Some(reason),
        }
    }
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { item, severity } => {
                write!(f, "{item} is the project's own ({})", severity.as_str())
            }
            Self::Graded { item, from, to, reason } => {
                write!(f, "{item} is {} here, {} in the checklist: {reason}", to.as_str(), from.as_str())
            }
            Self::OutOfScope { item, severity, reason } => {
                write!(f, "{item} ({}) is out of scope here: {reason}", severity.as_str())
            }
        }
    }
}

impl Catalogue {
    /// This checklist with a project's own items, at the end of their sections, and its weights.
    ///
    /// Weights of unknown items change nothing, and own items whose id is taken are left out: the state file's reader
    /// and its check complain about both.
    #[must_use]
    pub fn with(&self, own: &[OwnItem], grades: &[Grade]) -> Self {
        let mut catalogue = self.clone();
        for grade in grades {
            catalogue.grade(grade);
        }
        for item in own {
            catalogue.add(item);
        }
        catalogue
    }

    /// What this checklist has that the standard one has not, in the order of the items.
    pub fn alterations(&self) -> &[Alteration] {
        &self.alterations
    }

    /// Whether a project puts `item` out of scope.
    pub fn is_out_of_scope(&self, item: &ItemId) -> bool {
        self.alterations.iter().any(|one| matches!(one, Alteration::OutOfScope { .. }) && one.item() == item)
    }

    /// Whether `item` is a project's own.
    pub fn is_own(&self, item: &ItemId) -> bool {
        self.alterations.iter().any(|one| matches!(one, Alteration::Added { .. }) && one.item() == item)
    }

    fn grade(&mut self, grade: &Grade) {
        let mut items = self.sections.iter_mut().flat_map(|section| &mut section.items);
        let Some(item) = items.find(|item| item.id == grade.item) else { return };
        let (id, from, reason) = (item.id.clone(), item.severity, grade.reason.clone());
        match grade.weight {
            Weight::Severity(to) if to == from => return,
            Weight::Severity(to) => {
                item.severity = to;
                self.alterations.push(Alteration::Graded { item: id, from, to, reason });
            }
            Weight::OutOfScope => {
                self.alterations.push(Alteration::OutOfScope { item: id, severity: from, reason });
            }
        }
        self.sort_alterations();
    }

    fn add(&mut self, own: &OwnItem) {
        if self.item(&own.id).is_some() {
            return;
        }
        let item = Item {
            id: own.id.clone(),
            title: own.title.clone(),
            severity: own.severity,
            asks: own.text.clone(),
            why: "The project asks for it, beside the standard checklist.".to_owned(),
            fix: Fix { text: own.text.clone(), examples: Vec::new() },
            verify: Verify { text: own.text.clone(), command: own.command.clone() },
            references: Vec::new(),
        };
        self.alterations.push(Alteration::Added { item: own.id.clone(), severity: own.severity });
        match self.sections.iter_mut().find(|section| section.id == own.id.section()) {
            Some(section) => section.items.push(item),
            None => self.sections.push(Section {
                id: own.id.section().to_owned(),
                title: "This project".to_owned(),
                items: vec![item],
            }),
        }
        self.sort_alterations();
    }

    fn sort_alterations(&mut self) {
        let order: Vec<ItemId> = self.order().cloned().collect();
        self.alterations.sort_by_key(|one| order.iter().position(|id| id == one.item()));
    }
}
