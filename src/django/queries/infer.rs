//! The type of an expression, from the types of the variables around it.

use std::collections::HashMap;
use std::sync::Arc;

use super::function;
use super::graph::Graph;
use super::rows::{Loaded, Row, Rows, Type};
use crate::django::code::{Class, Module};
use crate::syntax::python::{self, ast};

/// How deep calls of the project's own methods are followed.
pub(super) const DEEPEST_CALL: usize = 3;

/// Queryset methods that give a queryset of the same rows.
const SAME_ROWS: [&str; 28] = [
    "all",
    "filter",
    "exclude",
    "order_by",
    "reverse",
    "distinct",
    "annotate",
    "alias",
    "select_related",
    "prefetch_related",
    "using",
    "only",
    "defer",
    "select_for_update",
    "none",
    "union",
    "intersection",
    "difference",
    "extra",
    "iterator",
    "get_queryset",
    "complex_filter",
    "as_manager",
    "db_manager",
    "raw",
    "aiterator",
    "cache",
    "filter_queryset",
];
/// Queryset methods that give one row.
const ONE_ROW: [&str; 10] =
    ["get", "first", "last", "latest", "earliest", "create", "aget", "afirst", "alast", "acreate"];

/// The variables of one function, and who `self` is.
#[derive(Clone)]
pub(super) struct Scope {
    pub module: Arc<Module>,
    pub variables: HashMap<String, Type>,
    /// The class whose method this is.
    pub class: Option<Class>,
    /// How many calls of the project's own methods led here.
    pub depth: usize,
}

impl Scope {
    pub fn new(module: &Arc<Module>, class: Option<Class>) -> Self {
        Self { module: module.clone(), variables: HashMap::new(), class, depth: 0 }
    }
}

pub(super) fn infer(graph: &Graph<'_>, scope: &Scope, expr: &ast::Expr) -> Option<Type> {
    match expr {
        ast::Expr::Name(name) => {
            scope.variables.get(name.id.as_str()).cloned().or_else(|| model_named(graph, scope, &name.id))
        }
        ast::Expr::Attribute(attribute) => infer_attribute(graph, scope, attribute),
        ast::Expr::Call(call) => infer_call(graph, scope, call),
        ast::Expr::Subscript(subscript) => match infer(graph, scope, &subscript.value)? {
            Type::Rows(rows) if matches!(&*subscript.slice, ast::Expr::Slice(_)) => Some(Type::Rows(rows)),
            Type::Rows(rows) => Some(Type::Row(Row::alone(&rows.model))),
            _ => None,
        },
        ast::Expr::BinOp(op) => infer(graph, scope, &op.left),
        ast::Expr::BoolOp(op) => op.values.iter().find_map(|value| infer(graph, scope, value)),
        ast::Expr::IfExp(choice) => {
            infer(graph, scope, &choice.body).or_else(|| infer(graph, scope, &choice.orelse))
        }
        ast::Expr::Await(wait) => infer(graph, scope, &wait.value),
        ast::Expr::NamedExpr(named) => infer(graph, scope, &named.value),
        _ => None,
    }
}

/// The model that a name stands for, where it is one.
fn model_named(graph: &Graph<'_>, scope: &Scope, name: &str) -> Option<Type> {
    let qualified = graph.code.resolve(&scope.module, name);
    graph.models.get(&qualified).map(|_| Type::Model(qualified))
}

fn infer_attribute(graph: &Graph<'_>, scope: &Scope, attribute: &ast::ExprAttribute) -> Option<Type> {
    let name = attribute.attr.as_str();
    match infer(graph, scope, &attribute.value) {
        Some(Type::Model(model)) => is_manager(graph, &model, name).then(|| Type::Rows(Rows::all(&model))),
        Some(Type::Row(row)) => {
            let edge = graph.edge(&row.model, name)?;
            if edge.single {
                return Some(Type::Row(row.step(name, &edge.target)));
            }
            let mut rows = Rows::all(&edge.target);
            // Rows that come from the other end know it already.
            rows.loaded.paths.extend(edge.known);
            Some(Type::Rows(rows))
        }
        Some(Type::Rows(_)) => None,
        None => {
            if let ast::Expr::Name(base) = &*attribute.value
                && base.id.as_str() == "self"
                && let Some(class) = &scope.class
            {
                return function::attribute_of_self(graph, scope, class, name);
            }
            let dotted = format!("{}.{name}", python::dotted_name(&attribute.value)?);
            model_named(graph, scope, &dotted)
        }
    }
}

