//! The evaluator's values in the form that `observe.py` gives to Django's.

use gonogo::eval::{Datum, Shape};
use num_bigint::BigInt;
use serde_json::{Value, json};

/// A value as a tree. What the evaluator leaves open becomes `{"unknown": reason}` or `{"required": [variable, …]}`.
pub fn tree(datum: &Datum) -> Value {
    let all = |items: &[Datum]| Value::Array(items.iter().map(tree).collect());
    match &datum.shape {
        Shape::None => Value::Null,
        Shape::Bool(value) => json!(value),
        Shape::Int(value) => int(value),
        Shape::Float(value) => json!({"float": value}),
        Shape::Str(text) => json!(text),
        Shape::Bytes(bytes) => {
            let text: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({"bytes": text.concat()})
        }
        Shape::List(items) => json!({"list": all(items)}),
        Shape::Tuple(items) => json!({"tuple": all(items)}),
        Shape::Set(items) => sorted(items.iter().map(tree).collect()),
        Shape::Dict(entries) => {
            let pairs: Vec<Value> =
                entries.iter().map(|(key, value)| json!([tree(&key.datum), tree(value)])).collect();
            json!({"dict": pairs})
        }
        Shape::Path(text) => json!({"path": text}),
        Shape::Object { class, args, kwargs } => object(class, args, kwargs),
        Shape::Named(name) => json!({"other": name}),
        Shape::Required(variables) => json!({"required": variables}),
        Shape::Unknown(reason) => json!({"unknown": reason}),
    }
}

/// Django's tree with the parts put in order that have none in Python.
pub fn normal(real: &Value) -> Value {
    match real {
        Value::Array(items) => Value::Array(items.iter().map(normal).collect()),
        Value::Object(node) => {
            if let Some(Value::Array(items)) = node.get("set") {
                return sorted(items.iter().map(normal).collect());
            }
            if let Some(Value::String(text)) = node.get("float") {
                return json!({"float": text.parse::<f64>().expect("Python writes floats that Rust reads")});
            }
            Value::Object(node.iter().map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        plain => plain.clone(),
    }
}

fn sorted(mut items: Vec<Value>) -> Value {
    items.sort_by_key(Value::to_string);
    json!({"set": items})
}

fn int(value: &BigInt) -> Value {
    i64::try_from(value).map_or_else(|_| json!({"int": value.to_string()}), |small| json!(small))
}

/// An object: a lazy text, a duration, or something that is compared by being none of the plain kinds.
fn object(class: &str, args: &[Datum], kwargs: &[(String, Datum)]) -> Value {
    let text = args.iter().rev().find_map(Datum::as_str);
    if class.contains("lazy")
        && !class.contains("reverse")
        && let Some(text) = text
    {
        return json!({"lazy": text});
    }
    if class == "datetime.timedelta" {
        return duration(args, kwargs);
    }
    json!({"other": class})
}

/// `datetime.timedelta` as Python keeps it: days, seconds, microseconds.
fn duration(args: &[Datum], kwargs: &[(String, Datum)]) -> Value {
    const ORDER: [&str; 7] = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"];
    const DAY: i128 = 86_400_000_000;
    let named =
        ORDER.iter().copied().zip(args).chain(kwargs.iter().map(|(name, value)| (name.as_str(), value)));
    let mut total = 0_i128;
    for (unit, value) in named {
        let size = match unit {
            "days" => DAY,
            "seconds" => 1_000_000,
            "milliseconds" => 1_000,
            "minutes" => 60_000_000,
            "hours" => 3_600_000_000,
            "weeks" => 7 * DAY,
            _ => 1,
        };
        match &value.shape {
            Shape::Int(count) => total += i128::try_from(count).expect("a duration that fits") * size,
            Shape::Required(_) | Shape::Unknown(_) => return tree(value),
            _ => return json!({"unknown": "a duration of parts that are no integers"}),
        }
    }
    let within = total.rem_euclid(DAY);
    json!({"timedelta": [total.div_euclid(DAY), within / 1_000_000, within % 1_000_000]})
}
