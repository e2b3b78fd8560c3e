//! What the project's own functions and methods return: managers, views and models.

use super::graph::Graph;
use super::infer::{DEEPEST_CALL, Scope, infer};
use super::managers;
use super::rows::{Row, Rows, Type};
use crate::django::code::{Class, Nested, method};
use crate::syntax::python::{self, ast};

/// Whether an expression is `self` or `super()`.
pub(super) fn is_self_or_super(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Name(name) => name.id.as_str() == "self",
        ast::Expr::Call(call) => matches!(&*call.func, ast::Expr::Name(name) if name.id.as_str() == "super"),
        _ => false,
    }
}

/// The body of a function statement.
pub(super) fn body(function: &ast::Stmt) -> &[ast::Stmt] {
    match function {
        ast::Stmt::FunctionDef(def) => &def.body,
        ast::Stmt::AsyncFunctionDef(def) => &def.body,
        _ => &[],
    }
}

/// The name of a function's positional parameter, counted from 0 (`self` included).
pub(super) fn parameter(function: &ast::Stmt, at: usize) -> Option<&str> {
    let arguments = match function {
        ast::Stmt::FunctionDef(def) => &def.args,
        ast::Stmt::AsyncFunctionDef(def) => &def.args,
        _ => return None,
    };
    arguments.posonlyargs.iter().chain(&arguments.args).nth(at).map(|parameter| parameter.def.arg.as_str())
}

/// Gives a function that returns rows its type: its statements are read in order, the last `return` of a known type
/// counts.
fn returned(graph: &Graph<'_>, mut scope: Scope, function: &ast::Stmt) -> Option<Type> {
    let mut result = None;
    for statement in Nested::new(body(function)) {
        match statement {
            ast::Stmt::Assign(assign) => {
                if let [ast::Expr::Name(name)] = assign.targets.as_slice() {
                    match infer(graph, &scope, &assign.value) {
                        Some(found) => scope.variables.insert(name.id.to_string(), found),
                        None => scope.variables.remove(name.id.as_str()),
                    };
                }
            }
            ast::Stmt::Return(value) => {
                result = value.value.as_deref().and_then(|value| infer(graph, &scope, value)).or(result);
            }
            _ => {}
        }
    }
    result
}

fn deeper(scope: &Scope, class: &Class) -> Option<Scope> {
    (scope.depth < DEEPEST_CALL).then(|| {
        let mut next = Scope::new(class.module(), Some(class.clone()));
        next.depth = scope.depth + 1;
        next
    })
}

/// A method that a manager or queryset class of the repository adds.
pub(super) fn own_query_method<'c>(
    graph: &Graph<'_>,
    scope: &Scope,
    classes: impl Iterator<Item = &'c Class>,
    rows: &Rows,
    name: &str,
) -> Option<Type> {
    for class in classes {
        let Some(function) = method(class.body(), name) else { continue };
        let mut inner = deeper(scope, class)?;
        inner.variables.insert("self".to_owned(), Type::Rows(rows.clone()));
        return returned(graph, inner, function);
    }
    None
}

/// A method of a model, called on a row: only what it returns matters here.
pub(super) fn result_of_row_method(graph: &Graph<'_>, scope: &Scope, row: &Row, name: &str) -> Option<Type> {
    let model = graph.models.get(&row.model)?;
    let function = method(model.class.body(), name)?;
    let mut inner = deeper(scope, &model.class)?;
    inner.variables.insert("self".to_owned(), Type::Row(Row::alone(&row.model)));
    returned(graph, inner, function)
}

/// The model whose rows a view, serializer or admin class serves: `queryset`, `model`, `Meta.model`, `get_queryset`.
pub(super) fn served_rows(graph: &Graph<'_>, class: &Class) -> Option<Rows> {
    rows_of_class(graph, &Scope::new(class.module(), None), class)
}

