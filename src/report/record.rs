//! What people recorded in the state file, for people and for programs.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::model::{Decision, DecisionKind, Person};
use crate::review::change::{Key, Record};
use crate::review::compare::{RecordChange, Said, Subject};

/// What a decision says after who made it and when: `accepted-risk until 2027-03-31 [OPS-123]: the reason`; `None` where
/// the verb says it all.
pub fn terms(decision: &Decision) -> Option<String> {
    let DecisionKind::Waived(waiver) = &decision.kind else { return None };
    let until = waiver.until.map_or_else(String::new, |until| format!(" until {until}"));
    let ticket = waiver.ticket.as_ref().map_or_else(String::new, |ticket| format!(" [{ticket}]"));
    Some(format!("{}{until}{ticket}: {}", waiver.kind.as_str(), waiver.reason))
}

/// What a person did: `ticked`, `waived`, `noted`.
pub const fn verb(decision: &Decision) -> &'static str {
    match decision.kind {
        DecisionKind::Ticked => "ticked",
        DecisionKind::Waived(_) => "waived",
        DecisionKind::Noted => "noted",
    }
}

/// Who made a decision, all by name: `Ada Example with Grace Example`.
pub fn names(decision: &Decision) -> String {
    let with: Vec<&str> = decision.with.iter().map(|person| person.name.as_str()).collect();
    if with.is_empty() {
        decision.by.name.clone()
    } else {
        format!("{} with {}", decision.by.name, with.join(", "))
    }
}

/// A moment as people read it, in UTC: `2026-02-11 14:03 UTC`.
pub fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The first ten characters of a commit's hash, which name it in practice.
pub fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// What happened to a record, in one word: `ticked`, `reopened`, `dismissed`, `signed`, `set`, ….
pub fn happened(change: &RecordChange) -> &'static str {
    let RecordChange { subject, before, after } = change;
    let old = before.as_ref().and_then(Said::decision);
    match (subject, old, after.as_ref().and_then(Said::decision)) {
        // A note that is left of a decision: somebody took the decision back.
        (_, Some(old), Some(new)) if is_note(new) && !is_note(old) => return "reopened",
        (_, Some(old), Some(new)) if same_decision(old, new) => return "noted",
        (_, _, Some(new)) => return verb(new),
        (_, Some(old), None) => return if is_note(old) { "unnoted" } else { "reopened" },
        _ => {}
    }
    match (subject, before, after) {
        (Subject::Record(Key::Finding { .. }), _, Some(_)) => "dismissed",
        (Subject::Record(Key::Finding { .. }), _, None) => "restored",
        (Subject::Record(Key::SignOff { .. }), _, Some(_)) => "signed",
        (Subject::Record(Key::SignOff { .. }), _, None) => "unsigned",
        (_, None, _) => "set",
        (_, Some(_), None) => "removed",
        (_, Some(_), Some(_)) => "changed",
    }
}

const fn is_note(decision: &Decision) -> bool {
    matches!(decision.kind, DecisionKind::Noted)
}

/// Whether only the note may differ: the decision was made once, at one moment.
fn same_decision(before: &Decision, after: &Decision) -> bool {
    before.at == after.at
        && matches!(
            (&before.kind, &after.kind),
            (DecisionKind::Ticked, DecisionKind::Ticked) | (DecisionKind::Waived(_), DecisionKind::Waived(_))
        )
}

/// A record of the state file in documents for programs; keys as in the file.
#[derive(Debug, Serialize)]
pub(super) struct RecordEntry {
    /// Of an item: `ticked`, `waived` or `noted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'static str>,
    /// `Name <email>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// Of a waiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Of a sign-off: `go` or `no-go`.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// Of a sign-off: whether it carries a signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<bool>,
    /// Of anything else: the value as TOML writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl RecordEntry {
    const EMPTY: Self = Self {
        decision: None,
        by: None,
        with: Vec::new(),
        at: None,
        commit: None,
        basis: None,
        kind: None,
        reason: None,
        until: None,
        ticket: None,
        note: None,
        verdict: None,
        digest: None,
        signed: None,
        value: None,
    };

