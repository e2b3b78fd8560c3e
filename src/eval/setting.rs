//! The result of evaluating a settings module.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Datum, Origin, Shape};
use crate::base::RepoPath;

/// Every upper-case name that a settings module leaves behind.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The module, dotted.
    pub module: String,
    /// The settings by name, in the order of their first assignment.
    pub entries: IndexMap<String, Setting>,
    /// Names that are assigned only on branches that were not taken, and what they would be there.
    pub unassigned: IndexMap<String, Vec<Alternative>>,
    /// The repository's own files that were evaluated, in order.
    pub files: Vec<RepoPath>,
    /// Why there may be settings beyond the entries, with the file; `None` where a name that is missing is absent.
    pub open: Option<(RepoPath, String)>,
    /// What it cost, in steps of the evaluator; see [`super::MOST_STEPS`].
    pub steps: u64,
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
#[derive(Debug, Clone, PartialEq)]
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

impl Setting {
    /// How much is known of it. What is required or unknown anywhere inside makes the whole so; required comes first,
    /// since reading the module then raises.
    pub fn state(&self) -> State {
        let mut required = BTreeSet::new();
        let mut reason = None;
        self.value.visit(&mut |datum| match &datum.shape {
            Shape::Required(names) => required.extend(names.iter().cloned()),
            Shape::Unknown(why) if reason.is_none() => reason = Some(why.clone()),
            _ => {}
        });
        match (required.is_empty(), reason) {
            (false, _) => State::Required(required.into_iter().collect()),
            (true, Some(reason)) => State::Unknown(reason),
            (true, None) => State::Known,
        }
    }

    /// All environment variables that it depends on, inside as well, sorted.
    pub fn env(&self) -> Vec<String> {
        let mut env = BTreeSet::new();
        self.value.visit(&mut |datum| env.extend(datum.env.iter().cloned()));
        env.into_iter().collect()
    }

    /// The place that decided its value.
    pub fn origin(&self) -> Option<&Origin> {
        self.origins.last().or(self.value.origin.as_ref())
    }
}
