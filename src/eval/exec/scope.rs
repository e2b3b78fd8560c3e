//! Which names a function binds: Python decides it before the function runs.

use std::collections::HashSet;

use crate::eval::value::Name;
use crate::syntax::python::ast;

/// The names that the body of a function binds anywhere, those declared `global` or `nonlocal` aside. Nested functions and
/// classes have scopes of their own.
pub(super) fn own_names(body: &[ast::Stmt]) -> HashSet<Name> {
    let mut scope = Scope::default();
    scope.block(body);
    scope.bound.difference(&scope.declared).cloned().collect()
}

#[derive(Default)]
struct Scope {
    bound: HashSet<Name>,
    declared: HashSet<Name>,
}

impl Scope {
    fn bind(&mut self, name: &str) {
        self.bound.insert(Name::from(name));
    }

    fn block(&mut self, body: &[ast::Stmt]) {
        for statement in body {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &ast::Stmt) {
        use ast::Stmt;
        match statement {
            Stmt::Assign(node) => node.targets.iter().for_each(|target| self.target(target)),
            Stmt::AnnAssign(node) => self.target(&node.target),
            Stmt::AugAssign(node) => self.target(&node.target),
            Stmt::Delete(node) => node.targets.iter().for_each(|target| self.target(target)),
            Stmt::FunctionDef(node) => self.bind(&node.name),
            Stmt::AsyncFunctionDef(node) => self.bind(&node.name),
            Stmt::ClassDef(node) => self.bind(&node.name),
            Stmt::Import(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(name.split('.').next().unwrap_or_default());
                }
            }
            Stmt::ImportFrom(node) => {
                node.names.iter().for_each(|alias| self.bind(alias.asname.as_ref().unwrap_or(&alias.name)));
            }
            Stmt::Global(node) => {
                self.declared.extend(node.names.iter().map(|name| Name::from(name.as_str())));
            }
            Stmt::Nonlocal(node) => {
                self.declared.extend(node.names.iter().map(|name| Name::from(name.as_str())));
            }
            Stmt::If(node) => {
                self.block(&node.body);
                self.block(&node.orelse);
            }
            Stmt::For(node) => {
                self.target(&node.target);
                self.block(&node.body);
                self.block(&node.orelse);
            }
            Stmt::AsyncFor(node) => {
                self.target(&node.target);
                self.block(&node.body);
                self.block(&node.orelse);
            }
            Stmt::While(node) => {
                self.block(&node.body);
                self.block(&node.orelse);
            }
            Stmt::With(node) => self.with(&node.items, &node.body),
            Stmt::AsyncWith(node) => self.with(&node.items, &node.body),
            Stmt::Try(node) => self.guarded(&node.body, &node.handlers, &node.orelse, &node.finalbody),
            Stmt::TryStar(node) => self.guarded(&node.body, &node.handlers, &node.orelse, &node.finalbody),
            Stmt::Match(node) => node.cases.iter().for_each(|case| self.block(&case.body)),
            _ => {}
        }
    }

    fn with(&mut self, items: &[ast::WithItem], body: &[ast::Stmt]) {
        items.iter().filter_map(|item| item.optional_vars.as_deref()).for_each(|target| self.target(target));
        self.block(body);
    }

    fn guarded(
        &mut self,
        body: &[ast::Stmt],
        handlers: &[ast::ExceptHandler],
        other: &[ast::Stmt],
        last: &[ast::Stmt],
    ) {
        self.block(body);
        for ast::ExceptHandler::ExceptHandler(handler) in handlers {
            if let Some(name) = &handler.name {
                self.bind(name);
            }
            self.block(&handler.body);
        }
        self.block(other);
        self.block(last);
    }

    /// The names of an assignment's target; what is stored in an object or a container binds none.
    fn target(&mut self, target: &ast::Expr) {
        match target {
            ast::Expr::Name(node) => self.bind(&node.id),
            ast::Expr::Tuple(node) => node.elts.iter().for_each(|item| self.target(item)),
            ast::Expr::List(node) => node.elts.iter().for_each(|item| self.target(item)),
            ast::Expr::Starred(node) => self.target(&node.value),
            _ => {}
        }
    }
}
