//! `datetime`: time spans; points in time are in `dates`.

use std::fmt::Write as _;
use std::rc::Rc;

use super::{Library, dates};
use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::truth::{as_float, number};
use crate::eval::value::{Args, Kind, Object, Value};
use crate::syntax::python::ast::Operator;

/// `datetime`.
pub const DATETIME: Library = Library { name: "datetime", get };

/// Microseconds in a second.
pub const SECOND: i128 = 1_000_000;
/// Microseconds in a day.
pub const DAY: i128 = 86_400 * SECOND;

fn get(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "timedelta" => Value::native("datetime.timedelta", timedelta),
        "datetime" | "date" | "time" | "timezone" => Value::new(Kind::Library(match name {
            "datetime" => "datetime.datetime",
            "date" => "datetime.date",
            "time" => "datetime.time",
            _ => "datetime.timezone",
        })),
        "UTC" => dates::utc(),
        _ => return None,
    })
}

/// `datetime.timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`.
fn timedelta(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    if args.more.is_some() || args.values().any(Value::is_open) {
        return Ok(m.open(args.values(), "a time span that is not known"));
    }
    let units: [(&str, i128); 7] = [
        ("days", DAY),
        ("seconds", SECOND),
        ("microseconds", 1),
        ("milliseconds", 1_000),
        ("minutes", 60 * SECOND),
        ("hours", 3_600 * SECOND),
        ("weeks", 7 * DAY),
    ];
    let mut total = 0_i128;
    for (index, (name, unit)) in units.iter().enumerate() {
        let Some(value) = args.get(index, name) else { continue };
        match (value.as_int(), number(value)) {
            (Some(count), _) => total += i128::from(count) * unit,
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "microseconds of spans that people write"
            )]
            (None, Some(count)) => total += (as_float(&count) * *unit as f64).round_ties_even() as i128,
            _ => {
                let message = format!("unsupported type for timedelta {name} component");
                return Err(m.raise_on("TypeError", &message, &value.meta.env));
            }
        }
    }
    Ok(span(total))
}

/// A time span in the normal form that Python shows.
pub fn span(total: i128) -> Value {
    let parts = [
        ("days", total.div_euclid(DAY)),
        ("seconds", total.rem_euclid(DAY) / SECOND),
        ("microseconds", total.rem_euclid(SECOND)),
    ];
    let kwargs: Vec<(Rc<str>, Value)> = parts
        .iter()
        .filter(|(_, count)| *count != 0)
        .map(|(name, count)| (Rc::from(*name), Value::int(*count)))
        .collect();
    if kwargs.is_empty() {
        return Value::object("datetime.timedelta", vec![Value::int(0)], Vec::new());
    }
    Value::object("datetime.timedelta", Vec::new(), kwargs)
}

fn microseconds(made: &Object) -> i128 {
    made.kwargs
        .iter()
        .map(|(name, value)| {
            let unit = match &**name {
                "days" => DAY,
                "seconds" => SECOND,
                _ => 1,
            };
            i128::from(value.as_int().unwrap_or(0)) * unit
        })
        .sum()
}

/// The microseconds of a time span.
pub fn as_span(value: &Value) -> Option<i128> {
    match &value.kind {
        Kind::Object(made) if &*made.class == "datetime.timedelta" => Some(microseconds(made)),
        _ => None,
    }
}

/// An attribute of a time span.
pub fn timedelta_attr(m: &mut Machine<'_>, made: &Rc<Object>, name: &str) -> Option<Value> {
    let total = microseconds(made);
    let part = |count: i128| Some(Value::int(count));
    match name {
        "days" => part(total.div_euclid(DAY)),
        "seconds" => part(total.rem_euclid(DAY) / SECOND),
        "microseconds" => part(total.rem_euclid(SECOND)),
        "total_seconds" => {
            let value = Value::new(Kind::Object(made.clone()));
            Some(Value::native_with(
                "total_seconds",
                |_, with, _| {
                    let total = with.first().and_then(as_span).unwrap_or(0);
                    #[expect(clippy::cast_precision_loss, reason = "as Python: a float")]
                    let seconds = total as f64 / SECOND as f64;
                    Ok(Value::float(seconds))
                },
                vec![value],
            ))
        }
        _ => Some(m.open([], "an attribute of a time span")),
    }
}

/// `str(span)`: `1 day, 2:03:04.000005`; `None` for another object.
pub fn text(made: &Object) -> Option<String> {
    if &*made.class != "datetime.timedelta" {
        return None;
    }
    let total = microseconds(made);
    let (days, rest) = (total.div_euclid(DAY), total.rem_euclid(DAY));
    let (seconds, micro) = (rest / SECOND, rest % SECOND);
    let mut text = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    let _ = write!(text, "{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if micro != 0 {
        let _ = write!(text, ".{micro:06}");
    }
    Some(text)
}

/// Operators of time spans.
pub fn arithmetic(op: Operator, left: &Value, right: &Value) -> Option<Value> {
    match (as_span(left), as_span(right), op) {
        (Some(a), Some(b), Operator::Add) => Some(span(a + b)),
        (Some(a), Some(b), Operator::Sub) => Some(span(a - b)),
        #[expect(clippy::cast_precision_loss, reason = "as Python: a float")]
        (Some(a), Some(b), Operator::Div) if b != 0 => Some(Value::float(a as f64 / b as f64)),
        (Some(a), Some(b), Operator::FloorDiv) if b != 0 => Some(Value::int(floored(a, b))),
        (Some(a), Some(b), Operator::Mod) if b != 0 => Some(span(a - floored(a, b) * b)),
        (Some(a), None, Operator::Mult) => scaled(a, right),
        (None, Some(b), Operator::Mult) => scaled(b, left),
        (Some(a), None, Operator::Div) => divided(a, right),
        (Some(a), None, Operator::FloorDiv) => {
            right.as_int().filter(|count| *count != 0).map(|count| span(floored(a, i128::from(count))))
        }
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value.kind {
        Kind::Float(by) if by.is_finite() => Some(by),
        _ => None,
    }
}

fn scaled(total: i128, by: &Value) -> Option<Value> {
    if let Some(count) = by.as_int() {
        return total.checked_mul(i128::from(count)).map(span);
    }
    let by = float(by)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "microseconds of spans that people write"
    )]
    Some(span((total as f64 * by).round_ties_even() as i128))
}

fn divided(total: i128, by: &Value) -> Option<Value> {
    if let Some(count) = by.as_int() {
        return (count != 0).then(|| span(rounded(total, i128::from(count))));
    }
    let by = float(by).filter(|by| *by != 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "microseconds of spans that people write"
    )]
    Some(span((total as f64 / by).round_ties_even() as i128))
}

/// The quotient, rounded down.
fn floored(a: i128, b: i128) -> i128 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

/// The quotient, rounded to the nearest, halves to even.
fn rounded(a: i128, b: i128) -> i128 {
    let low = floored(a, b);
    let twice = 2 * (a - low * b).abs();
    match twice.cmp(&b.abs()) {
        std::cmp::Ordering::Less => low,
        std::cmp::Ordering::Equal => low + low.rem_euclid(2),
        std::cmp::Ordering::Greater => low + 1,
    }
}
