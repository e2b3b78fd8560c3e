//! Where the repository came from.

use super::{Forge, ForgeKind, GitError, Repository};

/// One remote of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its name, such as `origin`.
    pub name: String,
    /// Where it fetches from, as git reads it (`url.<base>.insteadOf` applied). It may hold credentials: never print it.
    pub url: String,
}

impl Repository {
    /// The remotes: the one that the current branch follows first, then `origin`, then the others by name.
    ///
    /// # Errors
    /// Where the configuration cannot be read.
    pub fn remotes(&self) -> Result<Vec<Remote>, GitError> {
        let followed = self.followed();
        let repository = self.inner();
        let failed = GitError::doing("read the remotes");
        let names = repository.remotes().map_err(&failed)?;
        let mut remotes: Vec<Remote> = names
            .iter()
            .filter_map(|name| {
                let name = name.ok().flatten()?;
                let remote = repository.find_remote(name).ok()?;
                let url = remote.url().ok()?.to_owned();
                Some(Remote { name: name.to_owned(), url })
            })
            .collect();
        remotes.sort_by_key(|remote| {
            (followed.as_ref() != Some(&remote.name), remote.name != "origin", remote.name.clone())
        });
        Ok(remotes)
    }

    /// The name of the remote that the current branch follows.
    fn followed(&self) -> Option<String> {
        let branch = self.head().ok()?.branch?;
        let name = self.inner().branch_upstream_remote(&format!("refs/heads/{branch}")).ok()?;
        name.as_str().ok().map(str::to_owned)
    }

    /// The forge that the repository lives on: the first remote whose host is a known one, or is listed in `hosts`.
    pub fn forge(&self, hosts: &[(String, ForgeKind)]) -> Option<Forge> {
        self.remotes().ok()?.iter().find_map(|remote| Forge::of(&remote.url, hosts))
    }
}
