//! Response headers that the served code writes by hand.

use serde_json::json;

use super::Scene;
use crate::django::Run;
use crate::django::code::Module;
use crate::eval::Datum;
use crate::model::Evidence;
use crate::syntax::python::{self, Node, ast};

/// A header that code sends.
pub struct Sent {
    /// Its value.
    pub value: Datum,
    /// Where it is sent.
    pub place: Evidence,
    /// The code that sends it, in its normal form.
    code: String,
    /// The settings that the code around it reads, with their values and places.
    pub settings: Vec<(String, Option<Datum>, Option<Evidence>)>,
}

impl Scene<'_> {
    /// Where code that the served process imports sends the header `name`, and the reasons where that could not be read.
    ///
    /// A middleware that production does not install sends nothing.
    pub fn sent(&self, name: &str) -> (Vec<Sent>, Vec<String>) {
        let (modules, problems) = self.inputs.served_with(name);
        let mut found = Vec::new();
        for module in &modules {
            for unit in module.statements() {
                if !self.is_live(module, unit) {
                    continue;
                }
                for (value, at) in values(unit, name) {
                    found.push(Sent {
                        value: self.value_of(module, value),
                        place: module.file().evidence(python::span(at)),
                        code: [python::normal(at), python::normal(value)].join(" = "),
                        settings: self.settings_in(module, unit),
                    });
                }
            }
        }
        let told = found.iter().map(|sent| json!([sent.code, sent.settings.len()]));
        self.inputs.note_each(&format!("sends {name}"), told);
        self.inputs.note(format!("files that may send {name} and cannot be read"), &json!(problems.len()));
        (found, problems)
    }

    /// Whether a top-level statement can send anything: a middleware must be installed.
    fn is_live(&self, module: &Module, unit: &ast::Stmt) -> bool {
        let name = match unit {
            ast::Stmt::ClassDef(def) => &def.name,
            ast::Stmt::FunctionDef(def) => &def.name,
            ast::Stmt::AsyncFunctionDef(def) => &def.name,
            _ => return true,
        };
        let text = module.file().slice(python::span(unit));
        let is_middleware =
            ["get_response", "MiddlewareMixin", "process_response"].iter().any(|word| text.contains(word));
        !is_middleware || self.has_middleware(&format!("{}.{name}", module.dotted())) != Some(false)
    }

    /// The settings that a statement reads.
    fn settings_in(
        &self,
        module: &Module,
        unit: &ast::Stmt,
    ) -> Vec<(String, Option<Datum>, Option<Evidence>)> {
        let mut found: Vec<(String, Option<Datum>, Option<Evidence>)> = Vec::new();
        for node in python::walk(std::slice::from_ref(unit)) {
            let Node::Expr(expr @ ast::Expr::Attribute(_)) = node else { continue };
            let Some(written) = python::dotted_name(expr) else { continue };
            let qualified = self.inputs.facts.code.resolve(module, &written);
            let Some(name) = qualified.strip_prefix("django.conf.settings.") else { continue };
            if name.contains('.') || found.iter().any(|(known, _, _)| known == name) {
                continue;
            }
            let value = self.scenario.value(name, Run::DebugOff).datum().cloned();
            self.inputs.note(
                format!("setting {name}"),
                &json!(value.as_ref().map(|value| self.inputs.canonical(value))),
            );
            found.push((name.to_owned(), value, self.assigned_at(name)));
        }
        found
    }
}

/// What a statement gives the header `name`: the value, and the expression to show.
fn values<'s>(unit: &'s ast::Stmt, name: &str) -> Vec<(&'s ast::Expr, &'s ast::Expr)> {
    let is_name = |expr: &ast::Expr| match expr {
        ast::Expr::Constant(constant) => match &constant.value {
            ast::Constant::Str(text) => text.eq_ignore_ascii_case(name),
            ast::Constant::Bytes(bytes) => bytes.eq_ignore_ascii_case(name.as_bytes()),
            _ => false,
        },
        _ => false,
    };
    let mut found = Vec::new();
    // Nested units of a compound statement come on their own.
    let own = match unit {
        ast::Stmt::If(_)
        | ast::Stmt::Try(_)
        | ast::Stmt::For(_)
        | ast::Stmt::While(_)
        | ast::Stmt::With(_) => return found,
        unit => std::slice::from_ref(unit),
    };
    for node in python::walk(own) {
        match node {
            Node::Stmt(ast::Stmt::Assign(assign)) => {
                let target = assign.targets.iter().find(|target| match target {
                    ast::Expr::Subscript(subscript) => is_name(&subscript.slice),
                    // A constant that holds the header's name: whoever uses it sends what cannot be told here.
                    ast::Expr::Name(_) => is_name(&assign.value),
                    _ => false,
                });
                if let Some(target) = target {
                    let value = if is_name(&assign.value) { target } else { &*assign.value };
                    found.push((value, target));
                }
            }
            Node::Expr(ast::Expr::Dict(dict)) => {
                for (key, value) in dict.keys.iter().zip(&dict.values) {
                    if let Some(key) = key.as_ref().filter(|key| is_name(key)) {
                        found.push((value, key));
                    }
                }
            }
            Node::Expr(expr @ ast::Expr::Call(call)) => {
                let reads = matches!(&*call.func, ast::Expr::Attribute(method)
                    if matches!(method.attr.as_str(), "get" | "pop" | "has_header" | "assertEqual" | "startswith"));
                if let ([first, value, ..], false) = (call.args.as_slice(), reads)
                    && is_name(first)
                {
                    found.push((value, expr));
                }
            }
            Node::Expr(expr @ ast::Expr::Tuple(tuple)) => {
                if let [first, value] = tuple.elts.as_slice()
                    && is_name(first)
                {
                    found.push((value, expr));
                }
            }
            _ => {}
        }
    }
    found
}
