//! Reading the plain parts of expressions: names, strings, keyword arguments.

use crate::syntax::python::ast;

/// The dotted name of `a.b.c`; `None` for anything but names and attributes.
pub fn dotted_name(expr: &ast::Expr) -> Option<String> {
    let mut parts = Vec::new();
    let mut expr = expr;
    loop {
        match expr {
            ast::Expr::Name(name) => {
                parts.push(name.id.as_str());
                parts.reverse();
                return Some(parts.join("."));
            }
            ast::Expr::Attribute(attribute) => {
                parts.push(attribute.attr.as_str());
                expr = &attribute.value;
            }
            _ => return None,
        }
    }
}

/// The text of a string literal.
pub fn text(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Constant(constant) => match &constant.value {
            ast::Constant::Str(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The value of `True` or `False`.
pub fn boolean(expr: &ast::Expr) -> Option<bool> {
    match expr {
        ast::Expr::Constant(constant) => match constant.value {
            ast::Constant::Bool(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// The elements of a list, tuple or set display, or of a sum of such.
pub fn elements(expr: &ast::Expr) -> Option<Vec<&ast::Expr>> {
    match expr {
        ast::Expr::List(list) => Some(list.elts.iter().collect()),
        ast::Expr::Tuple(tuple) => Some(tuple.elts.iter().collect()),
        ast::Expr::Set(set) => Some(set.elts.iter().collect()),
        _ => None,
    }
}

/// The strings of a list, tuple or set display; elements that are no string literal are left out.
pub fn texts(expr: &ast::Expr) -> Vec<&str> {
    elements(expr).unwrap_or_default().into_iter().filter_map(text).collect()
}

/// The argument given to a call under the keyword `name`.
pub fn keyword<'c>(call: &'c ast::ExprCall, name: &str) -> Option<&'c ast::Expr> {
    call.keywords
        .iter()
        .find(|keyword| keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name))
        .map(|keyword| &keyword.value)
}
