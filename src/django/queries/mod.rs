//! How the project's code queries its models: which columns it filters and orders by, and which relations it follows
//! from rows that it iterates.
//!
//! Each function is read once, statement by statement, with the types of its variables inferred as far as they are
//! model classes, querysets and rows. What cannot be inferred is left out: every fact here is certain of its model.

mod admin;
mod arguments;
mod declared;
mod function;
mod graph;
mod infer;
mod managers;
mod rows;
mod serializers;
#[cfg(test)]
mod tests;
mod visit;

use std::sync::Arc;

pub use graph::Graph;

use super::code::Module;
use crate::base::{RepoPath, Span};

/// What a lookup does with its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LookupKind {
    /// `filter`, `exclude`, `get` and their kin.
    Filter,
    /// `order_by`, `latest`, `Meta.ordering`.
    Order,
    /// A filter or an order that a screen offers to its users: `list_filter`, `filterset_fields`, `ordering_fields`.
    Offered,
}

/// One column that a query looks up.
#[derive(Clone)]
pub struct Lookup {
    /// The model that has the column, qualified.
    pub model: String,
    /// The field's name.
    pub field: String,
    /// What it is looked up for.
    pub kind: LookupKind,
    /// The module that does it.
    pub module: Arc<Module>,
    /// The bytes of the place.
    pub span: Span,
}

/// A relation that is followed from a row while rows are iterated.
#[derive(Clone)]
pub struct Follow {
    /// The model of the rows, qualified.
    pub model: String,
    /// The path from the row: `owner`, `owner__team`.
    pub relation: String,
    /// Whether its last step leads to many rows.
    pub many: bool,
    /// Whether the queryset loads it, or may load it (its arguments are computed).
    pub covered: bool,
    /// The module that follows it.
    pub module: Arc<Module>,
    /// The bytes of the place that follows it.
    pub span: Span,
    /// The module that iterates.
    pub rows_module: Arc<Module>,
    /// The bytes of what is iterated.
    pub rows_span: Span,
}

/// A place that iterates rows and follows relations of them, or may, where nobody knows which rows.
#[derive(Clone)]
pub struct Unresolved {
    /// The module that iterates.
    pub module: Arc<Module>,
    /// The bytes of the place.
    pub span: Span,
}

/// Everything that was found.
#[derive(Clone, Default)]
pub struct Queries {
    /// The columns that are looked up, in the order of files and lines.
    pub lookups: Vec<Lookup>,
    /// The relations that are followed, in the order of files and lines.
    pub follows: Vec<Follow>,
    /// The iterations that could not be judged, in the order of files and lines.
    pub unresolved: Vec<Unresolved>,
}

impl Queries {
    /// Reads `files` (tests and migrations left out by the caller).
    pub fn read(graph: &Graph<'_>, files: &[RepoPath]) -> Self {
        let mut queries = Self::default();
        for path in files {
            if let Ok(module) = graph.code.module_at(path) {
                visit::module(graph, &module, &mut queries);
                declared::module(graph, &module, &mut queries);
                admin::module(graph, &module, &mut queries);
                serializers::module(graph, &module, &mut queries);
            }
        }
        declared::models(graph, &mut queries);
        queries
    }

    fn leave(&mut self, module: &Arc<Module>, span: Span) {
        self.unresolved.push(Unresolved { module: Arc::clone(module), span });
    }
}
