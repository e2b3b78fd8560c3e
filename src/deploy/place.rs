//! Where a fact stands.

use crate::base::{RepoPath, Span};

/// A place in a deployment file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The bytes that state the fact.
    pub span: Span,
    /// The line of the first byte, from 1.
    pub line: usize,
}
