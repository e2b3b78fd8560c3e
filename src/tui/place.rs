//! The places of an item that can be paged through: its evidence, then its findings, then what was also noticed.

use crate::base::RepoPath;
use crate::model::{Finding, Outcome};

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'m> {
    pub(super) path: &'m RepoPath,
    /// The first line, from 1.
    pub(super) line: usize,
    /// The last line.
    pub(super) end_line: usize,
    /// The lines as the detector kept them; empty where it kept none.
    pub(super) text: &'m str,
    pub(super) kind: Kind<'m>,
}

/// Why a place is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'m> {
    /// The verdict rests on it.
    Evidence,
    /// An audit complains about it.
    Finding(&'m Finding),
    /// A trap that does not change the verdict.
    Warning(&'m str),
}

/// The places of `outcome`. A line of the evidence that a finding is about is the finding's.
pub(super) fn places(outcome: &Outcome) -> Vec<Place<'_>> {
    let findings = outcome.findings();
    let is_finding = |path: &RepoPath, line: usize| {
        findings.iter().any(|finding| finding.path == *path && finding.line == line)
    };
    let evidence =
        outcome.evidence().iter().filter(|place| !is_finding(&place.path, place.line)).map(|place| Place {
            path: &place.path,
            line: place.line,
            end_line: place.end_line,
            text: &place.text,
            kind: Kind::Evidence,
        });
    let found = findings.iter().map(|finding| {
        let text =
            outcome.evidence().iter().find(|place| place.path == finding.path && place.line == finding.line);
        Place {
            path: &finding.path,
            line: finding.line,
            end_line: text.map_or(finding.line, |place| place.end_line),
            text: text.map_or("", |place| &place.text),
            kind: Kind::Finding(finding),
        }
    });
    let mut all: Vec<Place<'_>> = evidence.chain(found).collect();
    for warning in outcome.warnings() {
        if let (Some(path), Some(line)) = (&warning.path, warning.line)
            && !all.iter().any(|place| place.path == path && place.line == line)
        {
            all.push(Place { path, line, end_line: line, text: "", kind: Kind::Warning(&warning.message) });
        }
    }
    all
}
