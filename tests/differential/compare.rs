//! One setting of the evaluator against the same setting of Django.

use gonogo::eval::Datum;
use serde_json::Value;

use super::seen::Real;
use super::tree::{normal, tree};

/// How the two agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Known and equal, or required where Django needs the variable.
    Right,
    /// The evaluator does not say; the reason.
    Unknown(String),
    /// The evaluator says something that is not so.
    Wrong(String),
}

/// What the comparison of two trees came to.
#[derive(Debug, Default)]
struct Found {
    unknown: Option<String>,
    required: Option<String>,
    different: Option<String>,
}

/// Compares what the evaluator says of a setting with what Django saw.
pub fn compare(ours: Option<&Datum>, real: &Real) -> Agreement {
    let Some(datum) = ours else { return Agreement::Unknown("not listed".to_owned()) };
    let ours = tree(datum);
    let mut found = Found::default();
    walk(&ours, &normal(&real.value), "", real.forced || real.volatile, &mut found);
    if let Some(different) = found.different {
        return Agreement::Wrong(different);
    }
    if let Some(reason) = found.unknown {
        return Agreement::Unknown(reason);
    }
    match found.required {
        Some(_) if real.forced => Agreement::Right,
        Some(variables) => Agreement::Unknown(format!("said to need {variables}, which Django does without")),
        None if real.volatile => {
            Agreement::Wrong(format!("{ours} is said to be known, but differs from run to run"))
        }
        None if real.forced => {
            Agreement::Wrong(format!("{ours} is said to be known, but a variable decides it"))
        }
        None => Agreement::Right,
    }
}

/// Whether nothing of the value is open.
pub fn is_known(datum: &Datum) -> bool {
    let text = tree(datum).to_string();
    !text.contains("{\"unknown\":") && !text.contains("{\"required\":")
}

/// Walks two trees side by side. `open` says that Django's own value is not fixed: then only open nodes are noted.
fn walk(ours: &Value, real: &Value, place: &str, open: bool, found: &mut Found) {
    if let Some((word, why)) = word(ours).filter(|_| is_open(ours)) {
        let slot = if word == "unknown" { &mut found.unknown } else { &mut found.required };
        slot.get_or_insert_with(|| {
            format!("{}{}", prefix(place), why.as_str().map_or_else(|| why.to_string(), str::to_owned))
        });
        return;
    }
    match (word(ours), word(real)) {
        (Some(("dict", Value::Array(left))), Some(("dict", Value::Array(right)))) => {
            pairs(left, right, place, open, found);
        }
        (Some(("list" | "tuple" | "set", Value::Array(left))), Some((_, Value::Array(right))))
            if left.len() != right.len() && left.iter().any(is_open) =>
        {
            let why = left.iter().find(|item| is_open(item)).map(ToString::to_string);
            found.unknown.get_or_insert_with(|| format!("{}{}", prefix(place), why.unwrap_or_default()));
        }
        (
            Some((kind @ ("list" | "tuple" | "set"), Value::Array(left))),
            Some((same, Value::Array(right))),
        ) if kind == same && left.len() == right.len() => {
            for (at, (ours, real)) in left.iter().zip(right).enumerate() {
                walk(ours, real, &format!("{place}[{at}]"), open, found);
            }
        }
        (Some(("other", _)), Some(("other", _))) => {}
        (None, Some(("lazy", text))) if ours == text => {}
        _ if ours == real || open => {}
        _ => {
            found.different.get_or_insert_with(|| format!("{}{ours}, but Django saw {real}", prefix(place)));
        }
    }
}

/// The entries of two dictionaries, whatever their order.
fn pairs(ours: &[Value], real: &[Value], place: &str, open: bool, found: &mut Found) {
    for pair in ours {
        if is_open(&pair[0]) {
            found.unknown.get_or_insert_with(|| format!("{}a key: {}", prefix(place), pair[0]));
            return;
        }
    }
    for pair in ours {
        let place = format!("{place}[{}]", pair[0]);
        match real.iter().find(|other| other[0] == pair[0]) {
            Some(other) => walk(&pair[1], &other[1], &place, open, found),
            None if open => {}
            None if is_open(&pair[1]) => walk(&pair[1], &Value::Null, &place, open, found),
            None => drop(found.different.get_or_insert_with(|| format!("{place} exists, but not in Django"))),
        }
    }
    for other in real.iter().filter(|other| !open && !ours.iter().any(|pair| pair[0] == other[0])) {
        found.different.get_or_insert_with(|| format!("{}{} is missing", prefix(place), other[0]));
    }
}

