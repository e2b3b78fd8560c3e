//! The work tree as against HEAD and the index.

use git2::StatusOptions;

use super::{GitError, Repository};
use crate::base::RepoPath;

impl Repository {
    /// The tracked files in which the work tree or the index differs from HEAD, sorted.
    ///
    /// What counts: a file of HEAD or the index that was changed, removed, renamed, or had its kind or executable bit
    /// changed, staged or not; a file added to the index; a file in conflict. What does not: untracked and ignored
    /// files, and what happens inside submodules. Before the first commit every file in the index counts. A bare
    /// repository has no changes.
    ///
    /// # Errors
    /// Where the index or the work tree cannot be read.
    pub fn changes(&self) -> Result<Vec<RepoPath>, GitError> {
        let repository = self.inner();
        if repository.is_bare() {
            return Ok(Vec::new());
        }
        let mut options = StatusOptions::new();
        options.include_untracked(false).include_ignored(false).exclude_submodules(true);
        let statuses =
            repository.statuses(Some(&mut options)).map_err(GitError::doing("compare the work tree"))?;
        // A path that is not UTF-8 still makes the tree dirty; it is shown as far as it can be read.
        let mut paths: Vec<RepoPath> = statuses
            .iter()
            .filter_map(|entry| RepoPath::new(&String::from_utf8_lossy(entry.path_bytes())))
            .collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// Whether [`Repository::changes`] names a file other than those in `except` (gonogo's own record, say).
    ///
    /// # Errors
    /// As [`Repository::changes`].
    pub fn is_dirty(&self, except: &[&str]) -> Result<bool, GitError> {
        Ok(self.changes()?.iter().any(|path| !except.contains(&path.as_str())))
    }

    /// Every path in the index, sorted: the files that git tracks. None in a bare repository.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn tracked(&self) -> Result<Vec<RepoPath>, GitError> {
        let repository = self.inner();
        if repository.is_bare() {
            return Ok(Vec::new());
        }
        let index = repository.index().map_err(GitError::doing("read the index"))?;
        let mut paths: Vec<RepoPath> = index
            .iter()
            .filter_map(|entry| String::from_utf8(entry.path).ok())
            .filter_map(|path| RepoPath::new(&path))
            .collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }
}
