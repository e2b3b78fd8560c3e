//! From a folder to the files that are judged: the work tree, or a commit of the repository.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::RepoPath;
use crate::git::{BlobId, GitError, Repository};
use crate::model::RepositoryInfo;
use crate::source::{SourceError, Tree};

/// Files that gonogo itself writes: changing them makes no work tree dirty.
const OWN: [&str; 1] = ["gonogo.toml"];

/// A repository with the files that are judged.
pub struct Opened {
    /// The repository.
    pub repository: Arc<Repository>,
    /// Its files: the work tree's, or those of the commit that was asked for.
    pub tree: Tree,
    /// Commit, branch and state.
    pub info: RepositoryInfo,
    /// The root of the work tree; `None` for a bare repository.
    pub root: Option<PathBuf>,
}

/// Why a repository's files cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OpenError {
    /// Git says no.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The files cannot be listed.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A bare repository has no work tree.
    #[error("the repository at {} is bare and has no work tree; name a commit with --rev, --rev HEAD for one", .0.display())]
    Bare(PathBuf),
}

/// Opens the repository that holds `path`: its work tree, or the files of the commit that `rev` names.
///
/// # Errors
/// Where there is no repository, no such commit, or its files cannot be listed.
pub fn open(path: &Path, rev: Option<&str>) -> Result<Opened, OpenError> {
    let repository = Arc::new(Repository::open(path)?);
    let root = repository.root().map(Path::to_path_buf);
    match rev {
        Some(rev) => open_commit(repository, root, rev),
        None => open_work_tree(repository, root, path),
    }
}

fn open_work_tree(
    repository: Arc<Repository>,
    root: Option<PathBuf>,
    path: &Path,
) -> Result<Opened, OpenError> {
    let Some(root) = root else { return Err(OpenError::Bare(path.to_path_buf())) };
    let head = repository.head()?;
    let info = RepositoryInfo { commit: head.commit, branch: head.branch, dirty: repository.is_dirty(&OWN)? };
    let tree = Tree::work_tree(&root, &repository.tracked()?)?;
    Ok(Opened { repository, tree, info, root: Some(root) })
}

fn open_commit(repository: Arc<Repository>, root: Option<PathBuf>, rev: &str) -> Result<Opened, OpenError> {
    let commit = repository.resolve(rev)?;
    let listing = repository.files(&commit)?;
    // A branch is only named where it is what HEAD stands on; the commit is what was read.
    let branch = repository
        .head()
        .ok()
        .filter(|head| head.commit.as_ref() == Some(&commit))
        .and_then(|head| head.branch);
    let entries: Vec<(RepoPath, u64)> =
        listing.files.iter().map(|file| (file.path.clone(), file.size)).collect();
    let blobs: HashMap<RepoPath, BlobId> =
        listing.files.into_iter().map(|file| (file.path, file.blob)).collect();
    let reader = Arc::clone(&repository);
    let read = move |path: &RepoPath| -> Result<Vec<u8>, String> {
        let blob = blobs.get(path).ok_or_else(|| "it is not in the commit".to_owned())?;
        reader.blob(*blob).map_err(|error| error.to_string())
    };
    let tree = Tree::from_listing_with_links(entries, &listing.links, Box::new(read))?;
    let info = RepositoryInfo { commit: Some(commit), branch, dirty: false };
    Ok(Opened { repository, tree, info, root })
}
