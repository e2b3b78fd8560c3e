//! `for` and `while`.

use crate::eval::Machine;
use crate::eval::exec::Flow;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::Value;
use crate::syntax::python::ast;

/// How often a `while` may go round.
const ROUNDS: usize = 20_000;

impl Machine<'_> {
    pub(super) fn for_loop(
        &mut self,
        target: &ast::Expr,
        iter: &ast::Expr,
        body: &[ast::Stmt],
        other: &[ast::Stmt],
    ) -> Eval<Flow> {
        let iterable = self.eval(iter)?;
        let (items, more) = self.iterate(&iterable)?;
        let mark = self.pending.len();
        let result = self.rounds(target, items, &iterable, more, body);
        self.settle(mark);
        match result? {
            Flow::Break => Ok(Flow::Next),
            Flow::Return(value) => Ok(Flow::Return(value)),
            _ => self.block(other),
        }
    }

    fn rounds(
        &mut self,
        target: &ast::Expr,
        items: Vec<Value>,
        iterable: &Value,
        more: Option<Value>,
        body: &[ast::Stmt],
    ) -> Eval<Flow> {
        let env = self.test_env(iterable);
        for item in items {
            self.step()?;
            let mark = self.pending.len();
            let flow = self.under(&env, |m| {
                m.assign(target, item, false)?;
                m.block(body)
            });
            self.settle_rounds(mark);
            match flow? {
                Flow::Next | Flow::Continue => {}
                left => return Ok(left),
            }
        }
        match more {
            // Perhaps there are more rounds: what one more would change is not known.
            Some(open) => self.perhaps_rounds(&open, |m| {
                m.assign(target, open.clone(), false)?;
                m.block(body)
            }),
            None => Ok(Flow::Next),
        }
    }

    /// At the end of a round: branches that went on to the next round early meet it here; those that left the loop wait.
    fn settle_rounds(&mut self, mark: usize) {
        while self.pending.len() > mark
            && self.pending.last().is_some_and(|pending| matches!(pending.flow, Flow::Continue))
        {
            let length = self.pending.len();
            self.settle(length - 1);
        }
    }

    /// Runs a round of a loop of which nobody knows how often it goes round.
    fn perhaps_rounds(&mut self, why: &Value, round: impl Fn(&mut Self) -> Eval<Flow>) -> Eval<Flow> {
        // Twice, so that what accumulates is seen to change.
        for _ in 0..2 {
            let flow = self.both(
                why,
                |m| match round(m) {
                    Ok(Flow::Break | Flow::Continue) => Ok(Flow::Next),
                    Err(Stop::Raise(raised)) if !m.is_caught(&raised) => Ok(Flow::Next),
                    other => other,
                },
                |_| Ok(Flow::Next),
            )?;
            if let Flow::Return(_) = flow {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn while_loop(
        &mut self,
        test: &ast::Expr,
        body: &[ast::Stmt],
        other: &[ast::Stmt],
    ) -> Eval<Flow> {
        let mark = self.pending.len();
        let result = self.while_rounds(test, body);
        self.settle(mark);
        match result? {
            Flow::Break => Ok(Flow::Next),
            Flow::Return(value) => Ok(Flow::Return(value)),
            _ => self.block(other),
        }
    }

    fn while_rounds(&mut self, test: &ast::Expr, body: &[ast::Stmt]) -> Eval<Flow> {
        for _ in 0..ROUNDS {
            self.step()?;
            let value = self.eval(test)?;
            let Some(holds) = self.truth(&value)? else {
                let why = self.open([&value], "a condition that is not known");
                return self.perhaps_rounds(&why, |m| {
                    m.eval(test)?;
                    m.block(body)
                });
            };
            if !holds {
                return Ok(Flow::Next);
            }
            let env = self.test_env(&value);
            let mark = self.pending.len();
            let flow = self.under(&env, |m| m.block(body));
            self.settle_rounds(mark);
            match flow? {
                Flow::Next | Flow::Continue => {}
                left => return Ok(left),
            }
        }
        Err(crate::eval::budget::halt("a loop goes round too often to work out"))
    }
}
