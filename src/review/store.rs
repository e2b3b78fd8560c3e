//! The state file on the disk.
//!
//! Saving is: lock, read again, merge item by item, write whole. So two people in two terminals lose nothing; who
//! changes an item that somebody else changed meanwhile is told so instead of overwriting it.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::change::{Change, Conflict};
use super::state::{self, Problem, State, StateError};
use crate::base::lock::Lock;
use crate::base::{LineIndex, atomic};
use crate::model::ItemId;

/// How long a save waits for others. Saving takes milliseconds, on a slow disk a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest state file that is read, bytes. Thirty decisions and thousands of dismissals are far below.
const LIMIT: u64 = 16 * 1024 * 1024;

/// Where one repository's state file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    file: PathBuf,
    lock: PathBuf,
}

/// What a save did.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// What the file says now, other people's decisions included.
    pub state: State,
    /// The changes that were not made.
    pub conflicts: Vec<Conflict>,
    /// Whether the file was written; it is not when it said all this already.
    pub written: bool,
    /// The older schema that the file had until now, where the save brought it up to date.
    pub migrated: Option<u32>,
}

impl Saved {
    /// What people should know of the save, beside the conflicts: that the file has a newer schema now.
    pub fn message(&self) -> Option<String> {
        let from = self.migrated?;
        Some(format!(
            "{} was brought from schema {from} to schema {}; older gonogos can no longer write it",
            state::FILE_NAME,
            state::SCHEMA
        ))
    }
}

impl Store {
    /// The state file at `root`, locked through a side file in `git_dir`; without git, beside the state file.
    pub fn new(root: &Path, git_dir: Option<&Path>) -> Self {
        let lock =
            git_dir.map_or_else(|| root.join(".gonogo.toml.lock"), |folder| folder.join("gonogo.lock"));
        Self { file: root.join(state::FILE_NAME), lock }
    }

    /// The state file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// What the file says; the default where there is none.
    ///
    /// # Errors
    /// [`StateError`]: unreadable, no regular file, or a text with mistakes.
    pub fn load(&self) -> Result<State, StateError> {
        self.read().map(|(_, state)| state)
    }

    /// Brings `changes` into the file, whatever others have written since; `order` is the catalogue's order of items.
    ///
    /// Each change is made where its item still has the record that the person saw (or already the one wanted), and
    /// reported as a conflict otherwise; the others are made all the same.
    ///
    /// # Errors
    /// [`StateError`]; the file is then as it was.
    pub fn save(&self, changes: &[Change], order: &[ItemId]) -> Result<Saved, StateError> {
        self.write(changes, order, false)
    }

    /// Brings all of `changes` into the file, or none of them where one is a conflict.
    ///
    /// # Errors
    /// As [`Store::save`].
    pub fn save_all(&self, changes: &[Change], order: &[ItemId]) -> Result<Saved, StateError> {
        self.write(changes, order, true)
    }

    fn write(&self, changes: &[Change], order: &[ItemId], all: bool) -> Result<Saved, StateError> {
        let _lock = Lock::acquire(&self.lock, PATIENCE)?;
        let (text, state) = self.read()?;
        if state.is_newer() {
            return Err(StateError::Newer { path: self.file.clone(), found: state.schema });
        }
        let (mut wanted, conflicts) = merge(&state, changes);
        if wanted.says(&state) || (all && !conflicts.is_empty()) {
            return Ok(Saved { state, conflicts, written: false, migrated: None });
        }
        let migrated = state.is_older().then_some(state.schema);
        wanted.schema = state::SCHEMA;
        let edited = state::apply(&text, &state, &wanted, order);
        // The proof of the edit is in the reading: what is about to be written says exactly what was decided.
        match edited.and_then(|edited| State::parse(&edited).ok().map(|read| (edited, read))) {
            Some((edited, read)) if read.says(&wanted) => {
                atomic::sweep(&self.file);
                atomic::write(&self.file, edited.as_bytes())?;
                Ok(Saved { state: read, conflicts, written: true, migrated })
            }
            _ => Err(StateError::NotEditable { path: self.file.clone() }),
        }
    }

