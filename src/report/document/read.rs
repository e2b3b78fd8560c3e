//! Taking a saved document, and making the texts of any document harmless.

use serde_json::Value;

use super::{Document, SCHEMA};
use crate::base::safe;

/// Why a text is no review document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDocument {
    /// Not JSON, or JSON of another shape.
    #[error("this is no review document ({0}); `gonogo report --format json` writes one")]
    Malformed(String),
    /// Another document, or one of another version.
    #[error("this is a document of the form '{0}', not '{SCHEMA}'; `gonogo report --format json` writes one")]
    OtherSchema(String),
}

/// The keys that hold addresses; anything but a web address there is dropped.
const ADDRESSES: [&str; 3] = ["link", "url", "commit_url"];

impl Document {
    /// Takes a document that was saved as JSON. Keys that are not known are left out: a later version may have added them.
    ///
    /// # Errors
    /// Where it is not JSON, or no document of [`SCHEMA`].
    pub fn read(text: &str) -> Result<Self, NoDocument> {
        let malformed = |error: &serde_json::Error| NoDocument::Malformed(error.to_string());
        let value: Value = serde_json::from_str(text).map_err(|error| malformed(&error))?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) => {}
            Some(other) => return Err(NoDocument::OtherSchema(safe::line(other).into_owned())),
            None => return Err(NoDocument::Malformed("it has no `schema`".to_owned())),
        }
        serde_json::from_value(harmless(value)).map_err(|error| malformed(&error))
    }

    /// The document with every text made harmless.
    pub(super) fn harmless(self) -> Self {
        let value = serde_json::to_value(&self).map(harmless);
        // What was a document a moment ago still is one: only characters inside of texts were replaced.
        value.and_then(serde_json::from_value).unwrap_or(self)
    }
}

/// `value` with control characters and characters that reorder or hide text made visible, and without addresses that
/// are no web addresses.
fn harmless(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(safe::block(&text).into_owned()),
        Value::Array(values) => values.into_iter().map(harmless).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| match value {
                Value::String(text) if ADDRESSES.contains(&key.as_str()) && !is_web(&text) => {
                    (key, Value::String(String::new()))
                }
                value => (key, harmless(value)),
            })
            .collect(),
        other => other,
    }
}

fn is_web(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\');
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)) && address.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_become_harmless_and_addresses_must_be_of_the_web() {
        let hostile = json!({"a": ["x\u{1b}[31m\u{202e}\ny"], "link": "javascript:alert(1)", "url": "https://a.example/b?c#L1"});
        let tamed = json!({"a": ["x␛[31m<U+202E>\ny"], "link": "", "url": "https://a.example/b?c#L1"});
        assert_eq!(harmless(hostile), tamed);
        assert_eq!(harmless(tamed.clone()), tamed);
        assert!(!is_web("https://a.example/\"onclick=") && !is_web("HTTPS://a b"));
    }

    #[test]
    fn says_what_is_not_a_document() {
        assert!(Document::read("nothing").unwrap_err().to_string().contains("expected"));
        assert!(Document::read("[]").unwrap_err().to_string().contains("no `schema`"));
        let other = Document::read("{\"schema\": \"gonogo.scan/1\"}").unwrap_err();
        assert_eq!(other, NoDocument::OtherSchema("gonogo.scan/1".to_owned()));
        assert!(
            Document::read("{\"schema\": \"gonogo.review/1\"}").unwrap_err().to_string().contains("missing")
        );
        assert!(Document::read(&"[".repeat(100_000)).is_err());
    }
}
