//! The arguments of a call that starts something.

use serde_json::json;

use super::Scene;
use super::calls::Call;
use super::live::Started;
use crate::django::code::Module;
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// What an argument that switches or measures something is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// True, or a number above zero.
    On,
    /// Absent, false, zero or `None`.
    Off,
    /// Not known.
    Unknown,
}

/// How many calls are followed into an argument.
const DEEPEST: usize = 4;

impl Started {
    /// The first argument, as written.
    pub fn first_argument(&self) -> Option<&str> {
        let argument = self.call.node.args.first()?;
        Some(self.call.module.file().slice(python::span(argument)))
    }

    /// Whether the call has the keyword argument `name`.
    pub fn has_argument(&self, name: &str) -> bool {
        python::keyword_argument(&self.call.node, name).is_some()
    }

    /// Whether the source of the call mentions `word`.
    pub fn mentions(&self, word: &str) -> bool {
        self.call.module.file().slice(self.call.span()).contains(word)
    }

    /// The line of the keyword argument `name`.
    pub fn argument_at(&self, name: &str) -> Option<Evidence> {
        let value = python::keyword_argument(&self.call.node, name)?;
        Some(super::classes::at(&self.call.module, python::span(value).start))
    }

    /// The worth of the keyword argument `name`.
    pub fn worth(&self, scene: &Scene<'_>, name: &str) -> Worth {
        let Call { node, module, .. } = &self.call;
        let worth = match python::keyword_argument(node, name) {
            Some(value) => of(scene, module, value, DEEPEST),
            // `**options` may hold it.
            None if node.keywords.iter().any(|keyword| keyword.arg.is_none()) => Worth::Unknown,
            None => Worth::Off,
        };
        scene.inputs.note(format!("worth of {name} in {}", self.name), &json!(format!("{worth:?}")));
        worth
    }
}

fn of(scene: &Scene<'_>, module: &Module, expr: &ast::Expr, depth: usize) -> Worth {
    let Some(depth) = depth.checked_sub(1) else { return Worth::Unknown };
    match expr {
        ast::Expr::Constant(constant) => match &constant.value {
            ast::Constant::None => Worth::Off,
            ast::Constant::Bool(value) => if_on(*value),
            ast::Constant::Int(value) => if_on(value.sign() == num_bigint::Sign::Plus),
            ast::Constant::Float(value) => if_on(*value > 0.0),
            ast::Constant::Str(text) => {
                text.parse::<f64>().map_or(Worth::Unknown, |number| if_on(number > 0.0))
            }
            _ => Worth::Unknown,
        },
        // `float(os.environ.get("RATE", "0.1"))`, `env.float("RATE", default=0.1)`: the default holds.
        ast::Expr::Call(call) => {
            let function = python::dotted_name(&call.func).unwrap_or_default();
            let inner = match (function.as_str(), call.args.as_slice()) {
                ("float" | "int" | "bool" | "str", [inner]) => Some(inner),
                (_, [_, default, ..]) => Some(default),
                _ => python::keyword_argument(call, "default"),
            };
            inner.map_or(Worth::Unknown, |inner| of(scene, module, inner, depth))
        }
        ast::Expr::Name(_) | ast::Expr::Attribute(_) => {
            let name = python::dotted_name(expr).unwrap_or_default();
            match scene.setting_named(module, expr) {
                Some(value) => value.truth().filter(|_| !value.is_open()).map_or(Worth::Unknown, if_on),
                // A function or class of the module: a sampler.
                None if module.function(&name).is_some() => Worth::On,
                None => Worth::Unknown,
            }
        }
        ast::Expr::Lambda(_) => Worth::On,
        _ => Worth::Unknown,
    }
}

const fn if_on(on: bool) -> Worth {
    if on { Worth::On } else { Worth::Off }
}
