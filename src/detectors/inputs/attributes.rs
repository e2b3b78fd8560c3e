//! Classes of the project by their attributes and ancestors.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Inputs, Scene};
use crate::django::code::{Class, method};
use crate::eval::{Datum, Shape};
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// An attribute of a class, its ancestors in the repository included.
pub struct Attribute {
    /// The value.
    pub value: Datum,
    /// Where it is written.
    pub place: Evidence,
}

impl Inputs<'_> {
    /// The class `dotted` and everything that it descends from, by qualified name, nearest first.
    pub fn descent(&self, dotted: &str) -> Vec<String> {
        let code = &self.facts.code;
        let canonical = code.canonical(dotted);
        let ancestors = code.class(&canonical).map(|class| code.ancestors(&class)).unwrap_or_default();
        let all: Vec<String> = std::iter::once(canonical).chain(ancestors).collect();
        let told: Vec<String> = all.iter().map(|name| self.logical(name)).collect();
        self.note(format!("descent of {}", self.logical(dotted)), &json!(told));
        all
    }

    /// Where the repository defines the class `dotted`; `None` where an installed package does.
    pub fn defined_at(&self, dotted: &str) -> Option<Evidence> {
        let class = self.facts.code.class(dotted)?;
        let file = class.module().file();
        Some(file.line_evidence(file.line(python::span(class.definition()).start)))
    }

    /// Which of the methods `names` the class, or an ancestor in the repository, defines itself.
    pub fn overridden<'n>(&self, dotted: &str, names: &[&'n str]) -> Option<&'n str> {
        let found = self
            .family(dotted)
            .iter()
            .find_map(|class| names.iter().copied().find(|name| method(class.body(), name).is_some()));
        self.note(format!("methods {} of {}", names.join(", "), self.logical(dotted)), &json!(found));
        found
    }

    /// The class and its ancestors, those that the repository defines.
    fn family(&self, dotted: &str) -> Vec<Class> {
        let code = &self.facts.code;
        let Some(class) = code.class(dotted) else { return Vec::new() };
        let ancestors: Vec<Class> =
            code.ancestors(&class).iter().filter_map(|name| code.class(name)).collect();
        std::iter::once(class).chain(ancestors).collect()
    }

    /// The list views among the project's classes that say `pagination_class = None`, with that line.
    ///
    /// A list view descends from one of `lists`.
    pub fn unpaginated(&self, lists: &[String]) -> Vec<(String, Evidence)> {
        let code = &self.facts.code;
        let mut found = Vec::new();
        for path in self.facts.own_files() {
            let Ok(file) = self.facts.tree.text(path) else { continue };
            if !file.text().contains("pagination_class") {
                continue;
            }
            let Ok(module) = code.module_at(path) else { continue };
            for definition in module.classes() {
                let Some(class) = code.class(&format!("{}.{}", module.dotted(), definition.name)) else {
                    continue;
                };
                let Some(value) =
                    class.assigned("pagination_class").filter(|value| python::is_none(&value.value))
                else {
                    continue;
                };
                if code.ancestors(&class).iter().any(|name| lists.contains(name)) {
                    found.push((class.name().to_owned(), file.evidence(python::span(&value.value))));
                }
            }
        }
        self.note(
            "list views without pagination",
            &json!(found.iter().map(|(name, _)| name).collect::<BTreeSet<_>>()),
        );
        found
    }
}

impl Scene<'_> {
    /// What the class `dotted`, or its nearest ancestor in the repository, makes of the attribute `name`: in its body, or
    /// as `self.name = …` in `__init__`.
    pub fn attribute(&self, dotted: &str, name: &str) -> Option<Attribute> {
        let found = self.inputs.family(dotted).iter().find_map(|class| {
            let module = class.module();
            let expr =
                in_init(class, name).or_else(|| class.assigned(name).map(|assigned| assigned.value))?;
            let place = module.file().evidence(python::span(&expr));
            Some((Attribute { value: self.value_of(module, &expr), place }, expr))
        });
        let told = found.as_ref().map(|(attribute, expr)| match &attribute.value.shape {
            Shape::Unknown(_) => json!(python::normal(expr)),
            _ => self.inputs.canonical(&attribute.value),
        });
        self.inputs.note(format!("attribute {}.{name}", self.inputs.logical(dotted)), &json!(told));
        found.map(|(attribute, _)| attribute)
    }
}

/// The last value that `__init__` assigns to `self.name`.
fn in_init(class: &Class, name: &str) -> Option<ast::Expr> {
    let ast::Stmt::FunctionDef(init) = method(class.body(), "__init__")? else { return None };
    let wanted = format!("self.{name}");
    python::statements(&init.body)
        .filter_map(|statement| match statement {
            ast::Stmt::Assign(assign) => assign
                .targets
                .iter()
                .any(|target| python::dotted_name(target).as_deref() == Some(&wanted))
                .then(|| (*assign.value).clone()),
            _ => None,
        })
        .last()
}
