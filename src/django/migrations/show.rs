//! Values in the few words that a message has room for.

use crate::eval::{Datum, Shape};

/// How many characters of a value a message shows.
const LONGEST: usize = 60;

/// The value as Python writes it, cut short.
pub(super) fn shown(value: &Datum) -> String {
    let text = written(value);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST).collect();
    match value.items() {
        Some(items) => format!("{start}… ({} entries)", items.len()),
        None => format!("{start}…"),
    }
}

fn written(value: &Datum) -> String {
    let all = |items: &[Datum]| items.iter().map(written).collect::<Vec<_>>().join(", ");
    match &value.shape {
        Shape::None => "None".to_owned(),
        Shape::Bool(true) => "True".to_owned(),
        Shape::Bool(false) => "False".to_owned(),
        Shape::Int(number) => number.to_string(),
        Shape::Float(number) => number.to_string(),
        Shape::Str(text) | Shape::Path(text) => format!("{text:?}"),
        Shape::Bytes(_) => "bytes".to_owned(),
        Shape::List(items) => format!("[{}]", all(items)),
        Shape::Tuple(items) => format!("({})", all(items)),
        Shape::Set(items) => format!("{{{}}}", all(items)),
        Shape::Dict(entries) => {
            let pairs: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", written(&key.datum), written(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Shape::Object { class, args, .. } if class == super::value::OWN => {
            args.first().and_then(Datum::as_str).unwrap_or_default().to_owned()
        }
        Shape::Object { class, args, kwargs } => {
            let named = kwargs.iter().map(|(name, value)| format!("{name}={}", written(value)));
            let all: Vec<String> = args.iter().map(written).chain(named).collect();
            format!("{}({})", class.rsplit('.').next().unwrap_or(class), all.join(", "))
        }
        Shape::Named(name) => name.rsplit('.').next().unwrap_or(name).to_owned(),
        Shape::Required(names) => format!("${}", names.join(", $")),
        Shape::Unknown(_) => "what is not known".to_owned(),
    }
}
