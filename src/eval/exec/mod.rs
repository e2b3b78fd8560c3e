//! Statements.

mod assign;
mod branch;
mod define;
mod guard;
mod halted;
mod loops;
mod matching;
mod names;
mod poison;
mod scope;

pub(super) use poison::bound;

use super::Machine;
use super::machine::Place;
use super::raise::{Eval, Raised, Stop};
use super::value::{Args, Kind, Value};
use crate::syntax::python::{ast, span};

/// Where execution goes after a statement.
#[derive(Clone, Debug)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return(Value),
}

impl Machine<'_> {
    /// Runs statements in order.
    ///
    /// In the body of a module or class, a statement that raises what nobody catches makes the names that it binds
    /// unknown, and the next one runs: there is more to say of a module than that it cannot be imported.
    pub(super) fn block(&mut self, body: &[ast::Stmt]) -> Eval<Flow> {
        self.block_to(body, &mut 0)
    }

    /// As [`Self::block`]; `at` tells the statement that it ended with.
    fn block_to(&mut self, body: &[ast::Stmt], at: &mut usize) -> Eval<Flow> {
        let module = self.frames.last().is_some_and(|frame| frame.place != Place::Function);
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks += 1;
        }
        let result = self.statements(body, module, at);
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks = frame.blocks.saturating_sub(1);
        }
        result
    }

    fn statements(&mut self, body: &[ast::Stmt], module: bool, at: &mut usize) -> Eval<Flow> {
        for (index, statement) in body.iter().enumerate() {
            *at = index;
            let flow = if module { self.resilient(statement)? } else { self.statement(statement)? };
            if !matches!(flow, Flow::Next) {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn resilient(&mut self, statement: &ast::Stmt) -> Eval<Flow> {
        let depth = self.budget.depth;
        let plain = matches!(statement, ast::Stmt::Assign(_) | ast::Stmt::AnnAssign(_))
            && self.frames.last().is_some_and(|frame| frame.blocks == 1);
        let result = self.allotted(plain, |m| m.statement(statement));
        match result {
            Err(Stop::Raise(raised)) if self.is_caught(&raised) => Err(Stop::Raise(raised)),
            // A `raise` inside a branch says which branch is not to be taken.
            Err(Stop::Raise(raised))
                if raised.explicit && self.frames.last().is_some_and(|frame| frame.blocks > 1) =>
            {
                Err(Stop::Raise(raised))
            }
            Err(stop) => {
                self.budget.depth = depth;
                Ok(self.poison(statement, &stop))
            }
            done => done,
        }
    }

    pub(super) fn statement(&mut self, statement: &ast::Stmt) -> Eval<Flow> {
        self.enter()?;
        let before = self.frames.last().map(|frame| frame.span).unwrap_or_default();
        self.set_span(span(statement));
        let result = self.dispatch(statement);
        self.set_span(before);
        self.leave();
        result
    }

    pub(super) fn set_span(&mut self, span: crate::base::Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.span = span;
        }
    }

    fn dispatch(&mut self, statement: &ast::Stmt) -> Eval<Flow> {
        use ast::Stmt;
        match statement {
            Stmt::Expr(node) => {
                self.eval(&node.value)?;
            }
            Stmt::Assign(node) => self.assign_statement(&node.targets, &node.value)?,
            Stmt::AnnAssign(node) => {
                if let Some(value) = &node.value {
                    let value = self.eval(value)?;
                    self.assign(&node.target, value, false)?;
                }
                self.annotate(&node.target, &node.annotation);
            }
            Stmt::AugAssign(node) => self.augmented(&node.target, node.op, &node.value)?,
            Stmt::If(node) => return self.branch(&node.test, &node.body, &node.orelse),
            Stmt::For(node) => return self.for_loop(&node.target, &node.iter, &node.body, &node.orelse),
            Stmt::AsyncFor(node) => return self.for_loop(&node.target, &node.iter, &node.body, &node.orelse),
            Stmt::While(node) => return self.while_loop(&node.test, &node.body, &node.orelse),
            Stmt::Try(node) => {
                return self.try_block(&node.body, &node.handlers, &node.orelse, &node.finalbody);
            }
            Stmt::TryStar(node) => {
                return self.try_block(&node.body, &node.handlers, &node.orelse, &node.finalbody);
            }
            Stmt::With(node) => return self.with_block(&node.items, &node.body),
            Stmt::AsyncWith(node) => return self.with_block(&node.items, &node.body),
            Stmt::Match(node) => return self.match_block(&node.subject, &node.cases),
            Stmt::Return(node) => {
                let value = match &node.value {
                    Some(value) => self.eval(value)?,
                    None => Value::none().at(self.origin()),
                };
                return Ok(Flow::Return(self.tainted(value)));
            }
            Stmt::Break(_) => return Ok(Flow::Break),
            Stmt::Continue(_) => return Ok(Flow::Continue),
            Stmt::Pass(_) => {}
            Stmt::Raise(node) => return Err(self.raise_statement(node.exc.as_deref())?),
            Stmt::Assert(node) => self.assert_statement(&node.test, node.msg.as_deref())?,
            Stmt::Delete(node) => {
                for target in &node.targets {
                    self.delete(target)?;
                }
            }
            Stmt::Global(node) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.declared_global.extend(node.names.iter().map(|name| name.as_str().into()));
                }
            }
            Stmt::Nonlocal(node) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.declared_nonlocal.extend(node.names.iter().map(|name| name.as_str().into()));
                }
            }
            Stmt::Import(node) => self.import_statement(&node.names)?,
            Stmt::ImportFrom(node) => {
                let level = node.level.map_or(0, |level| level.to_usize());
                self.import_from(node.module.as_ref().map_or("", |name| name.as_str()), level, &node.names)?;
            }
            Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => self.define_function(statement)?,
            Stmt::ClassDef(node) => self.define_class(node)?,
            Stmt::TypeAlias(node) => {
                self.assign(&node.name, Value::unknown("a type alias"), false)?;
            }
        }
        Ok(Flow::Next)
    }

    /// The exception of a `raise` statement. Whatever decided that it is reached is what it depends on.
    fn raise_statement(&mut self, exception: Option<&ast::Expr>) -> Eval<Stop> {
        let Some(exception) = exception else {
            let current = self.frames.iter().rev().find_map(|frame| frame.handling.last()).cloned();
            return Ok(match current {
                Some(mut raised) => {
                    raised.env = raised.env.union(&self.condition());
                    raised.explicit = true;
                    Stop::Raise(Box::new(raised))
                }
                None => self.raise("RuntimeError", "No active exception to reraise"),
            });
        };
        let value = self.eval(exception)?;
        let value = match value.kind {
            Kind::Class(_) | Kind::Named(_) => self.call(&value, Args::default())?,
            _ => value,
        };
        let env = self.condition().union(&value.meta.env);
        Ok(Stop::Raise(Box::new(Raised { value, env, explicit: true })))
    }

    fn assert_statement(&mut self, test: &ast::Expr, message: Option<&ast::Expr>) -> Eval<()> {
        let value = self.eval(test)?;
        if self.truth(&value)? == Some(false) {
            let env = value.meta.env.clone();
            let unset = self.unset(&env);
            if !unset.is_empty() && self.guards.is_empty() {
                // Only a variable that is not set leads here: go on as if it were.
                self.refine(test, true, &unset);
                self.require_compared(test, &unset);
                return Ok(());
            }
            let said = match message {
                Some(message) => self.eval(message)?.as_str().map_or_else(String::new, ToString::to_string),
                None => String::new(),
            };
            let condition = self.condition().union(&env);
            let mut stop = self.raise_on("AssertionError", &said, &condition);
            if let Stop::Raise(raised) = &mut stop {
                raised.explicit = true;
            }
            return Err(stop);
        }
        Ok(())
    }

    /// The name that an annotation declares in the body of a class: dataclasses and the like want to know.
    fn annotate(&mut self, target: &ast::Expr, annotation: &ast::Expr) {
        let Some(frame) = self.frames.last() else { return };
        let (place, locals) = (frame.place, frame.locals);
        if place == Place::Class
            && let ast::Expr::Name(name) = target
        {
            let annotation = self.eval(annotation).unwrap_or_else(|_| Value::unknown("an annotation"));
            self.note_annotation(locals, &name.id, annotation);
        }
    }

    pub(super) fn note_annotation(&mut self, namespace: super::heap::Id, name: &str, annotation: Value) {
        let table = if let Some(Value { kind: Kind::Dict(id), .. }) = self.entry(namespace, "__annotations__")
        {
            id
        } else {
            let table = self.dict([]);
            let id = table.id().unwrap_or_default();
            self.set_entry(namespace, "__annotations__", table);
            id
        };
        self.set_entry(table, name, annotation);
    }
}
