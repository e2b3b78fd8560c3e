//! SARIF 2.1.0 (OASIS), in two profiles.
//!
//! The whole one says everything: `kind` is the verdict, a waiver or a tick is a suppression. GitHub's code scanning
//! ignores both, so that passes and waivers would show as alerts: its profile holds what is open and nothing else, with a
//! location on every result and texts for every rule.

use serde_json::{Map, Value, json};

use super::escape::{markdown, markdown_address, one_line, sarif as text};
use super::{gitlab, place, words};
use crate::base::path::percent_encoded;
use crate::model::{Severity, Verdict};
use crate::report::document::{Decided, Document, Finding, Item, Reference};
use crate::report::json::to_text;
use crate::review::Because;

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// Any reader of SARIF: every item.
    Whole,
    /// GitHub code scanning: what is open.
    GitHub,
}

/// The schema that the file names.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The project's page: what `informationUri` of the tool must name.
const HOME: &str = "https://crates.io/crates/gonogo";

/// The log.
pub(super) fn render(document: &Document, profile: Profile) -> String {
    let items: Vec<(usize, &Item)> =
        document.items.iter().filter(|item| profile == Profile::Whole || !item.done).enumerate().collect();
    let results: Vec<Value> =
        items.iter().flat_map(|(index, item)| results(document, profile, *index, item)).collect();
    let mut run = json!({
        "tool": {"driver": {
            "name": document.tool.name,
            "version": document.tool.version,
            "semanticVersion": document.tool.version,
            "informationUri": HOME,
            "rules": items.iter().map(|(_, item)| rule(item)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "results": results,
        "automationDetails": {"id": "gonogo/"},
        "properties": {
            "call": document.call,
            "date": document.date,
            "release": document.release,
            "settingsModule": document.project.settings_module,
            "alterations": document.alterations,
            "done": document.done,
            "total": document.total,
        },
    });
    if let Some(provenance) = provenance(document) {
        run["versionControlProvenance"] = json!([provenance]);
    }
    to_text(&json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))
}

/// The repository and the commit; SARIF asks for an address, so that without a forge there is none.
fn provenance(document: &Document) -> Option<Value> {
    let forge = document.repository.forge.as_ref().filter(|forge| !forge.url.is_empty())?;
    let mut fields = Map::new();
    fields.insert("repositoryUri".to_owned(), json!(forge.url));
    if let Some(commit) = &document.repository.commit {
        fields.insert("revisionId".to_owned(), json!(commit));
    }
    if let Some(branch) = &document.repository.branch {
        fields.insert("branch".to_owned(), json!(branch));
    }
    fields.insert("mappedTo".to_owned(), json!({"uriBaseId": "SRCROOT"}));
    Some(Value::Object(fields))
}

fn rule(item: &Item) -> Value {
    let pages: Vec<&Reference> = item.references.iter().filter(|page| !page.url.is_empty()).collect();
    let references: Vec<String> = pages
        .iter()
        .map(|page| format!("- [{}]({})", markdown(&page.title), markdown_address(&page.url)))
        .collect();
    json!({
        "id": item.id,
        "name": pascal(item.id.as_str()),
        "shortDescription": {"text": format!("{}.", one_line(&item.title))},
        "fullDescription": {"text": one_line(&item.asks)},
        "help": {
            "text": format!("{} {}", one_line(&item.why), one_line(&item.fix)),
            "markdown": format!(
                "{}\n\n{}\n\n{}",
                markdown(&item.why),
                markdown(&item.fix),
                references.join("\n")
            ),
        },
        "helpUri": pages.first().map_or(HOME, |page| page.url.as_str()),
        "defaultConfiguration": {"level": level(item.severity)},
        "properties": {
            "tags": ["django", "deployment", item.section],
            "precision": "high",
            "problem.severity": level_of_problem(item.severity),
        },
    })
}

/// `security.secret-key` as `SecuritySecretKey`: SARIF's rule names are Pascal case.
fn pascal(id: &str) -> String {
    id.split(['.', '-'])
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        })
        .collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "error",
        Severity::Recommended => "warning",
        Severity::Optional => "note",
    }
}

/// GitHub's own scale for problems that are not of security.
const fn level_of_problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "error",
        Severity::Recommended => "warning",
        Severity::Optional => "recommendation",
    }
}

