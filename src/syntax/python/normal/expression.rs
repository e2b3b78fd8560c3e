//! Expressions and patterns.

use std::fmt::Write as _;

use rustpython_parser::ast::{
    Arg, Arguments, BoolOp, CmpOp, Comprehension, Constant, ConversionFlag, Expr, Keyword, Operator, UnaryOp,
};

/// Prints `parts` with commas between them.
pub(super) fn list<T>(
    out: &mut String,
    parts: impl IntoIterator<Item = T>,
    mut print: impl FnMut(&mut String, T),
) {
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        print(out, part);
    }
}

/// Prints `expr`; operations stand in brackets.
pub(super) fn expr(out: &mut String, expr: &Expr) {
    match expr {
        Expr::Constant(it) => constant(out, &it.value),
        Expr::Name(it) => out.push_str(&it.id),
        Expr::Attribute(it) => {
            self::expr(out, &it.value);
            out.push('.');
            out.push_str(&it.attr);
        }
        Expr::Call(it) => {
            self::expr(out, &it.func);
            out.push('(');
            list(out, &it.args, self::expr);
            if !it.args.is_empty() && !it.keywords.is_empty() {
                out.push_str(", ");
            }
            list(out, &it.keywords, keyword);
            out.push(')');
        }
        Expr::Subscript(it) => {
            self::expr(out, &it.value);
            out.push('[');
            self::expr(out, &it.slice);
            out.push(']');
        }
        Expr::Slice(it) => {
            let part = |out: &mut String, part: &Option<Box<Expr>>| {
                if let Some(part) = part {
                    self::expr(out, part);
                }
            };
            part(out, &it.lower);
            out.push(':');
            part(out, &it.upper);
            out.push(':');
            part(out, &it.step);
        }
        Expr::List(it) => displayed(out, '[', &it.elts, ']'),
        Expr::Set(it) => displayed(out, '{', &it.elts, '}'),
        Expr::Tuple(it) => {
            out.push('(');
            list(out, &it.elts, self::expr);
            out.push_str(if it.elts.len() == 1 { ",)" } else { ")" });
        }
        Expr::Dict(it) => {
            out.push('{');
            list(out, it.keys.iter().zip(&it.values), |out, (key, value)| {
                match key {
                    Some(key) => {
                        self::expr(out, key);
                        out.push_str(": ");
                    }
                    None => out.push_str("**"),
                }
                self::expr(out, value);
            });
            out.push('}');
        }
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => {
            out.push_str("f\"");
            formatted(out, expr);
            out.push('"');
        }
        _ => operation(out, expr),
    }
}

/// What is printed in brackets, so that what binds stronger needs no rules.
fn operation(out: &mut String, expr: &Expr) {
    let inner = |out: &mut String, part: &Expr| self::expr(out, part);
    out.push('(');
    match expr {
        Expr::BoolOp(it) => {
            let word = if matches!(it.op, BoolOp::And) { " and " } else { " or " };
            for (index, value) in it.values.iter().enumerate() {
                out.push_str(if index > 0 { word } else { "" });
                inner(out, value);
            }
        }
        Expr::BinOp(it) => {
            inner(out, &it.left);
            out.push_str(binary(it.op));
            inner(out, &it.right);
        }
        Expr::UnaryOp(it) => {
            out.push_str(match it.op {
                UnaryOp::Invert => "~",
                UnaryOp::Not => "not ",
                UnaryOp::UAdd => "+",
                UnaryOp::USub => "-",
            });
            inner(out, &it.operand);
        }
        Expr::Compare(it) => {
            inner(out, &it.left);
            for (op, right) in it.ops.iter().zip(&it.comparators) {
                out.push_str(comparison(*op));
                inner(out, right);
            }
        }
        Expr::NamedExpr(it) => {
            inner(out, &it.target);
            out.push_str(" := ");
            inner(out, &it.value);
        }
        Expr::Lambda(it) => {
            out.push_str("lambda ");
            arguments(out, &it.args);
            out.push_str(": ");
            inner(out, &it.body);
        }
        Expr::IfExp(it) => {
            inner(out, &it.body);
            out.push_str(" if ");
            inner(out, &it.test);
            out.push_str(" else ");
            inner(out, &it.orelse);
        }
        Expr::ListComp(it) => comprehension(out, "list: ", &it.elt, None, &it.generators),
        Expr::SetComp(it) => comprehension(out, "set: ", &it.elt, None, &it.generators),
        Expr::GeneratorExp(it) => comprehension(out, "", &it.elt, None, &it.generators),
        Expr::DictComp(it) => comprehension(out, "dict: ", &it.key, Some(&it.value), &it.generators),
        Expr::Await(it) => {
            out.push_str("await ");
            inner(out, &it.value);
        }
        Expr::Yield(it) => {
            out.push_str("yield ");
            if let Some(value) = &it.value {
                inner(out, value);
            }
        }
        Expr::YieldFrom(it) => {
            out.push_str("yield from ");
            inner(out, &it.value);
        }
        Expr::Starred(it) => {
            out.push('*');
            inner(out, &it.value);
        }
        // The others are printed by `expr`.
        _ => {}
    }
    out.push(')');
}

