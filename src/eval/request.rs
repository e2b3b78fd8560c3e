//! What is to be evaluated, and under which circumstances.

use super::Origin;
use crate::base::RepoPath;
use crate::source::Tree;

/// A variable of the environment in which the settings are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The place in a deployment file that sets it.
    pub origin: Option<Origin>,
}

/// What to do with `DEBUG`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Debug {
    /// As the module leaves it.
    #[default]
    AsWritten,
    /// Every assignment to the global `DEBUG` stores `False`.
    Off,
}

/// A settings module and the circumstances in which it is read.
#[derive(Clone)]
pub struct Request<'t> {
    /// The repository.
    pub tree: &'t Tree,
    /// The folders of `sys.path`, in order (the project's root first).
    pub path: Vec<RepoPath>,
    /// The module, dotted.
    pub module: String,
    /// The class of django-configurations, where the project uses it (`DJANGO_CONFIGURATION`).
    pub class: Option<String>,
    /// The environment; variables that are not listed are unset.
    pub environment: Vec<Variable>,
    /// What to do with `DEBUG`.
    pub debug: Debug,
    /// The version of Django, where it is known (`5.2`).
    pub django: Option<String>,
    /// The names of the installed distributions, where they are known. It decides what `try: import x` finds.
    pub packages: Option<Vec<String>>,
    /// The most steps that the evaluation may take; [`super::MOST_STEPS`] for a run that everything rests on.
    pub steps: u64,
}

impl<'t> Request<'t> {
    /// The module in an empty environment, imported from the repository's root.
    pub fn new(tree: &'t Tree, module: &str) -> Self {
        Self {
            tree,
            path: vec![RepoPath::root()],
            module: module.to_owned(),
            class: None,
            environment: Vec::new(),
            debug: Debug::AsWritten,
            django: None,
            packages: None,
            steps: super::MOST_STEPS,
        }
    }
}
