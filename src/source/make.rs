//! How trees are made: from a folder, from the listing of a commit, in memory.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{MAX_FILES, Note, ReadFile, SourceError, Store, Tree, walk};
use crate::base::RepoPath;

/// How many symbolic links may lead to each other before a file comes (the limit of Linux).
const MAX_LINKS: usize = 40;

impl Tree {
    /// The work tree below `root`: what `.gitignore` files leave, hidden files included, and the files that git tracks
    /// (`tracked`) although they are ignored. Without git, hand in an empty list.
    ///
    /// A symbolic link to a file of the tree is read as that file; all others are left out, with a note.
    ///
    /// # Errors
    /// Where `root` is no folder that can be read, or holds more than [`MAX_FILES`] files.
    pub fn work_tree(root: &Path, tracked: &[RepoPath]) -> Result<Self, SourceError> {
        Self::work_tree_bounded(root, tracked, MAX_FILES)
    }

    /// As [`Self::work_tree`], with another bound on the number of files.
    ///
    /// # Errors
    /// As [`Self::work_tree`].
    pub fn work_tree_bounded(root: &Path, tracked: &[RepoPath], limit: usize) -> Result<Self, SourceError> {
        let refused =
            |error: std::io::Error| SourceError::Root { root: root.to_path_buf(), reason: error.to_string() };
        let canonical = fs::canonicalize(root).map_err(refused)?;
        fs::read_dir(&canonical).map_err(refused)?;
        let found = walk::walk(&canonical, tracked, limit).map_err(|error| match error {
            SourceError::TooManyFiles { limit, .. } => {
                SourceError::TooManyFiles { root: root.to_path_buf(), limit }
            }
            other @ SourceError::Root { .. } => other,
        })?;
        let files = found.files.into_iter().collect();
        Ok(Self::build(files, found.links, Store::Disk(canonical), found.notes.into_iter().collect()))
    }

    /// The files of a commit: each path with its size in bytes, and a function that reads one of them.
    ///
    /// # Errors
    /// Where there are more than [`MAX_FILES`] files.
    pub fn from_listing(entries: Vec<(RepoPath, u64)>, read: ReadFile) -> Result<Self, SourceError> {
        Self::from_listing_with_links(entries, &[], read)
    }

    /// As [`Self::from_listing`], with the commit's symbolic links: each path with the target that its blob holds.
    ///
    /// # Errors
    /// As [`Self::from_listing`].
    pub fn from_listing_with_links(
        entries: Vec<(RepoPath, u64)>,
        links: &[(RepoPath, String)],
        read: ReadFile,
    ) -> Result<Self, SourceError> {
        if entries.len() + links.len() > MAX_FILES {
            return Err(SourceError::TooManyFiles { root: PathBuf::from("."), limit: MAX_FILES });
        }
        let sizes: HashMap<RepoPath, u64> = entries.iter().cloned().collect();
        let targets: HashMap<&RepoPath, &str> = links.iter().map(|(path, to)| (path, to.as_str())).collect();
        let mut resolved = BTreeMap::new();
        let mut notes = Vec::new();
        for (path, _) in links {
            let end = (0..MAX_LINKS).try_fold(path.clone(), |at, _| match targets.get(&at) {
                Some(to) => at.parent()?.join(to),
                None => Some(at),
            });
            if let Some(end) = end.filter(|end| sizes.contains_key(end)) {
                resolved.insert(path.clone(), end);
            } else {
                notes.push(Note::new(path.as_str(), walk::DEAD_LINK));
            }
        }
        let files = entries.into_iter().map(|(path, _)| path).collect();
        Ok(Self::build(files, resolved, Store::Listing { sizes, read }, notes))
    }

    /// A tree in memory, for tests and the demo: pairs of path and text.
    ///
    /// # Panics
    /// Where a path is absolute or leaves the tree.
    pub fn in_memory<P: AsRef<str>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let contents: BTreeMap<RepoPath, Vec<u8>> = files
            .into_iter()
            .map(|(path, text)| {
                let path = path.as_ref();
                (
                    RepoPath::new(path).unwrap_or_else(|| panic!("{path} is no path inside a tree")),
                    text.into(),
                )
            })
            .collect();
        let names = contents.keys().cloned().collect();
        Self::build(names, BTreeMap::new(), Store::Memory(contents.into_iter().collect()), Vec::new())
    }

    fn build(
        mut files: Vec<RepoPath>,
        links: BTreeMap<RepoPath, RepoPath>,
        store: Store,
        notes: Vec<Note>,
    ) -> Self {
        files.extend(links.keys().cloned());
        files.sort();
        files.dedup();
        Self {
            files,
            links,
            copies: BTreeMap::new(),
            store: Arc::new(store),
            notes,
            kept: Arc::new(Mutex::default()),
        }
    }
}
