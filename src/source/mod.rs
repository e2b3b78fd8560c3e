//! The repository as a read-only tree of files: the work tree, or the files of any commit.
//!
//! A [`Tree`] knows its files by name at once and reads them when asked, each once. It never leaves the repository
//! (links out of it are not followed), and it is bounded: [`MAX_FILES`] files, [`MAX_BYTES`] bytes in each. What is
//! left out is said in [`Tree::notes`].

mod decode;
mod error;
mod file;
mod make;
mod walk;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use error::{Note, ReadError, SourceError};
pub use file::SourceFile;

use crate::base::RepoPath;

/// How many files a repository may have.
pub const MAX_FILES: usize = 200_000;
/// How many bytes a file may have to be read: 4 MiB.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// How many bytes of text are kept; files beyond are read again when asked for again.
const MAX_KEPT: usize = 512 * 1024 * 1024;

/// Reads one file of a commit, or says why not.
pub type ReadFile = Box<dyn Fn(&RepoPath) -> Result<Vec<u8>, String> + Send + Sync>;

/// The files of a repository.
pub struct Tree {
    files: Vec<RepoPath>,
    links: BTreeMap<RepoPath, RepoPath>,
    /// Paths that a file of the tree is copied to where it runs.
    copies: BTreeMap<RepoPath, RepoPath>,
    store: Arc<Store>,
    notes: Vec<Note>,
    kept: Arc<Mutex<Kept>>,
}

enum Store {
    Disk(PathBuf),
    Listing { sizes: HashMap<RepoPath, u64>, read: ReadFile },
    Memory(HashMap<RepoPath, Vec<u8>>),
}

#[derive(Default)]
struct Kept {
    files: HashMap<RepoPath, Result<Arc<SourceFile>, ReadError>>,
    bytes: usize,
}

/// What a folder holds directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    /// A file.
    File(RepoPath),
    /// A folder that holds files.
    Folder(RepoPath),
}

impl Tree {
    /// The same tree with more notes: what the maker of a listing left out.
    #[must_use]
    pub fn with_notes(mut self, notes: impl IntoIterator<Item = Note>) -> Self {
        self.notes.extend(notes);
        self.notes.sort();
        self
    }

    /// The same tree with files that lie at further paths where the project runs: pairs of that path and the file which
    /// is copied there. Read there, a file still says where it stands in the repository.
    ///
    /// Paths that have a file of their own keep it, and so does what is no file of this tree.
    #[must_use]
    pub fn with_copies(&self, copies: impl IntoIterator<Item = (RepoPath, RepoPath)>) -> Self {
        let mut all = self.copies.clone();
        for (path, source) in copies {
            if !self.contains(&path) && self.contains(&source) {
                all.entry(path).or_insert(source);
            }
        }
        let mut files = self.files.clone();
        files.extend(all.keys().cloned());
        files.sort();
        files.dedup();
        Self {
            files,
            links: self.links.clone(),
            copies: all,
            store: Arc::clone(&self.store),
            notes: self.notes.clone(),
            kept: Arc::clone(&self.kept),
        }
    }

    /// All files, sorted by path.
    pub fn files(&self) -> &[RepoPath] {
        &self.files
    }

    /// What was left out of the tree, and why.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether this is a file of the tree.
    pub fn contains(&self, path: &RepoPath) -> bool {
        self.files.binary_search(path).is_ok()
    }

    /// Whether this is a folder that holds files, at any depth. The root always is one.
    pub fn is_dir(&self, path: &RepoPath) -> bool {
        path.is_root() || !self.under(path).is_empty()
    }

    /// The files below `folder`, at any depth, sorted.
    pub fn under(&self, folder: &RepoPath) -> &[RepoPath] {
        if folder.is_root() {
            return &self.files;
        }
        let prefix = format!("{folder}/");
        let start = self.files.partition_point(|path| path.as_str() < prefix.as_str());
        let count = self.files[start..].partition_point(|path| path.as_str().starts_with(&prefix));
        &self.files[start..start + count]
    }

