//! Two canonical reviews against each other: what exactly is no longer as it was signed.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value as Json};

/// One place in which two reviews differ.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The item that it is about, where it is about one.
    pub item: Option<String>,
    /// What it is: `the reason of the decision on static.media`.
    pub what: String,
    /// What was signed; `None` where there was nothing.
    pub then: Option<String>,
    /// What is there now; `None` where nothing is.
    pub now: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.then, &self.now) {
            (Some(then), Some(now)) => write!(f, "{}: {then} → {now}", self.what),
            (Some(then), None) => write!(f, "{} was removed ({then})", self.what),
            (None, Some(now)) => write!(f, "{} was added ({now})", self.what),
            (None, None) => f.write_str(&self.what),
        }
    }
}

/// What differs between two canonical texts (see [`canonical`](super::canonical())), `then` being the older; in the order
/// of the text.
pub fn differences(then: &str, now: &str) -> Vec<Difference> {
    let read = |text: &str| serde_json::from_str::<Json>(text).unwrap_or(Json::Null);
    let (then, now) = (read(then), read(now));
    let mut found = Vec::new();
    for key in ["format", "schema", "release", "settings"] {
        let what = match key {
            "release" => "the release's name",
            "settings" => "the settings module",
            other => other,
        };
        plain(&mut found, None, what, then.get(key), now.get(key));
    }
    fields(&mut found, None, "of the gate", &object(&then, "gate"), &object(&now, "gate"));
    let by = |value: &Json, list: &str, keys: &[&str]| -> BTreeMap<String, Map<String, Json>> {
        let items = value.get(list).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let name = |item: &Json| keys.iter().map(|key| shown(item.get(*key))).collect::<Vec<_>>().join(", ");
        items.iter().filter_map(|item| Some((name(item), item.as_object()?.clone()))).collect()
    };
    for (list, keys, noun) in [
        ("items", &["id"][..], "the item"),
        ("own", &["id"], "the project's own item"),
        ("grades", &["item"], "the weight of"),
        ("dismissals", &["item", "fingerprint"], "the dismissal of"),
    ] {
        let (then, now) = (by(&then, list, keys), by(&now, list, keys));
        let names: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        for name in names {
            entry(&mut found, noun, name, then.get(name), now.get(name));
        }
    }
    found
}

type Fields = Map<String, Json>;

fn object(value: &Json, key: &str) -> Fields {
    value.get(key).and_then(Json::as_object).cloned().unwrap_or_default()
}

/// An element of a list: it is new, gone, or differs in fields.
fn entry(found: &mut Vec<Difference>, noun: &str, name: &str, then: Option<&Fields>, now: Option<&Fields>) {
    let item = name.split(',').next().map(str::to_owned);
    let (Some(then), Some(now)) = (then, now) else {
        found.push(Difference {
            item,
            what: format!("{noun} {name}"),
            then: then.map(summary),
            now: now.map(summary),
        });
        return;
    };
    let decision = |fields: &Fields| fields.get("decision").and_then(Json::as_object).cloned();
    match (decision(then), decision(now)) {
        (Some(then), Some(now)) => {
            fields(found, item.as_deref(), &format!("of the decision on {name}"), &then, &now);
        }
        (then, now) if then != now => found.push(Difference {
            item: item.clone(),
            what: format!("the decision on {name}"),
            then: then.as_ref().map(summary),
            now: now.as_ref().map(summary),
        }),
        _ => {}
    }
    let without = |fields: &Fields| {
        fields
            .iter()
            .filter(|(key, _)| *key != "decision")
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let noun = if noun == "the item" { String::new() } else { format!("{noun} ") };
    fields(found, item.as_deref(), &format!("of {noun}{name}"), &without(then), &without(now));
}

fn fields(found: &mut Vec<Difference>, item: Option<&str>, of: &str, then: &Fields, now: &Fields) {
    let keys: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    for key in keys {
        plain(found, item.map(str::to_owned), &format!("{key} {of}"), then.get(key), now.get(key));
    }
}

fn plain(
    found: &mut Vec<Difference>,
    item: Option<String>,
    what: &str,
    then: Option<&Json>,
    now: Option<&Json>,
) {
    if then.unwrap_or(&Json::Null) != now.unwrap_or(&Json::Null) {
        let (then, now) = (Some(shown(then)), Some(shown(now)));
        found.push(Difference { item, what: what.to_owned(), then, now });
    }
}

/// A value in one line.
fn shown(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => "nothing".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(items)) if items.is_empty() => "nothing".to_owned(),
        Some(Json::Array(items)) => items.iter().map(|item| shown(Some(item))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

/// An element in a few words: what tells it from others first.
fn summary(fields: &Fields) -> String {
    let keys = ["decision", "kind", "severity", "title", "by", "reason", "note"];
    let words = keys.iter().filter_map(|key| fields.get(*key).and_then(Json::as_str));
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn what_differs_is_named_with_both_values() {
        let text = |decision: &str, gate: &str, own: &str| {
            format!(
                r#"{{"gate":{{"fail-on":"{gate}"}},"items":[{{"id":"a.b","decision":{decision},"severity":"critical"}}],"own":[{own}]}}"#
            )
        };
        let ticked = r#"{"decision":"ticked","by":"Ada","reason":null}"#;
        let told = |then: &str, now: &str| -> Vec<String> {
            differences(then, now).iter().map(ToString::to_string).collect()
        };
        let one = text(ticked, "critical", "");
        assert_eq!(told(&one, &one), [""; 0]);
        assert_eq!(
            told(&one, &text(&ticked.replace("Ada", "Bob"), "optional", "")),
            ["fail-on of the gate: critical → optional", "by of the decision on a.b: Ada → Bob"]
        );
        assert_eq!(
            told(&one, &text("null", "critical", "")),
            ["the decision on a.b was removed (ticked, Ada)"]
        );
        assert_eq!(
            told(&text("null", "critical", r#"{"id":"x.y","title":"Pens"}"#), &text("null", "critical", "")),
            ["the project's own item x.y was removed (Pens)"]
        );
    }
}
