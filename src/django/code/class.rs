//! One class of the project, and what its body says.

use std::sync::Arc;

use super::{Module, Nested};
use crate::syntax::python::ast;

/// A class that the repository defines.
#[derive(Clone)]
pub struct Class {
    module: Arc<Module>,
    /// The name inside the module: `Outer.Inner` for a nested class.
    name: String,
}

/// A value that a class body assigns.
#[derive(Clone)]
pub struct Assigned {
    /// The module that holds it, for names and places.
    pub module: Arc<Module>,
    /// The expression.
    pub value: ast::Expr,
}

impl Class {
    pub(super) fn find(module: Arc<Module>, name: &str) -> Option<Self> {
        let class = Self { module, name: name.to_owned() };
        class.lookup().is_some().then_some(class)
    }

    /// The module that defines it.
    pub fn module(&self) -> &Arc<Module> {
        &self.module
    }

    /// The name inside its module.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The qualified name.
    pub fn qualified(&self) -> String {
        format!("{}.{}", self.module.dotted(), self.name)
    }

    fn lookup(&self) -> Option<&ast::StmtClassDef> {
        let mut parts = self.name.split('.');
        let mut class = self.module.class(parts.next()?)?;
        for part in parts {
            class = Nested::new(&class.body).find_map(|statement| match statement {
                ast::Stmt::ClassDef(inner) if inner.name.as_str() == part => Some(inner),
                _ => None,
            })?;
        }
        Some(class)
    }

    /// The statement that defines it.
    ///
    /// # Panics
    /// Never: a class is only made where its statement was found, and modules do not change.
    pub fn definition(&self) -> &ast::StmtClassDef {
        self.lookup().expect("a class is made from its statement")
    }

    /// The body.
    pub fn body(&self) -> &[ast::Stmt] {
        &self.definition().body
    }

    /// The bases as written, those that are plain dotted names or calls and subscripts of them (`Generic[T]`).
    pub fn base_names(&self) -> Vec<String> {
        self.definition().bases.iter().filter_map(dotted_base).collect()
    }

    /// What the body itself assigns to `name`.
    pub fn assigned(&self, name: &str) -> Option<Assigned> {
        attribute(self.body(), name)
            .map(|value| Assigned { module: self.module.clone(), value: value.clone() })
    }
}

fn dotted_base(base: &ast::Expr) -> Option<String> {
    match base {
        ast::Expr::Name(name) => Some(name.id.to_string()),
        ast::Expr::Attribute(attribute) => {
            Some(format!("{}.{}", dotted_base(&attribute.value)?, attribute.attr))
        }
        ast::Expr::Subscript(subscript) => dotted_base(&subscript.value),
        ast::Expr::Call(call) => dotted_base(&call.func),
        _ => None,
    }
}

/// The last value that `body` assigns to `name` in its own scope.
pub fn attribute<'b>(body: &'b [ast::Stmt], name: &str) -> Option<&'b ast::Expr> {
    let names = |target: &ast::Expr| matches!(target, ast::Expr::Name(n) if n.id.as_str() == name);
    Nested::new(body)
        .filter_map(|statement| match statement {
            ast::Stmt::Assign(assign) if assign.targets.iter().any(names) => Some(&*assign.value),
            ast::Stmt::AnnAssign(assign) if names(&assign.target) => assign.value.as_deref(),
            _ => None,
        })
        .last()
}

/// The last function of that name that `body` defines in its own scope, plain or `async`, as its statement.
pub fn method<'b>(body: &'b [ast::Stmt], name: &str) -> Option<&'b ast::Stmt> {
    Nested::new(body)
        .filter(|statement| match statement {
            ast::Stmt::FunctionDef(def) => def.name.as_str() == name,
            ast::Stmt::AsyncFunctionDef(def) => def.name.as_str() == name,
            _ => false,
        })
        .last()
}
