//! Evaluated settings, for people and as the JSON document `gonogo.settings/1`.

use serde_json::{Map, Number, Value, json};

use super::json::to_text;
use super::{Ink, Page, piece};
use crate::eval::{Datum, Setting, Settings, Shape, State};

/// How wide a value may be before it is broken into lines.
const WIDTH: usize = 90;
/// How many lines of a value are shown to people.
const LINES: usize = 60;

/// The settings as a document; with `names`, only those.
pub fn json(settings: &Settings, names: &[String]) -> String {
    let entries: Map<String, Value> =
        chosen(settings, names).map(|(name, setting)| (name.clone(), entry(setting))).collect();
    let problems: Vec<Value> = settings
        .problems
        .iter()
        .map(|(path, message)| json!({"path": path.as_str(), "message": message}))
        .collect();
    to_text(&json!({
        "schema": "gonogo.settings/1",
        "module": settings.module,
        "settings": entries,
        "files": settings.files.iter().map(super::super::base::path::RepoPath::as_str).collect::<Vec<_>>(),
        "problems": problems,
    }))
}

/// The settings for people: each value, where it was set, and the variables that it depends on.
pub fn text(page: &mut Page, settings: &Settings, names: &[String]) {
    for (name, setting) in chosen(settings, names) {
        let (shown, ink) = match setting.state() {
            State::Known => (python(&setting.value), Ink::Plain),
            State::Required(_) | State::Unknown(_) => (python(&setting.value), Ink::Doubt),
        };
        let mut lines = shown.lines();
        page.long_line([
            piece(name, Ink::Strong),
            piece(" = ", Ink::Plain),
            piece(lines.next().unwrap_or_default(), ink),
        ]);
        for line in lines.by_ref().take(LINES) {
            page.long_line([piece(line, ink)]);
        }
        if lines.next().is_some() {
            page.line([piece("…", Ink::Dim)]);
        }
        let mut remark =
            setting.origin().map_or_else(String::new, |origin| format!("{}:{}", origin.path, origin.line));
        let env = setting.env();
        if !env.is_empty() {
            remark = format!("{remark}, depends on {}", env.join(", "));
        }
        if let State::Unknown(reason) = setting.state() {
            remark = format!("{remark}, unknown: {reason}");
        }
        page.wrap(vec![piece("    ", Ink::Plain)], 4, [piece(remark, Ink::Dim)]);
    }
    for (path, message) in &settings.problems {
        page.wrap(vec![piece("note: ", Ink::Doubt)], 6, [piece(format!("{path}: {message}"), Ink::Plain)]);
    }
}

fn chosen<'s>(
    settings: &'s Settings,
    names: &'s [String],
) -> impl Iterator<Item = (&'s String, &'s Setting)> {
    settings.entries.iter().filter(move |(name, _)| names.is_empty() || names.contains(name))
}

fn entry(setting: &Setting) -> Value {
    let mut fields = Map::new();
    match setting.state() {
        State::Known => {
            fields.insert("status".to_owned(), json!("known"));
            fields.insert("value".to_owned(), value(&setting.value));
        }
        State::Required(_) => {
            fields.insert("status".to_owned(), json!("required"));
        }
        State::Unknown(reason) => {
            fields.insert("status".to_owned(), json!("unknown"));
            fields.insert("reason".to_owned(), json!(reason));
        }
    }
    fields.insert("env".to_owned(), json!(setting.env()));
    if let Some(origin) = setting.origin() {
        fields.insert("path".to_owned(), json!(origin.path.as_str()));
        fields.insert("line".to_owned(), json!(origin.line));
    }
    Value::Object(fields)
}

/// A value as JSON: tuples and sets are arrays, lazy translations their message, other objects their Python text.
pub fn value(datum: &Datum) -> Value {
    match &datum.shape {
        Shape::None => Value::Null,
        Shape::Bool(value) => json!(value),
        Shape::Int(value) => match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => json!(value),
            (_, Ok(value)) => json!(value),
            _ => json!(value.to_string()),
        },
        Shape::Float(value) => {
            Number::from_f64(*value).map_or_else(|| json!(value.to_string()), Value::Number)
        }
        Shape::Str(text) | Shape::Path(text) => json!(text),
        Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => items.iter().map(value).collect(),
        Shape::Dict(entries) => {
            Value::Object(entries.iter().map(|(key, item)| (plain(&key.datum), value(item))).collect())
        }
        Shape::Object { .. } => match datum.message() {
            Some(message) => json!(message),
            None => json!(python(datum)),
        },
        _ => json!(python(datum)),
    }
}

/// A key as text.
fn plain(datum: &Datum) -> String {
    match &datum.shape {
        Shape::Str(text) | Shape::Path(text) => text.clone(),
        _ => python(datum),
    }
}

/// A value as Python would write it; what is open stands in angle brackets.
pub fn python(datum: &Datum) -> String {
    let flat = write(datum, None);
    if flat.chars().count() <= WIDTH { flat } else { write(datum, Some(0)) }
}

/// `indent` is the depth of a value that is broken into lines; without, it stays on one.
fn write(datum: &Datum, indent: Option<usize>) -> String {
    let group = |open: &str, close: &str, items: Vec<String>| match indent {
        Some(depth) if !items.is_empty() => {
            let pad = "    ".repeat(depth + 1);
            let lines = items.join(&format!(",\n{pad}"));
            format!("{open}\n{pad}{lines},\n{}{close}", "    ".repeat(depth))
        }
        _ => format!("{open}{}{close}", items.join(", ")),
    };
    let inner = |datum: &Datum| match indent {
        Some(depth) => {
            let flat = write(datum, None);
            if flat.chars().count() <= WIDTH { flat } else { write(datum, Some(depth + 1)) }
        }
        None => write(datum, None),
    };
    match &datum.shape {
        Shape::None => "None".to_owned(),
        Shape::Bool(true) => "True".to_owned(),
        Shape::Bool(false) => "False".to_owned(),
        Shape::Int(value) => value.to_string(),
        Shape::Float(value) => format!("{value:?}"),
        Shape::Str(text) => format!("{text:?}"),
        Shape::Path(text) => format!("Path({text:?})"),
        Shape::Bytes(bytes) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Shape::List(items) => group("[", "]", items.iter().map(inner).collect()),
        Shape::Tuple(items) if items.len() == 1 => {
            format!("({},)", items.iter().map(inner).collect::<String>())
        }
        Shape::Tuple(items) => group("(", ")", items.iter().map(inner).collect()),
        Shape::Set(items) if items.is_empty() => "set()".to_owned(),
        Shape::Set(items) => group("{", "}", items.iter().map(inner).collect()),
        Shape::Dict(entries) => group(
            "{",
            "}",
            entries
                .iter()
                .map(|(key, item)| format!("{}: {}", write(&key.datum, None), inner(item)))
                .collect(),
        ),
        Shape::Object { class, args, kwargs } => {
            let args = args.iter().map(inner);
            let kwargs = kwargs.iter().map(|(name, value)| format!("{name}={}", inner(value)));
            format!("{class}({})", args.chain(kwargs).collect::<Vec<_>>().join(", "))
        }
        Shape::Named(name) => name.clone(),
        Shape::Required(names) => format!("<required: {}>", names.join(", ")),
        Shape::Unknown(reason) => format!("<unknown: {reason}>"),
    }
}
