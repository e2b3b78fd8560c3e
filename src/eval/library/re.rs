//! `re`: patterns, matched by an engine that knows what settings write; the rest is unknown.

use std::rc::Rc;

use regex::Regex;

use super::Library;
use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Object, Value};
use crate::eval::{hidden, place};

/// `re`.
pub const RE: Library = Library { name: "re", get };

/// `re.IGNORECASE`, `re.MULTILINE`, `re.DOTALL`, `re.VERBOSE`, `re.ASCII`.
const FLAGS: [(&str, &str, i64); 5] = [
    ("I", "IGNORECASE", 2),
    ("M", "MULTILINE", 8),
    ("S", "DOTALL", 16),
    ("X", "VERBOSE", 64),
    ("A", "ASCII", 256),
];

/// What it costs to make a pattern ready, in steps.
const COMPILED: usize = 2_500;

/// How many bytes a pattern may take up once it is ready.
const SIZE: usize = 100_000;

fn get(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    if let Some((_, _, flag)) = FLAGS.iter().find(|(short, long, _)| *short == name || *long == name) {
        return Some(Value::int(*flag));
    }
    Some(match name {
        "compile" => Value::native("re.compile", |m, _, args| {
            let Some(pattern) = args.get(0, "pattern").cloned() else { return Ok(m.open(args.values(), "")) };
            if pattern.is_open() {
                return Ok(m.open([&pattern], ""));
            }
            let flags = args.get(1, "flags").cloned();
            Ok(Value::object("re.Pattern", std::iter::once(pattern).chain(flags).collect(), Vec::new()))
        }),
        "escape" => Value::native("re.escape", |m, _, args| match args.text(0, "pattern") {
            Some(text) => {
                let special = |c: char| "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c);
                let escaped: String = text
                    .chars()
                    .flat_map(|c| special(c).then_some('\\').into_iter().chain(std::iter::once(c)))
                    .collect();
                Ok(Value::str(escaped))
            }
            None => Ok(m.open(args.values(), "")),
        }),
        "match" | "fullmatch" | "search" | "sub" | "split" | "findall" | "finditer" => {
            Value::native_with(&format!("re.{name}"), with_pattern, vec![Value::str(name)])
        }
        _ => return None,
    })
}

/// `re.match(pattern, text)`: the pattern is the first argument.
fn with_pattern(m: &mut Machine<'_>, with: &[Value], args: &Args) -> Eval {
    if args.pos.is_empty() {
        return Ok(m.open(args.values(), ""));
    }
    let mut args = args.clone();
    let pattern = args.pos.remove(0);
    let made = match &pattern.kind {
        Kind::Object(made) if &*made.class == "re.Pattern" => made.clone(),
        _ => Rc::new(Object {
            class: Rc::from("re.Pattern"),
            args: std::iter::once(pattern.clone()).chain(args.keyword("flags").cloned()).collect(),
            kwargs: Vec::new(),
        }),
    };
    apply(m, &[Value::new(Kind::Object(made)), with.first().cloned().unwrap_or_else(Value::none)], &args)
}

/// An attribute of a compiled pattern.
pub fn pattern_attr(made: &Rc<Object>, name: &str) -> Option<Value> {
    match name {
        "pattern" => made.args.first().cloned(),
        "match" | "fullmatch" | "search" | "sub" | "split" | "findall" | "finditer" => {
            Some(Value::native_with(
                &format!("re.{name}"),
                apply,
                vec![Value::new(Kind::Object(made.clone())), Value::str(name)],
            ))
        }
        _ => None,
    }
}

