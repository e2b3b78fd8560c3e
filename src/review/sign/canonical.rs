//! The canonical text of a review.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::model::{Decision, DecisionKind, Expect, Grade, OwnItem, Probe};
use crate::review::Review;
use crate::review::state::{Dismissal, Gate};
use crate::review::whole::{Input, ReviewItem};

/// The canonical text of the review that `input` makes, `settings` being the settings module that was judged.
pub fn canonical(input: &Input<'_>, settings: &str) -> String {
    let state = input.state;
    let review = Review::new(input);
    let basis = |item: &ReviewItem| {
        let report = input.reports.iter().find(|report| report.id == item.id);
        report.map(|report| report.basis.clone())
    };
    let mut items: Vec<&ReviewItem> = review.items().collect();
    items.sort_by(|one, other| one.id.cmp(&other.id));
    let mut dismissals: Vec<&Dismissal> = state.dismissals.iter().collect();
    dismissals.sort_by(|one, other| (&one.item, &one.fingerprint).cmp(&(&other.item, &other.fingerprint)));
    let mut grades: Vec<&Grade> = state.grades.iter().collect();
    grades.sort_by(|one, other| one.item.cmp(&other.item));
    let mut own: Vec<&OwnItem> = state.own.iter().collect();
    own.sort_by(|one, other| one.id.cmp(&other.id));
    let text = json!({
        "format": "gonogo.canonical-review/1",
        "schema": state.schema,
        "release": state.release.name,
        "settings": settings,
        "gate": gate(&state.gate),
        "items": items.into_iter().map(|one| item(one, basis(one).as_deref())).collect::<Vec<_>>(),
        "dismissals": dismissals.into_iter().map(dismissal).collect::<Vec<_>>(),
        "grades": grades.into_iter().map(grade).collect::<Vec<_>>(),
        "own": own.into_iter().map(own_item).collect::<Vec<_>>(),
    });
    sorted(text).to_string()
}

/// The digest of a canonical text: `sha256:` and 64 hexadecimal digits.
pub fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().fold("sha256:".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// `value` with the keys of every object in the order of their bytes.
pub(super) fn sorted(value: Json) -> Json {
    match value {
        Json::Object(fields) => {
            let mut fields: Vec<(String, Json)> = fields.into_iter().collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Json::Object(fields.into_iter().map(|(key, value)| (key, sorted(value))).collect::<Map<_, _>>())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(sorted).collect()),
        plain => plain,
    }
}

fn gate(gate: &Gate) -> Json {
    json!({
        "fail-on": gate.fail_on.as_str(),
        "require-sign-off": gate.require_sign_off,
        "longest-waiver": gate.longest_waiver,
        "warn-before-expiry": gate.warn_before_expiry,
        "allow-dirty": gate.allow_dirty,
        "two-person": gate.two_person,
    })
}

fn item(item: &ReviewItem, basis: Option<&str>) -> Json {
    json!({
        "id": item.id,
        "severity": item.severity.as_str(),
        "verdict": item.verdict.map(crate::model::Verdict::as_str),
        "basis": basis,
        "status": if item.status.done { "done" } else { "open" },
        "because": item.status.because.as_str(),
        "decision": item.decision.as_ref().map(decision),
    })
}

fn decision(decision: &Decision) -> Json {
    let (word, waiver) = match &decision.kind {
        DecisionKind::Ticked => (Some("ticked"), None),
        DecisionKind::Waived(waiver) => (Some("waived"), Some(waiver)),
        DecisionKind::Noted => (None, None),
    };
    json!({
        "decision": word,
        "by": decision.by.to_string(),
        "with": decision.with.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "at": decision.at.to_string(),
        "commit": decision.commit,
        "basis": decision.basis,
        "kind": waiver.map(|waiver| waiver.kind.as_str()),
        "reason": waiver.map(|waiver| &waiver.reason),
        "until": waiver.and_then(|waiver| waiver.until).map(|day| day.to_string()),
        "ticket": waiver.and_then(|waiver| waiver.ticket.as_ref()),
        "note": decision.note,
    })
}

fn dismissal(one: &Dismissal) -> Json {
    json!({
        "item": one.item,
        "fingerprint": one.fingerprint,
        "by": one.by.to_string(),
        "at": one.at.map(|at| at.to_string()),
        "reason": one.reason,
    })
}

fn grade(grade: &Grade) -> Json {
    json!({ "item": grade.item, "severity": grade.weight.as_str(), "reason": grade.reason })
}

fn own_item(item: &OwnItem) -> Json {
    let probe = item.probe.as_ref().map(|probe| match probe {
        Probe::Setting { name, expect } => match expect {
            Expect::OneOf(values) => json!({ "setting": name, "one-of": values }),
            Expect::Present(present) => json!({ "setting": name, "present": present }),
        },
        Probe::Package { name, present } => json!({ "package": name, "present": present }),
        Probe::File { glob, present } => json!({ "file": glob, "present": present }),
        Probe::Pattern { pattern, glob, present } => {
            json!({ "pattern": pattern, "file": glob, "present": present })
        }
    });
    json!({
        "id": item.id,
        "title": item.title,
        "severity": item.severity.as_str(),
        "text": item.text,
        "command": item.command,
        "probe": probe,
    })
}