    /// Writes `text` in the place of `torn`, which a merge left (see [`super::Torn`]).
    ///
    /// # Errors
    /// [`StateError`]: where the file no longer says `torn`, or `text` is no state file; the file is then as it was.
    pub fn settle(&self, torn: &str, text: &str) -> Result<State, StateError> {
        let _lock = Lock::acquire(&self.lock, PATIENCE)?;
        if self.text()?.as_deref() != Some(torn) {
            return Err(StateError::Changed { path: self.file.clone() });
        }
        let state = State::parse(text).map_err(|problems| self.invalid(problems))?;
        atomic::write(&self.file, text.as_bytes())?;
        Ok(state)
    }

    /// The file's text, whatever it says; `None` where there is no file.
    ///
    /// # Errors
    /// [`StateError`]: unreadable, no regular file, or not UTF-8.
    pub fn text(&self) -> Result<Option<String>, StateError> {
        let Some(bytes) = self.bytes()? else { return Ok(None) };
        String::from_utf8(bytes).map(Some).map_err(|error| self.invalid(vec![not_utf8(&error)]))
    }

    /// Writes `text` in the place of `before`, the text that the caller made it from: tidied, or settled after a merge.
    ///
    /// # Errors
    /// [`StateError`]: the file says something else meanwhile, or `text` has mistakes; it is then as it was.
    pub fn replace(&self, before: Option<&str>, text: &str) -> Result<(), StateError> {
        let _lock = Lock::acquire(&self.lock, PATIENCE)?;
        if self.text()?.as_deref() != before {
            return Err(StateError::Changed { path: self.file.clone() });
        }
        let state = State::parse(text).map_err(|problems| self.invalid(problems))?;
        if state.is_newer() {
            return Err(StateError::Newer { path: self.file.clone(), found: state.schema });
        }
        atomic::sweep(&self.file);
        Ok(atomic::write(&self.file, text.as_bytes())?)
    }

    fn read(&self) -> Result<(String, State), StateError> {
        let Some(text) = self.text()? else { return Ok((String::new(), State::default())) };
        let state = State::parse(&text).map_err(|problems| self.invalid(problems))?;
        Ok((text, state))
    }

    fn invalid(&self, problems: Vec<Problem>) -> StateError {
        StateError::Invalid { path: self.file.clone(), problems }
    }

    /// The file's bytes; `None` where there is no file.
    fn bytes(&self) -> Result<Option<Vec<u8>>, StateError> {
        let unreadable = |source| StateError::Unreadable { path: self.file.clone(), source };
        let what = match fs::symlink_metadata(&self.file) {
            Ok(found) if found.is_file() => None,
            Ok(found) if found.is_symlink() => Some("a symbolic link"),
            Ok(found) if found.is_dir() => Some("a folder"),
            Ok(_) => Some("a device or pipe"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        };
        if let Some(what) = what {
            return Err(StateError::NotAFile { path: self.file.clone(), what });
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&self.file).map_err(unreadable)?;
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LIMIT {
            return Err(StateError::TooLarge { path: self.file.clone(), limit: LIMIT });
        }
        Ok(Some(bytes))
    }
}

/// `state` with the changes that can be made, and the others as conflicts.
pub(super) fn merge(state: &State, changes: &[Change]) -> (State, Vec<Conflict>) {
    let mut wanted = state.clone();
    let mut conflicts = Vec::new();
    for Change { key, before, after } in changes {
        let present = wanted.record(key);
        if present == *after {
            continue;
        }
        if present == *before {
            wanted.put(key, after.clone());
        } else {
            conflicts.push(Conflict { key: key.clone(), ours: after.clone(), theirs: present });
        }
    }
    if wanted.decisions != state.decisions {
        wanted.release.commit = wanted.last_commit();
    }
    (wanted, conflicts)
}

fn not_utf8(error: &std::string::FromUtf8Error) -> Problem {
    let valid = error.utf8_error().valid_up_to();
    let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
    Problem {
        at: LineIndex::new(&before).position(&before, valid),
        message: "this is not UTF-8".to_owned(),
        help: Some("save the file as UTF-8".to_owned()),
    }
}
