//! What a detector has read, in a form that stays the same when lines move and files are renamed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::eval::{Datum, Origin, Shape};

/// Everything that went through the door, by name.
#[derive(Debug, Default)]
pub(super) struct Record(BTreeMap<String, BTreeSet<String>>);

impl Record {
    /// Notes that `name` was asked for and answered with `value`.
    pub(super) fn note(&mut self, name: String, value: &Json) {
        self.0.entry(name).or_default().insert(value.to_string());
    }

    /// The digest of all notes: `sha256:` and 64 hexadecimal digits.
    pub(super) fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, values) in &self.0 {
            for value in values {
                hash.update(name.as_bytes());
                hash.update([0]);
                hash.update(value.as_bytes());
                hash.update([0]);
            }
        }
        format!("sha256:{}", hex(&hash.finalize()))
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A value without its places: only what it is, and which environment variables it depends on.
///
/// What is unknown is noted by the source that makes it (`words`), so that it changes when that source does.
pub(super) fn canonical(datum: &Datum, words: &impl Fn(&Origin) -> String) -> Json {
    let value = shape(datum, words);
    if datum.env.is_empty() { value } else { json!({ "value": value, "env": datum.env }) }
}

fn shape(datum: &Datum, words: &impl Fn(&Origin) -> String) -> Json {
    let list = |items: &[Datum]| -> Vec<Json> { items.iter().map(|item| canonical(item, words)).collect() };
    match &datum.shape {
        Shape::None => Json::Null,
        Shape::Bool(value) => json!(value),
        Shape::Int(value) => json!({ "int": value.to_string() }),
        Shape::Float(value) => json!({ "float": value.to_string() }),
        Shape::Str(text) => json!(text),
        Shape::Bytes(bytes) => json!({ "bytes": bytes }),
        Shape::List(items) => json!(list(items)),
        Shape::Tuple(items) => json!({ "tuple": list(items) }),
        Shape::Set(items) => {
            let mut texts: Vec<String> = list(items).iter().map(Json::to_string).collect();
            texts.sort();
            json!({ "set": texts })
        }
        Shape::Dict(entries) => {
            let pairs: Vec<Json> = entries
                .iter()
                .map(|(key, value)| json!([canonical(&key.datum, words), canonical(value, words)]))
                .collect();
            json!({ "dict": pairs })
        }
        Shape::Path(text) => json!({ "path": text }),
        Shape::Object { class, args, kwargs } => {
            let named: Vec<Json> =
                kwargs.iter().map(|(name, value)| json!([name, canonical(value, words)])).collect();
            json!({ "object": class, "args": list(args), "kwargs": named })
        }
        Shape::Named(name) => json!({ "named": name }),
        Shape::Required(variables) => json!({ "required": variables }),
        Shape::Unknown(_) => json!({ "unknown": datum.origin.as_ref().map(words) }),
    }
}
