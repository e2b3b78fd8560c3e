//! The types that the reader of queries knows: model classes, sets of rows, single rows.

use std::sync::Arc;

use crate::base::Span;
use crate::django::code::Module;

/// What an expression is.
#[derive(Clone)]
pub(super) enum Type {
    /// A model class, by qualified name.
    Model(String),
    /// A manager, a queryset or a list of rows.
    Rows(Rows),
    /// One row.
    Row(Row),
}

/// A set of rows of one model.
#[derive(Clone)]
pub(super) struct Rows {
    pub model: String,
    pub loaded: Loaded,
    /// Names that annotations add: they are no columns.
    pub annotations: Vec<String>,
}

/// One row.
#[derive(Clone)]
pub(super) struct Row {
    pub model: String,
    /// The loop that yields it; `None` for a row that was fetched alone.
    pub iterated: Option<Iteration>,
}

/// The loop that a row comes from.
#[derive(Clone)]
pub(super) struct Iteration {
    /// The model of the rows that are iterated.
    pub model: String,
    /// The path from the iterated row to this one, empty for the row itself.
    pub path: Vec<String>,
    pub loaded: Loaded,
    pub module: Arc<Module>,
    pub span: Span,
}

/// The relations that a queryset loads with its rows.
#[derive(Clone, Default)]
pub(super) struct Loaded {
    /// Paths of `select_related` and `prefetch_related`.
    pub paths: Vec<String>,
    /// `select_related()` without arguments, or arguments that are computed: anything may be loaded.
    pub unsure: bool,
}

impl Loaded {
    pub fn covers(&self, path: &str) -> bool {
        self.unsure
            || self.paths.iter().any(|loaded| {
                loaded == path || loaded.strip_prefix(path).is_some_and(|rest| rest.starts_with("__"))
            })
    }
}

impl Rows {
    pub fn all(model: &str) -> Self {
        Self { model: model.to_owned(), loaded: Loaded::default(), annotations: Vec::new() }
    }

    /// One row of the set, as a loop over `span` yields it.
    pub fn each(&self, module: &Arc<Module>, span: Span) -> Row {
        let iteration = Iteration {
            model: self.model.clone(),
            path: Vec::new(),
            loaded: self.loaded.clone(),
            module: module.clone(),
            span,
        };
        Row { model: self.model.clone(), iterated: Some(iteration) }
    }
}

impl Row {
    pub fn alone(model: &str) -> Self {
        Self { model: model.to_owned(), iterated: None }
    }

    /// The row that the relation `name` leads to.
    pub fn step(&self, name: &str, target: &str) -> Self {
        let iterated = self.iterated.as_ref().map(|iteration| {
            let mut iteration = iteration.clone();
            iteration.path.push(name.to_owned());
            iteration
        });
        Self { model: target.to_owned(), iterated }
    }
}
