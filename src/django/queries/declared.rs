//! Columns that classes name instead of calling a query: `Meta.ordering`, admin and API filters.

use std::sync::Arc;

use super::arguments::ordered_by;
use super::graph::Graph;
use super::{Lookup, LookupKind, Queries, function};
use crate::django::code::{Assigned, Class, Module, attribute};
use crate::syntax::python::{self, ast};

/// Class attributes that name columns, and what for.
const ATTRIBUTES: [(&str, LookupKind); 6] = [
    ("ordering", LookupKind::Order),
    ("date_hierarchy", LookupKind::Offered),
    ("list_filter", LookupKind::Offered),
    ("filterset_fields", LookupKind::Offered),
    ("filter_fields", LookupKind::Offered),
    ("ordering_fields", LookupKind::Offered),
];

/// `Meta.ordering` and `Meta.get_latest_by` of each model that has a table.
pub(super) fn models(graph: &Graph<'_>, queries: &mut Queries) {
    for model in graph.models.concrete() {
        for option in ["ordering", "get_latest_by"] {
            let Some((module, value)) = model.meta.value(option) else { continue };
            for name in names(value) {
                add(graph, queries, &model.class.qualified(), name, LookupKind::Order, module, value);
            }
        }
    }
}

/// The admin classes, views and filter sets of a module.
pub(super) fn module(graph: &Graph<'_>, module: &Arc<Module>, queries: &mut Queries) {
    for definition in module.classes() {
        let qualified = format!("{}.{}", module.dotted(), definition.name);
        let Some(class) = graph.code.class(&qualified) else { continue };
        if graph.models.get(&qualified).is_some() {
            continue;
        }
        let attributes: Vec<(Assigned, LookupKind)> =
            ATTRIBUTES.iter().filter_map(|(name, kind)| Some((class.assigned(name)?, *kind))).collect();
        if !attributes.is_empty()
            && let Some(model) = model_of(graph, module, definition, &class)
        {
            for (assigned, kind) in &attributes {
                for name in names(&assigned.value) {
                    add(graph, queries, &model, name, *kind, module, &assigned.value);
                }
            }
        }
        filter_set(graph, module, definition, queries);
    }
}

/// The model that an admin class or view is for.
pub(super) fn model_of(
    graph: &Graph<'_>,
    module: &Module,
    definition: &ast::StmtClassDef,
    class: &Class,
) -> Option<String> {
    let named = |expr: &ast::Expr| {
        let qualified = graph.code.resolve(module, &python::dotted_name(expr)?);
        graph.models.get(&qualified).map(|_| qualified)
    };
    // `@admin.register(Model)`
    for decorator in &definition.decorator_list {
        if let ast::Expr::Call(call) = decorator
            && function::callee(call) == "register"
            && let Some(model) = call.args.first().and_then(named)
        {
            return Some(model);
        }
    }
    // `admin.site.register(Model, ModelAdmin)`
    for statement in module.statements() {
        if let ast::Stmt::Expr(expr) = statement
            && let ast::Expr::Call(call) = &*expr.value
            && function::callee(call) == "register"
            && let [model, admin, ..] = call.args.as_slice()
            && python::dotted_name(admin).as_deref() == Some(definition.name.as_str())
        {
            return named(model);
        }
    }
    function::served_rows(graph, class).map(|rows| rows.model)
}

/// django-filter's `FilterSet`: `Meta.model` and `Meta.fields`.
fn filter_set(
    graph: &Graph<'_>,
    module: &Arc<Module>,
    definition: &ast::StmtClassDef,
    queries: &mut Queries,
) {
    let is_filter_set =
        definition.bases.iter().filter_map(python::dotted_name).any(|base| base.ends_with("FilterSet"));
    let meta = definition.body.iter().find_map(|statement| match statement {
        ast::Stmt::ClassDef(meta) if meta.name.as_str() == "Meta" => Some(meta),
        _ => None,
    });
    let Some(meta) = meta.filter(|_| is_filter_set) else { return };
    let model = attribute(&meta.body, "model")
        .and_then(python::dotted_name)
        .map(|name| graph.code.resolve(module, &name));
    if let (Some(model), Some(fields)) = (model, attribute(&meta.body, "fields")) {
        for name in names(fields) {
            add(graph, queries, &model, name, LookupKind::Offered, module, fields);
        }
    }
}

/// The column names in a string, a list or the keys of a dictionary.
fn names(value: &ast::Expr) -> Vec<&str> {
    match value {
        ast::Expr::Dict(dict) => dict.keys.iter().flatten().filter_map(python::string).collect(),
        ast::Expr::Constant(_) => {
            python::string(value).filter(|name| *name != "__all__").into_iter().collect()
        }
        _ => python::items(value)
            .unwrap_or_default()
            .iter()
            .filter_map(|element| match element {
                // `("created", DateFieldListFilter)`
                ast::Expr::Tuple(pair) => pair.elts.first().and_then(python::string),
                other => ordered_by(other),
            })
            .collect(),
    }
}

fn add(
    graph: &Graph<'_>,
    queries: &mut Queries,
    model: &str,
    path: &str,
    kind: LookupKind,
    module: &Arc<Module>,
    place: &ast::Expr,
) {
    if let Some((owner, field)) = graph.lookup(model, path.trim_start_matches(['-', '+'])) {
        queries.lookups.push(Lookup {
            model: owner.class.qualified(),
            field: field.name.clone(),
            kind,
            module: module.clone(),
            span: python::span(place),
        });
    }
}
