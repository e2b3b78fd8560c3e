//! Relations that an admin changelist follows for each of its rows.
//!
//! The changelist loads foreign keys in `list_display` by itself unless they may be null (Django's documentation,
//! `ModelAdmin.list_select_related`); what methods and `__str__` follow it cannot know.

use std::sync::Arc;

use super::graph::Graph;
use super::rows::{Row, Rows, Type};
use super::visit::Visitor;
use super::{Queries, declared, function};
use crate::django::code::{Class, Module, method};
use crate::django::models::{Model, RelationKind};
use crate::syntax::python::{self, ast};

/// How many keys in a row are followed: enough for any column, and few enough for models in a circle.
const DEEPEST: usize = 3;

pub(super) fn module(graph: &Graph<'_>, module: &Arc<Module>, queries: &mut Queries) {
    for definition in module.classes() {
        let Some(class) = graph.code.class(&format!("{}.{}", module.dotted(), definition.name)) else {
            continue;
        };
        let is_admin = graph.code.ancestors(&class).iter().any(|name| name.ends_with("Admin"));
        if !is_admin || graph.code.class(&class.qualified()).is_none() {
            continue;
        }
        if let Some(model) = declared::model_of(graph, module, definition, &class)
            && let Some(mut rows) = rows_of(graph, &class, &model)
        {
            changelist(graph, &class, &mut rows, queries);
        }
    }
}

/// The rows of the changelist: its own `get_queryset`, and `list_select_related`.
fn rows_of(graph: &Graph<'_>, class: &Class, model: &str) -> Option<Rows> {
    let overrides = graph.code.inherited(class, "list_select_related");
    let own = method(class.body(), "get_queryset").is_some();
    // A `get_queryset` that cannot be followed may load anything.
    let mut rows = if own { function::served_rows(graph, class)? } else { Rows::all(model) };
    if let Some(assigned) = overrides {
        rows.loaded.unsure |= python::boolean(&assigned.value) == Some(true);
        rows.loaded.paths.extend(python::strings(&assigned.value).into_iter().map(str::to_owned));
    }
    Some(rows)
}

fn changelist(graph: &Graph<'_>, class: &Class, rows: &mut Rows, queries: &mut Queries) {
    let Some(assigned) = graph.code.inherited(class, "list_display") else { return };
    // Unknown elements are left out: what is reported is certain.
    let columns: Vec<&ast::Expr> = python::items(&assigned.value).unwrap_or_default().iter().collect();
    let names: Vec<&str> = columns.iter().filter_map(|column| python::string(column)).collect();
    let Some(model) = graph.models.get(&rows.model) else { return };
    let has_key =
        names.iter().any(|name| graph.column(model, name).is_some_and(|(_, field)| field.relation.is_some()));
    if has_key {
        // One key among the columns makes Django call `select_related()`, which loads every key that may not be null.
        required_keys(graph, model, "", DEEPEST, &mut rows.loaded.paths);
    }
    for (column, name) in columns.iter().filter_map(|column| Some((*column, python::string(column)?))) {
        let row = rows.each(&assigned.module, python::span(column));
        if let Some(function) = method(class.body(), name) {
            column_method(graph, class, function, &row, queries);
        } else if graph.column(model, name).is_some_and(|(_, field)| field.relation.is_some()) {
            let mut visitor = Visitor::new(graph, queries);
            visitor.follow_from(&row, name, &assigned.module, python::span(column));
        } else {
            for (relation, _) in graph.followed_by_method(&rows.model, name) {
                Visitor::new(graph, queries).follow_from(
                    &row,
                    &relation,
                    &assigned.module,
                    python::span(column),
                );
            }
        }
    }
}

/// The paths of the foreign keys that may not be null, from `model` on.
fn required_keys(graph: &Graph<'_>, model: &Model, prefix: &str, depth: usize, paths: &mut Vec<String>) {
    if depth == 0 {
        return;
    }
    for field in &model.fields {
        let single =
            field.relation.as_ref().is_some_and(|relation| relation.kind != RelationKind::ManyToMany);
        if !single || field.is_null() {
            continue;
        }
        let path = format!("{prefix}{}", field.name);
        if let Some(target) = graph.target(model, field).and_then(|target| graph.models.get(&target)) {
            required_keys(graph, target, &format!("{path}__"), depth - 1, paths);
        }
        paths.push(path);
    }
}

/// `def owner_name(self, order): return order.owner.name`
fn column_method(graph: &Graph<'_>, class: &Class, function: &ast::Stmt, row: &Row, queries: &mut Queries) {
    let Some(parameter) = function::parameter(function, 1) else { return };
    let mut scope = super::infer::Scope::new(class.module(), Some(class.clone()));
    scope.variables.insert(parameter.to_owned(), Type::Row(row.clone()));
    Visitor::new(graph, queries).block(function::body(function), &mut scope, None);
}
