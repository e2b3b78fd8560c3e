//! The models that migrations build: their fields by name and the options that are plain lists.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Migration, Migrations};
use crate::syntax::python::{self, ast};

/// What the migrations of all apps leave behind.
#[derive(Default)]
pub struct State {
    /// The models by `(app, lower-case name)`.
    pub models: BTreeMap<(String, String), ModelState>,
    /// Apps whose state is not known, with the reason.
    pub gaps: BTreeMap<String, String>,
}

/// One model in the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelState {
    /// The name as written.
    pub name: String,
    /// The names of its fields, in order.
    pub fields: Vec<String>,
    /// The option `ordering`.
    pub ordering: Ordering,
    /// Whether the state has options of which none is created: an unmanaged or proxy model.
    pub is_virtual: bool,
}

/// A model's `ordering`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Ordering {
    /// These columns with their signs; none where the option is absent.
    Plain(Vec<String>),
    /// Anything but a list of strings.
    #[default]
    Computed,
}

impl Ordering {
    /// Reads the value of the option.
    pub(super) fn read(value: Option<&ast::Expr>) -> Self {
        let Some(value) = value else { return Self::Plain(Vec::new()) };
        let names = python::items(value)
            .and_then(|items| items.iter().map(|item| python::string(item).map(str::to_owned)).collect());
        names.map_or(Self::Computed, Self::Plain)
    }
}

impl State {
    /// Replays the migrations of every app in the order of their dependencies.
    pub fn build(migrations: &Migrations) -> Self {
        let mut state = Self::default();
        for (app, own) in &migrations.apps {
            for migration in ordered(app, own) {
                if let Some(gap) = &migration.gap {
                    state.gaps.insert(app.clone(), gap.clone());
                }
                for operation in &migration.operations {
                    state.apply(app, migration, operation);
                }
            }
        }
        state
    }

    fn apply(&mut self, app: &str, migration: &Migration, call: &ast::ExprCall) {
        let name = python::dotted_name(&call.func).unwrap_or_default();
        let operation = name.rsplit('.').next().unwrap_or_default();
        let text = |at: usize, name: &str| python::argument(call, at, name).and_then(python::string);
        let key = |model: &str| (app.to_owned(), model.to_lowercase());
        let result = match operation {
            "CreateModel" => text(0, "name").map(|name| {
                self.models.insert(key(name), created(name, call));
            }),
            "DeleteModel" => text(0, "name").map(|name| {
                self.models.remove(&key(name));
            }),
            "RenameModel" => text(0, "old_name").zip(text(1, "new_name")).map(|(old, new)| {
                if let Some(mut model) = self.models.remove(&key(old)) {
                    new.clone_into(&mut model.name);
                    self.models.insert(key(new), model);
                }
            }),
            "AddField" => self.change(app, call, |model, field| model.fields.push(field)),
            "RemoveField" => {
                self.change(app, call, |model, field| model.fields.retain(|name| *name != field))
            }
            "RenameField" => text(1, "old_name").zip(text(2, "new_name")).and_then(|(old, new)| {
                let model = self.models.get_mut(&key(text(0, "model_name")?))?;
                let at = model.fields.iter().position(|name| name == old)?;
                new.clone_into(&mut model.fields[at]);
                Some(())
            }),
            "AlterModelOptions" => text(0, "name").map(|name| {
                if let Some(model) = self.models.get_mut(&key(name)) {
                    // The operation sets what it names and clears the others.
                    model.ordering = ordering_in(python::argument(call, 1, "options"));
                }
            }),
            "SeparateDatabaseAndState" => {
                let inner = python::keyword_argument(call, "state_operations").or_else(|| call.args.get(1));
                for operation in inner.and_then(python::items).unwrap_or_default() {
                    if let ast::Expr::Call(call) = operation {
                        self.apply(app, migration, call);
                    }
                }
                Some(())
            }
            "AlterField"
            | "AlterUniqueTogether"
            | "AlterIndexTogether"
            | "AlterModelTable"
            | "AlterModelTableComment"
            | "AlterOrderWithRespectTo"
            | "AlterModelManagers"
            | "AddIndex"
            | "RemoveIndex"
            | "RenameIndex"
            | "AddConstraint"
            | "RemoveConstraint"
            | "AlterConstraint"
            | "RunPython"
            | "RunSQL" => Some(()),
            // What an own or a package's operation does to the state is not known, unless its name says that it only
            // touches the database.
            other
                if other.ends_with("Concurrently")
                    || other.ends_with("Extension")
                    || other.starts_with("Run") =>
            {
                Some(())
            }
            _ => None,
        };
        if result.is_none() {
            let file = migration.module.file();
            let line = file.line(python::span(call).start);
            self.gaps.insert(app.to_owned(), format!("{operation} at {}:{line} cannot be read", file.path()));
        }
    }

