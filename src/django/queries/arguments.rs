//! The columns that the arguments of a query name.

use super::function::callee;
use crate::base::Span;
use crate::syntax::python::{self, ast};

/// The column in `"-created"`, `F("created").desc()`; the sign taken off.
pub(super) fn ordered_by(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Call(call) => match &*call.func {
            ast::Expr::Attribute(method) if matches!(method.attr.as_str(), "asc" | "desc") => {
                ordered_by(&method.value)
            }
            _ if callee(call) == "F" => call.args.first().and_then(ordered_by),
            _ => None,
        },
        other => {
            python::string(other).map(|name| name.trim_start_matches(['-', '+'])).filter(|name| *name != "?")
        }
    }
}

/// The lookups among the arguments of a filtering call, those inside `Q(…)` too.
pub(super) fn filtered_by(call: &ast::ExprCall, is_shortcut: bool) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let defaults = ["defaults", "create_defaults"];
    for keyword in &call.keywords {
        if let Some(name) = keyword.arg.as_ref().filter(|name| !defaults.contains(&name.as_str())) {
            found.push((name.as_str(), python::span(call)));
        }
    }
    for arg in call.args.iter().skip(usize::from(is_shortcut)) {
        for node in python::walk_expr(arg) {
            if let python::Node::Expr(ast::Expr::Call(q)) = node
                && callee(q) == "Q"
            {
                let names = q.keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
                found.extend(names.map(|name| (name.as_str(), python::span(q))));
            }
        }
    }
    found
}
