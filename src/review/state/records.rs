//! The records of a state, each under its key.

use super::{Dismissal, SignOff, State};
use crate::review::change::{Key, Record};

impl Dismissal {
    /// Which finding it is about.
    pub fn key(&self) -> Key {
        Key::Finding { item: self.item.clone(), fingerprint: self.fingerprint.clone() }
    }
}

impl SignOff {
    /// Who signed in which role.
    pub fn key(&self) -> Key {
        Key::SignOff { role: self.role.clone(), by: self.by.clone() }
    }
}

impl State {
    /// Every record, in the file's order kind by kind.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let release = self.release.name.iter().cloned().map(Record::Release);
        let decisions = self.decisions.values().cloned().map(Record::Decision);
        let dismissals = self.dismissals.iter().cloned().map(Record::Dismissal);
        let sign_offs = self.sign_offs.iter().cloned().map(Record::SignOff);
        release.chain(decisions).chain(dismissals).chain(sign_offs)
    }

    /// The record under `key`; the first one where a file written by hand has several.
    pub fn record(&self, key: &Key) -> Option<Record> {
        match key {
            Key::Release => self.release.name.clone().map(Record::Release),
            Key::Item(item) => self.decisions.get(item).cloned().map(Record::Decision),
            Key::Finding { item, fingerprint } => {
                self.dismissal(item, fingerprint).cloned().map(Record::Dismissal)
            }
            Key::SignOff { role, by } => self
                .sign_offs
                .iter()
                .find(|one| one.role == *role && one.by == *by)
                .cloned()
                .map(Record::SignOff),
        }
    }

    /// Puts `record` under `key`, in the place of what was there; `None` removes it.
    ///
    /// A record that belongs under another key is left out: [`Record::key`] says where it belongs.
    pub fn put(&mut self, key: &Key, record: Option<Record>) {
        match (key, record) {
            (Key::Release, Some(Record::Release(name))) => self.release.name = Some(name),
            (Key::Release, _) => self.release.name = None,
            (Key::Item(item), Some(Record::Decision(decision))) => {
                self.decisions.insert(item.clone(), decision);
            }
            (Key::Item(item), _) => {
                self.decisions.shift_remove(item);
            }
            (Key::Finding { .. }, record) => {
                let new = match record {
                    Some(Record::Dismissal(one)) => Some(one),
                    _ => None,
                };
                replace(&mut self.dismissals, |one| one.key() == *key, new);
            }
            (Key::SignOff { .. }, record) => {
                let new = match record {
                    Some(Record::SignOff(one)) => Some(one),
                    _ => None,
                };
                replace(&mut self.sign_offs, |one| one.key() == *key, new);
            }
        }
    }

    /// The dismissal of the finding `fingerprint` of `item`.
    pub fn dismissal(&self, item: &crate::model::ItemId, fingerprint: &str) -> Option<&Dismissal> {
        self.dismissals.iter().find(|one| one.item == *item && one.fingerprint == fingerprint)
    }

    /// The commit of the latest decision: a function of the decisions alone, so that the order of saving does not
    /// matter.
    pub fn last_commit(&self) -> Option<String> {
        self.decisions.values().max_by_key(|one| (one.at, &one.item))?.commit.clone()
    }

    /// Whether both say the same; the order of records, and notices, which carry lines, do not count.
    pub fn says(&self, other: &Self) -> bool {
        let bare = |state: &Self| {
            let mut bare = Self { notices: Vec::new(), ..state.clone() };
            bare.dismissals.sort_by_key(Dismissal::key);
            bare.sign_offs.sort_by_key(SignOff::key);
            bare
        };
        bare(self) == bare(other)
    }
}

/// Puts `new` where the first entry that matches is, and removes the others; at the end where none does.
fn replace<T>(list: &mut Vec<T>, matches: impl Fn(&T) -> bool, new: Option<T>) {
    let at = list.iter().position(&matches).unwrap_or(list.len());
    list.retain(|one| !matches(one));
    if let Some(new) = new {
        list.insert(at.min(list.len()), new);
    }
}
