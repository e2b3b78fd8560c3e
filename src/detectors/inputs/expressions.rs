//! The value of an expression in the project's code, as far as constants, settings and the environment make it.

use std::collections::BTreeSet;

use serde_json::json;

use super::Scene;
use crate::deploy::Value as Given;
use crate::django::Run;
use crate::django::code::Module;
use crate::eval::{Datum, Key, Origin, Shape};
use crate::syntax::python::{self, ast};

/// How many names are followed, one after another.
const DEEPEST: usize = 12;

impl Scene<'_> {
    /// The value of `expr`, which stands in `module`; what cannot be told is [`Shape::Unknown`].
    pub(super) fn value_of(&self, module: &Module, expr: &ast::Expr) -> Datum {
        self.follow(module, expr, DEEPEST)
    }

    fn follow(&self, module: &Module, expr: &ast::Expr, depth: usize) -> Datum {
        let origin = Origin {
            path: module.file().path().clone(),
            span: python::span(expr),
            line: module.file().line(python::span(expr).start),
        };
        let here = |shape: Shape| Datum { shape, origin: Some(origin.clone()), env: BTreeSet::new() };
        let computed = || here(Shape::Unknown("it is computed in code".to_owned()));
        let Some(depth) = depth.checked_sub(1) else { return computed() };
        match expr {
            ast::Expr::Constant(constant) => match &constant.value {
                ast::Constant::None => here(Shape::None),
                ast::Constant::Bool(value) => here(Shape::Bool(*value)),
                ast::Constant::Str(text) => here(Shape::Str(text.clone())),
                ast::Constant::Bytes(bytes) => here(Shape::Bytes(bytes.clone())),
                ast::Constant::Int(number) => here(Shape::Int(number.clone())),
                ast::Constant::Float(number) => here(Shape::Float(*number)),
                _ => computed(),
            },
            ast::Expr::UnaryOp(unary) if matches!(unary.op, ast::UnaryOp::USub) => {
                match self.follow(module, &unary.operand, depth).shape {
                    Shape::Int(number) => here(Shape::Int(-number)),
                    _ => computed(),
                }
            }
            ast::Expr::List(_) | ast::Expr::Tuple(_) | ast::Expr::Set(_) => {
                let items = python::items(expr).unwrap_or_default();
                here(Shape::List(items.iter().map(|item| self.follow(module, item, depth)).collect()))
            }
            ast::Expr::Dict(dict) => {
                let pairs = dict.keys.iter().zip(&dict.values).map(|(key, value)| {
                    Some((
                        Key { datum: self.follow(module, key.as_ref()?, depth) },
                        self.follow(module, value, depth),
                    ))
                });
                pairs.collect::<Option<Vec<_>>>().map_or_else(computed, |pairs| here(Shape::Dict(pairs)))
            }
            ast::Expr::Name(_) | ast::Expr::Attribute(_) => {
                self.named(module, expr, depth).unwrap_or_else(computed)
            }
            ast::Expr::Call(call) => self.environment(module, call, depth).unwrap_or_else(computed),
            _ => computed(),
        }
    }

    /// A name: a setting, or a variable of a module of the repository.
    fn named(&self, module: &Module, expr: &ast::Expr, depth: usize) -> Option<Datum> {
        let code = &self.inputs.facts.code;
        let qualified = code.resolve(module, &python::dotted_name(expr)?);
        if let Some(setting) = qualified.strip_prefix("django.conf.settings.") {
            let value = self.scenario.value(setting, Run::DebugOff).datum().cloned();
            self.inputs
                .note(format!("setting {setting}"), &json!(value.as_ref().map(|v| self.inputs.canonical(v))));
            return value;
        }
        let (home, variable) = qualified.rsplit_once('.')?;
        let home = code.module(home).ok()??;
        self.follow(&home, home.value(variable)?, depth).into()
    }

    /// `os.environ["X"]`, `os.environ.get("X", default)`, `os.getenv("X", default)`, also inside `int(…)`, `str(…)`.
    fn environment(&self, module: &Module, call: &ast::ExprCall, depth: usize) -> Option<Datum> {
        let written = python::dotted_name(&call.func)?;
        let name = self.inputs.facts.code.resolve(module, &written);
        match name.as_str() {
            "int" => {
                let inner = self.follow(module, call.args.first()?, depth);
                let number = inner.as_str().and_then(|text| text.trim().parse().ok());
                Some(Datum { shape: number.map_or(inner.shape, Shape::Int), ..inner })
            }
            "str" => Some(self.follow(module, call.args.first()?, depth)),
            "os.environ.get" | "os.getenv" => {
                let variable = python::string(call.args.first()?)?;
                let mut value = match (self.told(variable), call.args.get(1)) {
                    (Some(given), _) => {
                        let shape = given.text().map_or_else(
                            || Shape::Unknown(format!("{variable} is handed in from outside the repository")),
                            |text| Shape::Str(text.to_owned()),
                        );
                        Datum { shape, origin: None, env: BTreeSet::new() }
                    }
                    (None, Some(default)) => self.follow(module, default, depth),
                    (None, None) => Datum { shape: Shape::None, origin: None, env: BTreeSet::new() },
                };
                value.env.insert(variable.to_owned());
                Some(value)
            }
            _ => None,
        }
    }

    /// What a deployment file says of a variable, written down.
    pub(super) fn told(&self, variable: &str) -> Option<&Given> {
        let given = self.scenario.given(variable);
        let told =
            given.map(|value| value.text().map_or_else(|| json!([format!("{value:?}")]), |text| json!(text)));
        self.inputs.note(format!("variable {variable}"), &json!(told));
        given
    }
}