    /// The entry of a decision.
    pub fn decision(decision: &Decision) -> Self {
        let waiver = match &decision.kind {
            DecisionKind::Waived(waiver) => Some(waiver),
            DecisionKind::Ticked | DecisionKind::Noted => None,
        };
        Self {
            decision: Some(verb(decision)),
            by: Some(decision.by.to_string()),
            with: decision.with.iter().map(Person::to_string).collect(),
            at: Some(decision.at),
            commit: decision.commit.clone(),
            basis: decision.basis.clone(),
            kind: waiver.map(|waiver| waiver.kind.as_str()),
            reason: waiver.map(|waiver| waiver.reason.clone()),
            until: waiver.and_then(|waiver| waiver.until).map(|until| until.to_string()),
            ticket: waiver.and_then(|waiver| waiver.ticket.clone()),
            note: decision.note.clone(),
            ..Self::EMPTY
        }
    }

    /// The entry of any record.
    pub fn record(record: &Record) -> Self {
        match record {
            Record::Release(name) => Self { value: Some(name.clone()), ..Self::EMPTY },
            Record::Decision(decision) => Self::decision(decision),
            Record::Dismissal(one) => Self {
                by: Some(one.by.to_string()),
                at: one.at,
                reason: Some(one.reason.clone()),
                ..Self::EMPTY
            },
            Record::SignOff(one) => Self {
                by: Some(one.by.to_string()),
                at: Some(one.at),
                commit: Some(one.commit.clone()),
                verdict: Some(one.verdict.as_str()),
                digest: Some(one.digest.clone()),
                signed: Some(one.signature.is_some()),
                ..Self::EMPTY
            },
        }
    }

    /// The entry of anything that the state file says.
    pub fn of(said: &Said) -> Self {
        match said {
            Said::Record(record) => Self::record(record),
            Said::Value(value) => Self { value: Some(value.clone()), ..Self::EMPTY },
        }
    }
}

/// What a record is about, in documents for programs.
#[derive(Debug, Default, Serialize)]
pub(super) struct SubjectEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
}

impl<'a> SubjectEntry<'a> {
    /// The entry of a record's key.
    pub fn key(key: &'a Key) -> Self {
        match key {
            Key::Release => Self { key: Some(RELEASE), ..Self::default() },
            Key::Item(item) => Self { item: Some(item.as_str()), ..Self::default() },
            Key::Finding { item, fingerprint } => {
                Self { item: Some(item.as_str()), fingerprint: Some(fingerprint), ..Self::default() }
            }
            Key::SignOff { role, .. } => Self { role: Some(role), ..Self::default() },
        }
    }

    /// The entry of any subject.
    pub fn of(subject: &'a Subject) -> Self {
        match subject {
            Subject::Record(key) => Self::key(key),
            Subject::Setting(key) => Self { key: Some(key), ..Self::default() },
        }
    }
}

/// The path of the key that names the release.
pub const RELEASE: &str = "review.release";

/// What a record is about, in as few words as name it.
pub fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Setting(key) => key.clone(),
        Subject::Record(Key::Release) => RELEASE.to_owned(),
        Subject::Record(Key::Item(item)) => item.to_string(),
        Subject::Record(Key::Finding { item, fingerprint }) => {
            format!("{item} finding {}", fingerprint_of(fingerprint))
        }
        Subject::Record(Key::SignOff { role, by }) => format!("{role}, by {}", by.name),
    }
}

/// As much of a fingerprint as names a finding in practice.
pub fn fingerprint_of(fingerprint: &str) -> &str {
    let digest = fingerprint.rsplit_once(':').map_or(fingerprint, |(_, digest)| digest);
    digest.get(..10).unwrap_or(digest)
}

/// A value as the state file writes it; `None` for records that are more than a value.
pub fn value(said: &Said) -> Option<String> {
    match said {
        Said::Value(value) => Some(value.clone()),
        Said::Record(record) => match &**record {
            Record::Release(name) => Some(format!("{name:?}")),
            _ => None,
        },
    }
}