fn rows_of_class(graph: &Graph<'_>, scope: &Scope, class: &Class) -> Option<Rows> {
    let inner = deeper(scope, class)?;
    for candidate in lineage(graph, class) {
        if let Some(function) = method(candidate.body(), "get_queryset") {
            let inner =
                Scope { module: candidate.module().clone(), class: Some(class.clone()), ..inner.clone() };
            return match returned(graph, inner, function) {
                Some(Type::Rows(rows)) => Some(rows),
                _ => None,
            };
        }
        if let Some(rows) = declared_rows(graph, &candidate) {
            return Some(rows);
        }
    }
    None
}

/// The class and those that it descends from, as far as the repository defines them.
pub(super) fn lineage<'g>(graph: &'g Graph<'_>, class: &Class) -> impl Iterator<Item = Class> + use<'g> {
    let parents = graph.code.ancestors(class).into_iter();
    std::iter::once(class.clone()).chain(parents.filter_map(|name| graph.code.class(&name)))
}

/// What `queryset = …` or `model = …` in the class body says.
fn declared_rows(graph: &Graph<'_>, class: &Class) -> Option<Rows> {
    let scope = Scope::new(class.module(), None);
    ["queryset", "model"].iter().find_map(|name| {
        let assigned = class.assigned(name)?;
        match infer(graph, &scope, &assigned.value)? {
            Type::Rows(rows) => Some(rows),
            Type::Model(model) => Some(Rows::all(&model)),
            Type::Row(_) => None,
        }
    })
}

/// `self.<name>` in a method of `class`.
pub(super) fn attribute_of_self(graph: &Graph<'_>, scope: &Scope, class: &Class, name: &str) -> Option<Type> {
    match name {
        // The attribute, not what `get_queryset` makes of it.
        "queryset" => lineage(graph, class).find_map(|layer| declared_rows(graph, &layer)).map(Type::Rows),
        "object_list" => rows_of_class(graph, scope, class).map(Type::Rows),
        "object" | "instance" => {
            rows_of_class(graph, scope, class).map(|rows| Type::Row(Row::alone(&rows.model)))
        }
        "model" => rows_of_class(graph, scope, class).map(|rows| Type::Model(rows.model)),
        _ => None,
    }
}

/// `self.<name>(…)` or `super().<name>(…)` in a method of `class`.
pub(super) fn result_of_own_method(
    graph: &Graph<'_>,
    scope: &Scope,
    class: &Class,
    name: &str,
    call: &ast::ExprCall,
) -> Option<Type> {
    let through_super =
        matches!(&*call.func, ast::Expr::Attribute(a) if matches!(&*a.value, ast::Expr::Call(_)));
    match name {
        "get_queryset" | "get_base_queryset" if through_super => {
            if managers::serves_rows(graph.code, class) {
                return scope.variables.get("self").cloned();
            }
            let parents = graph.code.bases(class).into_iter().filter_map(|base| graph.code.class(&base));
            let inherited = parents.into_iter().find_map(|parent| {
                let inner = deeper(scope, class)?;
                rows_of_class(graph, &inner, &parent)
            });
            declared_rows(graph, class).or(inherited).map(Type::Rows)
        }
        "get_queryset" | "get_base_queryset" => rows_of_class(graph, scope, class).map(Type::Rows),
        "filter_queryset" | "paginate_queryset" => infer(graph, scope, call.args.first()?),
        "get_object" => rows_of_class(graph, scope, class).map(|rows| Type::Row(Row::alone(&rows.model))),
        _ => {
            let function = method(class.body(), name)?;
            let mut inner = deeper(scope, class)?;
            inner.variables.extend(scope.variables.get("self").map(|me| ("self".to_owned(), me.clone())));
            returned(graph, inner, function)
        }
    }
}

/// The last part of the name that a call calls.
pub(super) fn callee(call: &ast::ExprCall) -> String {
    match &*call.func {
        ast::Expr::Attribute(attribute) => attribute.attr.to_string(),
        other => python::dotted_name(other).unwrap_or_default(),
    }
}
