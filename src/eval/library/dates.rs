//! Points in time that are written out: `date(2024, 2, 29)`, `datetime(2024, 5, 6, 7, 8)`. What the clock says is not known.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::rc::Rc;

use super::Library;
use super::datetime::{DAY, SECOND, as_span, span};
use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Object, Value};
use crate::syntax::python::ast::Operator;

/// `datetime.date`.
pub const DATE: Library = Library { name: "datetime.date", get };
/// `datetime.datetime`.
pub const DATETIME: Library = Library { name: "datetime.datetime", get };
/// `datetime.timezone`.
pub const TIMEZONE: Library = Library { name: "datetime.timezone", get: timezone };

/// The time zone of points that have one; others are not followed.
const UTC: &str = "datetime.timezone.utc";
/// The last year that Python knows.
const LAST_YEAR: i64 = 9_999;
/// Units of a point in time, the largest first.
const UNITS: [&str; 7] = ["year", "month", "day", "hour", "minute", "second", "microsecond"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn get(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "now" | "utcnow" | "today" => {
            Value::native(name, |m, _, args| Ok(m.open(args.values(), "what the clock says")))
        }
        _ => return None,
    })
}

fn timezone(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    (name == "utc").then(utc)
}

/// `datetime.timezone.utc`.
pub fn utc() -> Value {
    Value::new(Kind::Library(UTC))
}

/// A point in time: microseconds since the first day of the year 1.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Point {
    /// Whether it has a time of day.
    time: bool,
    utc: bool,
    total: i128,
}

/// `date(…)` or `datetime(…)`.
pub fn made(m: &mut Machine<'_>, class: &str, args: &Args) -> Eval {
    if args.more.is_some() || args.values().any(Value::is_open) {
        return Ok(m.open(args.values(), "a point in time that is not known"));
    }
    let time = class == DATETIME.name;
    let mut parts = [0_i64; 7];
    for (at, name) in UNITS.iter().enumerate().take(if time { 7 } else { 3 }) {
        match args.get(at, name).map(Value::as_int) {
            Some(Some(part)) => parts[at] = part,
            None if at > 2 => {}
            _ => return Err(m.raise("TypeError", &format!("an integer is required for the {name}"))),
        }
    }
    let zone = args.get(7, "tzinfo").filter(|zone| !zone.is_none());
    let utc = matches!(zone.map(|zone| &zone.kind), Some(Kind::Library(UTC)));
    if zone.is_some() && !utc {
        return Ok(m.open(args.values(), "a point in a time zone that is not followed"));
    }
    let [year, month, day, hour, minute, second, microsecond] = parts;
    let in_day = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    if !(1..=LAST_YEAR).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=month_length(year, month)).contains(&day)
        || !in_day
        || !(0..1_000_000).contains(&microsecond)
    {
        return Err(m.raise("ValueError", "a part of the date is out of range"));
    }
    let seconds = i128::from((hour * 60 + minute) * 60 + second);
    let total =
        i128::from(days_before(year, month) + day - 1) * DAY + seconds * SECOND + i128::from(microsecond);
    Ok(Point { time, utc, total }.value())
}

impl Point {
    fn of(value: &Value) -> Option<Self> {
        let Kind::Object(made) = &value.kind else { return None };
        let time = match &*made.class {
            "datetime.datetime" => true,
            "datetime.date" => false,
            _ => return None,
        };
        let part = |at: usize| made.args.get(at).map_or(Some(0), Value::as_int);
        let day = days_before(part(0)?, part(1).filter(|month| (1..=12).contains(month))?) + part(2)? - 1;
        let seconds = (part(3)? * 60 + part(4)?) * 60 + part(5)?;
        let total = i128::from(day) * DAY + i128::from(seconds) * SECOND + i128::from(part(6)?);
        Some(Self { time, utc: !made.kwargs.is_empty(), total })
    }

    /// Year, month, day, hour, minute, second, microsecond.
    fn parts(self) -> [i64; 7] {
        let days = i64::try_from(self.total.div_euclid(DAY)).unwrap_or(0);
        let rest = self.total.rem_euclid(DAY);
        let mut year = (days / 366 + 1).clamp(1, LAST_YEAR);
        while year < LAST_YEAR && days_before(year + 1, 1) <= days {
            year += 1;
        }
        let mut month = 12;
        while month > 1 && days_before(year, month) > days {
            month -= 1;
        }
        let part = |unit: i128, most: i128| i64::try_from(rest / unit % most).unwrap_or(0);
        let day = days - days_before(year, month) + 1;
        let (minute, hour) = (60 * SECOND, 3_600 * SECOND);
        [year, month, day, part(hour, 24), part(minute, 60), part(SECOND, 60), part(1, SECOND)]
    }

    /// As Python writes it out.
    fn value(self) -> Value {
        let parts = self.parts();
        let mut count = if self.time { 5 } else { 3 };
        if parts[5] != 0 || parts[6] != 0 {
            count = if parts[6] == 0 { 6 } else { 7 };
        }
        let args = parts.iter().take(count).map(|part| Value::int(*part)).collect();
        let zone = self.utc.then(|| (Rc::from("tzinfo"), utc()));
        let class = if self.time { DATETIME.name } else { DATE.name };
        Value::object(class, args, zone.into_iter().collect())
    }

