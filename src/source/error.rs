//! What can go wrong while reading the tree, in words that say what, where, and what to do.

use std::path::PathBuf;

use crate::base::RepoPath;

/// Why a folder cannot be read as a repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The root does not exist, is no folder, or may not be read.
    #[error("cannot read the folder {}: {reason}; give the path of a folder that you may read", root.display())]
    Root {
        /// The root as given.
        root: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// More files than [`super::MAX_FILES`]; a part of them would give a review of a part of the project.
    #[error(
        "more than {limit} files below {}; list generated files and environments in .gitignore, \
         or review a smaller folder", root.display()
    )]
    TooManyFiles {
        /// The root as given.
        root: PathBuf,
        /// How many files are read at most.
        limit: usize,
    },
}

/// Why one file of the tree cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No such file in the tree.
    #[error("{path} is not in the repository")]
    Missing {
        /// The file.
        path: RepoPath,
    },
    /// Larger than [`super::MAX_BYTES`].
    #[error(
        "{path} is larger than {limit} bytes and is not read; a file that is part of the project should be split"
    )]
    TooLarge {
        /// The file.
        path: RepoPath,
        /// How many bytes are read at most.
        limit: u64,
    },
    /// Binary: it holds NUL bytes and is not UTF-16.
    #[error("{path} is a binary file, not text")]
    NotText {
        /// The file.
        path: RepoPath,
    },
    /// The system or the object store refuses.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: RepoPath,
        /// The reason, and where possible what to do.
        reason: String,
    },
}

impl ReadError {
    /// The file that cannot be read.
    pub const fn path(&self) -> &RepoPath {
        match self {
            Self::Missing { path }
            | Self::TooLarge { path, .. }
            | Self::NotText { path }
            | Self::Unreadable { path, .. } => path,
        }
    }
}

/// Something that was left out of the tree, or read otherwise than it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Note {
    /// Where, as text (a name may be no valid path of the repository).
    pub place: String,
    /// What was left out, and why.
    pub message: String,
}

impl Note {
    /// A note about `place`.
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}
