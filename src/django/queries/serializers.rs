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
    let is_many = is_true(call, "many");
    let Some(rows) =
        call.args.first().or_else(|| python::keyword_argument(call, "instance")).filter(|_| is_many)
    else {
        return;
    };
    let span = python::span(call);
    let class = match used(graph, scope, &call.func) {
        Used::Serializer(class) => class,
        Used::Unknown => return queries.leave(&scope.module, span),
        Used::Other => return,
    };
    match infer(graph, scope, rows) {
        Some(Type::Rows(rows)) => list(graph, &class, &rows, &scope.module, span, queries),
        _ => queries.leave(&scope.module, span),
    }
}

/// What a call with `many=True` calls.
enum Used {
    Serializer(Class),
    /// A serializer that the view chooses while it runs, or one of an installed package.
    Unknown,
    /// No serializer.
    Other,
}

/// `OrderSerializer`, `self.serializer_class`, `self.get_serializer`.
fn used(graph: &Graph<'_>, scope: &Scope, callee: &ast::Expr) -> Used {
    let Some(name) = python::dotted_name(callee) else { return Used::Unknown };
    if let Some(method) = name.strip_prefix("self.") {
        if !matches!(method, "serializer_class" | "get_serializer") {
            return Used::Other;
        }
        return scope
            .class
            .as_ref()
            .and_then(|view| of_view(graph, view))
            .map_or(Used::Unknown, Used::Serializer);
    }
    let qualified = graph.code.resolve(&scope.module, &name);
    match graph.code.class(&qualified) {
        Some(class) => Used::Serializer(class),
        None if qualified.ends_with("Serializer") => Used::Unknown,
        None => Used::Other,
    }
}

