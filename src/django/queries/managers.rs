//! Which manager and queryset classes serve which model.

use std::collections::HashMap;

use crate::django::code::{Class, Code, Module, Nested};
use crate::django::models::Models;
use crate::syntax::python::{self, ast};

/// For each model (qualified) the manager and queryset classes of the repository that its class body uses.
pub(super) fn of(code: &Code<'_>, models: &Models) -> HashMap<String, Vec<Class>> {
    let mut found: HashMap<String, Vec<Class>> = HashMap::new();
    for model in models.iter() {
        let mut classes = Vec::new();
        let parents = code.ancestors(&model.class).into_iter().filter_map(|name| code.class(&name));
        for class in std::iter::once(model.class.clone()).chain(parents) {
            for statement in Nested::new(class.body()) {
                if let ast::Stmt::Assign(assign) = statement
                    && let ast::Expr::Call(call) = &*assign.value
                {
                    made_by(code, class.module(), call, &mut classes, 6);
                }
            }
        }
        found.insert(model.class.qualified(), classes);
    }
    found
}

/// Collects the manager and queryset classes in `Manager()`, `QuerySet.as_manager()`, `Manager.from_queryset(QuerySet)()`.
fn made_by(code: &Code<'_>, module: &Module, call: &ast::ExprCall, classes: &mut Vec<Class>, depth: usize) {
    if depth == 0 {
        return;
    }
    if let ast::Expr::Call(inner) = &*call.func {
        made_by(code, module, inner, classes, depth - 1);
    }
    let own = python::dotted_name(&call.func).map(|name| {
        let plain =
            name.strip_suffix(".as_manager").or_else(|| name.strip_suffix(".from_queryset")).unwrap_or(&name);
        plain.to_owned()
    });
    let arguments = call.args.iter().filter_map(python::dotted_name);
    for name in own.into_iter().chain(arguments) {
        add(code, &code.resolve(module, &name), classes, depth);
    }
}

fn add(code: &Code<'_>, qualified: &str, classes: &mut Vec<Class>, depth: usize) {
    if let Some(class) = code.class(qualified) {
        if serves_rows(code, &class) && !classes.iter().any(|known| known.qualified() == class.qualified()) {
            let ancestors = code.ancestors(&class);
            // `class Manager(models.Manager.from_queryset(QuerySet))`
            for base in &class.definition().bases {
                if let ast::Expr::Call(call) = base {
                    made_by(code, class.module(), call, classes, depth - 1);
                }
            }
            classes.push(class);
            for ancestor in ancestors {
                if depth > 0 {
                    add(code, &ancestor, classes, depth - 1);
                }
            }
        }
    } else if let Some((home, variable)) = qualified.rsplit_once('.')
        && let Ok(Some(home)) = code.module(home)
        && let Some(ast::Expr::Call(call)) = home.value(variable)
    {
        // `Manager = models.Manager.from_queryset(QuerySet)` at a module's top level
        made_by(code, &home, call, classes, depth.saturating_sub(1));
    }
}

/// Whether a class is a manager or a queryset.
pub(super) fn serves_rows(code: &Code<'_>, class: &Class) -> bool {
    code.ancestors(class).iter().any(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        last.ends_with("Manager")
            || last.ends_with("QuerySet")
            || last.ends_with("Queryset")
            || last == "from_queryset"
    })
}
