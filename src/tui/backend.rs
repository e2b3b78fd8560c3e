//! What the program asks of the world outside; everything slow, and everything that can fail.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::message::Progress;
use crate::base::RepoPath;
use crate::git::Repository;
use crate::model::{ItemId, Person, ScanReport};
use crate::review::store::Saved;
use crate::review::{Change, State, Store};
use crate::source::Tree;

/// The world outside, called from the runtime's threads only.
pub trait Backend: Send + Sync + 'static {
    /// Scans the repository, and says on the way how far it is.
    ///
    /// # Errors
    /// What went wrong, where, and what to do, for people.
    fn scan(&self, progress: &(dyn Fn(Progress) + Sync)) -> Result<ScanReport, String>;

    /// Reads the state file; one that is not there says nothing.
    ///
    /// # Errors
    /// As [`Backend::scan`].
    fn read_state(&self) -> Result<State, String>;

    /// Brings `changes` into the state file.
    ///
    /// # Errors
    /// As [`Backend::scan`]; the file is then as it was.
    fn save(&self, changes: &[Change]) -> Result<Saved, String>;

    /// The text of a file, as the last scan saw the repository.
    ///
    /// # Errors
    /// As [`Backend::scan`].
    fn source(&self, path: &RepoPath) -> Result<String, String>;

    /// Who decides, as git's configuration says it.
    fn identity(&self) -> Option<Person>;
}

/// Scans a repository: the report, and the tree that it was made from.
pub type Scan =
    Box<dyn Fn(&(dyn Fn(Progress) + Sync)) -> Result<(ScanReport, Arc<Tree>), String> + Send + Sync>;

/// A repository on the disk.
pub struct Workplace {
    scan: Scan,
    store: Store,
    order: Vec<ItemId>,
    folder: PathBuf,
    tree: Mutex<Option<Arc<Tree>>>,
}

impl Workplace {
    /// The repository that holds `folder`: how it is scanned, where its decisions are kept, and the order of the items.
    pub fn new(folder: PathBuf, store: Store, order: Vec<ItemId>, scan: Scan) -> Self {
        Self { scan, store, order, folder, tree: Mutex::default() }
    }

    fn tree(&self) -> std::sync::MutexGuard<'_, Option<Arc<Tree>>> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for Workplace {
    fn scan(&self, progress: &(dyn Fn(Progress) + Sync)) -> Result<ScanReport, String> {
        let (report, tree) = (self.scan)(progress)?;
        *self.tree() = Some(tree);
        Ok(report)
    }

    fn read_state(&self) -> Result<State, String> {
        self.store.load().map_err(|error| error.to_string())
    }

    fn save(&self, changes: &[Change]) -> Result<Saved, String> {
        self.store.save(changes, &self.order).map_err(|error| error.to_string())
    }

    fn source(&self, path: &RepoPath) -> Result<String, String> {
        let tree = self.tree().clone().ok_or("the repository has not been scanned")?;
        tree.text(path).map(|file| file.text().to_owned()).map_err(|error| error.to_string())
    }

    fn identity(&self) -> Option<Person> {
        Repository::open(&self.folder).ok()?.identity(|name| std::env::var(name).ok())
    }
}
