//! The verdict of the whole: GO or NO-GO, and what stands in the way.

use std::fmt;

use jiff::civil::Date;

use super::change::Key;
use super::state::{Gate, State};
use super::status::Because;
use super::whole::{Input, ReviewItem};
use crate::base::clock;
use crate::model::{Decision, DecisionKind, ItemId, Person, Severity, Waiver};

/// The verdict of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// Nothing stands in the way.
    Go,
    /// Something does.
    NoGo,
}

impl Call {
    /// The word in files and JSON: `go`, `no-go`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
        }
    }

    /// The word that people read: `GO`, `NO-GO`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::NoGo => "NO-GO",
        }
    }

    /// The call that `word` (`go`, `no-go`) names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Go, Self::NoGo].into_iter().find(|call| call.as_str() == word)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// One thing that stands in the way of GO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// An open item at or above the gate's severity.
    Item {
        /// The item.
        id: ItemId,
        /// Its severity.
        severity: Severity,
        /// Why it is open.
        because: Because,
    },
    /// A waiver ends later than the gate allows.
    LongWaiver {
        /// The item.
        id: ItemId,
        /// Its last day.
        until: Date,
        /// The latest day that the gate allows for it.
        latest: Date,
    },
    /// Who decided a critical item is the only author of the lines that decide it.
    OnePerson {
        /// The item.
        id: ItemId,
        /// Who.
        by: Person,
    },
    /// The gate asks for two persons, and nobody has looked up who wrote the lines that decide the item.
    UnknownAuthors {
        /// The item.
        id: ItemId,
    },
    /// A required role has no valid sign-off under this very review.
    SignOff {
        /// The role.
        role: String,
    },
}

impl Blocker {
    /// The item that it is about, if it is about one.
    pub const fn item(&self) -> Option<&ItemId> {
        match self {
            Self::Item { id, .. }
            | Self::LongWaiver { id, .. }
            | Self::OnePerson { id, .. }
            | Self::UnknownAuthors { id } => Some(id),
            Self::SignOff { .. } => None,
        }
    }

    /// The word in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Item { .. } => "open",
            Self::LongWaiver { .. } => "long-waiver",
            Self::OnePerson { .. } => "one-person",
            Self::UnknownAuthors { .. } => "unknown-authors",
            Self::SignOff { .. } => "sign-off",
        }
    }
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item { id, severity, because } => {
                write!(f, "{id} ({}): {}", severity.as_str(), because.sentence())
            }
            Self::LongWaiver { id, until, latest } => {
                write!(f, "{id}: its waiver ends on {until}, and the gate allows {latest} at the latest")
            }
            Self::OnePerson { id, by } => {
                write!(
                    f,
                    "{id}: {by} decided it, and alone wrote the lines that it rests on; a second person must"
                )
            }
            Self::UnknownAuthors { id } => {
                write!(f, "{id}: two persons are asked for, and the authors of its lines are not known")
            }
            Self::SignOff { role } => write!(f, "no valid sign-off by the {role}"),
        }
    }
}

/// Something that does not stand in the way of GO, and that people should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// A waiver ends soon.
    EndsSoon {
        /// The item.
        id: ItemId,
        /// Its last day.
        until: Date,
        /// How many days are left after today.
        days: i32,
    },
    /// A waiver is no longer needed.
    ObsoleteWaiver {
        /// The item.
        id: ItemId,
    },
    /// A decision on an item that the checklist does not have.
    ObsoleteDecision {
        /// The item.
        id: ItemId,
    },
    /// The dismissal of a finding that is no longer there.
    ObsoleteDismissal {
        /// The item.
        id: ItemId,
        /// Which finding.
        fingerprint: String,
    },
    /// A weight for an item that the checklist does not have.
    UnknownGrade {
        /// The item.
        id: ItemId,
    },
}

impl Caution {
    /// The item that it is about.
    pub const fn item(&self) -> &ItemId {
        match self {
            Self::EndsSoon { id, .. }
            | Self::ObsoleteWaiver { id }
            | Self::ObsoleteDecision { id }
            | Self::ObsoleteDismissal { id, .. }
            | Self::UnknownGrade { id } => id,
        }
    }

    /// Whether it is about the record under `key`.
    pub fn is_about(&self, key: &Key) -> bool {
        match (self, key) {
            (Self::ObsoleteDismissal { id, fingerprint }, Key::Finding { item, fingerprint: other }) => {
                id == item && fingerprint == other
            }
            (
                Self::EndsSoon { id, .. } | Self::ObsoleteWaiver { id } | Self::ObsoleteDecision { id },
                Key::Item(item),
            ) => id == item,
            _ => false,
        }
    }

    /// The word in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::EndsSoon { .. } => "ends-soon",
            Self::ObsoleteWaiver { .. } => "obsolete-waiver",
            Self::ObsoleteDecision { .. } => "obsolete-decision",
            Self::ObsoleteDismissal { .. } => "obsolete-dismissal",
            Self::UnknownGrade { .. } => "unknown-grade",
        }
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsSoon { id, until, days: 0 } => write!(f, "{id}: its waiver ends today ({until})"),
            Self::EndsSoon { id, until, days: 1 } => write!(f, "{id}: its waiver ends tomorrow ({until})"),
            Self::EndsSoon { id, until, days } => write!(f, "{id}: its waiver ends in {days} days ({until})"),
            Self::ObsoleteWaiver { id } => write!(f, "{id}: it is met, so its waiver can go"),
            Self::ObsoleteDecision { id } => write!(f, "{id}: decided, and no item of the checklist"),
            Self::ObsoleteDismissal { id, fingerprint } => {
                write!(f, "{id}: the finding {fingerprint} is dismissed, and no longer there")
            }
            Self::UnknownGrade { id } => write!(f, "{id}: weighed differently, and no item of the checklist"),
        }
    }
}

