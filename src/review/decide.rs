//! What a person may say of an item, and the record of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::change::{Change, Record};
use super::state::{Dismissal, Gate, plain_line_ends};
use crate::base::clock;
use crate::model::{Decision, DecisionKind, ItemId, ItemReport, Person, Verdict, Waiver};

/// Who decides, when, and at which commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub by: Person,
    /// Who sits beside them.
    pub with: Vec<Person>,
    /// When; recorded in whole seconds.
    pub at: Timestamp,
    /// HEAD's full hash; `None` before the first commit.
    pub commit: Option<String>,
}

/// Why something cannot be decided so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// Facts are not ticked away.
    #[error("{item} fails, so it cannot be ticked ({summary}); fix it, or waive it with a reason")]
    FailCannotBeTicked {
        /// The item.
        item: ItemId,
        /// What the detector said.
        summary: String,
    },
    /// A waiver says why.
    #[error("a waiver of {item} needs a reason: say in a sentence why it may be let through")]
    NoReason {
        /// The item.
        item: ItemId,
    },
    /// An accepted risk or a deferral ends some day.
    #[error("a waiver of {item} as {kind} needs its last day (until), such as {example}")]
    NoDate {
        /// The item.
        item: ItemId,
        /// The kind's word.
        kind: &'static str,
        /// A day as it is written.
        example: Date,
    },
    /// A waiver that is over before it begins.
    #[error("the waiver of {item} would end on {until}, which is past; name today ({today}) or a later day")]
    PastDate {
        /// The item.
        item: ItemId,
        /// The day given.
        until: Date,
        /// Today.
        today: Date,
    },
    /// A waiver that ends later than the gate allows.
    #[error("a waiver of {item} may last {longest} days here, until {latest} ([gate] longest-waiver)")]
    TooLong {
        /// The item.
        item: ItemId,
        /// How many days the gate allows.
        longest: u32,
        /// The latest last day.
        latest: Date,
    },
    /// Only what the scan has found can be dismissed.
    #[error("{item} has no finding {fingerprint}; a scan lists its findings")]
    NoSuchFinding {
        /// The item.
        item: ItemId,
        /// The fingerprint given.
        fingerprint: String,
    },
    /// A dismissal says why.
    #[error("dismissing a finding of {item} needs a reason: say in a sentence why it is none")]
    NoReasonToDismiss {
        /// The item.
        item: ItemId,
    },
    /// The record is one line, `Name <email>`.
    #[error(
        "'{name}' cannot be recorded as a person: write a name, or Name <email>, without < > or line breaks in it"
    )]
    BadPerson {
        /// The name given.
        name: String,
    },
}

/// A person verified `item`. A note that stands on it already is kept where `note` gives none.
///
/// # Errors
/// A fail cannot be ticked; a person must have a name that can be recorded.
pub fn tick(
    item: &ItemReport,
    before: Option<&Decision>,
    note: Option<&str>,
    session: &Session,
) -> Result<Change, DecideError> {
    if item.outcome.verdict() == Verdict::Fail {
        return Err(DecideError::FailCannotBeTicked {
            item: item.id.clone(),
            summary: item.outcome.summary().to_owned(),
        });
    }
    record(&item.id, DecisionKind::Ticked, Some(item.basis.clone()), before, note, session)
}

/// A person lets `item` through unmet. A note that stands on it already is kept where `note` gives none.
///
/// # Errors
/// A waiver needs a reason; an accepted risk or a deferral needs a last day, which must not be past.
pub fn waive(
    item: &ItemReport,
    before: Option<&Decision>,
    waiver: &Waiver,
    note: Option<&str>,
    session: &Session,
) -> Result<Change, DecideError> {
    let waiver = Waiver {
        reason: waiver.reason.trim().to_owned(),
        ticket: waiver
            .ticket
            .as_deref()
            .map(str::trim)
            .filter(|ticket| !ticket.is_empty())
            .map(str::to_owned),
        ..waiver.clone()
    };
    let id = || item.id.clone();
    let today = clock::day(session.at);
    if waiver.reason.is_empty() {
        return Err(DecideError::NoReason { item: id() });
    }
    match waiver.until {
        None if waiver.kind.needs_date() => {
            let example = today.saturating_add(jiff::Span::new().months(3));
            return Err(DecideError::NoDate { item: id(), kind: waiver.kind.as_str(), example });
        }
        Some(until) if until < today => return Err(DecideError::PastDate { item: id(), until, today }),
        _ => {}
    }
    record(&item.id, DecisionKind::Waived(waiver), Some(item.basis.clone()), before, note, session)
}

