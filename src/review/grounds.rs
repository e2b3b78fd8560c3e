//! What a decision rested on, against what it would rest on now: the answer to "why is it stale?".
//!
//! A decision records only the digest of what its detector had read ([`ItemReport::basis`]). What that was, the commit
//! that it was made on still says: who wants to show the difference scans that commit, and hands both scans in here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value as Json;

use crate::model::{ItemReport, Reading};

/// One thing that a detector reads otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What was asked: `setting CONN_MAX_AGE`.
    pub what: String,
    /// The answers that are no longer given, as people read them; empty where it was not asked before. May have lines.
    pub then: Vec<String>,
    /// The answers that are new.
    pub now: Vec<String>,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |values: &[String]| match values {
            [] => "(not read)".to_owned(),
            values => values.join(", "),
        };
        write!(f, "{}: {} → {}", self.what, side(&self.then), side(&self.now))
    }
}

/// What has changed in the grounds of one item, by the name of what was read.
pub fn between(then: &ItemReport, now: &ItemReport) -> Vec<Changed> {
    changed(&then.readings, &now.readings)
}

/// What differs between two lists of readings; the same answers in another order differ in nothing.
pub fn changed(then: &[Reading], now: &[Reading]) -> Vec<Changed> {
    type Sides<'r> = (BTreeSet<&'r str>, BTreeSet<&'r str>);
    let mut all: BTreeMap<&str, Sides<'_>> = BTreeMap::new();
    for reading in then {
        all.entry(&reading.what).or_default().0.insert(&reading.value);
    }
    for reading in now {
        all.entry(&reading.what).or_default().1.insert(&reading.value);
    }
    let only = |what: &str, one: &BTreeSet<&str>, other: &BTreeSet<&str>| -> Vec<String> {
        one.difference(other).map(|value| shown(what, value)).collect()
    };
    all.into_iter()
        .filter(|(_, (then, now))| then != now)
        .map(|(what, (then, now))| Changed {
            what: what.to_owned(),
            then: only(what, &then, &now),
            now: only(what, &now, &then),
        })
        .collect()
}

/// An answer as people read it. What may be a secret is not shown.
pub fn shown(what: &str, value: &str) -> String {
    let is_secret = ["SECRET", "PASSWORD", "TOKEN", "_KEY", "DSN"].iter().any(|word| what.contains(word));
    let Ok(value) = serde_json::from_str::<Json>(value) else { return value.to_owned() };
    match (&value, is_secret) {
        (Json::String(text), false) => without_password(text),
        _ => python(&value, is_secret),
    }
}

/// A recorded value as Python would write it; see `detectors/record.rs` for the forms.
fn python(value: &Json, is_secret: bool) -> String {
    let list =
        |items: &[Json]| items.iter().map(|item| python(item, is_secret)).collect::<Vec<_>>().join(", ");
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) if is_secret => format!("(a text of {} characters)", text.chars().count()),
        Json::String(text) => format!("'{}'", without_password(text)),
        Json::Array(items) => format!("[{}]", list(items)),
        Json::Object(fields) => {
            let inner = fields.values().next();
            match (fields.keys().next().map(String::as_str), inner) {
                (Some("value"), Some(inner)) => {
                    let names = fields.get("env").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                    let names: Vec<&str> = names.iter().filter_map(Json::as_str).collect();
                    format!("{} (by {})", python(inner, is_secret), names.join(", "))
                }
                (Some("int" | "float"), Some(Json::String(number))) => number.clone(),
                (Some("bytes"), _) => "(bytes)".to_owned(),
                (Some("tuple"), Some(Json::Array(items))) => format!("({})", list(items)),
                (Some("set"), Some(Json::Array(items))) => format!("{{{}}}", list(items)),
                (Some("path" | "named"), Some(Json::String(text))) => text.clone(),
                (Some("dict"), Some(Json::Array(pairs))) => {
                    let pair = |pair: &Json| {
                        let side = |at| python(pair.get(at).unwrap_or(&Json::Null), is_secret);
                        format!("{}: {}", side(0), side(1))
                    };
                    format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
                }
                (Some("object"), Some(Json::String(class))) => {
                    let given = fields.get("args").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                    format!("{class}({})", list(given))
                }
                (Some("required"), Some(Json::Array(names))) => format!("(required: {})", list(names)),
                (Some("unknown"), Some(Json::String(code))) => format!("(not known: {code})"),
                (Some("unknown"), _) => "(not known)".to_owned(),
                (Some("default"), Some(inner)) => format!("(default) {}", python(inner, is_secret)),
                _ => value.to_string(),
            }
        }
    }
}

/// `text` with the password of a URL replaced: `redis://:secret@host` reads `redis://:…@host`.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@').and_then(|at| Some((at, rest[..at].find(':')?))) {
        Some((at, colon)) => format!("{scheme}://{}:…{}", &rest[..colon], &rest[at..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(pairs: &[(&str, &str)]) -> Vec<Reading> {
        pairs
            .iter()
            .map(|(what, value)| Reading { what: (*what).to_owned(), value: (*value).to_owned() })
            .collect()
    }

    #[test]
    fn only_what_differs_is_told_as_people_write_it() {
        let then = readings(&[("setting A", "{\"int\":\"600\"}"), ("setting B", "true"), ("app x", "false")]);
        let now =
            readings(&[("setting B", "true"), ("setting A", "{\"int\":\"0\"}"), ("file named y", "true")]);
        let told: Vec<String> = changed(&then, &now).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["app x: False → (not read)", "file named y: (not read) → True", "setting A: 600 → 0"]
        );
        assert!(changed(&then, &then).is_empty());
    }

    #[test]
    fn values_read_as_python_and_secrets_do_not_read_at_all() {
        for (what, value, wanted) in [
            ("setting X", r#"{"dict":[["a",{"tuple":[null,true]}]]}"#, "{'a': (None, True)}"),
            ("setting X", r#"{"value":"on","env":["X"]}"#, "'on' (by X)"),
            ("setting X", r#"{"default":false}"#, "(default) False"),
            ("setting X", r#"{"required":["X"]}"#, "(required: 'X')"),
            ("setting X", r#"{"unknown":"f()"}"#, "(not known: f())"),
            ("setting SECRET_KEY", r#""abc""#, "(a text of 3 characters)"),
            ("Celery's broker_url", r#""redis://u:pw@host/0""#, "redis://u:…@host/0"),
            ("code", r#""def f():\n    return 1""#, "def f():\n    return 1"),
        ] {
            assert_eq!(shown(what, value), wanted, "{value}");
        }
    }
}