/// The serializer that a view names, unless it chooses one while it runs.
fn of_view(graph: &Graph<'_>, view: &Class) -> Option<Class> {
    for layer in function::lineage(graph, view) {
        if method(layer.body(), "get_serializer_class").is_some()
            || method(layer.body(), "get_serializer").is_some()
        {
            return None;
        }
        if let Some(named) = layer.assigned("serializer_class") {
            let name = python::dotted_name(&named.value)?;
            return graph.code.class(&graph.code.resolve(&named.module, &name));
        }
    }
    None
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
        // A view that answers lists in its own way calls its serializer there; an abstract one serves nothing.
        let own = function::lineage(graph, &class).any(|layer| method(layer.body(), "list").is_some());
        let serializer =
            function::lineage(graph, &class).find_map(|layer| layer.assigned("serializer_class"));
        let Some(serializer) = serializer.filter(|_| lists && !own) else { continue };
        let span = python::span(&serializer.value);
        match of_view(graph, &class).zip(function::served_rows(graph, &class)) {
            Some((used, rows)) => list(graph, &used, &rows, &serializer.module, span, queries),
            None => queries.leave(&serializer.module, span),
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
    let own = function::lineage(graph, class).find_map(|layer| {
        let shows = method(layer.body(), "to_representation")?;
        let through = python::expressions(function::body(shows)).any(
            |expr| matches!(expr, ast::Expr::Attribute(named) if named.attr.as_str() == "to_representation"),
        );
        (!through).then(|| (layer.module().clone(), python::span(shows)))
    });
    if let Some((module, span)) = own {
        // It shows the row in its own way, whatever its fields are.
        return queries.leave(&module, span);
    }
    let declared = fields(graph, class);
    for name in implied(graph, class, row) {
        // DRF makes the field by itself: it lists the keys of the related rows, by a query for each row.
        if let Some((place, span)) =
            (!declared.iter().any(|(known, ..)| *known == name)).then(|| meta(graph, class)).flatten()
        {
            Visitor::new(graph, queries).follow_from(row, &name, &place, span);
        }
    }
    for (name, value, module) in declared {
        let ast::Expr::Call(call) = &value else { continue };
        if is_true(call, "write_only") {
            continue;
        }
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
            && fetches(graph, &qualified, call)
        {
            Visitor::new(graph, queries).follow_from(&current, step, &module, at);
        }
    }
}

/// Whether a field fetches the row, or the rows, that its source leads to.
///
/// Fields for many rows always do. Of the others, those that show no more than the key read it off the row itself.
fn fetches(graph: &Graph<'_>, qualified: &str, call: &ast::ExprCall) -> bool {
    let mut names = vec![qualified.to_owned()];
    if let Some(class) = graph.code.class(qualified) {
        names.extend(graph.code.ancestors(&class));
    }
    let is =
        |kinds: &[&str]| names.iter().any(|name| kinds.contains(&name.rsplit('.').next().unwrap_or(name)));
    let related = ["RelatedField", "StringRelatedField", "SlugRelatedField"];
    let by_key = ["PrimaryKeyRelatedField", "HyperlinkedRelatedField", "HyperlinkedIdentityField"];
    let many = is_true(call, "many");
    (many && (is(&related) || is(&by_key))) || (is(&related) && !is(&by_key))
}

/// The methods of a serializer that decide which fields it has.
const DECIDING: [&str; 5] =
    ["get_fields", "get_field_names", "get_default_field_names", "build_field", "build_relational_field"];

/// The to-many relations that `Meta.fields` names, or that `__all__` stands for, unless a method of the repository has
/// its own idea of the fields.
fn implied(graph: &Graph<'_>, class: &Class, row: &Row) -> Vec<String> {
    let decides = |layer: Class| DECIDING.iter().any(|name| method(layer.body(), name).is_some());
    if function::lineage(graph, class).any(decides) {
        return Vec::new();
    }
    let Some((fields, _)) = function::lineage(graph, class).find_map(|layer| meta_fields(graph, &layer))
    else {
        return Vec::new();
    };
    if python::string(&fields) == Some("__all__") {
        return graph.many_to_many(&row.model).into_iter().map(str::to_owned).collect();
    }
    let names = match &fields {
        ast::Expr::List(list) => &list.elts,
        ast::Expr::Tuple(tuple) => &tuple.elts,
        _ => return Vec::new(),
    };
    let hidden = write_only(graph, class);
    let many = |name: &&str| {
        !hidden.iter().any(|one| one == name) && graph.edge(&row.model, name).is_some_and(|edge| !edge.single)
    };
    names.iter().filter_map(python::string).filter(many).map(str::to_owned).collect()
}

/// The fields that `Meta.extra_kwargs` makes write-only.
fn write_only(graph: &Graph<'_>, class: &Class) -> Vec<String> {
    let meta =
        |layer: Class| graph.code.class(&format!("{}.Meta", layer.qualified()))?.assigned("extra_kwargs");
    let Some(extra) = function::lineage(graph, class).find_map(meta) else { return Vec::new() };
    let ast::Expr::Dict(fields) = &extra.value else { return Vec::new() };
    let hides = |options: &ast::Expr| {
        let ast::Expr::Dict(options) = options else { return false };
        options.keys.iter().zip(&options.values).any(|(key, value)| {
            key.as_ref().and_then(python::string) == Some("write_only")
                && python::boolean(value) == Some(true)
        })
    };
    let named = fields.keys.iter().zip(&fields.values).filter(|(_, options)| hides(options));
    named.filter_map(|(key, _)| key.as_ref().and_then(python::string).map(str::to_owned)).collect()
}

/// What `Meta.fields` of a serializer says, with its module.
fn meta_fields(graph: &Graph<'_>, class: &Class) -> Option<(ast::Expr, Arc<Module>)> {
    let meta = graph.code.class(&format!("{}.Meta", class.qualified()))?;
    meta.assigned("fields").map(|fields| (fields.value, fields.module))
}

/// The place of `Meta.fields`.
fn meta(graph: &Graph<'_>, class: &Class) -> Option<(Arc<Module>, Span)> {
    let (fields, module) = function::lineage(graph, class).find_map(|layer| meta_fields(graph, &layer))?;
    Some((module, python::span(&fields)))
}

fn is_true(call: &ast::ExprCall, name: &str) -> bool {
    python::keyword_argument(call, name).and_then(python::boolean) == Some(true)
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
