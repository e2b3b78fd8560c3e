//! The model graph with both ends of each relation.

use std::collections::HashMap;

use super::function::body;
use super::managers;
use crate::base::Span;
use crate::django::code::{Class, Code, method};
use crate::django::models::{Field, Model, Models, RelationKind};
use crate::syntax::python::{self, ast};

/// The models and their relations, ready for questions about paths.
pub struct Graph<'a> {
    /// The code.
    pub code: &'a Code<'a>,
    /// The models.
    pub models: &'a Models,
    /// The value of `AUTH_USER_MODEL`.
    user_model: Option<String>,
    reverse: HashMap<String, Vec<Reverse>>,
    pub(super) managers: HashMap<String, Vec<Class>>,
}

/// A relation seen from its target.
pub(super) struct Reverse {
    /// The attribute on a row: `orders` or `order_set`.
    accessor: String,
    /// The name in lookups: `orders` or `order`.
    query_name: String,
    /// The model that declares the relation, qualified.
    pub from: String,
    /// The field that declares it.
    pub field: String,
    pub kind: RelationKind,
}

/// A relation of a row, by the name that code uses.
pub(super) struct Edge {
    /// The model at the other end, qualified.
    pub target: String,
    /// Whether it leads to one row at most.
    pub single: bool,
    /// For the way back of a foreign key: the field that points here, which Django fills in by itself.
    pub known: Option<String>,
}

impl<'a> Graph<'a> {
    /// The graph of `models`; `user_model` is the value of `AUTH_USER_MODEL`, where it is known.
    pub fn new(code: &'a Code<'a>, models: &'a Models, user_model: Option<String>) -> Self {
        let mut graph =
            Self { code, models, user_model, reverse: HashMap::new(), managers: managers::of(code, models) };
        for model in models.concrete() {
            for field in &model.fields {
                graph.add_reverse(model, field);
            }
        }
        graph
    }

    fn add_reverse(&mut self, model: &Model, field: &Field) {
        let Some(relation) = &field.relation else { return };
        let Some(target) = self.target(model, field) else { return };
        let lower = model.name().to_lowercase();
        let fill = |name: &str| {
            name.replace("%(class)s", &lower).replace("%(app_label)s", &model.app.to_lowercase())
        };
        let given = relation.related_name.as_deref().map(fill);
        if given.as_deref().is_some_and(|name| name.ends_with('+')) {
            return;
        }
        let default =
            if relation.kind == RelationKind::OneToOne { lower.clone() } else { format!("{lower}_set") };
        let reverse = Reverse {
            accessor: given.clone().unwrap_or(default),
            query_name: given.unwrap_or(lower),
            from: model.class.qualified(),
            field: field.name.clone(),
            kind: relation.kind,
        };
        self.reverse.entry(target).or_default().push(reverse);
    }

    /// The model that a relation leads to, qualified; `None` where it is not the project's.
    pub fn target(&self, model: &Model, field: &Field) -> Option<String> {
        let named = field.relation.as_ref()?.target.as_deref()?;
        let named = match named {
            "django.conf.settings.AUTH_USER_MODEL" | "django.contrib.auth.get_user_model" => {
                self.user_model.as_deref()?
            }
            other => other,
        };
        self.models.target(model, named).map(|target| target.class.qualified())
    }

    /// The field `name` of `model`, its own or a parent table's, with the model that has the column.
    pub fn column(&self, model: &'a Model, name: &str) -> Option<(&'a Model, &'a Field)> {
        if let Some(field) = model.field(name) {
            return Some((model, field));
        }
        model.parents.iter().find_map(|parent| {
            let parent = self.models.get(parent)?;
            Some((parent, parent.field(name)?))
        })
    }

    /// Whether some row of the project has a relation of that name.
    pub(super) fn is_relation(&self, name: &str) -> bool {
        let declares =
            |model: &Model| model.fields.iter().any(|field| field.name == name && field.relation.is_some());
        self.models.concrete().any(declares)
            || self.reverse.values().flatten().any(|reverse| reverse.accessor == name)
    }

