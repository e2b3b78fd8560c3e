//! What is left of a statement that could not be evaluated: the names that it would have bound are unknown.

use crate::eval::Machine;
use crate::eval::exec::Flow;
use crate::eval::key::Key;
use crate::eval::raise::Stop;
use crate::eval::value::Value;
use crate::syntax::python::{ast, span};

impl Machine<'_> {
    pub(super) fn poison(&mut self, statement: &ast::Stmt, stop: &Stop) -> Flow {
        self.set_span(span(statement));
        let open = match stop {
            Stop::Raise(raised) => {
                let unset = self.unset(&raised.env);
                if unset.is_empty() {
                    Value::unknown(self.reason(stop)).on(&raised.env)
                } else {
                    Value::required(unset).on(&raised.env)
                }
            }
            Stop::Halt(_) => Value::unknown(self.reason(stop)),
        };
        // What binds names leaves them unknown; what does more may have done what nobody sees.
        let binds = matches!(
            statement,
            ast::Stmt::Assign(_)
                | ast::Stmt::AnnAssign(_)
                | ast::Stmt::AugAssign(_)
                | ast::Stmt::Import(_)
                | ast::Stmt::ClassDef(_)
                | ast::Stmt::FunctionDef(_)
        );
        if !binds
            && !matches!(&open.kind, crate::eval::value::Kind::Required(_))
            && let Some(path) = self.frames.last().and_then(|frame| frame.unit.path().cloned())
        {
            let line = self.origin().map_or(0, |origin| origin.line);
            let problem = (path, format!("line {line}: {}", self.reason(stop)));
            if self.exploring == 0 && self.problems.len() < 100 && !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        let open = open.at(self.origin());
        if matches!(stop, Stop::Halt(_)) {
            self.open_reached(statement, &open);
        }
        let mut names = Vec::new();
        bound(std::slice::from_ref(statement), &mut names);
        let star = names.iter().any(|name| name == "*");
        for name in names.iter().filter(|name| *name != "*") {
            let known = self.frames.last().is_some_and(|frame| {
                matches!(statement, ast::Stmt::Expr(_))
                    && !self.heap.dict(frame.locals).entries.contains_key(&Key::text(name))
            });
            if !known {
                self.bind(name, open.clone(), true);
            }
        }
        if star && let Some(locals) = self.frames.last().map(|frame| frame.locals) {
            self.heap.dict_mut(locals).shape.more = Some(open);
        }
        Flow::Next
    }
}

/// The names that statements bind or change, `*` for a star import.
pub(in crate::eval) fn bound(body: &[ast::Stmt], names: &mut Vec<String>) {
    use ast::Stmt;
    for statement in body {
        match statement {
            Stmt::Assign(node) => node.targets.iter().for_each(|target| targets(target, names)),
            Stmt::AnnAssign(node) => targets(&node.target, names),
            Stmt::AugAssign(node) => targets(&node.target, names),
            Stmt::Delete(node) => node.targets.iter().for_each(|target| targets(target, names)),
            Stmt::FunctionDef(node) => names.push(node.name.to_string()),
            Stmt::AsyncFunctionDef(node) => names.push(node.name.to_string()),
            Stmt::ClassDef(node) => names.push(node.name.to_string()),
            Stmt::Import(node) => {
                for alias in &node.names {
                    let whole = alias.asname.as_ref().unwrap_or(&alias.name);
                    names.push(whole.split('.').next().unwrap_or_default().to_owned());
                }
            }
            Stmt::ImportFrom(node) => {
                names.extend(
                    node.names.iter().map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).to_string()),
                );
            }
            Stmt::If(node) => {
                bound(&node.body, names);
                bound(&node.orelse, names);
            }
            Stmt::For(node) => {
                targets(&node.target, names);
                bound(&node.body, names);
                bound(&node.orelse, names);
            }
            Stmt::While(node) => {
                bound(&node.body, names);
                bound(&node.orelse, names);
            }
            Stmt::With(node) => {
                for item in &node.items {
                    if let Some(target) = &item.optional_vars {
                        targets(target, names);
                    }
                }
                bound(&node.body, names);
            }
            Stmt::Try(node) => {
                bound(&node.body, names);
                for ast::ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    bound(&handler.body, names);
                }
                bound(&node.orelse, names);
                bound(&node.finalbody, names);
            }
            Stmt::Match(node) => node.cases.iter().for_each(|case| bound(&case.body, names)),
            // `NAME.method(…)`: a mutation that may have happened in part.
            Stmt::Expr(node) => {
                if let ast::Expr::Call(call) = &*node.value
                    && let ast::Expr::Attribute(method) = &*call.func
                {
                    targets(&method.value, names);
                }
            }
            _ => {}
        }
    }
}

fn targets(target: &ast::Expr, names: &mut Vec<String>) {
    match target {
        ast::Expr::Name(node) => names.push(node.id.to_string()),
        ast::Expr::Tuple(node) => node.elts.iter().for_each(|item| targets(item, names)),
        ast::Expr::List(node) => node.elts.iter().for_each(|item| targets(item, names)),
        ast::Expr::Starred(node) => targets(&node.value, names),
        ast::Expr::Attribute(node) => targets(&node.value, names),
        ast::Expr::Subscript(node) => targets(&node.value, names),
        _ => {}
    }
}
