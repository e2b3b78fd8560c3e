//! The code of functions, and the files that code comes from.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::raise::Eval;
use super::value::{Args, Kind, Name, Value};
use super::{Machine, Origin};
use crate::base::{RepoPath, Span};
use crate::source::SourceFile;
use crate::syntax::python::ast;

/// One parsed file.
pub struct Unit {
    /// The file; `None` for the model of a library.
    pub file: Option<Arc<SourceFile>>,
    /// The module's dotted name.
    pub module: Name,
}

impl Unit {
    /// The place of `span`; `None` in the model of a library.
    pub fn origin(&self, span: Span) -> Option<Rc<Origin>> {
        let file = self.file.as_ref()?;
        Some(Rc::new(Origin { path: file.path().clone(), span, line: file.line(span.start) }))
    }

    /// The path of the file.
    pub fn path(&self) -> Option<&RepoPath> {
        self.file.as_ref().map(|file| file.path())
    }
}

/// What a function runs.
pub enum Body {
    /// The statements of a `def`.
    Block(Vec<ast::Stmt>),
    /// The expression of a `lambda`.
    Expression(ast::Expr),
}

impl Code {
    /// The text that stands first in the body.
    pub fn documentation(&self) -> Option<&str> {
        let Body::Block(body) = &self.body else { return None };
        let ast::Stmt::Expr(first) = body.first()? else { return None };
        let ast::Expr::Constant(constant) = &*first.value else { return None };
        constant.value.as_str().map(String::as_str)
    }
}

/// A function's parameters and body.
pub struct Code {
    /// Its name, `<lambda>` for a lambda.
    pub name: Name,
    /// The name with those of the classes around it.
    pub qualified: Name,
    /// Its parameters.
    pub params: ast::Arguments,
    /// What it runs.
    pub body: Body,
    /// The names that it binds itself, parameters aside.
    pub own: Rc<HashSet<Name>>,
    /// The file that it comes from.
    pub unit: Rc<Unit>,
    /// Whether it has a `yield` of its own.
    pub generator: bool,
    /// Whether it is an `async def`.
    pub coroutine: bool,
}

/// `function.__get__`: the function as a method of an object.
#[expect(clippy::unnecessary_wraps, reason = "native functions may raise")]
pub(super) fn bind_function(_: &mut Machine<'_>, with: &[Value], args: &Args) -> Eval {
    Ok(match (with.first(), args.pos.first()) {
        (Some(function), Some(object)) if !object.is_none() => {
            Value::new(Kind::Bound(Rc::new((object.clone(), function.clone()))))
        }
        (Some(function), _) => function.clone(),
        _ => Value::none(),
    })
}