fn prefix(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!("{place}: ") }
}

/// Whether a node is left open.
fn is_open(node: &Value) -> bool {
    word(node).is_some_and(|(word, _)| matches!(word, "unknown" | "required"))
}

/// The kind of a node that is no plain JSON, and what it holds.
fn word(node: &Value) -> Option<(&str, &Value)> {
    node.as_object()?.iter().next().map(|(word, value)| (word.as_str(), value))
}

#[cfg(test)]
mod tests {
    use gonogo::eval::{Key, Shape};
    use serde_json::json;

    use super::*;

    fn datum(shape: Shape) -> Datum {
        Datum { shape, origin: None, env: std::collections::BTreeSet::new() }
    }

    fn text(text: &str) -> Datum {
        datum(Shape::Str(text.to_owned()))
    }

    fn real(value: Value) -> Real {
        Real { value, default: false, forced: false, volatile: false }
    }

    #[test]
    fn kinds_are_told_apart() {
        let list = datum(Shape::List(vec![datum(Shape::Int(1.into()))]));
        assert_eq!(compare(Some(&list), &real(json!({"list": [1]}))), Agreement::Right);
        for other in [json!({"tuple": [1]}), json!({"list": [true]}), json!({"list": [1, 2]}), json!(1)] {
            assert!(matches!(compare(Some(&list), &real(other)), Agreement::Wrong(_)));
        }
        assert!(matches!(compare(None, &real(json!(1))), Agreement::Unknown(_)));
    }

    #[test]
    fn a_dictionary_has_no_order_and_a_wrong_part_beats_an_unknown_one() {
        let entry = |key: &str, value| (Key { datum: text(key) }, value);
        let dict = datum(Shape::Dict(vec![
            entry("a", text("x")),
            entry("b", datum(Shape::Unknown("a clock".to_owned()))),
        ]));
        let compared = |value| compare(Some(&dict), &real(value));
        let unknown = Agreement::Unknown("[\"b\"]: a clock".to_owned());
        assert_eq!(compared(json!({"dict": [["b", 1], ["a", "x"]]})), unknown);
        assert!(matches!(compared(json!({"dict": [["a", "y"], ["b", 1]]})), Agreement::Wrong(_)));
        assert_eq!(compared(json!({"dict": [["a", "x"]]})), unknown, "an unknown entry may be none");
        assert!(matches!(compared(json!({"dict": [["a", "x"], ["b", 1], ["c", 2]]})), Agreement::Wrong(_)));
    }

    #[test]
    fn required_is_right_only_where_django_needs_the_variable() {
        let required = datum(Shape::Required(vec!["KEY".to_owned()]));
        let forced = Real { forced: true, ..real(json!("sentinel")) };
        assert_eq!(compare(Some(&required), &forced), Agreement::Right);
        assert!(matches!(compare(Some(&required), &real(json!("x"))), Agreement::Unknown(_)));
        assert!(matches!(compare(Some(&text("sentinel")), &forced), Agreement::Wrong(_)));
        let volatile = Real { volatile: true, ..real(json!("x")) };
        assert!(matches!(compare(Some(&text("x")), &volatile), Agreement::Wrong(_)));
    }

    #[test]
    fn durations_lazies_sets_and_floats_have_one_form() {
        let weeks = datum(Shape::Object {
            class: "datetime.timedelta".to_owned(),
            args: vec![datum(Shape::Int(1.into()))],
            kwargs: vec![("hours".to_owned(), datum(Shape::Int((-1).into())))],
        });
        assert_eq!(compare(Some(&weeks), &real(json!({"timedelta": [0, 82_800, 0]}))), Agreement::Right);
        let lazy = datum(Shape::Object {
            class: "django.utils.translation.gettext_lazy".to_owned(),
            args: vec![text("English")],
            kwargs: Vec::new(),
        });
        assert_eq!(compare(Some(&lazy), &real(json!({"lazy": "English"}))), Agreement::Right);
        assert_eq!(compare(Some(&text("English")), &real(json!({"lazy": "English"}))), Agreement::Right);
        let set = datum(Shape::Set(vec![text("b"), text("a")]));
        assert_eq!(compare(Some(&set), &real(json!({"set": ["a", "b"]}))), Agreement::Right);
        let float = datum(Shape::Float(0.1 + 0.2));
        let real = real(json!({"float": "0.30000000000000004"}));
        assert_eq!(compare(Some(&float), &real), Agreement::Right);
    }
}
