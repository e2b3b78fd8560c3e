//! What the program asks of the world outside; everything slow, and everything that can fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::lookup::{Located, Touch};
use super::message::Progress;
use super::watch::{Look, Stamp};
use crate::base::RepoPath;
use crate::eval::Settings;
use crate::git::Repository;
use crate::model::{ItemId, ItemReport, Person, ScanReport};
use crate::review::grounds::{self, Changed};
use crate::review::store::Saved;
use crate::review::{Change, State, Store, Torn, state};
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

    /// What git and the forge know of a line.
    fn locate(&self, path: &RepoPath, line: usize) -> Located;

    /// What has changed in the grounds of an item since `commit` (a full hash), as against `now`.
    ///
    /// # Errors
    /// As [`Backend::scan`].
    fn compare(&self, commit: &str, now: &ItemReport) -> Result<Vec<Changed>, String>;

    /// Who wrote the lines that critical items rest on, by the last scan: what the two-person rule asks for. An item whose
    /// authors cannot be known has no entry.
    fn authors(&self) -> Authors;

    /// The settings as production sees them.
    ///
    /// # Errors
    /// As [`Backend::scan`].
    fn settings(&self) -> Result<Settings, String>;

    /// Who has written the repository, those of most commits first.
    fn people(&self) -> Vec<Person>;

    /// The root of the work tree, where editors and commands are started.
    fn root(&self) -> PathBuf;

    /// What the state file looks like from outside; cheap.
    fn state_stamp(&self) -> u64;

    /// What the files of the last scan look like from outside; `None` before it.
    fn tree_stamp(&self) -> Option<Stamp>;

    /// The files of the repository, as the last scan saw it.
    fn files(&self) -> Vec<RepoPath>;

    /// The two sides of the state file, where a merge left it torn.
    fn torn(&self) -> Option<Torn>;

    /// Writes `text` in the place of `torn`.
    ///
    /// # Errors
    /// As [`Backend::save`].
    fn settle(&self, torn: &str, text: &str) -> Result<State, String>;

    /// Who decides, as git's configuration says it.
    fn identity(&self) -> Option<Person>;
}

/// Scans a repository: the report, and the tree that it was made from.
pub type Scan =
    Box<dyn Fn(&(dyn Fn(Progress) + Sync)) -> Result<(ScanReport, Arc<Tree>), String> + Send + Sync>;

/// Scans the commit with that full hash.
pub type Then = Box<dyn Fn(&str) -> Result<ScanReport, String> + Send + Sync>;

/// The authors of the lines that items rest on.
pub type Authors = BTreeMap<ItemId, Vec<Person>>;

/// Finds the authors of the lines that critical items of a scan rest on.
pub type Blame = Box<dyn Fn(&ScanReport) -> Result<Authors, String> + Send + Sync>;

/// Evaluates the settings of a tree.
pub type Evaluate = Box<dyn Fn(&Tree) -> Result<Settings, String> + Send + Sync>;

/// How many of the latest commits say who has written the repository.
const COMMITS: usize = 2_000;

/// A repository on the disk.
pub struct Workplace {
    scan: Scan,
    then: Then,
    evaluate: Evaluate,
    blame: Blame,
    /// What the last scan found.
    report: Mutex<Option<Arc<ScanReport>>>,
    /// The commit that was scanned last for comparing, and what was found.
    past: Mutex<Option<(String, Arc<ScanReport>)>>,
    store: Store,
    folder: PathBuf,
    tree: Mutex<Option<Arc<Tree>>>,
    scans: AtomicU64,
}

impl Workplace {
    /// The repository that holds `folder`: where its decisions are kept, how it is scanned now and at a commit, how its
    /// settings are read, and how the authors of its lines are found.
    pub fn new(
        folder: PathBuf,
        store: Store,
        (scan, then, evaluate, blame): (Scan, Then, Evaluate, Blame),
    ) -> Self {
        let (past, report, tree) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { scan, then, evaluate, blame, report, past, store, folder, tree, scans: AtomicU64::new(0) }
    }

    fn tree(&self) -> std::sync::MutexGuard<'_, Option<Arc<Tree>>> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workplace {
    /// What git knows of a line; `None` where it cannot say.
    fn look_up(&self, path: &RepoPath, line: usize) -> Option<Located> {
        let repository = Repository::open(&self.folder).ok()?;
        let commit = repository.head().ok()?.commit?;
        let text = self.source(path).ok()?;
        let blamed = repository.blame_text(&commit, path, text.as_bytes(), line..=line).ok()?;
        let line_of = blamed.first();
        let touch = line_of.and_then(|line| line.commit.as_ref()).map(|commit| Touch {
            by: commit.by.clone(),
            at: commit.at,
            commit: commit.id.clone(),
            summary: commit.summary.clone(),
        });
        let uncommitted = line_of.is_some_and(|line| line.commit.is_none());
        // A line that is in the work tree only has no address that others can open.
        let address = repository
            .forge(&[])
            .filter(|_| !uncommitted)
            .map(|forge| forge.permalink(&commit, path, Some((line, line))));
        Some(Located { touch, uncommitted, link: address })
    }
}

