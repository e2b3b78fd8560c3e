//! Celery tasks that the project defines.

mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::code::{Class, Code, Module};
use crate::base::{RepoPath, Span};
use crate::syntax::python::{self, ast};

/// One task.
#[derive(Clone)]
pub struct Task {
    /// The qualified name of its function or class.
    pub qualified: String,
    /// The module that defines it.
    pub module: Arc<Module>,
    /// The bytes from its first decorator (or `class`) to the end of its name's line.
    pub span: Span,
    /// The decorator's call, where it has arguments.
    pub options: Option<ast::ExprCall>,
    /// The class that it is based on: `base=…` of the decorator, or its own class.
    pub base: Option<Class>,
    /// How its own body retries.
    pub retry: Retry,
}

/// How a task's body calls `self.retry`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It does not.
    None,
    /// With a constant delay, or Celery's default of three minutes.
    Constant,
    /// With a delay that is computed, from the number of retries as a rule.
    Growing,
}

impl Task {
    /// An option of the decorator.
    pub fn option(&self, name: &str) -> Option<&ast::Expr> {
        self.options.as_ref().and_then(|call| python::keyword_argument(call, name))
    }
}

/// The tasks in `files` (tests left out by the caller), in the order of files and lines.
pub fn tasks(code: &Code<'_>, files: &[RepoPath]) -> Vec<Task> {
    read::tasks(code, files)
}
