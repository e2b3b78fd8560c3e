//! An in-toto statement (v1) on the commit with the predicate test-result/v0.1: which items are met, let through, or open.
//!
//! It is not signed: who publishes it signs it as their pipeline does (`cosign attest-blob`, GitHub's attestations).

use serde_json::{Map, Value, json};

use crate::report::document::{Document, Group, Item};
use crate::report::json::to_text;
use crate::review::Call;

/// The statement on `commit`.
pub(super) fn render(document: &Document, commit: &str) -> String {
    let mut digest = Map::new();
    digest.insert("gitCommit".to_owned(), json!(commit));
    if let Some(tree) = &document.repository.tree {
        digest.insert("gitTree".to_owned(), json!(tree));
    }
    let mut subject = json!({"name": document.repository.name, "digest": digest});
    let forge = document.repository.forge.as_ref().filter(|forge| !forge.url.is_empty());
    if let Some(forge) = forge {
        subject["uri"] = json!(format!("git+{}@{commit}", forge.url));
    }
    let names = |wanted: &[Group]| -> Vec<&str> {
        document
            .items
            .iter()
            .filter(|item| wanted.contains(&item.group()))
            .map(|item| item.id.as_str())
            .collect()
    };
    let warned = names(&[Group::Waived, Group::Open, Group::OutOfScope]);
    let result = match document.call {
        Call::NoGo => "FAILED",
        Call::Go if warned.is_empty() => "PASSED",
        Call::Go => "WARNED",
    };
    let mut failed: Vec<String> = names(&[Group::Blocking]).into_iter().map(str::to_owned).collect();
    failed.extend(document.other_blockers().map(|message| format!("gate: {message}")));
    to_text(&json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [subject],
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": result,
            "configuration": [{
                "name": document.tool.name,
                "uri": format!("pkg:cargo/{}@{}", document.tool.name, document.tool.version),
                "annotations": annotations(document),
            }],
            "passedTests": names(&[Group::Met, Group::Verified, Group::NotApplicable]),
            "warnedTests": warned,
            "failedTests": failed,
        },
    }))
}

/// What the lists of names leave out: the gate, the settings that were judged, and each item's basis.
fn annotations(document: &Document) -> Value {
    let items: Map<String, Value> =
        document.items.iter().map(|item| (item.id.to_string(), entry(item))).collect();
    json!({
        "call": document.call,
        "date": document.date,
        "release": document.release,
        "failOn": document.gate.fail_on,
        "settingsModule": document.project.settings_module,
        "alterations": document.alterations,
        "items": items,
    })
}

fn entry(item: &Item) -> Value {
    let mut entry = json!({"verdict": item.verdict, "because": item.because, "basis": item.basis});
    if let Some(decision) = &item.decision {
        entry["by"] = json!(decision.by.name);
        entry["at"] = json!(decision.at);
    }
    entry
}
