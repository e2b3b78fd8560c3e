//! An open repository: where it lies, what HEAD is, and what a revision means.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use git2::{ErrorCode, RepositoryOpenFlags};

use super::GitError;
use crate::base::RepoPath;

/// An open repository. Threads may share it; they read one after the other.
pub struct Repository {
    inner: Mutex<git2::Repository>,
    root: Option<PathBuf>,
    git_dir: PathBuf,
}

/// What HEAD is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The commit; `None` before the first one.
    pub commit: Option<String>,
    /// The branch, without `refs/heads/`; `None` on a detached head.
    pub branch: Option<String>,
}

impl Repository {
    /// Opens the repository that holds `path`: its root, any folder or file in it, a linked worktree, a bare clone.
    ///
    /// `GIT_DIR` and its kin are not read: the path says which repository is meant.
    ///
    /// # Errors
    /// Where there is no such folder or no repository, where it belongs to somebody else, or where its format is not
    /// understood.
    pub fn open(path: &Path) -> Result<Self, GitError> {
        if !path.exists() {
            return Err(GitError::NoSuchFolder(path.to_path_buf()));
        }
        let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
        // An empty name is how `Path::parent` spells the current folder.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let no_ceiling: [&OsStr; 0] = [];
        git2::Repository::open_ext(folder, RepositoryOpenFlags::empty(), no_ceiling)
            .map(Self::from_git2)
            .map_err(|error| {
                // The folder that git's advice must name is the repository's, not one inside it.
                let holder = git2::Repository::discover_path(folder, no_ceiling).ok();
                let holder = holder.as_deref().map(|git_dir| {
                    if git_dir.ends_with(".git") { git_dir.parent().unwrap_or(git_dir) } else { git_dir }
                });
                GitError::opening(path, holder, &error)
            })
    }

    pub(super) fn from_git2(inner: git2::Repository) -> Self {
        let root = inner.workdir().map(|path| path.components().collect());
        let git_dir = inner.path().components().collect();
        Self { inner: Mutex::new(inner), root, git_dir }
    }

    /// The repository itself. Nothing that holds it panics half-way through a change, so a poisoned lock is no harm.
    pub(super) fn inner(&self) -> MutexGuard<'_, git2::Repository> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The root of the work tree (of the linked one, where that was opened); `None` for a bare repository.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The git directory; of a linked worktree, its own. Side files such as locks may live here.
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// `path` (absolute, or from the current folder) as a path of the work tree; `None` outside it.
    pub fn relative(&self, path: &Path) -> Option<RepoPath> {
        let root = self.root()?.canonicalize().ok()?;
        let path = path.canonicalize().ok()?;
        RepoPath::new(path.strip_prefix(root).ok()?.to_str()?)
    }

    /// HEAD: commit and branch.
    ///
    /// # Errors
    /// Where HEAD or the branch that it names cannot be read.
    pub fn head(&self) -> Result<Head, GitError> {
        let repository = self.inner();
        let failed = GitError::doing("read HEAD");
        let head = repository.find_reference("HEAD").map_err(&failed)?;
        let branch = head
            .symbolic_target()
            .map_err(&failed)?
            .map(|name| name.strip_prefix("refs/heads/").unwrap_or(name).to_owned());
        let commit = match head.peel_to_commit() {
            Ok(commit) => Some(commit.id().to_string()),
            Err(error)
                if branch.is_some() && error.code() == ErrorCode::NotFound && is_unborn(&repository) =>
            {
                None
            }
            Err(error) => return Err(failed(error)),
        };
        Ok(Head { commit, branch })
    }

    /// The full hash of the commit that `rev` names: a branch, a tag, a hash or its beginning, `HEAD~2`, ….
    ///
    /// # Errors
    /// Where it names no commit of this repository, or several.
    pub fn resolve(&self, rev: &str) -> Result<String, GitError> {
        let wrong =
            |message: &str| GitError::NoSuchRevision { rev: rev.to_owned(), message: message.to_owned() };
        if rev.is_empty() {
            return Err(wrong("it is empty"));
        }
        self.inner()
            .revparse_single(rev)
            .and_then(|object| object.peel_to_commit())
            .map(|commit| commit.id().to_string())
            .map_err(|error| wrong(error.message()))
    }
}

/// Whether the branch that HEAD names has no commit yet, as against one that cannot be read.
fn is_unborn(repository: &git2::Repository) -> bool {
    repository.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch)
}