fn displayed(out: &mut String, open: char, items: &[Expr], close: char) {
    out.push(open);
    list(out, items, expr);
    out.push(close);
}

pub(super) fn constant(out: &mut String, value: &Constant) {
    // Writing to a text cannot fail.
    let _ = match value {
        Constant::None => write!(out, "None"),
        Constant::Bool(true) => write!(out, "True"),
        Constant::Bool(false) => write!(out, "False"),
        Constant::Str(text) => write!(out, "\"{}\"", escaped(text)),
        Constant::Bytes(bytes) => write!(out, "b\"{}\"", bytes.escape_ascii()),
        Constant::Int(number) => write!(out, "{number}"),
        Constant::Float(number) => write!(out, "{number:?}"),
        Constant::Complex { real, imag } => write!(out, "({real:?}+{imag:?}j)"),
        Constant::Ellipsis => write!(out, "..."),
        Constant::Tuple(items) => {
            out.push('(');
            list(out, items, constant);
            write!(out, ")")
        }
    };
}

/// The inside of a text, quotes and control characters escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_ascii_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// The inside of an f-string: texts escaped, fields in braces.
fn formatted(out: &mut String, part: &Expr) {
    match part {
        Expr::JoinedStr(it) => it.values.iter().for_each(|value| formatted(out, value)),
        Expr::FormattedValue(it) => {
            out.push('{');
            expr(out, &it.value);
            out.push_str(match it.conversion {
                ConversionFlag::None => "",
                ConversionFlag::Str => "!s",
                ConversionFlag::Ascii => "!a",
                ConversionFlag::Repr => "!r",
            });
            if let Some(specification) = &it.format_spec {
                out.push(':');
                formatted(out, specification);
            }
            out.push('}');
        }
        Expr::Constant(it) => match &it.value {
            Constant::Str(text) => {
                out.push_str(&escaped(text).replace('{', "{{").replace('}', "}}"));
            }
            other => constant(out, other),
        },
        other => expr(out, other),
    }
}

pub(super) fn keyword(out: &mut String, keyword: &Keyword) {
    match &keyword.arg {
        Some(name) => {
            out.push_str(name);
            out.push('=');
        }
        None => out.push_str("**"),
    }
    expr(out, &keyword.value);
}

fn comprehension(
    out: &mut String,
    word: &str,
    first: &Expr,
    second: Option<&Expr>,
    generators: &[Comprehension],
) {
    out.push_str(word);
    expr(out, first);
    if let Some(second) = second {
        out.push_str(": ");
        expr(out, second);
    }
    for generator in generators {
        out.push_str(if generator.is_async { " async for " } else { " for " });
        expr(out, &generator.target);
        out.push_str(" in ");
        expr(out, &generator.iter);
        for test in &generator.ifs {
            out.push_str(" if ");
            expr(out, test);
        }
    }
}

/// The parameters of a function.
pub(super) fn arguments(out: &mut String, arguments: &Arguments) {
    let one = |out: &mut String, star: &str, arg: &Arg, default: Option<&Expr>| {
        if !out.ends_with('(') && !out.ends_with("lambda ") {
            out.push_str(", ");
        }
        out.push_str(star);
        out.push_str(&arg.arg);
        if let Some(annotation) = &arg.annotation {
            out.push_str(": ");
            expr(out, annotation);
        }
        if let Some(default) = default {
            out.push('=');
            expr(out, default);
        }
    };
    for arg in &arguments.posonlyargs {
        one(out, "", &arg.def, arg.default.as_deref());
    }
    if !arguments.posonlyargs.is_empty() {
        out.push_str(", /");
    }
    for arg in &arguments.args {
        one(out, "", &arg.def, arg.default.as_deref());
    }
    match &arguments.vararg {
        Some(arg) => one(out, "*", arg, None),
        None if !arguments.kwonlyargs.is_empty() => {
            out.push_str(if out.ends_with('(') || out.ends_with("lambda ") { "*" } else { ", *" });
        }
        None => {}
    }
    for arg in &arguments.kwonlyargs {
        one(out, "", &arg.def, arg.default.as_deref());
    }
    if let Some(arg) = &arguments.kwarg {
        one(out, "**", arg, None);
    }
}

const fn binary(op: Operator) -> &'static str {
    match op {
        Operator::Add => " + ",
        Operator::Sub => " - ",
        Operator::Mult => " * ",
        Operator::MatMult => " @ ",
        Operator::Div => " / ",
        Operator::Mod => " % ",
        Operator::Pow => " ** ",
        Operator::LShift => " << ",
        Operator::RShift => " >> ",
        Operator::BitOr => " | ",
        Operator::BitXor => " ^ ",
        Operator::BitAnd => " & ",
        Operator::FloorDiv => " // ",
    }
}

/// As an augmented assignment writes the operator: `+=`.
pub(super) fn augmented(op: Operator) -> String {
    format!(" {}= ", binary(op).trim())
}

const fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}
