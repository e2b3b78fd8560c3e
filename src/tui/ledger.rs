//! The decisions of this session: what the file says, what is not in it yet, and what can be undone.
//!
//! A decision is shown at once and saved in the background. Until the file has it, it stays in `pending`; an error
//! leaves it there, so that nothing is lost.

use crate::model::{DecisionKind, ItemId};
use crate::review::store::Saved;
use crate::review::{Change, Conflict, Key, State};

/// The decisions of this session.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    saved: Option<State>,
    pending: Vec<Change>,
    flying: Option<Flight>,
    /// What can be taken back: what was done in one go goes in one go.
    undo: Vec<Vec<Change>>,
    redo: Vec<Vec<Change>>,
}

/// What `new` says otherwise than `old`.
fn news(old: &State, new: &State) -> Vec<String> {
    let changed = new.decisions.iter().filter(|(id, one)| old.decision(id) != Some(one));
    let removed = old.decisions.keys().filter(|id| new.decision(id).is_none());
    changed
        .map(|(id, one)| {
            let word = match one.kind {
                DecisionKind::Ticked => "ticked",
                DecisionKind::Waived(_) => "waived",
                DecisionKind::Noted => "noted something on",
            };
            format!("{} {word} {id}", one.by.name)
        })
        .chain(removed.map(|id| format!("{id} was reopened")))
        .collect()
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

    /// The file was read (again); what other people have decided in it since, in words.
    pub fn read(&mut self, state: State) -> Vec<String> {
        let told = self.saved.as_ref().map_or_else(Vec::new, |old| news(old, &state));
        self.saved = Some(state);
        told
    }

    /// What the file says, with the changes that it does not have yet.
    pub fn state(&self) -> State {
        let mut state = self.saved.clone().unwrap_or_default();
        for change in &self.pending {
            state.put(&change.key, change.after.clone());
        }
        state
    }

    /// A person decided something, or several things in one go.
    pub fn record(&mut self, changes: Vec<Change>) {
        let changes: Vec<Change> = changes.into_iter().filter(|change| !change.is_empty()).collect();
        if changes.is_empty() {
            return;
        }
        self.pending.extend(changes.iter().cloned());
        self.undo.push(changes);
        self.redo.clear();
    }

    /// Takes back what was done last; what it was about.
    pub fn undo(&mut self) -> Option<Vec<Key>> {
        let changes = self.undo.pop()?;
        let keys = changes.iter().map(|change| change.key.clone()).collect();
        self.pending.extend(changes.iter().rev().map(Change::inverse));
        self.redo.push(changes);
        Some(keys)
    }

    /// Does again what was undone last; what it is about.
    pub fn redo(&mut self) -> Option<Vec<Key>> {
        let changes = self.redo.pop()?;
        let keys = changes.iter().map(|change| change.key.clone()).collect();
        self.pending.extend(changes.iter().cloned());
        self.undo.push(changes);
        Some(keys)
    }

    /// The items that were decided in this session and not undone, each once.
    pub fn touched(&self) -> Vec<ItemId> {
        let mut items: Vec<ItemId> = Vec::new();
        for change in self.undo.iter().flatten() {
            if let Some(item) = change.key.item().filter(|item| !items.contains(item)) {
                items.push(item.clone());
            }
        }
        items
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
            for steps in [&mut self.undo, &mut self.redo] {
                for changes in steps.iter_mut() {
                    changes.retain(|change| change.key != conflict.key);
                }
                steps.retain(|changes| !changes.is_empty());
            }
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
