//! What a model's `Meta` says.

use std::sync::Arc;

use crate::django::code::{Module, attribute};
use crate::syntax::python::{self, ast};

/// The options of a model, its own over those of the abstract parents that it inherits from.
#[derive(Clone, Default)]
pub struct Meta {
    /// The bodies of the `Meta` classes that count, the nearest first, each with its module.
    pub(super) layers: Vec<(Arc<Module>, Vec<ast::Stmt>)>,
}

impl Meta {
    /// The value of an option, and the module that writes it.
    pub fn value(&self, option: &str) -> Option<(&Arc<Module>, &ast::Expr)> {
        self.layers.iter().find_map(|(module, body)| Some((module, attribute(body, option)?)))
    }

    /// A boolean option.
    pub fn flag(&self, option: &str) -> Option<bool> {
        self.value(option).and_then(|(_, value)| python::boolean(value))
    }

    /// A string option.
    pub fn text(&self, option: &str) -> Option<&str> {
        self.value(option).and_then(|(_, value)| python::string(value))
    }

    /// The names in `ordering`, without their sign; expressions such as `F("x").desc()` give the field's name.
    pub fn ordering(&self) -> Vec<&str> {
        let Some((_, value)) = self.value("ordering") else { return Vec::new() };
        python::items(value)
            .unwrap_or_default()
            .iter()
            .filter_map(|element| python::string(element).or_else(|| field_of_expression(element)))
            .map(|name| name.trim_start_matches(['-', '+']))
            .collect()
    }

    /// The columns of each index and of each unique set, in order: `indexes`, `unique_together`, `index_together` and
    /// `UniqueConstraint`. Partial ones count: whoever wrote the condition had a query in mind.
    pub fn indexes(&self) -> Vec<Vec<&str>> {
        let mut found = Vec::new();
        for option in ["unique_together", "index_together"] {
            let Some((_, value)) = self.value(option) else { continue };
            let parts = python::items(value).unwrap_or_default();
            if parts.iter().any(|part| python::string(part).is_some()) {
                found.push(python::strings(value));
            } else {
                found.extend(parts.iter().map(python::strings));
            }
        }
        for option in ["indexes", "constraints"] {
            let Some((_, value)) = self.value(option) else { continue };
            for element in python::items(value).unwrap_or_default() {
                let ast::Expr::Call(call) = element else { continue };
                let class = python::dotted_name(&call.func).unwrap_or_default();
                if class.ends_with("CheckConstraint") {
                    continue;
                }
                match python::keyword_argument(call, "fields") {
                    Some(fields) => {
                        found.push(
                            python::strings(fields).into_iter().map(|f| f.trim_start_matches('-')).collect(),
                        );
                    }
                    // Expressions come as positional arguments: `Index("name")`, `Index(F("name").desc())`.
                    None => found.push(
                        call.args
                            .iter()
                            .filter_map(|arg| python::string(arg).or_else(|| field_of_expression(arg)))
                            .collect(),
                    ),
                }
            }
        }
        found.retain(|columns: &Vec<&str>| !columns.is_empty());
        found
    }
}

/// The field's name in `F("name")`, `F("name").desc()`, `models.OrderBy(F("name"))`.
fn field_of_expression(expr: &ast::Expr) -> Option<&str> {
    let mut expr = expr;
    loop {
        let ast::Expr::Call(call) = expr else { return None };
        match &*call.func {
            ast::Expr::Attribute(attribute) if matches!(attribute.attr.as_str(), "asc" | "desc") => {
                expr = &attribute.value;
            }
            _ => {
                let first = call.args.first()?;
                match python::string(first) {
                    Some(name) => return Some(name),
                    None => expr = first,
                }
            }
        }
    }
}