/// Whether `name` on a model class is one of its managers.
fn is_manager(graph: &Graph<'_>, model: &str, name: &str) -> bool {
    if matches!(name, "objects" | "_default_manager" | "_base_manager") {
        return true;
    }
    let Some(model) = graph.models.get(model) else { return false };
    let Some(value) = graph.code.inherited(&model.class, name) else { return false };
    let ast::Expr::Call(call) = &value.value else { return false };
    let made = python::dotted_name(&call.func).unwrap_or_default();
    made.ends_with("Manager") || made.ends_with(".as_manager") || matches!(&*call.func, ast::Expr::Call(_))
}

fn infer_call(graph: &Graph<'_>, scope: &Scope, call: &ast::ExprCall) -> Option<Type> {
    if let ast::Expr::Attribute(method) = &*call.func {
        let name = method.attr.as_str();
        match infer(graph, scope, &method.value) {
            Some(Type::Rows(rows)) => return infer_query(graph, scope, rows, name, call),
            Some(Type::Row(row)) => return function::result_of_row_method(graph, scope, &row, name),
            Some(Type::Model(_)) => return None,
            None => {}
        }
        if function::is_self_or_super(&method.value)
            && let Some(class) = &scope.class
        {
            return function::result_of_own_method(graph, scope, class, name, call);
        }
    }
    let name = python::dotted_name(&call.func)?;
    match name.rsplit('.').next().unwrap_or(&name) {
        "get_object_or_404" | "aget_object_or_404" => match infer(graph, scope, call.args.first()?)? {
            Type::Model(model) | Type::Rows(Rows { model, .. }) => Some(Type::Row(Row::alone(&model))),
            Type::Row(_) => None,
        },
        "get_list_or_404" => match infer(graph, scope, call.args.first()?)? {
            Type::Model(model) => Some(Type::Rows(Rows::all(&model))),
            other => Some(other),
        },
        "list" | "tuple" | "set" | "sorted" | "reversed" | "iter" | "cast" => {
            match infer(graph, scope, call.args.last()?)? {
                Type::Rows(rows) => Some(Type::Rows(rows)),
                _ => None,
            }
        }
        _ => match infer(graph, scope, &call.func)? {
            Type::Model(model) => Some(Type::Row(Row::alone(&model))),
            _ => None,
        },
    }
}

/// A method of a manager or queryset.
fn infer_query(
    graph: &Graph<'_>,
    scope: &Scope,
    mut rows: Rows,
    name: &str,
    call: &ast::ExprCall,
) -> Option<Type> {
    let own = graph.managers.get(&rows.model).into_iter().flatten();
    if let Some(found) = function::own_query_method(graph, scope, own, &rows, name) {
        return Some(found);
    }
    if ONE_ROW.contains(&name) {
        return Some(Type::Row(Row::alone(&rows.model)));
    }
    if !SAME_ROWS.contains(&name) {
        return None;
    }
    match name {
        "select_related" | "prefetch_related" => rows.loaded = load(rows.loaded, call),
        "annotate" | "alias" => {
            rows.annotations.extend(call.keywords.iter().filter_map(|k| Some(k.arg.as_ref()?.to_string())));
        }
        _ => {}
    }
    Some(Type::Rows(rows))
}

/// What `select_related(…)` and `prefetch_related(…)` add.
fn load(mut loaded: Loaded, call: &ast::ExprCall) -> Loaded {
    if call.args.is_empty() {
        loaded.unsure = true;
    }
    for arg in &call.args {
        let path = python::string(arg).or_else(|| match arg {
            // `Prefetch("items", queryset=…)`
            ast::Expr::Call(prefetch) => prefetch.args.first().and_then(python::string),
            _ => None,
        });
        match path {
            Some(path) => loaded.paths.push(path.to_owned()),
            None => loaded.unsure |= !matches!(arg, ast::Expr::Constant(_)),
        }
    }
    loaded
}

/// The type of one element of what a loop iterates, and whether it comes with an index (`enumerate`).
pub(super) fn element(graph: &Graph<'_>, scope: &Scope, iterable: &ast::Expr) -> Option<(Type, bool)> {
    if let ast::Expr::Call(call) = iterable
        && matches!(&*call.func, ast::Expr::Name(name) if name.id.as_str() == "enumerate")
    {
        return element(graph, scope, call.args.first()?).map(|(found, _)| (found, true));
    }
    match infer(graph, scope, iterable)? {
        Type::Rows(rows) => Some((Type::Row(rows.each(&scope.module, python::span(iterable))), false)),
        _ => None,
    }
}
