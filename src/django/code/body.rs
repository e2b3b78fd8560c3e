//! Walking statements without recursion.

use crate::syntax::python::ast::{ExceptHandler, Stmt};
use crate::syntax::python::dotted_name;

/// The statements that `body` executes in its own scope, in source order: those inside `if`, `try`, `with` and loops
/// too, those inside functions and classes not.
pub struct Nested<'b> {
    waiting: Vec<&'b Stmt>,
    skip_type_checking: bool,
}

impl<'b> Nested<'b> {
    /// Walks `body`.
    pub fn new(body: &'b [Stmt]) -> Self {
        Self { waiting: body.iter().rev().collect(), skip_type_checking: false }
    }

    /// Walks `body` without what stands under `if TYPE_CHECKING:`, which no running program sees.
    pub fn at_run_time(body: &'b [Stmt]) -> Self {
        Self { skip_type_checking: true, ..Self::new(body) }
    }
}

impl<'b> Iterator for Nested<'b> {
    type Item = &'b Stmt;

    fn next(&mut self) -> Option<&'b Stmt> {
        let statement = self.waiting.pop()?;
        if let Stmt::If(branch) = statement
            && self.skip_type_checking
            && dotted_name(&branch.test).is_some_and(|name| name.ends_with("TYPE_CHECKING"))
        {
            self.waiting.extend(branch.orelse.iter().rev());
            return Some(statement);
        }
        for block in nested_blocks(statement).into_iter().rev() {
            self.waiting.extend(block.iter().rev());
        }
        Some(statement)
    }
}

/// The blocks of a compound statement that run in the scope around it, in source order.
pub fn nested_blocks(statement: &Stmt) -> Vec<&[Stmt]> {
    fn handled(handlers: &[ExceptHandler]) -> impl Iterator<Item = &[Stmt]> {
        handlers.iter().map(|ExceptHandler::ExceptHandler(handler)| handler.body.as_slice())
    }
    match statement {
        Stmt::If(s) => vec![&s.body, &s.orelse],
        Stmt::For(s) => vec![&s.body, &s.orelse],
        Stmt::AsyncFor(s) => vec![&s.body, &s.orelse],
        Stmt::While(s) => vec![&s.body, &s.orelse],
        Stmt::With(s) => vec![&s.body],
        Stmt::AsyncWith(s) => vec![&s.body],
        Stmt::Match(s) => s.cases.iter().map(|case| case.body.as_slice()).collect(),
        Stmt::Try(s) => std::iter::once(s.body.as_slice())
            .chain(handled(&s.handlers))
            .chain([s.orelse.as_slice(), s.finalbody.as_slice()])
            .collect(),
        Stmt::TryStar(s) => std::iter::once(s.body.as_slice())
            .chain(handled(&s.handlers))
            .chain([s.orelse.as_slice(), s.finalbody.as_slice()])
            .collect(),
        _ => Vec::new(),
    }
}
