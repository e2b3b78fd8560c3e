//! The project's URLconf as a route table: what each path leads to, includes and routers followed.

mod condition;
mod read;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

pub use condition::{SettingLookup, condition};
pub use view::View;

use super::code::{Code, Module};
use crate::base::{RepoPath, Span};
use crate::source::SourceFile;

/// One route.
#[derive(Clone)]
pub struct Route {
    /// The whole path as people read it: a leading slash, the includes' prefixes, regular expressions without their
    /// anchors, converters and groups as written.
    pub path: String,
    /// Where it leads.
    pub view: View,
    /// The name given to it, without its namespace.
    pub name: Option<String>,
    /// Whether it, or an include on the way, stands under a condition that the repository does not decide.
    pub conditional: bool,
    /// The module that writes it.
    pub module: Arc<Module>,
    /// The bytes of the call that makes it.
    pub span: Span,
}

impl Route {
    /// The file that writes it.
    pub fn file(&self) -> &SourceFile {
        self.module.file()
    }
}

/// A part of the URLconf that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The file.
    pub path: RepoPath,
    /// The line, from 1.
    pub line: usize,
    /// The path up to there.
    pub prefix: String,
    /// What it is, in words.
    pub reason: String,
}

/// The routes of one URLconf, in the order in which Django tries them.
#[derive(Clone, Default)]
pub struct Routes {
    /// The routes.
    pub routes: Vec<Route>,
    /// What could not be followed.
    pub gaps: Vec<Gap>,
}

impl Routes {
    /// Reads the URLconf `root` (the dotted name in `ROOT_URLCONF`); conditions on settings are decided by `settings`.
    pub fn read(code: &Code<'_>, root: &str, settings: &SettingLookup<'_>) -> Self {
        read::routes(code, root, settings)
    }
}