    /// The many-to-many fields of `model`, its own and its parents'.
    pub(super) fn many_to_many(&self, model: &str) -> Vec<&str> {
        let Some(model) = self.models.get(model) else { return Vec::new() };
        let parents = model.parents.iter().filter_map(|parent| self.models.get(parent));
        let is_many = |field: &&Field| {
            field.relation.as_ref().is_some_and(|relation| relation.kind == RelationKind::ManyToMany)
        };
        let layers = std::iter::once(model).chain(parents);
        layers
            .flat_map(|layer| layer.fields.iter().filter(is_many))
            .map(|field| field.name.as_str())
            .collect()
    }

    /// The relation that `row.<name>` follows.
    pub(super) fn edge(&self, model: &str, name: &str) -> Option<Edge> {
        let declared = self.models.get(model)?;
        if let Some((owner, field)) = self.column(declared, name) {
            // `row.owner_id` reads the column itself.
            let kind = field.relation.as_ref().filter(|_| field.name == name)?.kind;
            // A row of an installed package's model is fetched like any other; what lies behind it is not known.
            let target =
                self.target(owner, field).unwrap_or_else(|| "a model of an installed package".to_owned());
            return Some(Edge { target, single: kind != RelationKind::ManyToMany, known: None });
        }
        let back = self.reverse.get(model)?.iter().find(|reverse| reverse.accessor == name)?;
        let known = (back.kind != RelationKind::ManyToMany).then(|| back.field.clone());
        Some(Edge { target: back.from.clone(), single: back.kind == RelationKind::OneToOne, known })
    }

    /// The column that a lookup such as `owner__team__name__icontains` ends at, with its model.
    ///
    /// `None` where it ends at a primary key, at something that is no column of the project, or cannot be followed.
    pub fn lookup(&self, model: &str, path: &str) -> Option<(&'a Model, &'a Field)> {
        let mut current = self.models.get(model)?;
        let mut parts = path.split("__").peekable();
        while let Some(part) = parts.next() {
            if let Some((owner, field)) = self.column(current, part) {
                let next = field.relation.as_ref().and(self.target(owner, field));
                let goes_on =
                    parts.peek().is_some_and(|part| next.as_deref().is_some_and(|to| self.has(to, part)));
                match next {
                    Some(to) if goes_on => current = self.models.get(&to)?,
                    _ => return Some((owner, field)),
                }
                continue;
            }
            let back = self.reverse.get(&current.class.qualified())?.iter().find(|r| r.query_name == part)?;
            current = self.models.get(&back.from)?;
            parts.peek()?;
        }
        None
    }

    /// Whether `part` names a field or a way back of `model` (and not a lookup such as `isnull`).
    fn has(&self, model: &str, part: &str) -> bool {
        part == "pk"
            || part == "id"
            || self.models.get(model).is_some_and(|model| self.column(model, part).is_some())
            || self.reverse.get(model).is_some_and(|all| all.iter().any(|reverse| reverse.query_name == part))
    }

    /// The relations that a method of `model` follows from `self`, with the place; `row.method()` in a loop follows
    /// them for each row.
    pub(super) fn followed_by_method(&self, model: &str, name: &str) -> Vec<(String, Span)> {
        let Some(declared) = self.models.get(model) else { return Vec::new() };
        let Some(function) = method(declared.class.body(), name) else { return Vec::new() };
        let mut found: Vec<(String, Span)> = Vec::new();
        for expr in python::expressions(body(function)) {
            let ast::Expr::Attribute(attribute) = expr else { continue };
            let is_self = matches!(&*attribute.value, ast::Expr::Name(name) if name.id.as_str() == "self");
            let relation = attribute.attr.as_str();
            let is_new = !found.iter().any(|(known, _)| known == relation);
            if is_self && is_new && self.edge(model, relation).is_some_and(|edge| edge.single) {
                found.push((relation.to_owned(), python::span(attribute)));
            }
        }
        found
    }
}
