//! Finding tasks by their decorators and base classes.

use std::sync::Arc;

use super::{Retry, Task};
use crate::base::{RepoPath, Span};
use crate::django::code::{Class, Code, Module, Nested, method};
use crate::syntax::python::{self, Node, ast};

pub(super) fn tasks(code: &Code<'_>, files: &[RepoPath]) -> Vec<Task> {
    let mut found = Vec::new();
    for path in files {
        let Ok(file) = code.tree().text(path) else { continue };
        if !file.text().contains("task") && !file.text().contains("Task") {
            continue;
        }
        let Ok(module) = code.module_at(path) else { continue };
        for statement in module.statements() {
            match statement {
                ast::Stmt::FunctionDef(def) => {
                    found.extend(function(code, &module, &def.name, &def.decorator_list, &def.body));
                }
                ast::Stmt::AsyncFunctionDef(def) => {
                    found.extend(function(code, &module, &def.name, &def.decorator_list, &def.body));
                }
                ast::Stmt::ClassDef(def) => found.extend(class(code, &module, def)),
                _ => {}
            }
        }
    }
    found
}

fn function(
    code: &Code<'_>,
    module: &Arc<Module>,
    name: &ast::Identifier,
    decorators: &[ast::Expr],
    body: &[ast::Stmt],
) -> Option<Task> {
    let decorator = decorators.iter().find(|decorator| is_task_decorator(code, module, decorator))?;
    let options = match decorator {
        ast::Expr::Call(call) => Some(call.clone()),
        _ => None,
    };
    let base = options
        .as_ref()
        .and_then(|call| python::keyword_argument(call, "base"))
        .and_then(python::dotted_name)
        .and_then(|base| code.class(&code.resolve(module, &base)));
    Some(Task {
        qualified: format!("{}.{name}", module.dotted()),
        module: module.clone(),
        span: first_line(module, python::span(decorator)),
        options,
        base,
        retry: retry_in(body),
    })
}

/// A class-based task: it descends from `celery.Task` and has a `run` of its own.
fn class(code: &Code<'_>, module: &Arc<Module>, def: &ast::StmtClassDef) -> Option<Task> {
    let class = code.class(&format!("{}.{}", module.dotted(), def.name))?;
    let ancestors = code.ancestors(&class);
    let is_task = ancestors.iter().any(|name| {
        matches!(name.as_str(), "celery.Task" | "celery.app.task.Task" | "celery.task.Task")
            || name.strip_suffix(".Task").is_some_and(|app| is_celery_app(code, app))
    });
    let run = method(class.body(), "run").filter(|_| is_task)?;
    let body = match run {
        ast::Stmt::FunctionDef(def) => &def.body,
        ast::Stmt::AsyncFunctionDef(def) => &def.body,
        _ => return None,
    };
    Some(Task {
        qualified: class.qualified(),
        module: module.clone(),
        span: first_line(module, python::span(def)),
        options: None,
        retry: retry_in(body),
        base: Some(class),
    })
}

/// The part of `span` on its first line.
fn first_line(module: &Module, span: Span) -> Span {
    let end = module.file().slice(span).find('\n').map_or(span.end, |at| span.start + at);
    Span::new(span.start, end)
}

fn is_task_decorator(code: &Code<'_>, module: &Module, decorator: &ast::Expr) -> bool {
    let callee = match decorator {
        ast::Expr::Call(call) => &*call.func,
        other => other,
    };
    let Some(name) = python::dotted_name(callee) else { return false };
    let qualified = code.resolve(module, &name);
    makes_tasks(code, &qualified) || wraps_tasks(code, &qualified)
}

/// Whether `qualified` is a function of the project that hands what it is given to one of Celery's decorators.
fn wraps_tasks(code: &Code<'_>, qualified: &str) -> bool {
    let Some((home, name)) = qualified.rsplit_once('.') else { return false };
    let Ok(Some(home)) = code.module(home) else { return false };
    let body = match home.function(name) {
        Some(ast::Stmt::FunctionDef(def)) => &def.body,
        _ => return false,
    };
    python::expressions(body).any(|expr| {
        let ast::Expr::Call(call) = expr else { return false };
        python::dotted_name(&call.func).is_some_and(|callee| makes_tasks(code, &code.resolve(&home, &callee)))
    })
}

/// Whether `qualified` is one of Celery's own decorators.
fn makes_tasks(code: &Code<'_>, qualified: &str) -> bool {
    matches!(
        qualified,
        "celery.shared_task"
            | "celery.app.shared_task"
            | "celery.task.task"
            | "celery.task"
            | "celery.decorators.task"
            | "celery.task.periodic_task"
            | "celery.decorators.periodic_task"
    ) || qualified.strip_suffix(".task").is_some_and(|app| is_celery_app(code, app))
}

/// Whether `qualified` names a Celery application of the project: a variable that holds `Celery(…)`.
fn is_celery_app(code: &Code<'_>, qualified: &str) -> bool {
    let qualified = code.canonical(qualified);
    let Some((home, variable)) = qualified.rsplit_once('.') else { return false };
    let Ok(Some(home)) = code.module(home) else { return false };
    let Some(ast::Expr::Call(call)) = home.value(variable) else { return false };
    let Some(class) = python::dotted_name(&call.func) else { return false };
    let class = code.resolve(&home, &class);
    // `app = create_application()`: a function of the module that makes one.
    let makes = class.rsplit_once('.').filter(|(module, _)| *module == home.dotted());
    if let Some(ast::Stmt::FunctionDef(def)) = makes.and_then(|(_, function)| home.function(function)) {
        return python::walk(&def.body).any(|node| match node {
            Node::Expr(ast::Expr::Call(call)) => python::dotted_name(&call.func)
                .is_some_and(|name| code.resolve(&home, &name) == "celery.Celery"),
            _ => false,
        });
    }
    let is_celery =
        |name: &str| matches!(name, "celery.Celery" | "celery.app.base.Celery" | "celery.app.Celery");
    is_celery(&class)
        || code
            .class(&class)
            .is_some_and(|class: Class| code.ancestors(&class).iter().any(|name| is_celery(name)))
}

/// How the statements of a task call `self.retry(…)`.
fn retry_in(body: &[ast::Stmt]) -> Retry {
    let mut found = Retry::None;
    for statement in Nested::new(body) {
        let expr = match statement {
            ast::Stmt::Raise(raise) => raise.exc.as_deref(),
            ast::Stmt::Expr(expr) => Some(&*expr.value),
            ast::Stmt::Return(value) => value.value.as_deref(),
            _ => None,
        };
        let Some(ast::Expr::Call(call)) = expr else { continue };
        let ast::Expr::Attribute(method) = &*call.func else { continue };
        if method.attr.as_str() != "retry" {
            continue;
        }
        match python::keyword_argument(call, "countdown").or_else(|| python::keyword_argument(call, "eta")) {
            Some(delay) if !matches!(delay, ast::Expr::Constant(_)) => return Retry::Growing,
            _ => found = Retry::Constant,
        }
    }
    found
}
