//! What a detector has read, in a form that stays the same when lines move and files are renamed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::base::text::hex;
use crate::eval::{Datum, Key, Origin, Shape};
use crate::model::Reading;

/// Everything that went through the door, by name.
#[derive(Debug, Default)]
pub(super) struct Record(BTreeMap<String, BTreeSet<String>>);

impl Record {
    /// Notes that `name` was asked for and answered with `value`.
    pub(super) fn note(&mut self, name: String, value: &Json) {
        self.0.entry(name).or_default().insert(value.to_string());
    }

    /// All notes, by name.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let all = self.0.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        all.map(|(name, value)| Reading { what: name.clone(), value: value.clone() }).collect()
    }

    /// The digest of all notes: `sha256:` and 64 hexadecimal digits.
    ///
    /// It is the SHA-256 of each name and each of its values, both in the order of their bytes, each with a zero byte
    /// behind it.
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

/// How names and sources are written in a note.
pub(super) struct Forms<'f> {
    /// The source at a place.
    pub(super) words: &'f dyn Fn(&Origin) -> String,
    /// A text that may be a dotted name.
    pub(super) name: &'f dyn Fn(&str) -> String,
}

/// A value without its places: only what it is, and which environment variables it depends on.
///
/// What is unknown is noted by the source that makes it, so that it changes when that source does. The order of a set and
/// of a dictionary's keys is none of the value.
pub(super) fn canonical(datum: &Datum, forms: &Forms<'_>) -> Json {
    let value = shape(datum, forms);
    if datum.env.is_empty() { value } else { json!({ "value": value, "env": datum.env }) }
}

fn shape(datum: &Datum, forms: &Forms<'_>) -> Json {
    let list = |items: &[Datum]| -> Vec<Json> { items.iter().map(|item| canonical(item, forms)).collect() };
    match &datum.shape {
        Shape::None => Json::Null,
        Shape::Bool(value) => json!(value),
        Shape::Int(value) => json!({ "int": value.to_string() }),
        Shape::Float(value) => json!({ "float": value.to_string() }),
        Shape::Str(text) => json!((forms.name)(text)),
        Shape::Bytes(bytes) => json!({ "bytes": bytes }),
        Shape::List(items) => json!(list(items)),
        Shape::Tuple(items) => json!({ "tuple": list(items) }),
        Shape::Set(items) => {
            let mut items = list(items);
            items.sort_by_cached_key(Json::to_string);
            json!({ "set": items })
        }
        Shape::Dict(entries) => {
            let pair =
                |(key, value): &(Key, Datum)| json!([canonical(&key.datum, forms), canonical(value, forms)]);
            let mut pairs: Vec<Json> = entries.iter().map(pair).collect();
            pairs.sort_by_cached_key(Json::to_string);
            json!({ "dict": pairs })
        }
        Shape::Path(text) => json!({ "path": text }),
        Shape::Object { class, args, kwargs } => {
            let named: Vec<Json> =
                kwargs.iter().map(|(name, value)| json!([name, canonical(value, forms)])).collect();
            json!({ "object": (forms.name)(class), "args": list(args), "kwargs": named })
        }
        Shape::Named(name) => json!({ "named": (forms.name)(name) }),
        Shape::Required(variables) => json!({ "required": variables }),
        Shape::Unknown(_) => json!({ "unknown": datum.origin.as_ref().map(forms.words) }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn datum(shape: Shape) -> Datum {
        Datum { shape, origin: None, env: BTreeSet::new() }
    }

    fn text(text: &str) -> Datum {
        datum(Shape::Str(text.to_owned()))
    }

    #[test]
    fn the_order_of_a_set_and_of_a_dictionary_s_keys_is_none_of_the_value() {
        let forms = Forms { words: &|_| String::new(), name: &str::to_owned };
        let pair = |key: &str, value: &str| (Key { datum: text(key) }, text(value));
        let dict = |pairs: Vec<(Key, Datum)>| canonical(&datum(Shape::Dict(pairs)), &forms);
        assert_eq!(dict(vec![pair("a", "1"), pair("b", "2")]), dict(vec![pair("b", "2"), pair("a", "1")]));
        assert_ne!(dict(vec![pair("a", "1"), pair("b", "2")]), dict(vec![pair("a", "2"), pair("b", "1")]));
        let of = |shape: fn(Vec<Datum>) -> Shape, words: [&str; 2]| {
            canonical(&datum(shape(words.map(text).into())), &forms)
        };
        assert_eq!(of(Shape::Set, ["a", "b"]), of(Shape::Set, ["b", "a"]));
        assert_ne!(of(Shape::List, ["a", "b"]), of(Shape::List, ["b", "a"]));
    }
}
