//! The files of a work tree: what git would see, without asking git.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::error::{Note, SourceError};
use crate::base::RepoPath;

/// The note on a symbolic link that is not read.
pub(super) const DEAD_LINK: &str = "left out: a symbolic link that leads to no file of the repository";

/// What a walk found.
#[derive(Default)]
pub(super) struct Found {
    /// Regular files.
    pub files: BTreeSet<RepoPath>,
    /// Symbolic links, by the regular file of the tree that they lead to.
    pub links: BTreeMap<RepoPath, RepoPath>,
    /// What was left out.
    pub notes: BTreeSet<Note>,
}

/// Walks the tree below `root` (a canonical path): `.gitignore` files count, hidden files are included, `.git` and
/// nested repositories are not; then adds what git tracks although it is ignored.
pub(super) fn walk(root: &Path, tracked: &[RepoPath], limit: usize) -> Result<Found, SourceError> {
    let nested = Arc::new(Mutex::new(Vec::new()));
    let walker = WalkBuilder::new(root)
        .hidden(false)
        // Only what is committed may decide: no user's own excludes, no folder above the root, no `.ignore` files.
        .parents(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .follow_links(false)
        .filter_entry({
            let nested = Arc::clone(&nested);
            move |entry| keep(entry, &nested)
        })
        .build();
    let mut found = Found::default();
    let mut links = Vec::new();
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.notes.insert(unreadable(root, &error));
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            continue;
        }
        let Some(path) = repo_path(root, entry.path()) else {
            let name = entry.path().strip_prefix(root).unwrap_or(entry.path());
            found.notes.insert(Note::new(
                name.to_string_lossy(),
                "left out: the name is not valid UTF-8; rename it",
            ));
            continue;
        };
        if kind.is_symlink() {
            links.push(path);
        } else if kind.is_file() {
            found.files.insert(path);
        }
        if found.files.len() + links.len() > limit {
            return Err(SourceError::TooManyFiles { root: root.to_path_buf(), limit });
        }
    }
    for folder in nested.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let name = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned();
        found
            .notes
            .insert(Note::new(name, "left out: it is a repository of its own (a submodule or a clone)"));
    }
    add_tracked(root, tracked, &mut found, &mut links);
    if found.files.len() + links.len() > limit {
        return Err(SourceError::TooManyFiles { root: root.to_path_buf(), limit });
    }
    for link in links {
        // A link counts as the file it leads to, if that file is in the tree itself: so nothing outside is read, and
        // nothing that is ignored.
        let target = fs::canonicalize(on_disk(root, &link)).ok().and_then(|target| repo_path(root, &target));
        match target {
            Some(target) if found.files.contains(&target) => {
                found.links.insert(link, target);
            }
            _ => {
                found.notes.insert(Note::new(link.as_str(), DEAD_LINK));
            }
        }
    }
    Ok(found)
}

/// Adds the files that git tracks although a `.gitignore` matches them, as far as they stand in the work tree.
fn add_tracked(root: &Path, tracked: &[RepoPath], found: &mut Found, links: &mut Vec<RepoPath>) {
    let known: BTreeSet<RepoPath> = links.iter().cloned().collect();
    for path in tracked {
        if found.files.contains(path) || known.contains(path) || path.parts().any(|part| part == ".git") {
            continue;
        }
        let full = on_disk(root, path);
        // A folder on the way may have been replaced by a link: then the file is not this repository's.
        let stays = full
            .parent()
            .is_some_and(|folder| fs::canonicalize(folder).is_ok_and(|canonical| canonical == folder));
        let Ok(metadata) = fs::symlink_metadata(&full) else { continue };
        if stays && metadata.is_file() {
            found.files.insert(path.clone());
        } else if stays && metadata.is_symlink() {
            links.push(path.clone());
        }
    }
}

fn keep(entry: &DirEntry, nested: &Mutex<Vec<PathBuf>>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    if entry.file_name() == ".git" {
        return false;
    }
    let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
    if is_dir && fs::symlink_metadata(entry.path().join(".git")).is_ok() {
        nested.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_path_buf());
        return false;
    }
    true
}

fn unreadable(root: &Path, error: &ignore::Error) -> Note {
    let (place, reason) = match error {
        ignore::Error::WithPath { path, err } => (path.as_path(), err.to_string()),
        ignore::Error::WithDepth { err, .. } => return unreadable(root, err),
        other => (root, other.to_string()),
    };
    let place = place.strip_prefix(root).unwrap_or(place).to_string_lossy().into_owned();
    let place = if place.is_empty() { ".".to_owned() } else { place };
    Note::new(place, format!("left out: {reason}; make it readable to review it"))
}

/// The path on disk; part by part, because an absolute path of Windows may not hold `/`.
pub(super) fn on_disk(root: &Path, path: &RepoPath) -> PathBuf {
    let mut full = root.to_path_buf();
    full.extend(path.parts());
    full
}

fn repo_path(root: &Path, full: &Path) -> Option<RepoPath> {
    let parts: Option<Vec<&str>> = full.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    RepoPath::new(&parts?.join("/")).filter(|path| !path.is_root())
}
