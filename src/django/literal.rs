//! Python literals to data, for the facts in `assets/` that are written as Python writes them.

use std::collections::BTreeSet;

use crate::eval::{Datum, Key, Shape};
use crate::syntax::python::{self, ast};

/// The value of a Python literal: constants, lists, tuples and dictionaries of them.
///
/// `None` where the text is anything else.
pub(super) fn literal(text: &str) -> Option<Datum> {
    match python::parse(text.trim()).ok()?.as_slice() {
        [ast::Stmt::Expr(statement)] => expression(&statement.value),
        _ => None,
    }
}

fn expression(node: &ast::Expr) -> Option<Datum> {
    let shape = match node {
        ast::Expr::Constant(constant) => match &constant.value {
            ast::Constant::None => Shape::None,
            ast::Constant::Bool(value) => Shape::Bool(*value),
            ast::Constant::Str(text) => Shape::Str(text.clone()),
            ast::Constant::Int(number) => Shape::Int(number.clone()),
            ast::Constant::Float(number) => Shape::Float(*number),
            _ => return None,
        },
        ast::Expr::UnaryOp(minus) if minus.op == ast::UnaryOp::USub => {
            match expression(&minus.operand)?.shape {
                Shape::Int(number) => Shape::Int(-number),
                Shape::Float(number) => Shape::Float(-number),
                _ => return None,
            }
        }
        ast::Expr::List(list) => Shape::List(expressions(&list.elts)?),
        ast::Expr::Tuple(tuple) => Shape::Tuple(expressions(&tuple.elts)?),
        ast::Expr::Dict(dict) => Shape::Dict(
            dict.keys
                .iter()
                .zip(&dict.values)
                .map(|(key, value)| Some((Key { datum: expression(key.as_ref()?)? }, expression(value)?)))
                .collect::<Option<_>>()?,
        ),
        _ => return None,
    };
    Some(Datum { shape, origin: None, env: BTreeSet::new() })
}

fn expressions(nodes: &[ast::Expr]) -> Option<Vec<Datum>> {
    nodes.iter().map(expression).collect()
}