    fn change(
        &mut self,
        app: &str,
        call: &ast::ExprCall,
        act: impl FnOnce(&mut ModelState, String),
    ) -> Option<()> {
        let model = python::argument(call, 0, "model_name").and_then(python::string)?;
        let field = python::argument(call, 1, "name").and_then(python::string)?;
        let model = self.models.get_mut(&(app.to_owned(), model.to_lowercase()))?;
        act(model, field.to_owned());
        Some(())
    }
}

fn created(name: &str, call: &ast::ExprCall) -> ModelState {
    let fields = python::argument(call, 1, "fields").and_then(python::items).unwrap_or_default();
    let options = python::argument(call, 2, "options");
    let flag = |name: &str| options.and_then(|options| option(options, name)).and_then(python::boolean);
    ModelState {
        name: name.to_owned(),
        fields: fields
            .iter()
            .filter_map(|pair| python::items(pair)?.first().and_then(python::string).map(str::to_owned))
            .collect(),
        ordering: ordering_in(options),
        is_virtual: flag("proxy") == Some(true) || flag("managed") == Some(false),
    }
}

fn option<'o>(options: &'o ast::Expr, name: &str) -> Option<&'o ast::Expr> {
    let ast::Expr::Dict(dict) = options else { return None };
    dict.keys
        .iter()
        .zip(&dict.values)
        .find(|(key, _)| key.as_ref().and_then(python::string) == Some(name))
        .map(|(_, value)| value)
}

/// `ordering` among `options`, which may themselves be computed.
fn ordering_in(options: Option<&ast::Expr>) -> Ordering {
    match options {
        Some(dict @ ast::Expr::Dict(_)) => Ordering::read(option(dict, "ordering")),
        Some(_) => Ordering::Computed,
        None => Ordering::Plain(Vec::new()),
    }
}

/// The migrations of one app, each after those that it needs; the ones that a squashed migration replaces are left
/// out. Where dependencies run in a circle the names decide.
fn ordered<'m>(app: &str, own: &'m BTreeMap<String, Migration>) -> Vec<&'m Migration> {
    let replaced: BTreeSet<&str> = own
        .values()
        .flat_map(|migration| &migration.replaces)
        .filter(|(of, _)| of == app)
        .map(|(_, name)| name.as_str())
        .collect();
    let mut waiting: IndexMap<&str, &Migration> = own
        .iter()
        .filter(|(name, _)| !replaced.contains(name.as_str()))
        .map(|(name, migration)| (name.as_str(), migration))
        .collect();
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let is_free = |migration: &Migration| {
            !migration.dependencies.iter().any(|(of, name)| of == app && waiting.contains_key(name.as_str()))
        };
        let next = waiting.iter().find(|(_, migration)| is_free(migration)).or_else(|| waiting.iter().next());
        let Some((name, migration)) = next.map(|(name, migration)| (*name, *migration)) else { break };
        order.push(migration);
        waiting.shift_remove(name);
    }
    order
}