    /// What `folder` holds directly, sorted by path.
    pub fn list(&self, folder: &RepoPath) -> Vec<Child> {
        let mut rest = self.under(folder);
        let mut children = Vec::new();
        while let Some(path) = rest.first() {
            let relative = path.relative_to(folder).unwrap_or_default();
            let Some((name, _)) = relative.split_once('/') else {
                children.push(Child::File(path.clone()));
                rest = &rest[1..];
                continue;
            };
            let Some(child) = folder.join(name) else { break };
            let count = rest.partition_point(|path| path.is_under(&child));
            rest = &rest[count.max(1)..];
            children.push(Child::Folder(child));
        }
        children
    }

    /// The text of a file, with its lines; read once and kept.
    ///
    /// # Errors
    /// Where it is not in the tree, too large, binary, or cannot be read.
    pub fn text(&self, path: &RepoPath) -> Result<Arc<SourceFile>, ReadError> {
        let path = self.copies.get(path).unwrap_or(path);
        if let Some(file) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).files.get(path) {
            return file.clone();
        }
        // Read outside the lock: two threads may read the same file, and the first result stays.
        let read = self.read_text(path);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let length = read.as_ref().map_or(0, |file| file.text().len());
        if kept.bytes + length > MAX_KEPT || !self.contains(path) {
            return read;
        }
        if let Some(first) = kept.files.get(path) {
            return first.clone();
        }
        kept.bytes += length;
        kept.files.insert(path.clone(), read.clone());
        read
    }

    fn read_text(&self, path: &RepoPath) -> Result<Arc<SourceFile>, ReadError> {
        let bytes = self.bytes(path)?;
        let python = matches!(path.extension(), "py" | "pyi");
        let (text, note) =
            decode::decode(bytes, python).ok_or_else(|| ReadError::NotText { path: path.clone() })?;
        Ok(Arc::new(SourceFile::new(path.clone(), text).with_note(note)))
    }

    /// The bytes of a file, as they stand.
    ///
    /// # Errors
    /// Where it is not in the tree, too large, or cannot be read.
    pub fn bytes(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        let path = self.copies.get(path).unwrap_or(path);
        if !self.contains(path) {
            return Err(ReadError::Missing { path: path.clone() });
        }
        let target = self.links.get(path).unwrap_or(path);
        let unreadable = |reason: String| ReadError::Unreadable { path: path.clone(), reason };
        let too_large = || ReadError::TooLarge { path: path.clone(), limit: MAX_BYTES };
        let bytes = match &*self.store {
            Store::Memory(contents) => contents.get(target).cloned().unwrap_or_default(),
            Store::Listing { sizes, read } => {
                if sizes.get(target).is_some_and(|size| *size > MAX_BYTES) {
                    return Err(too_large());
                }
                read(target).map_err(unreadable)?
            }
            Store::Disk(root) => read_inside(root, &walk::on_disk(root, target)).map_err(unreadable)?,
        };
        if bytes.len() as u64 > MAX_BYTES { Err(too_large()) } else { Ok(bytes) }
    }
}

/// Reads a regular file below `root`, one byte more than the bound at most.
fn read_inside(root: &Path, full: &Path) -> Result<Vec<u8>, String> {
    // The tree may have changed since the walk: look again where the path leads, and that it is no pipe or device.
    let canonical = fs::canonicalize(full).map_err(|error| error.to_string())?;
    if !canonical.starts_with(root) {
        return Err("it leads out of the repository".to_owned());
    }
    let file = match fs::metadata(&canonical) {
        Ok(metadata) if metadata.is_file() => {
            fs::File::open(&canonical).map_err(|error| error.to_string())?
        }
        Ok(_) => return Err("it is not a regular file".to_owned()),
        Err(error) => return Err(error.to_string()),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
