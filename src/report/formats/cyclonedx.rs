//! `CycloneDX` 1.6 attestations (CDXA) on the commit: the checklist as a standard with a requirement an item, a claim an item
//! with its evidence, and an attestation that maps each requirement to its claim and says how far it is met.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::escape::one_line;
use super::words;
use crate::base::text::hex;
use crate::report::document::{Document, Group, Item};
use crate::report::json::to_text;

/// The reference of the checklist.
const STANDARD: &str = "gonogo-checklist";
/// The reference of the program as an assessor.
const TOOL: &str = "assessor-gonogo";
/// The reference of what was assessed.
const TARGET: &str = "repository";

/// The document on `commit`.
pub(super) fn render(document: &Document, commit: &str) -> String {
    let people = people(document);
    let mut assessors = vec![json!({"bom-ref": TOOL, "thirdParty": false})];
    assessors.extend(people.iter().map(|name| {
        json!({"bom-ref": person(name), "thirdParty": false, "organization": {"contact": [{"name": name}]}})
    }));
    let repository = &document.repository;
    let mut target = json!({
        "bom-ref": TARGET,
        "type": "application",
        "name": repository.name,
        "version": document.release.clone().unwrap_or_else(|| commit.to_owned()),
        "properties": [{"name": "gonogo:commit", "value": commit}],
    });
    if let Some(forge) = repository.forge.as_ref().filter(|forge| !forge.url.is_empty()) {
        target["externalReferences"] = json!([{"type": "vcs", "url": forge.url, "comment": commit}]);
    }
    to_text(&json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", uuid(document)),
        "version": 1,
        "metadata": {
            "timestamp": format!("{}T00:00:00Z", document.date),
            "tools": {"components": [
                {"type": "application", "name": document.tool.name, "version": document.tool.version}
            ]},
            "component": target,
        },
        "declarations": {
            "assessors": assessors,
            "attestations": [{
                "summary": format!("{}: {}", document.call.label(), document.headline()),
                "assessor": TOOL,
                "map": document.items.iter().map(mapped).collect::<Vec<_>>(),
            }],
            "claims": document.items.iter().map(claim).collect::<Vec<_>>(),
            "evidence": document.items.iter().map(evidence).collect::<Vec<_>>(),
            "affirmation": affirmation(document),
        },
        "definitions": {"standards": [{
            "bom-ref": STANDARD,
            "name": "gonogo launch checklist",
            "version": document.tool.version,
            "owner": document.tool.name,
            "description": "The production checklist of a Django launch",
            "requirements": document.items.iter().map(requirement).collect::<Vec<_>>(),
        }]},
    }))
}

fn requirement(item: &Item) -> Value {
    json!({
        "bom-ref": format!("requirement-{}", item.id),
        "identifier": item.id,
        "title": item.title,
        "text": one_line(&item.asks),
        "properties": [{"name": "gonogo:severity", "value": item.severity}],
    })
}

/// How far an item is met, and how sure that is: what the repository proves is, what a person says less so.
fn mapped(item: &Item) -> Value {
    let (score, confidence) = match item.group() {
        Group::Met | Group::NotApplicable => (1.0, 1.0),
        // Nobody claims anything of what is out of scope.
        Group::OutOfScope => (0.0, 0.0),
        Group::Verified => (1.0, 0.8),
        Group::Waived => (0.5, 0.8),
        Group::Blocking | Group::Open => (0.0, 1.0),
    };
    let claim = format!("claim-{}", item.id);
    let claims = if item.done { "claims" } else { "counterClaims" };
    let mut entry = json!({
        "requirement": format!("requirement-{}", item.id),
        "conformance": {"score": score, "rationale": item.standing()},
        "confidence": {"score": confidence, "rationale": rationale(item)},
    });
    entry[claims] = json!([claim]);
    entry
}

fn rationale(item: &Item) -> String {
    match &item.decision {
        Some(decision) if item.is_decided() => words::decided(decision),
        _ => format!("judged by the program: {}", item.verdict.label()),
    }
}

fn claim(item: &Item) -> Value {
    let mut claim = json!({
        "bom-ref": format!("claim-{}", item.id),
        "target": TARGET,
        "predicate": one_line(&item.summary),
        "reasoning": item.standing(),
        "evidence": [format!("evidence-{}", item.id)],
    });
    let waiver = item.decision.as_ref().and_then(|decision| decision.waiver.as_ref());
    if let Some(waiver) = waiver {
        claim["reasoning"] =
            json!(format!("{}; {}: {}", item.standing(), words::kind(waiver), one_line(&waiver.reason)));
    }
    claim
}

fn evidence(item: &Item) -> Value {
    let places: Vec<Value> = item
        .evidence
        .iter()
        .map(|place| json!({"name": format!("{}:{}", place.path, place.line), "contents": {"attachment": {"contentType": "text/plain", "content": place.text}}}))
        .chain(item.absences.iter().map(|absence| json!({"name": absence})))
        .collect();
    let mut fields = Map::new();
    fields.insert("bom-ref".to_owned(), json!(format!("evidence-{}", item.id)));
    fields.insert("propertyName".to_owned(), json!("gonogo:verdict"));
    fields.insert(
        "description".to_owned(),
        json!(format!("{}, on the basis {}", item.verdict.label(), item.basis)),
    );
    if !places.is_empty() {
        fields.insert("data".to_owned(), json!(places));
    }
    if let Some(decision) = item.decision.as_ref().filter(|_| item.is_decided()) {
        fields.insert("created".to_owned(), json!(decision.at));
        fields.insert("author".to_owned(), json!({"name": decision.by.name}));
    }
    Value::Object(fields)
}

/// Who stands behind the whole: the sign-offs.
fn affirmation(document: &Document) -> Value {
    let signatories: Vec<Value> = document
        .sign_offs
        .iter()
        .filter(|one| one.holds)
        .map(|one| {
            json!({
                "name": one.by.name,
                "role": one.role,
                "externalReference": {"type": "attestation", "url": "gonogo.toml", "comment": one.digest},
                "organization": {"name": document.repository.name},
            })
        })
        .collect();
    let statement = format!("{}: {}", document.call.label(), document.headline());
    if signatories.is_empty() {
        json!({"statement": statement})
    } else {
        json!({"statement": statement, "signatories": signatories})
    }
}

/// The people who decided something, once each, in order.
fn people(document: &Document) -> Vec<&str> {
    let mut people = Vec::new();
    for decision in
        document.items.iter().filter(|item| item.is_decided()).filter_map(|item| item.decision.as_ref())
    {
        if !people.contains(&decision.by.name.as_str()) {
            people.push(&decision.by.name);
        }
    }
    people
}

fn person(name: &str) -> String {
    format!("assessor-{}", hex(&Sha256::digest(name)[..6]))
}

/// A name for this very document: a UUID of version 8 (RFC 9562) made from its contents.
fn uuid(document: &Document) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(to_text(document))[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
