//! Making a repository with commits: the demo, and the tests.

use std::path::Path;

use git2::{ErrorCode, IndexAddOption, RepositoryInitOptions, Signature, Time};
use jiff::Timestamp;

use super::{GitError, Repository};
use crate::model::Person;

/// Who commits, and when: the same files, messages and stamps make the same hashes on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Author and committer.
    pub by: Person,
    /// When, in UTC.
    pub at: Timestamp,
}

/// Makes an empty repository with a work tree at `root` (made if absent) and the branch `main`.
///
/// The user's template folder is not used: no hooks come along.
///
/// # Errors
/// Where the folder cannot be made or is a repository already.
pub fn create(root: &Path) -> Result<Repository, GitError> {
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).mkpath(true).external_template(false).initial_head("main");
    let make = || {
        let repository = git2::Repository::init_opts(root, &options)?;
        // The files' bytes are committed as they are, whatever the user's configuration says of line ends.
        repository.config()?.set_bool("core.autocrlf", false)?;
        Ok(repository)
    };
    make().map(Repository::from_git2).map_err(GitError::doing("make a repository"))
}

impl Repository {
    /// Commits the whole work tree (without what `.gitignore` leaves out) on HEAD, and hands back the commit's hash.
    ///
    /// No hook runs, and nothing is signed.
    ///
    /// # Errors
    /// Where the repository is bare, a file cannot be read, or the objects cannot be written.
    pub fn commit_all(&self, message: &str, stamp: &Stamp) -> Result<String, GitError> {
        let repository = self.inner();
        let commit = || {
            let time = Time::new(stamp.at.as_second(), 0);
            let signature = Signature::new(&stamp.by.name, &stamp.by.email, &time)?;
            let mut index = repository.index()?;
            index.add_all(["*"], IndexAddOption::DEFAULT, None)?;
            index.update_all(["*"], None)?;
            index.write()?;
            let tree = repository.find_tree(index.write_tree()?)?;
            let parent = match repository.head() {
                Ok(head) => Some(head.peel_to_commit()?),
                Err(error) if error.code() == ErrorCode::UnbornBranch => None,
                Err(error) => return Err(error),
            };
            let parents: Vec<_> = parent.iter().collect();
            repository.commit(Some("HEAD"), &signature, &signature, message, &tree, &parents)
        };
        commit().map(|id| id.to_string()).map_err(GitError::doing("commit"))
    }
}
