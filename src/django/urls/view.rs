//! What a route leads to.

use crate::django::code::{Code, Module};
use crate::syntax::python::{self, ast};

/// The target of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// A function or a callable object, by qualified name.
    Function(String),
    /// A class-based view or view set, by qualified name.
    Class(String),
    /// A lambda in the URLconf itself.
    Lambda,
    /// Something that cannot be named; its source.
    Other(String),
}

impl View {
    /// The qualified name, where there is one.
    pub fn qualified(&self) -> Option<&str> {
        match self {
            Self::Function(name) | Self::Class(name) => Some(name),
            Self::Lambda | Self::Other(_) => None,
        }
    }

    /// The last part of the qualified name.
    pub fn name(&self) -> Option<&str> {
        self.qualified().map(|name| name.rsplit('.').next().unwrap_or(name))
    }

    /// Reads the view argument of a route; decorators around it are taken off.
    pub(super) fn read(code: &Code<'_>, module: &Module, expr: &ast::Expr) -> Self {
        let other = || Self::Other(module.file().slice(python::span(expr)).to_owned());
        let mut view = expr;
        loop {
            match view {
                ast::Expr::Lambda(_) => return Self::Lambda,
                ast::Expr::Constant(_) => {
                    return python::string(view).map_or_else(other, |name| Self::Function(name.to_owned()));
                }
                ast::Expr::Name(_) | ast::Expr::Attribute(_) => {
                    return python::dotted_name(view)
                        .map_or_else(other, |name| Self::Function(code.resolve(module, &name)));
                }
                ast::Expr::Call(call) => {
                    if let ast::Expr::Attribute(attribute) = &*call.func
                        && matches!(attribute.attr.as_str(), "as_view" | "as_asgi")
                    {
                        return python::dotted_name(&attribute.value)
                            .map_or_else(other, |name| Self::Class(code.resolve(module, &name)));
                    }
                    // `login_required(view)`, `cache_page(60)(view)`, `method_decorator(x)(view)`
                    match call.args.iter().rev().find(|arg| is_view_like(arg)) {
                        Some(inner) => view = inner,
                        None => return other(),
                    }
                }
                _ => return other(),
            }
        }
    }
}

fn is_view_like(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Name(_) | ast::Expr::Attribute(_) | ast::Expr::Call(_) | ast::Expr::Lambda(_))
}
