//! Files of data, read as the libraries read them: JSON, TOML, and YAML 1.1 as `PyYAML` knows it.

use num_bigint::BigInt;

use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};
use crate::syntax::node::{Node, Shape};
use crate::syntax::{json, toml, yaml};

/// What plain scalars mean.
#[derive(Clone, Copy)]
enum Format {
    Json,
    Toml,
    Yaml,
}

/// `document(format, text)`: the values of a text, or a `ValueError`.
pub fn document(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (Some(format), Some(text)) = (args.text(0, "format"), args.text(1, "text")) else {
        return Ok(m.open(args.values(), "the text of a document that is not known"));
    };
    m.steps(text.len() / 16)?;
    let (format, read) = match &*format {
        "json" => (Format::Json, json::document(&text)),
        "toml" => (Format::Toml, toml::document(&text)),
        _ => (Format::Yaml, yaml::document(&text)),
    };
    if matches!(format, Format::Json) && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_err() {
        if text.contains("NaN") || text.contains("Infinity") {
            return Ok(Value::unknown("JSON with numbers that JSON does not have"));
        }
        return Err(m.raise("ValueError", "the text is no JSON"));
    }
    match read {
        Ok(node) => value(m, &node, format),
        Err(error) => Err(m.raise("ValueError", &error.to_string())),
    }
}

/// The parsers bound the depth, so this recursion is bounded too.
fn value(m: &mut Machine<'_>, node: &Node, format: Format) -> Eval {
    m.step()?;
    Ok(match &node.shape {
        Shape::Null => Value::none(),
        Shape::Scalar { text, quoted: true } => Value::str(text.as_str()),
        Shape::Scalar { text, quoted: false } => scalar(text, format),
        Shape::List(items) => {
            m.items(items.len())?;
            let items = items.iter().map(|item| value(m, item, format)).collect::<Eval<Vec<_>>>()?;
            m.list(items)
        }
        Shape::Map(entries) => {
            m.items(entries.len())?;
            let mut values = Vec::with_capacity(entries.len());
            for entry in entries {
                if matches!(format, Format::Yaml) && !matches!(scalar(&entry.key, format).kind, Kind::Str(_))
                {
                    return Ok(Value::unknown("a YAML mapping with keys that are no text"));
                }
                values.push((entry.key.as_str(), value(m, &entry.value, format)?));
            }
            m.dict(values)
        }
    })
}

fn scalar(text: &str, format: Format) -> Value {
    match format {
        Format::Json | Format::Toml => match text {
            "true" | "false" => Value::bool(text == "true"),
            "null" => Value::none(),
            _ => number(text).unwrap_or_else(|| Value::unknown("a date of a TOML file")),
        },
        Format::Yaml => match text {
            "" | "~" | "null" | "Null" | "NULL" => Value::none(),
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::bool(true),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::bool(false),
            _ => yaml_scalar(text),
        },
    }
}

/// An integer or float as JSON and TOML write them.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.trim_start_matches('+').parse::<BigInt>().ok().map(Value::int);
    }
    text.parse().ok().map(Value::float)
}

/// A plain scalar of YAML 1.1 that is neither null nor a boolean: a number where it looks like one, else text.
fn yaml_scalar(text: &str) -> Value {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts = digits.strip_prefix('.').unwrap_or(digits).starts_with(|c: char| c.is_ascii_digit());
    if !starts {
        let special = matches!(digits.to_ascii_lowercase().as_str(), ".inf" | ".nan");
        return if special { Value::unknown("an endless number of a YAML file") } else { Value::str(text) };
    }
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if plain(digits) && (digits == "0" || !digits.starts_with('0')) {
        return number(text).unwrap_or_else(|| Value::str(text));
    }
    if let Some((whole, rest)) = digits.split_once('.')
        && (whole.is_empty() || plain(whole))
        && (rest.is_empty() || plain(rest))
    {
        return text.parse().map_or_else(|_| Value::str(text), Value::float);
    }
    // Octal, hexadecimal and sexagesimal numbers, underscores, exponents and dates have rules of their own.
    let doubtful = digits.bytes().all(|byte| byte.is_ascii_hexdigit() || b"_:.+-xobTZ ".contains(&byte));
    if doubtful {
        Value::unknown("a number or date of YAML 1.1 that is not followed")
    } else {
        Value::str(text)
    }
}
