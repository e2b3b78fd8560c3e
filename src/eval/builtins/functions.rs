//! Functions of values: `len`, `sorted`, `sum`, …

use num_bigint::BigInt;

use super::Table;
use crate::eval::Machine;
use crate::eval::budget::ITEMS;
use crate::eval::env::Env;
use crate::eval::expr::floor_div;
use crate::eval::format::float_to_int;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};
use crate::syntax::python::ast::Operator;

pub(super) fn find(name: &str) -> Table {
    Some(match name {
        "print" | "input" => |_, _, _| Ok(Value::none()),
        "len" => |m, _, args| m.length(&first(args)),
        "enumerate" => enumerate,
        "zip" => zip,
        "map" => map,
        "filter" => filter,
        "sorted" => sorted,
        "reversed" => reversed,
        "min" => |m, _, args| extreme(m, args, true),
        "max" => |m, _, args| extreme(m, args, false),
        "sum" => sum,
        "any" => |m, _, args| quantified(m, args, true),
        "all" => |m, _, args| quantified(m, args, false),
        "abs" => |m, _, args| {
            let value = first(args);
            match &value.kind {
                Kind::Float(number) => Ok(Value::float(number.abs())),
                _ => match value.as_big() {
                    Some(number) if number < BigInt::ZERO => Ok(Value::int(-number)),
                    Some(number) => Ok(Value::int(number)),
                    None => Ok(m.open([&value], "a number that is not known")),
                },
            }
        },
        "round" => round,
        "divmod" => |m, _, args| match (first(args).as_big(), second(args).as_big()) {
            (Some(a), Some(b)) if b != BigInt::ZERO => {
                let quotient = floor_div(&a, &b);
                let rest = &a - &quotient * &b;
                Ok(Value::tuple(vec![Value::int(quotient), Value::int(rest)]))
            }
            _ => Ok(m.open(args.values(), "a division that is not followed")),
        },
        "pow" => |m, _, args| {
            if args.pos.len() > 2 {
                return Ok(m.open(args.values(), "a power that is not followed"));
            }
            m.binary(Operator::Pow, &first(args), &second(args))
        },
        "iter" => |m, _, args| {
            if args.pos.len() > 1 {
                return Ok(m.open(args.values(), "an iterator that is not followed"));
            }
            let value = first(args);
            if matches!(value.kind, Kind::Iterator(_)) {
                return Ok(value);
            }
            let (items, more) = m.iterate(&value)?;
            Ok(m.iterator(items, more))
        },
        "next" => next,
        "ascii" => |m, _, args| Ok(m.ascii_value(&first(args))),
        "repr" => |m, _, args| {
            let value = first(args);
            match m.repr_known(&value, 20, false) {
                Some(text) => Ok(Value::str(text).on(&m.env_of(&value, 4))),
                None => Ok(m.open([&value], "the text of an object")),
            }
        },
        "format" => |m, _, args| {
            let spec = args.text(1, "").unwrap_or_default();
            m.format_value(&first(args), &spec)
        },
        "chr" => |m, _, args| {
            let code =
                first(args).as_int().and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
            match code {
                Some(c) => Ok(Value::str(c.to_string())),
                None => Ok(m.open(args.values(), "a character that is not known")),
            }
        },
        "ord" => |m, _, args| match args.text(0, "").and_then(|text| text.chars().next()) {
            Some(c) => Ok(Value::int(u32::from(c))),
            None => Ok(m.open(args.values(), "a character that is not known")),
        },
        "hex" => |m, _, args| in_base(m, args, "#x"),
        "oct" => |m, _, args| in_base(m, args, "#o"),
        "bin" => |m, _, args| in_base(m, args, "#b"),
        "id" | "hash" => |m, _, args| Ok(m.open(args.values(), "the identity of an object")),
        "exit" | "quit" => |m, _, _| Err(m.raise("SystemExit", "")),
        _ => return None,
    })
}

fn first(args: &Args) -> Value {
    args.pos.first().cloned().unwrap_or_else(Value::none)
}

fn second(args: &Args) -> Value {
    args.pos.get(1).cloned().unwrap_or_else(Value::none)
}

fn in_base(m: &mut Machine<'_>, args: &Args, spec: &str) -> Eval {
    m.format_value(&first(args), spec)
}

fn enumerate(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (items, more) = m.iterate(&args.get(0, "iterable").cloned().unwrap_or_else(Value::none))?;
    let start = args.get(1, "start").and_then(Value::as_int).unwrap_or(0);
    let pairs = (start..).zip(items).map(|(at, item)| Value::tuple(vec![Value::int(at), item])).collect();
    Ok(m.iterator(pairs, more))
}

fn zip(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let mut columns = Vec::new();
    let mut open = None;
    for value in &args.pos {
        let (items, more) = m.iterate(value)?;
        open = open.or(more);
        columns.push(items.into_iter());
    }
    let mut rows = Vec::new();
    while !columns.is_empty() {
        m.step()?;
        let row: Option<Vec<Value>> = columns.iter_mut().map(Iterator::next).collect();
        match row {
            Some(row) => rows.push(Value::tuple(row)),
            None => break,
        }
    }
    Ok(m.iterator(rows, open))
}

fn map(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let function = first(args);
    let columns = Args::of(args.pos.get(1..).unwrap_or_default().to_vec());
    let rows = zip(m, &[], &columns)?;
    let (rows, more) = m.iterate(&rows)?;
    let mut items = Vec::new();
    for row in rows {
        if let Kind::Tuple(parts) = &row.kind {
            items.push(m.call(&function, Args::of(parts.to_vec()))?);
        }
    }
    Ok(m.iterator(items, more))
}

