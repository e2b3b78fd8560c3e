//! From records to TOML values.

use jiff::Timestamp;
use jiff::civil::Date;
use toml_edit::{Array, Datetime, Formatted, Value};

use super::{Dismissal, SignOff};
use crate::model::{Decision, DecisionKind};

/// The keys and values of an item's table, in the order in which they are written.
pub(super) fn item_values(decision: &Decision) -> Vec<(&'static str, Value)> {
    let text = |key, text: Option<&str>| text.map(|text| (key, Value::from(text)));
    let (word, waiver) = match &decision.kind {
        DecisionKind::Ticked => (Some("ticked"), None),
        DecisionKind::Waived(waiver) => (Some("waived"), Some(waiver)),
        DecisionKind::Noted => (None, None),
    };
    let with: Array = decision.with.iter().map(ToString::to_string).collect();
    [
        text("decision", word),
        text("by", Some(&decision.by.to_string())),
        (!with.is_empty()).then_some(("with", Value::Array(with))),
        moment(decision.at).map(|at| ("at", at)),
        text("commit", decision.commit.as_deref()),
        text("basis", decision.basis.as_deref()),
        text("kind", waiver.map(|waiver| waiver.kind.as_str())),
        text("reason", waiver.map(|waiver| waiver.reason.as_str())),
        waiver.and_then(|waiver| waiver.until).and_then(day).map(|until| ("until", until)),
        text("ticket", waiver.and_then(|waiver| waiver.ticket.as_deref())),
        text("note", decision.note.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The keys and values of a dismissed finding's table.
pub(super) fn finding_values(one: &Dismissal) -> Vec<(&'static str, Value)> {
    let values = [
        Some(("item", one.item.as_str().into())),
        Some(("fingerprint", one.fingerprint.as_str().into())),
        Some(("by", one.by.to_string().into())),
        one.at.and_then(moment).map(|at| ("at", at)),
        Some(("reason", one.reason.as_str().into())),
    ];
    values.into_iter().flatten().collect()
}

/// The keys and values of a sign-off's table.
pub(super) fn sign_off_values(one: &SignOff) -> Vec<(&'static str, Value)> {
    let values = [
        Some(("role", one.role.as_str().into())),
        Some(("by", one.by.to_string().into())),
        moment(one.at).map(|at| ("at", at)),
        Some(("commit", one.commit.as_str().into())),
        Some(("verdict", one.verdict.as_str().into())),
        Some(("digest", one.digest.as_str().into())),
        one.signature.as_deref().map(|signature| ("signature", signature.into())),
    ];
    values.into_iter().flatten().collect()
}

/// Whether the two values say the same, however they are written.
pub(super) fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::String(old), Value::String(new)) => old.value() == new.value(),
        (Value::Datetime(old), Value::Datetime(new)) => old.value() == new.value(),
        (Value::Array(old), Value::Array(new)) => {
            old.iter().map(Value::as_str).eq(new.iter().map(Value::as_str))
        }
        _ => false,
    }
}

/// `None` outside the years 0 to 9999, which TOML cannot write; the reading after the edit then refuses it.
fn moment(at: Timestamp) -> Option<Value> {
    at.to_string().parse::<Datetime>().ok().map(|at| Value::Datetime(Formatted::new(at)))
}

fn day(date: Date) -> Option<Value> {
    date.to_string().parse::<Datetime>().ok().map(|day| Value::Datetime(Formatted::new(day)))
}
