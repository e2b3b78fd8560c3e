//! What changed between two reviews, item by item.

use crate::model::{Decision, Evidence, Finding, ItemId, ItemReport, ScanReport, Severity, Verdict};
use crate::review::status::Status;
use crate::review::{Review, ReviewItem};

/// A scan and what it counts as.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What the detectors said.
    pub report: &'a ScanReport,
    /// What that counts as, with the decisions.
    pub review: &'a Review,
}

/// One item on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSide {
    /// Its severity there.
    pub severity: Severity,
    /// The machine's word; `None` where the scan has not judged it.
    pub verdict: Option<Verdict>,
    /// The machine's sentence; empty without a verdict.
    pub summary: String,
    /// The deciding place, where there is one.
    pub place: Option<Evidence>,
    /// What a person said.
    pub decision: Option<Decision>,
    /// What it counts as.
    pub status: Status,
}

/// One item that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// The item.
    pub id: ItemId,
    /// On the old side; `None` where that checklist does not have it.
    pub before: Option<ItemSide>,
    /// On the new side; `None` where that checklist does not have it.
    pub after: Option<ItemSide>,
    /// The findings that only the new side has.
    pub appeared: Vec<Finding>,
    /// The findings that only the old side has.
    pub vanished: Vec<Finding>,
}

/// Where a change leads, for who asks whether the release may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Course {
    /// It was done, or not there, and is open.
    Worse,
    /// It was open, and is done or no longer there.
    Better,
    /// It was open and still is, in another way.
    StillOpen,
    /// It was done, or not there, and is done, in another way.
    StillDone,
}

impl Course {
    /// Every course, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Worse, Self::Better, Self::StillOpen, Self::StillDone];

    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::StillOpen => "still-open",
            Self::StillDone => "still-done",
        }
    }
}

impl ItemChange {
    /// Where the change leads.
    pub fn course(&self) -> Course {
        let open = |side: &Option<ItemSide>| side.as_ref().is_some_and(|side| !side.status.done);
        match (open(&self.before), open(&self.after)) {
            (false, true) => Course::Worse,
            (true, false) => Course::Better,
            (true, true) => Course::StillOpen,
            (false, false) => Course::StillDone,
        }
    }

    /// The heavier of the severities that it has on the two sides.
    pub fn severity(&self) -> Severity {
        let sides = self.before.iter().chain(&self.after);
        sides.map(|side| side.severity).max().unwrap_or(Severity::Optional)
    }
}

/// The items that are not the same on both sides, in the order of the new side's checklist; those that only the old one
/// has last.
///
/// Places alone do not count: code that moved has not changed. What counts: the verdict and its sentence, what the item
/// counts as and why, the decision, the severity, and the findings.
pub fn items(before: Side<'_>, after: Side<'_>) -> Vec<ItemChange> {
    let gone = before.review.items().filter(|item| after.review.item(&item.id).is_none());
    let ids = after.review.items().chain(gone).map(|item| &item.id);
    ids.filter_map(|id| {
        let (old, new) = (side(before, id), side(after, id));
        let (appeared, vanished) = findings(before.report.item(id), after.report.item(id));
        let same = match (&old, &new) {
            (Some(old), Some(new)) => is_same(old, new) && appeared.is_empty() && vanished.is_empty(),
            _ => false,
        };
        (!same).then(|| ItemChange { id: id.clone(), before: old, after: new, appeared, vanished })
    })
    .collect()
}

fn is_same(old: &ItemSide, new: &ItemSide) -> bool {
    old.severity == new.severity
        && old.verdict == new.verdict
        && without_lines(&old.summary) == without_lines(&new.summary)
        && old.status == new.status
        && old.decision == new.decision
}

fn side(side: Side<'_>, id: &ItemId) -> Option<ItemSide> {
    let ReviewItem { severity, verdict, decision, status, .. } = side.review.item(id)?;
    let outcome = side.report.item(id).map(|report| &report.outcome);
    Some(ItemSide {
        severity: *severity,
        verdict: *verdict,
        summary: outcome.map(|outcome| outcome.summary().to_owned()).unwrap_or_default(),
        place: outcome.and_then(|outcome| outcome.evidence().first().cloned()),
        decision: decision.clone(),
        status: *status,
    })
}

/// The findings that only the new side has, and those that only the old side has.
fn findings(before: Option<&ItemReport>, after: Option<&ItemReport>) -> (Vec<Finding>, Vec<Finding>) {
    let of = |report: Option<&ItemReport>| report.map(|report| report.outcome.findings().to_vec());
    let (old, new) = (of(before).unwrap_or_default(), of(after).unwrap_or_default());
    let only = |these: &[Finding], those: &[Finding]| -> Vec<Finding> {
        let has = |one: &Finding| those.iter().any(|other| other.fingerprint == one.fingerprint);
        these.iter().filter(|one| !has(one)).cloned().collect()
    };
    (only(&new, &old), only(&old, &new))
}

/// `summary` without the line numbers of the places in it (`shop/views.py:12`): code that moved has not changed.
fn without_lines(summary: &str) -> String {
    let mut kept = String::with_capacity(summary.len());
    let mut rest = summary;
    while let Some((before, after)) = rest.split_once(':') {
        let word = before.rsplit(' ').next().unwrap_or(before);
        let number = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        kept.push_str(before);
        kept.push(':');
        // A place is a path, which has a slash or an extension.
        rest = if word.contains(['/', '.']) { &after[number..] } else { after };
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_numbers_are_left_out_and_nothing_else() {
        assert_eq!(
            without_lines("The loop at a/b2.py:355 follows 7 more"),
            "The loop at a/b2.py: follows 7 more"
        );
        assert_eq!(without_lines("b.py:1, c.py:22: d"), "b.py:, c.py:: d");
        assert_ne!(without_lines("SECONDS is 60"), without_lines("SECONDS is 3600"));
        assert_eq!(without_lines("port redis:6379"), "port redis:6379");
    }
}
