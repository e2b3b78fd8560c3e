//! A symbol and a word for everything that has a colour: nothing is told by colour alone.

use super::theme::Role;
use crate::model::{Severity, Verdict};
use crate::review::{Because, Status};

/// A symbol one column wide, a word of at most [`WORD`] columns, and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) symbol: &'static str,
    pub(super) word: &'static str,
    pub(super) role: Role,
}

/// The widest word, columns.
pub(super) const WORD: usize = 8;

/// What the symbols mean, for the end of the help.
pub(super) const LEGEND: [(&str, &str); 10] = [
    ("✓ pass", "the repository proves that the item is met"),
    ("✗ fail", "it proves that it is not met: fix it, or waive it with a reason"),
    ("? review", "it cannot decide: a person must look, and tick or waive"),
    ("– n/a", "the item does not apply here"),
    ("✓ ticked", "a person verified it"),
    ("~ waived", "a person lets it through unmet, with a reason"),
    ("↻ stale", "what the decision was based on has changed: look again"),
    ("× expired", "the waiver's last day is past"),
    ("! conflict", "ticked, but the repository proves that it is not met"),
    ("● marked", "one of several that are decided together"),
];

/// The mark of an item after a scan that did not end.
pub(super) const UNJUDGED: Mark = Mark { symbol: "·", word: "unknown", role: Role::Neutral };

/// The mark of what an item counts as.
pub(super) const fn status(status: Status) -> Mark {
    let (symbol, word, role) = match status.because {
        Because::Met => ("✓", "pass", Role::Good),
        Because::NotApplicable => ("–", "n/a", Role::Neutral),
        Because::Ticked => ("✓", "ticked", Role::Human),
        Because::Waived => ("~", "waived", Role::Human),
        Because::ObsoleteWaiver => ("✓", "unwaive", Role::Good),
        Because::Dismissed => ("~", "dismiss.", Role::Human),
        Because::OutOfScope => ("/", "no scope", Role::Human),
        Because::NotScanned => ("·", "waiting", Role::Neutral),
        Because::Failing => ("✗", "fail", Role::Bad),
        Because::Undecided => ("?", "review", Role::Caution),
        Because::Contradiction => ("!", "conflict", Role::Bad),
        Because::Stale => ("↻", "stale", Role::Caution),
        Because::Expired => ("×", "expired", Role::Bad),
    };
    Mark { symbol, word, role }
}

/// The mark of what the machine says.
pub(super) const fn verdict(verdict: Option<Verdict>) -> Mark {
    let (symbol, word, role) = match verdict {
        Some(Verdict::Pass) => ("✓", "pass", Role::Good),
        Some(Verdict::Fail) => ("✗", "fail", Role::Bad),
        Some(Verdict::NotApplicable) => ("–", "n/a", Role::Neutral),
        Some(Verdict::Review) => ("?", "review", Role::Caution),
        None => ("·", "waiting", Role::Neutral),
    };
    Mark { symbol, word, role }
}

/// The role of a severity's word.
pub(super) const fn severity(severity: Severity) -> Role {
    match severity {
        Severity::Critical => Role::Critical,
        Severity::Recommended | Severity::Optional => Role::Muted,
    }
}

/// A severity in at most four columns.
pub(super) const fn severity_short(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "crit",
        Severity::Recommended => "rec",
        Severity::Optional => "opt",
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::width;
    use super::*;

    #[test]
    fn every_mark_fits_its_column() {
        for mark in Because::ALL.map(|because| status(because.into())).into_iter().chain([UNJUDGED]) {
            assert_eq!(width(mark.symbol), 1, "{}", mark.word);
            assert!(width(mark.word) <= WORD, "{}", mark.word);
        }
    }
}
