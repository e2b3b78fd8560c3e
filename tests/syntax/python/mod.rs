//! Python: newer syntax, hostile text, and the questions asked of trees.

mod hostile;
mod newer;
mod trees;

use gonogo::syntax::python::{self, ast};

fn parsed(text: &str) -> Vec<ast::Stmt> {
    python::parse(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}