/// The results of an item: one a finding that counts, or one for the item.
fn results(document: &Document, profile: Profile, index: usize, item: &Item) -> Vec<Value> {
    let (whole, audit) = (profile == Profile::Whole, !item.findings.is_empty());
    let findings = item.findings.iter().filter(|finding| whole || finding.dismissed.is_none());
    if audit && matches!(item.verdict, Verdict::Fail | Verdict::Review) {
        return findings.map(|finding| finding_result(profile, index, item, finding)).collect();
    }
    let places: Vec<Value> = item
        .evidence
        .iter()
        .map(|place| location(&place.path, place.line, place.end_line.max(place.line), Some(place.column)))
        .collect();
    let mut result = result(profile, index, item, &item.summary, &gitlab::fingerprint(item, ""));
    if let Some((first, others)) = places.split_first() {
        result["locations"] = json!([first]);
        if !others.is_empty() {
            result["relatedLocations"] = json!(others);
        }
    } else if profile == Profile::GitHub {
        // Without a location GitHub rejects the whole file.
        let at = place::of(document, item);
        let (path, line) = at.map_or_else(|| ("gonogo.toml".to_owned(), 1), |at| (at.path, at.line));
        result["locations"] = json!([location(&path, line, line, None)]);
    }
    if profile == Profile::Whole {
        let suppressions = suppressions(item);
        if !suppressions.is_empty() {
            result["suppressions"] = json!(suppressions);
        }
    }
    vec![result]
}

fn finding_result(profile: Profile, index: usize, item: &Item, finding: &Finding) -> Value {
    let fingerprint = gitlab::fingerprint(item, &finding.fingerprint);
    let mut result = result(profile, index, item, &finding.message, &fingerprint);
    result["locations"] = json!([location(&finding.path, finding.line, finding.line, None)]);
    if profile == Profile::Whole {
        let mut all = suppressions(item);
        if let Some(dismissed) = &finding.dismissed {
            all.insert(0, suppression("accepted", &format!("{} ({})", dismissed.reason, dismissed.by.name)));
        }
        if !all.is_empty() {
            result["suppressions"] = json!(all);
        }
    }
    result
}

fn result(profile: Profile, index: usize, item: &Item, message: &str, fingerprint: &str) -> Value {
    let (kind, level) = match item.verdict {
        Verdict::Fail => ("fail", level(item.severity)),
        // GitHub knows no kinds: what a person must look at is a warning at most.
        Verdict::Review if profile == Profile::GitHub && item.severity == Severity::Critical => {
            ("fail", "warning")
        }
        Verdict::Review if profile == Profile::GitHub => ("fail", "note"),
        Verdict::Review => ("review", "none"),
        Verdict::Pass => ("pass", "none"),
        Verdict::NotApplicable => ("notApplicable", "none"),
    };
    let mut message = one_line(message);
    if let Some(advice) = item.advice.as_deref().filter(|_| !item.done) {
        message = format!("{message}{} {}", if message.ends_with('.') { "" } else { "." }, one_line(advice));
    }
    if !message.ends_with(['.', '!', '?']) {
        message.push('.');
    }
    json!({
        "ruleId": item.id,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": text(&message)},
        // Of item and finding, never of lines: an alert stays the same alert when code moves.
        "partialFingerprints": {
            "primaryLocationLineHash": format!("{fingerprint}:1"),
            "gonogo/v1": fingerprint,
        },
        "properties": {"status": item.because, "blocks": item.blocks, "severity": item.severity},
    })
}

/// The person's word as suppressions.
fn suppressions(item: &Item) -> Vec<Value> {
    let Some(decision) = item.decision.as_ref().filter(|decision| decision.said != Decided::Noted) else {
        return Vec::new();
    };
    let status = match item.because {
        Because::Ticked | Because::Waived | Because::OutOfScope => "accepted",
        Because::Stale => "underReview",
        Because::Expired | Because::Contradiction => "rejected",
        _ => return Vec::new(),
    };
    let mut why = words::decided(decision);
    if let Some(waiver) = &decision.waiver {
        let until = words::until(waiver).map_or_else(String::new, |until| format!(", {until}"));
        why = format!("{}{until}: {} ({why})", words::kind(waiver), one_line(&waiver.reason));
    }
    vec![suppression(status, &why)]
}

fn suppression(status: &str, justification: &str) -> Value {
    json!({"kind": "external", "status": status, "justification": justification})
}

fn location(path: &str, line: usize, end_line: usize, column: Option<usize>) -> Value {
    let mut region = json!({"startLine": line.max(1), "endLine": end_line.max(line).max(1)});
    if let Some(column) = column.filter(|column| *column > 0) {
        region["startColumn"] = json!(column);
    }
    json!({"physicalLocation": {
        "artifactLocation": {"uri": percent_encoded(path), "uriBaseId": "SRCROOT"},
        "region": region,
    }})
}
