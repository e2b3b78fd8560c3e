//! The commits that changed one file.

use std::collections::HashMap;

use git2::{ErrorClass, ObjectType, Oid, Sort};
use jiff::Timestamp;

use super::tree::object_error;
use super::{BlobId, GitError, Repository};
use crate::base::RepoPath;
use crate::model::Person;

/// A commit as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The full hash.
    pub id: String,
    /// The author.
    pub by: Person,
    /// When the author made it.
    pub at: Timestamp,
    /// The first line of its message; empty where there is none.
    pub summary: String,
    /// The full hashes of its parents, the branch that was merged into first.
    pub parents: Vec<String>,
    /// The full hash of its tree: of the files themselves, whoever committed them.
    pub tree: String,
}

/// One file at a commit that changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: Commit,
    /// The contents; `None` where the commit removed the file.
    pub blob: Option<BlobId>,
    /// The contents in each parent that was asked about, in the order of [`Commit::parents`]; `None` where the parent
    /// has no such file. Empty for a commit without parents.
    pub before: Vec<Option<BlobId>>,
    /// Whether the history ends here only because a shallow clone leaves out what was before.
    pub cut: bool,
}

/// Which commits a history goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Every commit that is reachable: a merge counts only where it differs from all that it merges.
    Whole,
    /// Only first parents: what each commit or merge brought to the branch.
    FirstParent,
}

impl Repository {
    /// What is known of the commit with the full hash `commit`.
    ///
    /// # Errors
    /// Where it is missing or damaged.
    pub fn commit(&self, commit: &str) -> Result<Commit, GitError> {
        let repository = self.inner();
        let id = Oid::from_str(commit).map_err(GitError::doing("read the commit"))?;
        repository.find_commit(id).map(|found| described(&found)).map_err(|error| object_error(id, &error))
    }

    /// The contents of `path` in the commit with the full hash `commit`; `None` where it holds no such file.
    ///
    /// # Errors
    /// Where the commit or one of the folders is missing or damaged.
    pub fn blob_at(&self, commit: &str, path: &RepoPath) -> Result<Option<BlobId>, GitError> {
        let repository = self.inner();
        let id = Oid::from_str(commit).map_err(GitError::doing("read the commit"))?;
        blob_in(&repository, id, path)
    }

    /// The commits that changed `path`, from the one with the full hash `newest` backwards, children before parents.
    ///
    /// A commit changed the file where its contents differ from those in every parent that `walk` looks at; a change
    /// that a merge only took over from one side stands at the commit that made it. Renames are not followed.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn history(&self, newest: &str, path: &RepoPath, walk: Walk) -> Result<Vec<Version>, GitError> {
        let repository = self.inner();
        let failed = GitError::doing("read the history");
        let mut revisions = repository.revwalk().map_err(&failed)?;
        revisions.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(&failed)?;
        if walk == Walk::FirstParent {
            revisions.simplify_first_parent().map_err(&failed)?;
        }
        revisions.push(Oid::from_str(newest).map_err(&failed)?).map_err(&failed)?;
        let shallow = self.boundary();
        let mut known: HashMap<Oid, Option<BlobId>> = HashMap::new();
        let mut at = |id: Oid| match known.get(&id) {
            Some(blob) => Ok(*blob),
            None => blob_in(&repository, id, path).inspect(|blob| {
                known.insert(id, *blob);
            }),
        };
        let mut versions = Vec::new();
        for id in revisions {
            let id = id.map_err(&failed)?;
            let commit = repository.find_commit(id).map_err(|error| object_error(id, &error))?;
            let blob = at(id)?;
            let asked = match walk {
                Walk::Whole => usize::MAX,
                Walk::FirstParent => 1,
            };
            let before = commit.parent_ids().take(asked).map(&mut at).collect::<Result<Vec<_>, _>>()?;
            let cut = before.is_empty() && shallow.contains(&id);
            let changed = if before.is_empty() { blob.is_some() } else { !before.contains(&blob) };
            if changed {
                versions.push(Version { commit: described(&commit), blob, before, cut });
            }
        }
        Ok(versions)
    }

    /// How many commits `new` reaches and `old` does not, and how many the other way round; both are full hashes.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn apart(&self, old: &str, new: &str) -> Result<(usize, usize), GitError> {
        let failed = GitError::doing("count the commits");
        let (old, new) = (Oid::from_str(old).map_err(&failed)?, Oid::from_str(new).map_err(&failed)?);
        self.inner().graph_ahead_behind(new, old).map_err(&failed)
    }

    /// Whether the clone leaves out the older history (`git clone --depth`).
    pub fn is_shallow(&self) -> bool {
        self.inner().is_shallow()
    }

    /// The commits whose parents a shallow clone leaves out, as git lists them beside its objects.
    pub(super) fn boundary(&self) -> Vec<Oid> {
        // A linked worktree shares the list of its repository.
        let own = self.git_dir();
        let common = std::fs::read_to_string(own.join("commondir"))
            .map_or_else(|_| own.to_path_buf(), |folder| own.join(folder.trim_end()));
        let list = std::fs::read_to_string(common.join("shallow")).unwrap_or_default();
        list.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect()
    }
}

/// `commit` as people name it.
pub(super) fn described(commit: &git2::Commit<'_>) -> Commit {
    let author = commit.author();
    Commit {
        id: commit.id().to_string(),
        by: super::people::person(&author),
        // A moment that no calendar holds is as good as none.
        at: Timestamp::from_second(author.when().seconds()).unwrap_or(Timestamp::UNIX_EPOCH),
        summary: commit
            .summary_bytes()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .unwrap_or_default(),
        parents: commit.parent_ids().map(|id| id.to_string()).collect(),
        tree: commit.tree_id().to_string(),
    }
}

fn blob_in(repository: &git2::Repository, commit: Oid, path: &RepoPath) -> Result<Option<BlobId>, GitError> {
    let mut tree = repository
        .find_commit(commit)
        .and_then(|found| found.tree())
        .map_err(|error| object_error(commit, &error))?;
    let mut parts = path.parts().peekable();
    while let Some(part) = parts.next() {
        let Some(entry) = tree.get_name(part) else { return Ok(None) };
        let (id, kind) = (entry.id(), entry.kind());
        drop(entry);
        match (kind, parts.peek()) {
            (Some(ObjectType::Blob), None) => return Ok(Some(BlobId(id))),
            (Some(ObjectType::Tree), Some(_)) => {
                tree = repository.find_tree(id).map_err(|error| object_error(id, &error))?;
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}

impl Repository {
    /// The tag that names the latest release that `commit` holds: the nearest tagged commit going backwards, `commit`
    /// itself included, as `git describe --tags --abbrev=0` would say. `None` where there is none.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn latest_tag(&self, commit: &str) -> Result<Option<String>, GitError> {
        let repository = self.inner();
        let failed = GitError::doing("look for tags");
        let mut options = git2::DescribeOptions::new();
        options.describe_tags();
        let mut format = git2::DescribeFormatOptions::new();
        format.abbreviated_size(0);
        let id = Oid::from_str(commit).map_err(&failed)?;
        let object = repository.find_object(id, None).map_err(|error| object_error(id, &error))?;
        match object.describe(&options).and_then(|found| found.format(Some(&format))) {
            Ok(name) => Ok(Some(name)),
            // No tag is libgit2's only complaint of this class.
            Err(error) if error.class() == ErrorClass::Describe => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}
