//! What can go wrong with a repository, and what to do about it.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode};

/// Why the repository was not read (or made).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// The folder does not exist.
    #[error("{} does not exist; name a folder of the repository", .0.display())]
    NoSuchFolder(PathBuf),
    /// No repository holds the folder.
    #[error(
        "{} is not inside a git repository; go to a clone, or name one with -C (`git init` makes one)",
        .0.display()
    )]
    NotARepository(PathBuf),
    /// The repository belongs to somebody else, and git's `safe.directory` does not list it.
    #[error(
        "the repository at {} belongs to another user, so git does not trust it; if you do, run \
         `git config --global --add safe.directory {}`",
        .0.display(), .0.display()
    )]
    NotOwned(PathBuf),
    /// The repository uses a format that libgit2 does not read.
    #[error(
        "the repository at {} cannot be opened ({message}); a plain `git clone` of it can",
        path.display()
    )]
    Unsupported {
        /// The folder that was asked for.
        path: PathBuf,
        /// libgit2's words.
        message: String,
    },
    /// A revision that names no commit.
    #[error("'{rev}' names no commit here ({message}); give a branch, tag or hash that `git log` shows")]
    NoSuchRevision {
        /// As it was given.
        rev: String,
        /// libgit2's words.
        message: String,
    },
    /// An object that the history names is not in the repository.
    #[error(
        "the object {id} is missing from the repository; it may be a partial or damaged clone: \
         `git fetch --refetch` or a new clone brings it"
    )]
    MissingObject {
        /// The object's hash.
        id: String,
    },
    /// A commit with more files than are read.
    #[error("the commit {commit} holds more than {limit} files, which gonogo does not read")]
    TooManyFiles {
        /// The commit.
        commit: String,
        /// The most files that are read.
        limit: usize,
    },
    /// Anything else that libgit2 says.
    #[error("git could not {action} ({message}); `git fsck` may tell more")]
    Other {
        /// What was being done, as an infinitive.
        action: &'static str,
        /// libgit2's words.
        message: String,
    },
}

impl GitError {
    /// What `error` means where a repository was being opened at `path`; `holder` is the folder of the one found there.
    pub(super) fn opening(path: &Path, holder: Option<&Path>, error: &git2::Error) -> Self {
        let path = path.to_path_buf();
        match (error.code(), error.class()) {
            (ErrorCode::Owner, _) => Self::NotOwned(holder.map_or(path, Path::to_path_buf)),
            (ErrorCode::NotFound, ErrorClass::Repository) => Self::NotARepository(path),
            _ => Self::Unsupported { path, message: error.message().to_owned() },
        }
    }

    /// What `error` means where `action` (an infinitive) was being done.
    pub(super) fn doing(action: &'static str) -> impl Fn(git2::Error) -> Self {
        move |error| Self::Other { action, message: error.message().to_owned() }
    }
}