impl Backend for Workplace {
    fn scan(&self, progress: &(dyn Fn(Progress) + Sync)) -> Result<ScanReport, String> {
        let (report, tree) = (self.scan)(progress)?;
        *self.tree() = Some(tree);
        *self.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(report.clone()));
        self.scans.fetch_add(1, Ordering::SeqCst);
        Ok(report)
    }

    fn read_state(&self) -> Result<State, String> {
        self.store.load().map_err(|error| error.to_string())
    }

    fn save(&self, changes: &[Change]) -> Result<Saved, String> {
        // New records go into the place that the project's own checklist gives them.
        let checklist = self.store.load().map_err(|error| error.to_string())?.catalogue();
        let order: Vec<ItemId> = checklist.order().cloned().collect();
        self.store.save(changes, &order).map_err(|error| error.to_string())
    }

    fn source(&self, path: &RepoPath) -> Result<String, String> {
        let tree = self.tree().clone().ok_or("the repository has not been scanned")?;
        tree.text(path).map(|file| file.text().to_owned()).map_err(|error| error.to_string())
    }

    fn locate(&self, path: &RepoPath, line: usize) -> Located {
        self.look_up(path, line).unwrap_or_default()
    }

    fn compare(&self, commit: &str, now: &ItemReport) -> Result<Vec<Changed>, String> {
        // One comparison after the other: a second one for the same commit finds its scan done.
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let known = past.as_ref().filter(|(known, _)| known == commit).map(|(_, report)| Arc::clone(report));
        let report = if let Some(report) = known {
            report
        } else {
            let report = Arc::new((self.then)(commit)?);
            *past = Some((commit.to_owned(), Arc::clone(&report)));
            report
        };
        let then = report.item(&now.id).ok_or("the item was not judged at that commit")?;
        Ok(grounds::between(then, now))
    }

    fn authors(&self) -> Authors {
        let report = self.report.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Where git cannot tell, nobody's authorship is known, and the rule blocks.
        report.and_then(|report| (self.blame)(&report).ok()).unwrap_or_default()
    }

    fn settings(&self) -> Result<Settings, String> {
        let tree = self.tree().clone().ok_or("the repository has not been scanned")?;
        (self.evaluate)(&tree)
    }

    fn people(&self) -> Vec<Person> {
        let repository = Repository::open(&self.folder).ok();
        repository.and_then(|repository| repository.authors(COMMITS).ok()).unwrap_or_default()
    }

    fn root(&self) -> PathBuf {
        let repository = Repository::open(&self.folder).ok();
        repository
            .and_then(|repository| repository.root().map(Path::to_path_buf))
            .unwrap_or_else(|| self.folder.clone())
    }

    fn state_stamp(&self) -> u64 {
        let mut look = Look::default();
        look.add(self.store.path());
        look.finish()
    }

    fn tree_stamp(&self) -> Option<Stamp> {
        let scan = self.scans.load(Ordering::SeqCst);
        let tree = self.tree().clone()?;
        let root = self.store.path().parent()?;
        let mut look = Look::default();
        look.add_names(root, |name| name == ".git" || name.contains(state::FILE_NAME));
        for path in tree.files() {
            look.add(&root.join(path.as_str()));
        }
        if let Ok(repository) = Repository::open(&self.folder) {
            look.add(&repository.git_dir().join("HEAD"));
            look.add(&repository.git_dir().join("logs/HEAD"));
        }
        Some(Stamp { scan, files: look.finish() })
    }

    fn files(&self) -> Vec<RepoPath> {
        self.tree().as_ref().map_or_else(Vec::new, |tree| tree.files().to_vec())
    }

    fn torn(&self) -> Option<Torn> {
        Torn::of(&self.store.text().ok()??)
    }

    fn settle(&self, torn: &str, text: &str) -> Result<State, String> {
        self.store.settle(torn, text).map_err(|error| error.to_string())
    }

    fn identity(&self) -> Option<Person> {
        Repository::open(&self.folder).ok()?.identity(|name| std::env::var(name).ok())
    }
}