    fn weekday(self) -> usize {
        // The first day of the year 1 was a Monday.
        usize::try_from(self.total.div_euclid(DAY).rem_euclid(7)).unwrap_or(0)
    }

    fn iso(self, between: &str) -> String {
        let [year, month, day, hour, minute, second, micro] = self.parts();
        let mut text = format!("{year:04}-{month:02}-{day:02}");
        if self.time {
            let _ = write!(text, "{between}{hour:02}:{minute:02}:{second:02}");
            if micro != 0 {
                let _ = write!(text, ".{micro:06}");
            }
            text.push_str(if self.utc { "+00:00" } else { "" });
        }
        text
    }

    /// `strftime`; `None` where a directive depends on the locale or is not followed.
    fn formatted(self, format: &str) -> Option<String> {
        let [year, month, day, hour, minute, second, micro] = self.parts();
        let (month_name, weekday) =
            (MONTHS.get(usize::try_from(month).ok()? - 1)?, WEEKDAYS.get(self.weekday())?);
        let mut text = String::new();
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                text.push(letter);
                continue;
            }
            let written = match letters.next()? {
                'Y' => year.to_string(),
                'm' => format!("{month:02}"),
                'd' => format!("{day:02}"),
                'H' => format!("{hour:02}"),
                'M' => format!("{minute:02}"),
                'S' => format!("{second:02}"),
                'f' => format!("{micro:06}"),
                'y' => format!("{:02}", year % 100),
                'j' => format!("{:03}", days_before(year, month) - days_before(year, 1) + day),
                'B' => (*month_name).to_owned(),
                'b' => month_name.chars().take(3).collect(),
                'A' => (*weekday).to_owned(),
                'a' => weekday.chars().take(3).collect(),
                'F' => format!("{year}-{month:02}-{day:02}"),
                'T' => format!("{hour:02}:{minute:02}:{second:02}"),
                'z' | 'Z' if !self.utc => String::new(),
                'z' => "+0000".to_owned(),
                'Z' => "UTC".to_owned(),
                '%' => "%".to_owned(),
                _ => return None,
            };
            text.push_str(&written);
        }
        Some(text)
    }
}

/// An attribute of a point in time.
pub fn attr(m: &mut Machine<'_>, made: &Rc<Object>, name: &str) -> Value {
    let value = Value::new(Kind::Object(made.clone()));
    let Some(point) = Point::of(&value) else { return m.open([], "a point in time that is not followed") };
    let whole = if point.time { UNITS.len() } else { 3 };
    if let Some(at) = UNITS.iter().take(whole).position(|unit| *unit == name) {
        return Value::int(point.parts()[at]);
    }
    let method = |code| Value::native_with(name, code, vec![value.clone()]);
    match name {
        "isoformat" => method(|_, with, args| {
            let between = args.text(0, "sep").unwrap_or_else(|| Rc::from("T"));
            Ok(with.first().and_then(Point::of).map_or_else(Value::none, |it| Value::str(it.iso(&between))))
        }),
        "strftime" => method(|m, with, args| {
            let format = args.text(0, "format");
            let text = with.first().and_then(Point::of).zip(format).and_then(|(it, how)| it.formatted(&how));
            Ok(text.map_or_else(|| m.open(args.values(), "a form of dates that is not followed"), Value::str))
        }),
        "weekday" => method(|_, with, _| {
            Ok(with.first().and_then(Point::of).map_or_else(Value::none, |it| Value::int(it.weekday())))
        }),
        "date" if point.time => method(|_, with, _| {
            let day = with.first().and_then(Point::of);
            Ok(day.map_or_else(Value::none, |it| Point { time: false, utc: false, ..it }.value()))
        }),
        "tzinfo" if point.time => {
            if point.utc {
                utc()
            } else {
                Value::none()
            }
        }
        _ => m.open([], "an attribute of a point in time"),
    }
}

/// Operators of points in time.
pub fn arithmetic(op: Operator, left: &Value, right: &Value) -> Option<Value> {
    let moved = |point: Point, by: i128| {
        // A date has no time of day to be moved.
        let total = if point.time { point.total + by } else { point.total + by.div_euclid(DAY) * DAY };
        let end = i128::from(days_before(LAST_YEAR + 1, 1)) * DAY;
        (0..end).contains(&total).then(|| Point { total, ..point }.value())
    };
    match (Point::of(left), Point::of(right), op) {
        (Some(a), Some(b), Operator::Sub) if a.time == b.time && a.utc == b.utc => {
            Some(span(a.total - b.total))
        }
        (Some(a), None, Operator::Add) => moved(a, as_span(right)?),
        (None, Some(b), Operator::Add) => moved(b, as_span(left)?),
        (Some(a), None, Operator::Sub) => moved(a, -as_span(right)?),
        _ => None,
    }
}

/// How two time spans or two points in time are ordered.
pub fn order(left: &Value, right: &Value) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (as_span(left), as_span(right)) {
        return Some(a.cmp(&b));
    }
    let (a, b) = (Point::of(left)?, Point::of(right)?);
    (a.time == b.time && a.utc == b.utc).then(|| a.total.cmp(&b.total))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How many days lie before the first of a month, from the year 1 on.
fn days_before(year: i64, month: i64) -> i64 {
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    years + (1..month).map(|month| month_length(year, month)).sum::<i64>()
}
