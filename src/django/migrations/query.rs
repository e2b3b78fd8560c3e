//! Conditions (`Q`) as Django keeps them: a connector, a sign, and children.

use crate::eval::{Datum, Shape};

use super::value::{datum, text};

const CLASS: &str = "django.db.models.Q";

/// A condition taken apart.
#[derive(Clone)]
struct Condition {
    connector: String,
    negated: bool,
    children: Vec<Datum>,
}

/// `Q(*args, **kwargs)`: the pairs of the keywords are children, ordered by name.
pub(super) fn condition(args: Vec<Datum>, kwargs: Vec<(String, Datum)>) -> Shape {
    let mut made = Condition { connector: "AND".to_owned(), negated: false, children: args };
    let mut pairs = Vec::new();
    for (name, value) in kwargs {
        match name.as_str() {
            "_connector" => value.as_str().unwrap_or("AND").clone_into(&mut made.connector),
            "_negated" => made.negated = value.as_bool() == Some(true),
            _ => pairs.push((name, value)),
        }
    }
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    made.children.extend(pairs.into_iter().map(|(name, value)| datum(Shape::Tuple(vec![text(name), value]))));
    shape(made)
}

fn shape(made: Condition) -> Shape {
    let mut kwargs = Vec::new();
    if made.connector != "AND" {
        kwargs.push(("_connector".to_owned(), text(made.connector)));
    }
    if made.negated {
        kwargs.push(("_negated".to_owned(), datum(Shape::Bool(true))));
    }
    Shape::Object { class: CLASS.to_owned(), args: made.children, kwargs }
}

fn read(value: &Datum) -> Option<Condition> {
    let Shape::Object { class, args, kwargs } = &value.shape else { return None };
    if class != CLASS {
        return None;
    }
    let named = |name: &str| kwargs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    Some(Condition {
        connector: named("_connector").and_then(Datum::as_str).unwrap_or("AND").to_owned(),
        negated: named("_negated").and_then(Datum::as_bool) == Some(true),
        children: args.clone(),
    })
}

/// `a & b`, `a | b`, `a ^ b` and `~a`; `None` where an operand is no condition.
pub(super) fn combined(operator: &str, operands: &[Datum]) -> Option<Shape> {
    let connector = match operator {
        "<BitAnd>" => "AND",
        "<BitOr>" => "OR",
        "<BitXor>" => "XOR",
        _ => {
            let mut made = read(operands.first()?)?;
            made.negated = !made.negated;
            return Some(shape(made));
        }
    };
    let [left, right] = operands else { return None };
    let (a, b) = (read(left)?, read(right)?);
    if a.children.is_empty() {
        return Some(shape(b));
    }
    if b.children.is_empty() {
        return Some(shape(a));
    }
    let mut made = Condition { connector: connector.to_owned(), negated: false, children: Vec::new() };
    for side in [a, b] {
        // A part joined in the same way needs no level of its own.
        if !side.negated && (side.connector == connector || side.children.len() == 1) {
            made.children.extend(side.children);
        } else {
            made.children.push(datum(shape(side)));
        }
    }
    Some(shape(made))
}