/// A person writes `text` on `item`; an empty text removes the note.
///
/// On a decision the note alone changes: who decided, when and on which basis stay. Without one the note is a record of
/// its own, which closes nothing.
///
/// # Errors
/// A person must have a name that can be recorded.
pub fn note(
    item: &ItemId,
    before: Option<&Decision>,
    text: &str,
    session: &Session,
) -> Result<Change, DecideError> {
    let note = tidy(text);
    match before {
        Some(decision) if decision.kind != DecisionKind::Noted => {
            let after = Decision { note, ..decision.clone() };
            Ok(Change::decision(item.clone(), before.cloned(), Some(after)))
        }
        _ if note.is_none() => Ok(Change::decision(item.clone(), before.cloned(), None)),
        _ => record(item, DecisionKind::Noted, None, before, Some(text), session),
    }
}

/// A person takes the decision on `item` back; a note on it stays as a record of its own, by whoever wrote the decision.
pub fn reopen(item: &ItemId, before: Option<&Decision>) -> Change {
    let after = before.filter(|decision| decision.note.is_some()).map(|decision| Decision {
        kind: DecisionKind::Noted,
        basis: None,
        ..decision.clone()
    });
    Change::decision(item.clone(), before.cloned(), after)
}

/// Whether the gate lets `waiver` of `item`, made at `at`, last as long as it says.
///
/// # Errors
/// Where it ends later; [`waive`] does not know the gate, so that whoever records waivers asks here first.
pub fn within(gate: &Gate, item: &ItemId, waiver: &Waiver, at: Timestamp) -> Result<(), DecideError> {
    match (gate.longest_waiver, gate.latest(clock::day(at)), waiver.until) {
        (Some(longest), Some(latest), Some(until)) if until > latest => {
            Err(DecideError::TooLong { item: item.clone(), longest, latest })
        }
        _ => Ok(()),
    }
}

/// A person dismisses the finding `fingerprint` of `item`: it is none, or it may stay.
///
/// `before` is the dismissal that stands already ([`super::State::dismissal`]).
///
/// # Errors
/// The scan must have found it, a dismissal needs a reason, and a person a name that can be recorded.
pub fn dismiss(
    item: &ItemReport,
    fingerprint: &str,
    before: Option<&Dismissal>,
    reason: &str,
    session: &Session,
) -> Result<Change, DecideError> {
    let id = || item.id.clone();
    if item.outcome.findings().iter().all(|finding| finding.fingerprint != fingerprint) {
        return Err(DecideError::NoSuchFinding { item: id(), fingerprint: fingerprint.to_owned() });
    }
    let Some(reason) = tidy(reason) else { return Err(DecideError::NoReasonToDismiss { item: id() }) };
    check_persons(session)?;
    let after = Dismissal {
        item: id(),
        fingerprint: fingerprint.to_owned(),
        by: session.by.clone(),
        at: Some(clock::whole_seconds(session.at)),
        reason,
    };
    Ok(Change::set(before.cloned().map(Record::Dismissal), Record::Dismissal(after)))
}

/// A person takes a dismissal back.
pub fn undismiss(before: &Dismissal) -> Change {
    Change::removal(Record::Dismissal(before.clone()))
}

/// A person names the release under review; an empty name removes it. `before` is the name that stands.
pub fn release(before: Option<&str>, name: &str) -> Change {
    Change::release(before.map(str::to_owned), tidy(name))
}

fn check_persons(session: &Session) -> Result<(), DecideError> {
    match std::iter::once(&session.by).chain(&session.with).find(|person| !is_recordable(person)) {
        Some(person) => Err(DecideError::BadPerson { name: person.to_string() }),
        None => Ok(()),
    }
}

fn record(
    item: &ItemId,
    kind: DecisionKind,
    basis: Option<String>,
    before: Option<&Decision>,
    note: Option<&str>,
    session: &Session,
) -> Result<Change, DecideError> {
    check_persons(session)?;
    let after = Decision {
        item: item.clone(),
        kind,
        by: session.by.clone(),
        with: session.with.clone(),
        at: clock::whole_seconds(session.at),
        commit: session.commit.clone(),
        basis,
        note: note.map_or_else(|| before.and_then(|decision| decision.note.clone()), tidy),
    };
    Ok(Change::decision(item.clone(), before.cloned(), Some(after)))
}

/// Whether the record, read again, names the same person.
fn is_recordable(person: &Person) -> bool {
    let text = person.to_string();
    !text.contains(char::is_control) && Person::parse(&text).as_ref() == Some(person)
}

/// `text` as the state file keeps it: without blanks around it, with plain line ends; `None` where nothing is left.
fn tidy(text: &str) -> Option<String> {
    let text = plain_line_ends(text.trim());
    (!text.is_empty()).then_some(text)
}