impl Gate {
    /// The latest last day of a waiver made on the day `made`; `None` where the gate sets none.
    pub fn latest(&self, made: Date) -> Option<Date> {
        self.longest_waiver.map(|days| made.saturating_add(jiff::Span::new().days(i64::from(days))))
    }
}

/// What stands in the way of GO: item by item in the catalogue's order, then missing sign-offs in the file's order.
///
/// Only items at or above the gate's severity do: what may stay open may be waived for as long as anybody likes, too.
pub(super) fn blockers<'i>(items: impl Iterator<Item = &'i ReviewItem>, input: &Input<'_>) -> Vec<Blocker> {
    let gate = &input.state.gate;
    let mut blockers = Vec::new();
    for item in items.filter(|item| item.severity >= gate.fail_on) {
        if item.status.done {
            blockers.extend(long_waiver(item, gate));
            blockers.extend(one_person(item, input));
        } else {
            let (id, severity, because) = (item.id.clone(), item.severity, item.status.because);
            blockers.push(Blocker::Item { id, severity, because });
        }
    }
    let missing = gate.require_sign_off.iter().filter(|role| !input.signed.contains(role));
    blockers.extend(missing.map(|role| Blocker::SignOff { role: role.clone() }));
    blockers
}

/// What people should know, item by item.
pub(super) fn cautions<'i>(items: impl Iterator<Item = &'i ReviewItem>, input: &Input<'_>) -> Vec<Caution> {
    let soon = i32::try_from(input.state.gate.warn_before_expiry).unwrap_or(i32::MAX);
    let mut cautions = Vec::new();
    for item in items {
        let id = || item.id.clone();
        let until = holding(item).and_then(|(_, waiver)| waiver.until);
        if let Some(until) = until {
            let days = input.today.until(until).map_or(i32::MAX, |span| span.get_days());
            if days <= soon {
                cautions.push(Caution::EndsSoon { id: id(), until, days });
            }
        }
        if item.status.because == Because::ObsoleteWaiver {
            cautions.push(Caution::ObsoleteWaiver { id: id() });
        }
    }
    cautions
}

/// Records that are about nothing any more, and weights for items that are not there.
pub(super) fn leftovers(input: &Input<'_>) -> Vec<Caution> {
    let (state, catalogue) = (input.state, input.catalogue);
    let known = |id: &ItemId| catalogue.item(id).is_some();
    let decisions = state.decisions.keys().filter(|id| !known(id));
    let decisions = decisions.map(|id| Caution::ObsoleteDecision { id: id.clone() });
    let gone = |item: &ItemId, fingerprint: &str| {
        let report = input.reports.iter().find(|report| report.id == *item);
        let judged = |report: &crate::model::ItemReport| {
            report.outcome.findings().iter().all(|finding| finding.fingerprint != fingerprint)
        };
        !known(item) || report.is_some_and(judged)
    };
    let dismissals = state.dismissals.iter().filter(|one| gone(&one.item, &one.fingerprint));
    let dismissals = dismissals
        .map(|one| Caution::ObsoleteDismissal { id: one.item.clone(), fingerprint: one.fingerprint.clone() });
    let grades = state.grades.iter().filter(|grade| !known(&grade.item));
    let grades = grades.map(|grade| Caution::UnknownGrade { id: grade.item.clone() });
    decisions.chain(dismissals).chain(grades).collect()
}

/// The waiver that makes the item done.
fn holding(item: &ReviewItem) -> Option<(&Decision, &Waiver)> {
    let decision = item.decision.as_ref().filter(|_| item.status.because == Because::Waived)?;
    match &decision.kind {
        DecisionKind::Waived(waiver) => Some((decision, waiver)),
        DecisionKind::Ticked | DecisionKind::Noted => None,
    }
}

fn long_waiver(item: &ReviewItem, gate: &Gate) -> Option<Blocker> {
    let (decision, waiver) = holding(item)?;
    let (until, latest) = (waiver.until?, gate.latest(clock::day(decision.at))?);
    (until > latest).then(|| Blocker::LongWaiver { id: item.id.clone(), until, latest })
}

/// The two-person rule: a critical item that a person's word makes done needs somebody who has not written all of the
/// lines that it rests on. Lines of nobody (what rests on an absence) let everybody decide; somebody who sat beside the
/// person counts.
fn one_person(item: &ReviewItem, input: &Input<'_>) -> Option<Blocker> {
    let gated = input.state.gate.two_person && item.severity == Severity::Critical;
    let deciders = deciders(item, input.state);
    if !gated || deciders.is_empty() {
        return None;
    }
    let id = item.id.clone();
    let report = input.reports.iter().find(|report| report.id == item.id)?;
    if report.outcome.evidence().is_empty() {
        return None;
    }
    let Some(authors) = input.authors.and_then(|authors| authors.get(&item.id)) else {
        return Some(Blocker::UnknownAuthors { id });
    };
    let (first, rest) = authors.split_first()?;
    let alone = rest.iter().all(|author| author.is_same(first));
    let same = alone && deciders.iter().all(|decider| decider.is_same(first));
    same.then(|| Blocker::OnePerson { id, by: first.clone() })
}

/// Whose word makes the item done; nobody where the repository's does.
fn deciders<'r>(item: &'r ReviewItem, state: &'r State) -> Vec<&'r Person> {
    match (item.status.because, &item.decision) {
        (Because::Ticked | Because::Waived, Some(decision)) => {
            std::iter::once(&decision.by).chain(&decision.with).collect()
        }
        (Because::Dismissed, _) => {
            state.dismissals.iter().filter(|one| one.item == item.id).map(|one| &one.by).collect()
        }
        _ => Vec::new(),
    }
}
