//! The files of a commit, straight from the object store.

use std::fmt;

use git2::{ErrorCode, ObjectType, Oid};

use super::{GitError, Repository};
use crate::base::RepoPath;

/// The most files of one commit that are listed. Folders may repeat each other, so that a few bytes could name
/// millions of files.
const MAX_FILES: usize = 200_000;

/// The deepest folder that is looked into.
const MAX_DEPTH: usize = 256;

/// The longest target of a symbolic link that is read, bytes (the limit of Linux).
const MAX_TARGET: usize = 4096;

/// Git's mode of a symbolic link.
const LINK: i32 = 0o120_000;

/// The hash of a file's contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobId(pub(super) Oid);

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitFile {
    /// Its path.
    pub path: RepoPath,
    /// Its size in bytes; 0 where the contents are missing, which reading them reports.
    pub size: u64,
    /// Its contents: [`Repository::blob`].
    pub blob: BlobId,
}

/// What a commit holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitTree {
    /// The regular files, sorted by path.
    pub files: Vec<CommitFile>,
    /// The symbolic links with their targets, sorted by path. They may lead out of the repository.
    pub links: Vec<(RepoPath, String)>,
    /// What was left out, sorted, each with the reason: names that are not UTF-8 or no names, folders too deep.
    /// Submodules are left out without a word: they are other repositories.
    pub skipped: Vec<String>,
}

impl Repository {
    /// The files of the commit with the full hash `commit` (as [`Repository::resolve`] hands out).
    ///
    /// # Errors
    /// Where the commit or one of its folders is missing, or where it holds too many files.
    pub fn files(&self, commit: &str) -> Result<CommitTree, GitError> {
        let repository = self.inner();
        let failed = GitError::doing("list the files of the commit");
        let id = Oid::from_str(commit).map_err(&failed)?;
        let root = repository.find_commit(id).and_then(|commit| commit.tree());
        let objects = repository.odb().map_err(&failed)?;
        let mut found = CommitTree::default();
        let mut folders = vec![(String::new(), 0, root.map_err(|error| object_error(id, &error))?)];
        let mut seen = 0;
        while let Some((prefix, depth, tree)) = folders.pop() {
            for entry in &tree {
                seen += 1;
                if seen > MAX_FILES {
                    return Err(GitError::TooManyFiles { commit: commit.to_owned(), limit: MAX_FILES });
                }
                let name = match std::str::from_utf8(entry.name_bytes()) {
                    Ok(name) if is_name(name) => name,
                    Ok(name) => {
                        found.skipped.push(format!("{prefix}{name}: no file name"));
                        continue;
                    }
                    Err(_) => {
                        let name = String::from_utf8_lossy(entry.name_bytes());
                        found.skipped.push(format!("{prefix}{name}: the name is not UTF-8"));
                        continue;
                    }
                };
                let path = format!("{prefix}{name}");
                match entry.kind() {
                    Some(ObjectType::Tree) if depth == MAX_DEPTH => {
                        found.skipped.push(format!("{path}: deeper than {MAX_DEPTH} folders"));
                    }
                    Some(ObjectType::Tree) => {
                        let tree = repository
                            .find_tree(entry.id())
                            .map_err(|error| object_error(entry.id(), &error))?;
                        folders.push((format!("{path}/"), depth + 1, tree));
                    }
                    Some(ObjectType::Blob) => {
                        let Some(path) = RepoPath::new(&path) else { continue };
                        let size = objects.read_header(entry.id()).map_or(0, |(size, _)| size);
                        if entry.filemode() == LINK {
                            found.links.push((path, link_target(&repository, entry.id(), size)));
                        } else {
                            found.files.push(CommitFile {
                                path,
                                size: size as u64,
                                blob: BlobId(entry.id()),
                            });
                        }
                    }
                    _ => {}
                }
            }
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        found.links.sort();
        found.skipped.sort();
        Ok(found)
    }

    /// The contents of a file.
    ///
    /// # Errors
    /// Where the object is missing (a partial clone) or damaged.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>, GitError> {
        let repository = self.inner();
        let blob = repository.find_blob(id.0).map_err(|error| object_error(id.0, &error))?;
        Ok(blob.content().to_vec())
    }
}

/// Whether `name` names something in its folder. A crafted tree may hold other names.
fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\0'])
}

/// The target of a link; empty where it cannot be read, which leads nowhere.
fn link_target(repository: &git2::Repository, id: Oid, size: usize) -> String {
    if size > MAX_TARGET {
        return String::new();
    }
    let target = repository.find_blob(id).map(|blob| String::from_utf8(blob.content().to_vec()));
    target.ok().and_then(Result::ok).unwrap_or_default()
}

/// What `error` means where the object `id` was being read.
pub(super) fn object_error(id: Oid, error: &git2::Error) -> GitError {
    if error.code() == ErrorCode::NotFound {
        GitError::MissingObject { id: id.to_string() }
    } else {
        GitError::Other { action: "read an object", message: format!("{id}: {}", error.message()) }
    }
}