fn filter(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let function = first(args);
    let (items, mut more) = m.iterate(&second(args))?;
    let mut kept = Vec::new();
    let mut env = Env::none();
    for item in items {
        let test =
            if function.is_none() { item.clone() } else { m.call(&function, Args::of(vec![item.clone()]))? };
        env = env.union(&m.test_env(&test));
        match m.truth(&test)? {
            Some(true) => kept.push(item.on(&test.meta.env)),
            Some(false) => {}
            None => more = Some(m.open([&test], "a condition that is not known")),
        }
    }
    Ok(m.iterator(kept, more).on(&env))
}

fn sorted(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (items, more) = m.iterate(&first(args))?;
    if let Some(more) = more {
        return Ok(m.list_of((items, Some(more))));
    }
    match m.sorted(items, args.keyword("key"), args.keyword("reverse"))? {
        Ok(items) => Ok(m.list(items)),
        Err(open) => Ok(open),
    }
}

fn reversed(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (mut items, more) = m.iterate(&first(args))?;
    items.reverse();
    Ok(m.iterator(items, more))
}

fn extreme(m: &mut Machine<'_>, args: &Args, least: bool) -> Eval {
    let (items, more) = if args.pos.len() == 1 { m.iterate(&first(args))? } else { (args.pos.clone(), None) };
    if let Some(more) = more {
        return Ok(m.open([&more], "the largest of what is not wholly known"));
    }
    if items.is_empty() {
        return match args.keyword("default") {
            Some(default) => Ok(default.clone()),
            None => Err(m.raise("ValueError", "arg is an empty sequence")),
        };
    }
    let env = m.env_of(&Value::tuple(items.clone()), 1);
    let reverse = Value::bool(!least);
    match m.sorted(items, args.keyword("key"), Some(&reverse))? {
        Ok(sorted) => Ok(sorted.into_iter().next().unwrap_or_else(Value::none).on(&env)),
        Err(open) => Ok(open),
    }
}

fn sum(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (items, more) = m.iterate(&first(args))?;
    let mut total = args.get(1, "start").cloned().unwrap_or_else(|| Value::int(0));
    for item in items {
        total = m.binary(Operator::Add, &total, &item)?;
    }
    match more {
        Some(more) => m.binary(Operator::Add, &total, &more),
        None => Ok(total),
    }
}

/// `any` (with `wanted` true) and `all`.
fn quantified(m: &mut Machine<'_>, args: &Args, wanted: bool) -> Eval {
    let (items, more) = m.iterate(&first(args))?;
    let mut open = more;
    let mut env = Env::none();
    for item in items {
        env = env.union(&item.meta.env);
        match m.truth(&item)? {
            Some(truth) if truth == wanted => return Ok(Value::bool(wanted).on(&env)),
            Some(_) => {}
            None => open = Some(item),
        }
    }
    Ok(match open {
        Some(open) => m.open([&open], "a condition that is not known"),
        None => Value::bool(!wanted),
    }
    .on(&env))
}

#[expect(clippy::unnecessary_wraps, reason = "native functions may raise")]
fn round(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let value = first(args);
    match (&value.kind, args.get(1, "ndigits").and_then(Value::as_int)) {
        (Kind::Int(_) | Kind::Bool(_), None) => Ok(Value::int(value.as_big().unwrap_or_default())),
        (Kind::Float(number), None) => Ok(Value::int(float_to_int(number.round_ties_even()))),
        (Kind::Float(number), Some(digits)) if (0..16).contains(&digits) => {
            let digits = usize::try_from(digits).unwrap_or(0);
            Ok(Value::float(format!("{number:.digits$}").parse().unwrap_or(*number)))
        }
        _ => Ok(m.open(args.values(), "a number that is not known")),
    }
}

fn next(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let iterator = first(args);
    let Kind::Iterator(id) = iterator.kind else {
        if let Kind::Instance(id) = iterator.kind
            && let Some(method) = m.class_attr_of(id, "__next__")
        {
            return m.call(&method, Args::of(vec![iterator.clone()]));
        }
        return Ok(m.open([&iterator], "an iterator that is not followed"));
    };
    match (m.next_of(id), args.get(1, "default")) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(m.raise_on("StopIteration", "", &iterator.meta.env)),
    }
}

/// `range(…)`, worked out.
pub(super) fn range(m: &mut Machine<'_>, args: &Args) -> Eval {
    if let Some(open) = args.values().find(|value| value.is_open()) {
        return Ok(m.open([open], ""));
    }
    let numbers: Vec<i64> = args.pos.iter().filter_map(Value::as_int).collect();
    if numbers.len() != args.pos.len() {
        return Err(m.raise("TypeError", "range() arguments must be integers"));
    }
    let (start, end, step) = match numbers[..] {
        [end] => (0, end, 1),
        [start, end] => (start, end, 1),
        [start, end, step] => (start, end, step),
        _ => return Err(m.raise("TypeError", "range expected 1 to 3 arguments")),
    };
    if step == 0 {
        return Err(m.raise("ValueError", "range() arg 3 must not be zero"));
    }
    let count = if (step > 0 && start >= end) || (step < 0 && start <= end) {
        0
    } else {
        (i128::from(end) - i128::from(start)).unsigned_abs().div_ceil(i128::from(step).unsigned_abs())
    };
    m.made(usize::try_from(count).unwrap_or(ITEMS + 1))?;
    let mut items = Vec::new();
    let mut at = start;
    while (step > 0 && at < end) || (step < 0 && at > end) {
        items.push(Value::int(at));
        let Some(next) = at.checked_add(step) else { break };
        at = next;
    }
    Ok(Value::tuple(items))
}
