//! What one item counts as, from the machine's word and the person's word together.
//!
//! | verdict | no decision | ticked | waived |
//! | --- | --- | --- | --- |
//! | pass, n/a | done | done | done: the waiver is obsolete |
//! | review | open | done | done |
//! | fail | open | open: a contradiction | done |
//!
//! Where a decision is what makes an item done, it must be fresh: a stale one, or a waiver past its last day, leaves
//! the item open. An audit item whose findings are all dismissed is done. An item that the project puts out of scope is
//! done whatever the scan says of it, and shown as its own state.

use jiff::civil::Date;

use super::state::State;
use crate::model::{Decision, DecisionKind, ItemReport, Verdict};

/// Whether an item is done, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status {
    /// Done or open.
    pub done: bool,
    /// Why.
    pub because: Because,
}

/// Why an item is done or open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Done: the repository proves it.
    Met,
    /// Done: it does not apply.
    NotApplicable,
    /// Done: the repository cannot decide, and a person verified it.
    Ticked,
    /// Done: it is let through unmet, with a reason that still holds.
    Waived,
    /// Done, and the waiver is no longer needed: the repository proves the item met or not applicable.
    ObsoleteWaiver,
    /// Done: every finding of the audit was dismissed with a reason.
    Dismissed,
    /// Done: the project puts it out of scope, with a reason, whatever the scan says of it.
    OutOfScope,
    /// Open: the scan has not judged it (yet).
    NotScanned,
    /// Open: the repository proves that it is not met.
    Failing,
    /// Open: a person must look, and none has.
    Undecided,
    /// Open: a person ticked it, and the repository proves that it is not met.
    Contradiction,
    /// Open: what the decision was based on has changed (or was never recorded).
    Stale,
    /// Open: the waiver's last day is past.
    Expired,
}

impl Because {
    /// Every reason, the done ones first.
    pub const ALL: [Self; 13] = [
        Self::Met,
        Self::NotApplicable,
        Self::Ticked,
        Self::Waived,
        Self::ObsoleteWaiver,
        Self::Dismissed,
        Self::OutOfScope,
        Self::NotScanned,
        Self::Failing,
        Self::Undecided,
        Self::Contradiction,
        Self::Stale,
        Self::Expired,
    ];

    /// Whether an item with this reason is done.
    pub const fn is_done(self) -> bool {
        matches!(
            self,
            Self::Met
                | Self::NotApplicable
                | Self::Ticked
                | Self::Waived
                | Self::ObsoleteWaiver
                | Self::Dismissed
                | Self::OutOfScope
        )
    }

    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotApplicable => "not-applicable",
            Self::Ticked => "ticked",
            Self::Waived => "waived",
            Self::ObsoleteWaiver => "obsolete-waiver",
            Self::Dismissed => "dismissed",
            Self::OutOfScope => "out-of-scope",
            Self::NotScanned => "not-scanned",
            Self::Failing => "failing",
            Self::Undecided => "undecided",
            Self::Contradiction => "contradiction",
            Self::Stale => "stale",
            Self::Expired => "expired",
        }
    }

    /// One line for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Met => "the repository proves it",
            Self::NotApplicable => "it does not apply here",
            Self::Ticked => "verified by a person",
            Self::Waived => "waived with a reason",
            Self::ObsoleteWaiver => "met, so its waiver is obsolete",
            Self::Dismissed => "every finding was dismissed with a reason",
            Self::OutOfScope => "out of scope for this project",
            Self::NotScanned => "not scanned",
            Self::Failing => "not met",
            Self::Undecided => "a person must look",
            Self::Contradiction => "ticked, but the repository proves that it is not met",
            Self::Stale => "decided, but what the decision was based on has changed",
            Self::Expired => "the waiver's last day is past",
        }
    }
}

impl From<Because> for Status {
    fn from(because: Because) -> Self {
        Self { done: because.is_done(), because }
    }
}

impl Status {
    /// The status of one item: `report` is what the scan said of it (`None` where it has not), `today` is for waivers'
    /// last days.
    pub fn of(report: Option<&ItemReport>, decision: Option<&Decision>, state: &State, today: Date) -> Self {
        let Some(report) = report else { return Because::NotScanned.into() };
        let waiver = decision.and_then(|decision| match &decision.kind {
            DecisionKind::Waived(waiver) => Some(waiver),
            DecisionKind::Ticked | DecisionKind::Noted => None,
        });
        let ticked = decision.is_some_and(|decision| decision.kind == DecisionKind::Ticked);
        let because = match report.outcome.verdict() {
            Verdict::Pass | Verdict::NotApplicable if waiver.is_some() => Because::ObsoleteWaiver,
            Verdict::Pass => Because::Met,
            Verdict::NotApplicable => Because::NotApplicable,
            Verdict::Fail | Verdict::Review if all_dismissed(report, state) => Because::Dismissed,
            Verdict::Fail if ticked => Because::Contradiction,
            _ if waiver.is_some_and(|waiver| waiver.until.is_some_and(|until| until < today)) => {
                Because::Expired
            }
            _ if (ticked || waiver.is_some()) && is_stale(report, decision) => Because::Stale,
            _ if waiver.is_some() => Because::Waived,
            Verdict::Review if ticked => Because::Ticked,
            Verdict::Review => Because::Undecided,
            Verdict::Fail => Because::Failing,
        };
        because.into()
    }
}

/// Whether the grounds of `decision` are no longer the present ones. A record without a basis (written by hand) cannot
/// show that they are.
fn is_stale(report: &ItemReport, decision: Option<&Decision>) -> bool {
    decision.is_some_and(|decision| decision.basis.as_deref() != Some(report.basis.as_str()))
}

fn all_dismissed(report: &ItemReport, state: &State) -> bool {
    let findings = report.outcome.findings();
    !findings.is_empty()
        && findings.iter().all(|finding| state.is_dismissed(&report.id, &finding.fingerprint))
}
