//! `if`.

use crate::eval::Machine;
use crate::eval::env::Env;
use crate::eval::exec::Flow;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Kind, Value};
use crate::syntax::python::ast;

impl Machine<'_> {
    pub(super) fn branch(&mut self, test: &ast::Expr, then: &[ast::Stmt], other: &[ast::Stmt]) -> Eval<Flow> {
        // `if TYPE_CHECKING:` is for type checkers alone, whatever it is.
        let value = self.eval(test)?;
        let Some(holds) = self.truth(&value)? else {
            let why = self.open([&value], "a condition that is not known");
            return self.both(&why, |m| m.block(then), |m| m.block(other));
        };
        let env = self.test_env(&value);
        let (taken, not_taken) = if holds { (then, other) } else { (other, then) };
        if env.is_empty() {
            return self.block(taken);
        }
        let explored = self.explore(&env, |m| {
            m.refine(test, !holds, &env);
            m.block(not_taken)
        });
        let unset = self.unset(&env);
        let result = self.under(&env, |m| m.block(taken));
        match result {
            // Only a variable that is not set leads here: go on as if it were. (From the handler of an exception the way
            // on is another: that the exception was not raised.)
            Err(Stop::Raise(raised))
                if !self.is_handling()
                    && !unset.is_empty()
                    && tests_presence(self, test)
                    && !self.is_caught(&raised) =>
            {
                let assumed = self.assume(&unset);
                self.refine(test, !holds, &unset);
                self.require_compared(test, &unset);
                let flow = self.block(not_taken);
                self.assumed = assumed;
                flow
            }
            result => {
                self.note(explored);
                result
            }
        }
    }

    /// The process goes on only if `test` has the other outcome: a name that it compares holds another value then, which
    /// the unset variables give.
    pub(in crate::eval) fn require_compared(&mut self, test: &ast::Expr, unset: &Env) {
        let ast::Expr::Compare(node) = test else { return };
        let ast::Expr::Name(name) = &*node.left else { return };
        let Some(value) = self.lookup_opt(&name.id).filter(|value| !value.is_open()) else { return };
        let open = value.meta.env.filter(|variable| unset.contains(variable));
        if !open.is_empty() {
            let meta = value.meta;
            self.rebind(&name.id, Value::required(open).on(&meta.env).at(meta.origin));
        }
    }

    /// What a condition depends on.
    pub(in crate::eval) fn test_env(&self, value: &Value) -> Env {
        match &value.kind {
            Kind::List(id) => value.meta.env.union(&self.heap.list(*id).shape.env),
            Kind::Dict(id) => value.meta.env.union(&self.heap.dict(*id).shape.env),
            Kind::Set(id) => value.meta.env.union(&self.heap.set(*id).shape.env),
            _ => value.meta.env.clone(),
        }
    }

    /// On a branch where `test` is `holds` because variables are set: the names that it tests hold those variables.
    pub(in crate::eval) fn refine(&mut self, test: &ast::Expr, holds: bool, env: &Env) {
        match test {
            ast::Expr::Name(name) => {
                let Some(value) = self.lookup_opt(&name.id) else { return };
                let unset = self.unset(&value.meta.env.union(env));
                let refined = match value.kind {
                    Kind::Bool(_) => Value { kind: Kind::Bool(holds), meta: value.meta.clone() },
                    _ if holds && !unset.is_empty() => {
                        Value::required(unset).on(&value.meta.env).at(value.meta.origin.clone())
                    }
                    _ => return,
                };
                self.rebind(&name.id, refined);
            }
            ast::Expr::UnaryOp(node) if matches!(node.op, ast::UnaryOp::Not) => {
                self.refine(&node.operand, !holds, env);
            }
            ast::Expr::BoolOp(node)
                // `a and b` holds: both hold. `a or b` does not: neither does.
                if matches!(node.op, ast::BoolOp::And) == holds => {
                    for part in &node.values {
                        self.refine(part, holds, env);
                    }
                }
            ast::Expr::Compare(node) => {
                if let ([op], ast::Expr::Name(name), [ast::Expr::Constant(right)]) =
                    (&node.ops[..], &*node.left, &node.comparators[..])
                    && matches!(right.value, ast::Constant::None)
                {
                    let set = match op {
                        ast::CmpOp::Is | ast::CmpOp::Eq => !holds,
                        ast::CmpOp::IsNot | ast::CmpOp::NotEq => holds,
                        _ => false,
                    };
                    if set
                        && let Some(value) = self.lookup_opt(&name.id)
                        && value.is_none()
                    {
                        let unset = self.unset(&value.meta.env);
                        if !unset.is_empty() {
                            let refined = Value::required(unset).at(value.meta.origin.clone());
                            self.rebind(&name.id, refined);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a condition asks if a variable is there at all: `not X`, `X is None`, `"X" not in os.environ`. A flag that is
/// true or false does not count.
fn tests_presence(machine: &mut Machine<'_>, test: &ast::Expr) -> bool {
    match test {
        ast::Expr::Name(name) => machine
            .lookup_opt(&name.id)
            .is_some_and(|value| !matches!(value.kind, Kind::Bool(_)) && !value.meta.env.is_empty()),
        ast::Expr::UnaryOp(node) => tests_presence(machine, &node.operand),
        ast::Expr::BoolOp(node) => node.values.iter().any(|part| tests_presence(machine, part)),
        ast::Expr::Compare(_)
        | ast::Expr::Call(_)
        | ast::Expr::Subscript(_)
        | ast::Expr::Attribute(_)
        | ast::Expr::NamedExpr(_) => true,
        _ => false,
    }
}
