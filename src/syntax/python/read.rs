//! Small questions that every reader of Python asks of an expression.

use num_bigint::BigInt;
use rustpython_parser::ast::{Constant, Expr, ExprCall};

/// The dotted name that an expression spells: `a.b.c`; `None` where anything else than names is in it.
pub fn dotted_name(expr: &Expr) -> Option<String> {
    let mut parts = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::Attribute(attribute) => {
                parts.push(attribute.attr.as_str());
                at = &attribute.value;
            }
            Expr::Name(name) => {
                parts.push(name.id.as_str());
                parts.reverse();
                return Some(parts.join("."));
            }
            _ => return None,
        }
    }
}

/// The text of a string literal (no f-string, no bytes).
pub fn string(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Constant(constant) => match &constant.value {
            Constant::Str(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The string literals among the items of a list, tuple or set display; other items are left out.
pub fn strings(expr: &Expr) -> Vec<&str> {
    items(expr).unwrap_or_default().iter().filter_map(string).collect()
}

/// The value of `True` or `False`.
pub fn boolean(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Constant(constant) => match constant.value {
            Constant::Bool(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// The value of an integer literal, of any size; a sign before it is no part of it.
pub fn integer(expr: &Expr) -> Option<&BigInt> {
    match expr {
        Expr::Constant(constant) => match &constant.value {
            Constant::Int(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is `None`, written out.
pub fn is_none(expr: &Expr) -> bool {
    matches!(expr, Expr::Constant(constant) if constant.value.is_none())
}

/// The items of a list, tuple or set display; starred ones are among them as they stand.
pub fn items(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::List(list) => Some(&list.elts),
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::Set(set) => Some(&set.elts),
        _ => None,
    }
}

/// The call, where the expression is one.
pub const fn call(expr: &Expr) -> Option<&ExprCall> {
    match expr {
        Expr::Call(call) => Some(call),
        _ => None,
    }
}

/// The value of the keyword argument `name`.
pub fn keyword_argument<'c>(call: &'c ExprCall, name: &str) -> Option<&'c Expr> {
    call.keywords
        .iter()
        .find(|keyword| keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name))
        .map(|keyword| &keyword.value)
}

/// The argument at `position` (from 0), or else the keyword argument `name`.
///
/// `None` also where a `*` argument stands before that position: then nobody can say which it is.
pub fn argument<'c>(call: &'c ExprCall, position: usize, name: &str) -> Option<&'c Expr> {
    let before = call.args.iter().take(position + 1);
    if before.clone().any(Expr::is_starred_expr) {
        return None;
    }
    call.args.get(position).or_else(|| keyword_argument(call, name))
}
