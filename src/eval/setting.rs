//! The result of evaluating a settings module.

use indexmap::IndexMap;

use super::{Datum, Origin};
use crate::base::RepoPath;

/// Every upper-case name that a settings module leaves behind.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The module, dotted.
    pub module: String,
    /// The settings by name, in the order of their first assignment.
    pub entries: IndexMap<String, Setting>,
    /// The repository's own files that were evaluated, in order.
    pub files: Vec<RepoPath>,
    /// What went wrong on the way (a file that does not parse, a budget that ran out), with the file.
    pub problems: Vec<(RepoPath, String)>,
}

/// One setting.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The value.
    pub value: Datum,
    /// Every assignment and mutation that contributed to the value, in order; the last one decides.
    pub origins: Vec<Origin>,
    /// What the setting would be on branches that were not taken only because of the environment.
    pub alternatives: Vec<Alternative>,
}

/// A value that another environment would give.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The value on that branch.
    pub value: Datum,
    /// The assignment.
    pub origin: Origin,
    /// The environment variables that the branch depends on.
    pub env: Vec<String>,
}

/// How much is known of a setting as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The very value that Django would see.
    Known,
    /// Reading it raises until these variables are set.
    Required(Vec<String>),
    /// Not known, or known in part only; the reason.
    Unknown(String),
}
