//! The decisions of this session: what the file says, what is not in it yet, and what can be undone.
//!
//! A decision is shown at once and saved in the background. Until the file has it, it stays in `pending`; an error
//! leaves it there, so that nothing is lost.

use crate::review::store::Saved;
use crate::review::{Change, Conflict, Key, State};

/// The decisions of this session.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    saved: Option<State>,
    pending: Vec<Change>,
    flying: Option<Flight>,
    undo: Vec<Change>,
    redo: Vec<Change>,
}

/// A save on its way: the first `count` pending changes.
#[derive(Debug, Clone, Copy)]
struct Flight {
    generation: u64,
    count: usize,
}

impl Ledger {
    /// Whether the state file has been read: before that nobody can decide.
    pub const fn is_ready(&self) -> bool {
        self.saved.is_some()
    }

    /// The file was read (again).
    pub fn read(&mut self, state: State) {
        self.saved = Some(state);
    }

    /// What the file says, with the changes that it does not have yet.
    pub fn state(&self) -> State {
        let mut state = self.saved.clone().unwrap_or_default();
        for change in &self.pending {
            state.put(&change.key, change.after.clone());
        }
        state
    }

    /// A person decided something.
    pub fn record(&mut self, change: Change) {
        if change.is_empty() {
            return;
        }
        self.undo.push(change.clone());
        self.redo.clear();
        self.pending.push(change);
    }

    /// Takes the last change back; what it was about.
    pub fn undo(&mut self) -> Option<Key> {
        let change = self.undo.pop()?;
        let key = change.key.clone();
        self.pending.push(change.inverse());
        self.redo.push(change);
        Some(key)
    }

    /// Makes the last undone change again; what it is about.
    pub fn redo(&mut self) -> Option<Key> {
        let change = self.redo.pop()?;
        let key = change.key.clone();
        self.pending.push(change.clone());
        self.undo.push(change);
        Some(key)
    }

    /// How many changes the file does not have yet.
    pub const fn unsaved(&self) -> usize {
        self.pending.len()
    }

    /// The changes that the file does not have yet, the oldest first.
    pub fn pending(&self) -> &[Change] {
        &self.pending
    }

    /// Whether a save is on its way.
    pub const fn is_saving(&self) -> bool {
        self.flying.is_some()
    }

    /// Starts a save under `generation`, unless one is on its way or there is nothing to save.
    pub fn take_off(&mut self, generation: u64) -> Option<Vec<Change>> {
        if self.flying.is_some() || self.pending.is_empty() {
            return None;
        }
        self.flying = Some(Flight { generation, count: self.pending.len() });
        Some(self.pending.clone())
    }

    /// A save succeeded: what it could not change comes back. `None` where the answer belongs to no save on its way.
    pub fn landed(&mut self, generation: u64, saved: Saved) -> Option<Vec<Conflict>> {
        let flight = self.flying.filter(|flight| flight.generation == generation)?;
        self.flying = None;
        self.pending.drain(..flight.count.min(self.pending.len()));
        for conflict in &saved.conflicts {
            // What another person decided meanwhile stands: later steps on the record that was never made are void.
            self.undo.retain(|change| change.key != conflict.key);
            self.redo.retain(|change| change.key != conflict.key);
        }
        self.saved = Some(saved.state);
        Some(saved.conflicts)
    }

    /// A save failed: its changes stay pending. False where the answer belongs to no save on its way.
    pub fn failed(&mut self, generation: u64) -> bool {
        let ours = self.flying.is_some_and(|flight| flight.generation == generation);
        if ours {
            self.flying = None;
        }
        ours
    }
}
