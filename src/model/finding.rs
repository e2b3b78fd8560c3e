//! What detectors report beside a verdict.

use crate::base::RepoPath;

/// One place that an audit item complains about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Finding {
    /// The file.
    pub path: RepoPath,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there, one sentence.
    pub message: String,
    /// Item, normalised code and logical place; stable when lines move or files are renamed.
    pub fingerprint: String,
}

/// A trap that does not change the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Warning {
    /// What is wrong and what to do, one or two sentences.
    pub message: String,
    /// The file, where one place can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<RepoPath>,
    /// The line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}
