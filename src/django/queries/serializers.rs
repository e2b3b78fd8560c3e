//! Relations that a Django REST framework serializer follows for each row of a list.

use std::sync::Arc;

use super::graph::Graph;
use super::infer::{Scope, infer};
use super::rows::{Row, Rows, Type};
use super::visit::Visitor;
use super::{Queries, function};
use crate::base::Span;
use crate::django::code::{Class, Module, Nested, method};
use crate::syntax::python::{self, ast};

/// How deep nested serializers are followed.
const DEEPEST: usize = 4;

/// `OrderSerializer(orders, many=True)`, met while a function is read.
pub(super) fn call(graph: &Graph<'_>, scope: &Scope, call: &ast::ExprCall, queries: &mut Queries) {
    let is_many = python::keyword_argument(call, "many").and_then(python::boolean) == Some(true);
    let Some(rows) =
        call.args.first().or_else(|| python::keyword_argument(call, "instance")).filter(|_| is_many)
    else {
        return;
    };
    let Some(name) = python::dotted_name(&call.func) else { return };
    let Some(class) = graph.code.class(&graph.code.resolve(&scope.module, &name)) else { return };
    if let Some(Type::Rows(rows)) = infer(graph, scope, rows) {
        list(graph, &class, &rows, &scope.module, python::span(call), queries);
    }
}

/// The views of a module that answer with lists.
pub(super) fn module(graph: &Graph<'_>, module: &Arc<Module>, queries: &mut Queries) {
    for definition in module.classes() {
        let Some(class) = graph.code.class(&format!("{}.{}", module.dotted(), definition.name)) else {
            continue;
        };
        let lists = graph.code.ancestors(&class).iter().any(|name| {
            let last = name.rsplit('.').next().unwrap_or(name);
            matches!(
                last,
                "ListModelMixin"
                    | "ListAPIView"
                    | "ListCreateAPIView"
                    | "ModelViewSet"
                    | "ReadOnlyModelViewSet"
            )
        });
        let Some(serializer) = class.assigned("serializer_class").filter(|_| lists) else { continue };
        // A view that chooses its serializer, or answers lists in its own way, cannot be judged by the attribute.
        if method(class.body(), "get_serializer_class").is_some() || method(class.body(), "list").is_some() {
            continue;
        }
        let name =
            python::dotted_name(&serializer.value).map(|name| graph.code.resolve(&serializer.module, &name));
        if let Some(used) = name.and_then(|name| graph.code.class(&name))
            && let Some(rows) = function::served_rows(graph, &class)
        {
            list(graph, &used, &rows, &serializer.module, python::span(&serializer.value), queries);
        }
    }
}

fn list(
    graph: &Graph<'_>,
    class: &Class,
    rows: &Rows,
    module: &Arc<Module>,
    span: Span,
    queries: &mut Queries,
) {
    serialize(graph, class, &rows.each(module, span), DEEPEST, queries);
}

fn serialize(graph: &Graph<'_>, class: &Class, row: &Row, depth: usize, queries: &mut Queries) {
    if depth == 0 {
        return;
    }
    for (name, value, module) in fields(graph, class) {
        let ast::Expr::Call(call) = &value else { continue };
        let Some(written) = python::dotted_name(&call.func) else { continue };
        let qualified = graph.code.resolve(&module, &written);
        let last = qualified.rsplit('.').next().unwrap_or(&qualified);
        let at = python::span(call);
        if last == "SerializerMethodField" {
            let named = call.args.first().or_else(|| python::keyword_argument(call, "method_name"));
            let named = named.and_then(python::string).map_or_else(|| format!("get_{name}"), str::to_owned);
            method_field(graph, class, &named, row, queries);
            continue;
        }
        let source = python::keyword_argument(call, "source").and_then(python::string).unwrap_or(&name);
        let nested = graph.code.class(&qualified).filter(|class| is_serializer(graph, class));
        // `source="owner.team.name"` follows all but its last part; a nested serializer follows the last one too.
        let mut steps: Vec<&str> = source.split('.').filter(|part| *part != "*").collect();
        let last_step = if nested.is_none() { steps.pop() } else { None };
        let mut current = row.clone();
        let mut followed = true;
        for step in steps {
            let Some(edge) = graph.edge(&current.model, step) else {
                followed = false;
                break;
            };
            Visitor::new(graph, queries).follow_from(&current, step, &module, at);
            current = current.step(step, &edge.target);
        }
        if let Some(nested) = nested.filter(|_| followed) {
            serialize(graph, &nested, &current, depth - 1, queries);
        } else if let Some(step) = last_step
            && matches!(last, "StringRelatedField" | "SlugRelatedField")
        {
            Visitor::new(graph, queries).follow_from(&current, step, &module, at);
        }
    }
}

fn is_serializer(graph: &Graph<'_>, class: &Class) -> bool {
    class.name().ends_with("Serializer")
        || graph.code.ancestors(class).iter().any(|name| name.ends_with("Serializer"))
}

/// The fields that a serializer declares or inherits from the repository and that `Meta.fields` lets through.
fn fields(graph: &Graph<'_>, class: &Class) -> Vec<(String, ast::Expr, Arc<Module>)> {
    let mut found: Vec<(String, ast::Expr, Arc<Module>)> = Vec::new();
    let parents = graph.code.ancestors(class).into_iter().filter_map(|name| graph.code.class(&name));
    for layer in std::iter::once(class.clone()).chain(parents) {
        for statement in Nested::new(layer.body()) {
            let ast::Stmt::Assign(assign) = statement else { continue };
            if let [ast::Expr::Name(name)] = assign.targets.as_slice()
                && !found.iter().any(|(known, ..)| known == name.id.as_str())
            {
                found.push((name.id.to_string(), (*assign.value).clone(), layer.module().clone()));
            }
        }
    }
    found
}

/// `def get_total(self, order): …`
fn method_field(graph: &Graph<'_>, class: &Class, name: &str, row: &Row, queries: &mut Queries) {
    let parents = graph.code.ancestors(class).into_iter().filter_map(|name| graph.code.class(&name));
    for layer in std::iter::once(class.clone()).chain(parents) {
        let Some(found) = method(layer.body(), name) else { continue };
        let Some(parameter) = function::parameter(found, 1) else { return };
        let mut scope = Scope::new(layer.module(), Some(layer.clone()));
        scope.variables.insert(parameter.to_owned(), Type::Row(row.clone()));
        Visitor::new(graph, queries).block(function::body(found), &mut scope, None);
        return;
    }
}
