//! GitLab's Code Quality report: what is open, one entry a place.
//!
//! GitLab drops entries whose fingerprints repeat; ours are made of item and finding, never of lines.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{escape, place};
use crate::base::text::hex;
use crate::model::{Severity, Verdict};
use crate::report::document::{Document, Item};

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The report.
pub(super) fn render(document: &Document) -> String {
    let mut seen = BTreeSet::new();
    let entries: Vec<Entry> = document
        .open()
        .into_iter()
        .flat_map(|item| entries(document, item))
        .filter(|entry| seen.insert(entry.fingerprint.clone()))
        .collect();
    crate::report::json::to_text(&entries)
}

fn entries(document: &Document, item: &Item) -> Vec<Entry> {
    let entry = |path: &str, line: usize, message: &str, part: &str| Entry {
        description: escape::plain(&format!("{}: {message}", item.title)),
        check_name: format!("gonogo/{}", item.id),
        fingerprint: fingerprint(item, part),
        severity: severity(item),
        location: Location { path: path.to_owned(), lines: Lines { begin: line.max(1) } },
    };
    let findings: Vec<Entry> = item
        .findings
        .iter()
        .filter(|finding| finding.dismissed.is_none())
        .map(|finding| entry(&finding.path, finding.line, &finding.message, &finding.fingerprint))
        .collect();
    if !findings.is_empty() {
        return findings;
    }
    // What has no place cannot be shown by GitLab; the state file is where a person answers it.
    let at = place::of(document, item);
    let (path, line) = at.map_or_else(|| ("gonogo.toml".to_owned(), 1), |at| (at.path, at.line));
    vec![entry(&path, line, &item.summary, "")]
}

/// GitLab's word: one step below the item's weight where the repository only cannot decide.
const fn severity(item: &Item) -> &'static str {
    match (item.severity, item.verdict) {
        (Severity::Critical, Verdict::Fail) if item.blocks => "blocker",
        (Severity::Critical, Verdict::Fail) => "critical",
        (Severity::Critical, _) | (Severity::Recommended, Verdict::Fail) => "major",
        (Severity::Recommended, _) | (Severity::Optional, Verdict::Fail) => "minor",
        (Severity::Optional, _) => "info",
    }
}

/// The digest of item and finding, as hexadecimal digits.
pub(super) fn fingerprint(item: &Item, part: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(item.id.as_str());
    hasher.update([0]);
    hasher.update(part);
    hex(&hasher.finalize()[..16])
}