/// The expression of a pattern, made once in a run; `None` where it is not followed.
fn regex_of(m: &mut Machine<'_>, made: &Object) -> Eval<Option<Regex>> {
    let Some(pattern) = made.args.first().and_then(Value::as_str) else { return Ok(None) };
    let Some(flags) = made.args.get(1).map_or(Some(0), Value::as_int) else { return Ok(None) };
    let letters: String = [(2, 'i'), (8, 'm'), (16, 's'), (64, 'x')]
        .iter()
        .filter(|(flag, _)| flags & flag != 0)
        .map(|(_, letter)| *letter)
        .collect();
    let pattern = pattern.replace("\\Z", "\\z");
    let whole = if letters.is_empty() { pattern } else { format!("(?{letters}){pattern}") };
    if let Some(known) = m.regexes.get(&whole) {
        return Ok(known.clone());
    }
    m.steps(COMPILED + 4 * whole.len())?;
    let made = regex::RegexBuilder::new(&whole).size_limit(SIZE).build().ok();
    m.regexes.insert(whole, made.clone());
    Ok(made)
}

fn apply(m: &mut Machine<'_>, with: &[Value], args: &Args) -> Eval {
    let [Value { kind: Kind::Object(made), .. }, name] = with else { return Ok(m.open(args.values(), "")) };
    let name = name.as_str().cloned().unwrap_or_default();
    let at = usize::from(&*name == "sub");
    let (Some(regex), Some(text)) = (regex_of(m, made)?, args.text(at, "string")) else {
        return Ok(m.open(args.values(), "a regular expression that is not followed"));
    };
    if place::is_marked(&text) {
        return Ok(m.open(args.values(), hidden::PLACE));
    }
    m.steps(text.len() / 16)?;
    Ok(match &*name {
        "match" | "fullmatch" | "search" => {
            let found = regex.captures(&text).filter(|found| {
                let whole = found.get(0);
                match &*name {
                    "match" => whole.is_some_and(|whole| whole.start() == 0),
                    "fullmatch" => whole.is_some_and(|whole| whole.start() == 0 && whole.end() == text.len()),
                    _ => true,
                }
            });
            let Some(found) = found else { return Ok(Value::none()) };
            found_value(m, &regex, &found)?
        }
        "finditer" => {
            let mut items = Vec::new();
            for found in regex.captures_iter(&text) {
                m.step()?;
                items.push(found_value(m, &regex, &found)?);
            }
            m.iterator(items, None)
        }
        "findall" => {
            let mut items = Vec::new();
            for found in regex.captures_iter(&text) {
                let groups: Vec<Value> =
                    found.iter().map(|group| Value::str(group.map_or("", |group| group.as_str()))).collect();
                items.push(match groups.len() {
                    1 | 2 => groups.last().cloned().unwrap_or_else(Value::none),
                    _ => Value::tuple(groups.get(1..).unwrap_or_default().to_vec()),
                });
            }
            m.items(items.len())?;
            m.list(items)
        }
        "split" => {
            let parts: Vec<Value> = regex.split(&text).map(Value::str).collect();
            if regex.captures_len() > 1 {
                return Ok(m.open(args.values(), "a regular expression that is not followed"));
            }
            m.items(parts.len())?;
            m.list(parts)
        }
        _ => {
            let Some(by) = args.text(0, "repl").filter(|by| !by.contains('\\')) else {
                return Ok(m.open(args.values(), "a replacement that is not followed"));
            };
            Value::str(regex.replace_all(&text, regex::NoExpand(&by)).into_owned())
        }
    })
}

/// A match as Python hands it out.
fn found_value(m: &mut Machine<'_>, regex: &Regex, found: &regex::Captures<'_>) -> Eval {
    let text =
        |group: Option<regex::Match<'_>>| group.map_or_else(Value::none, |group| Value::str(group.as_str()));
    let groups: Vec<Value> = found.iter().map(text).collect();
    let named: Vec<(&str, Value)> =
        regex.capture_names().flatten().map(|name| (name, text(found.name(name)))).collect();
    let model = m.import_absolute("gonogo", true)?;
    let class = m.attr(&model, "Match")?;
    let named = m.dict(named);
    m.call(&class, Args::of(vec![Value::tuple(groups), named]))
}
