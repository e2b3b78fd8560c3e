//! Documents for programs: versioned, keys in a fixed order, bytes stable for the same input.

use serde::Serialize;

use super::Scanned;
use crate::base::RepoPath;
use crate::catalogue::Alteration;
use crate::model::{Evidence, Finding, ItemId, Severity, Verdict, Warning};
use crate::review::Caution;
use crate::review::grounds::Changed;

/// `document` as indented JSON with a line feed at the end.
pub(super) fn to_text(document: &impl Serialize) -> String {
    let mut text =
        serde_json::to_string_pretty(document).expect("reports hold text keys and finite numbers only");
    text.push('\n');
    text
}

/// A sentence about the review, and what it is about.
#[derive(Serialize)]
pub(super) struct Remark<'a> {
    kind: &'static str,
    item: Option<&'a ItemId>,
    message: String,
}

impl<'a> Remark<'a> {
    pub(super) fn new(kind: &'static str, item: Option<&'a ItemId>, message: &impl ToString) -> Self {
        Self { kind, item, message: message.to_string() }
    }

    /// Where the project's checklist differs from the standard one.
    pub(super) fn alteration(one: &'a Alteration) -> Self {
        Self::new(one.as_str(), Some(one.item()), one)
    }

    /// What does not stand in the way of GO, and people should know.
    pub(super) fn caution(one: &'a Caution) -> Self {
        Self::new(one.as_str(), Some(one.item()), one)
    }
}

/// One thing that a decision rested on, and that has changed.
#[derive(Serialize)]
pub(super) struct ChangedEntry<'a> {
    what: &'a str,
    then: &'a [String],
    now: &'a [String],
}

impl<'a> ChangedEntry<'a> {
    pub(super) fn new(one: &'a Changed) -> Self {
        Self { what: &one.what, then: &one.then, now: &one.now }
    }
}

/// A scan as the JSON document `gonogo.scan/1`.
///
/// `warnings` are what people should know of the decisions (`kind`: ends-soon, obsolete-waiver, obsolete-decision,
/// obsolete-dismissal, unknown-grade); `checklist` lists where this project's checklist differs from the standard one
/// (`kind`: added, graded, out-of-scope). Only `stats.elapsed_ms` differs between two scans of the same files. Texts are as they stand in the repository;
/// JSON escapes control characters, and who prints them makes them safe.
pub fn scan(scanned: &Scanned<'_>) -> String {
    let Scanned { report, review, .. } = scanned;
    let stats = &report.stats;
    to_text(&ScanDocument {
        schema: "gonogo.scan/1",
        tool: Tool { name: "gonogo", version: env!("CARGO_PKG_VERSION") },
        repository: Repository {
            commit: report.repository.commit.as_deref(),
            branch: report.repository.branch.as_deref(),
            dirty: report.repository.dirty,
        },
        project: Project {
            root: &report.project.root,
            settings_module: &report.project.settings_module,
            settings_reason: &report.project.settings_reason,
            django: report.project.django.as_deref(),
        },
        sections: scanned
            .sections()
            .map(|(section, reviewed)| SectionEntry {
                id: &section.id,
                title: &section.title,
                done: reviewed.done(),
                total: reviewed.total(),
            })
            .collect(),
        items: scanned
            .items()
            .map(|(item, entry)| ItemEntry {
                id: &item.id,
                section: item.id.section(),
                title: &item.title,
                severity: item.severity,
                verdict: entry.outcome.verdict(),
                summary: entry.outcome.summary(),
                evidence: entry.outcome.evidence(),
                warnings: entry.outcome.warnings(),
                findings: entry.outcome.findings(),
                basis: &entry.basis,
            })
            .collect(),
        warnings: review.cautions.iter().map(Remark::caution).collect(),
        checklist: review.alterations.iter().map(Remark::alteration).collect(),
        stats: Stats {
            files: stats.files,
            python_files: stats.python_files,
            parsed: stats.parsed,
            failed: stats.failed.iter().map(|(path, reason)| Failed { path, reason }).collect(),
            elapsed_ms: stats.elapsed_ms,
        },
    })
}

#[derive(Serialize)]
struct ScanDocument<'r> {
    schema: &'static str,
    tool: Tool,
    repository: Repository<'r>,
    project: Project<'r>,
    sections: Vec<SectionEntry<'r>>,
    items: Vec<ItemEntry<'r>>,
    warnings: Vec<Remark<'r>>,
    checklist: Vec<Remark<'r>>,
    stats: Stats<'r>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Repository<'r> {
    commit: Option<&'r str>,
    branch: Option<&'r str>,
    dirty: bool,
}

#[derive(Serialize)]
struct Project<'r> {
    root: &'r RepoPath,
    settings_module: &'r str,
    settings_reason: &'r str,
    django: Option<&'r str>,
}

#[derive(Serialize)]
struct SectionEntry<'r> {
    id: &'r str,
    title: &'r str,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct ItemEntry<'r> {
    id: &'r ItemId,
    section: &'r str,
    title: &'r str,
    severity: Severity,
    verdict: Verdict,
    summary: &'r str,
    evidence: &'r [Evidence],
    warnings: &'r [Warning],
    findings: &'r [Finding],
    basis: &'r str,
}

#[derive(Serialize)]
struct Stats<'r> {
    files: usize,
    python_files: usize,
    parsed: usize,
    failed: Vec<Failed<'r>>,
    elapsed_ms: u64,
}

#[derive(Serialize)]
struct Failed<'r> {
    path: &'r RepoPath,
    reason: &'r str,
}
