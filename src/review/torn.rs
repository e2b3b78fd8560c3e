//! A state file that a merge left torn between two sides: what each side says, and the text that settles it.

use super::change::{Conflict, Key};
use super::compare::{Records, Subject};
use super::state::{self, State};
use crate::model::ItemId;

/// A torn state file whose two sides can each be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Torn {
    text: String,
    ours_text: String,
    theirs_text: String,
    ours: State,
    theirs: State,
}

/// Where a line of a torn file belongs.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Both,
    Ours,
    Base,
    Theirs,
}

impl Torn {
    /// The two sides of `text`; `None` where nothing is torn, or a side cannot be read on its own.
    pub fn of(text: &str) -> Option<Self> {
        let (mut ours_text, mut theirs_text) = (String::new(), String::new());
        let mut side = Side::Both;
        let mut torn = false;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\r', '\n']);
            let marks = |mark: &str| {
                bare.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            side = match side {
                Side::Both if marks("<<<<<<<") => {
                    torn = true;
                    Side::Ours
                }
                Side::Ours if marks("|||||||") => Side::Base,
                Side::Ours | Side::Base if bare == "=======" => Side::Theirs,
                Side::Theirs if marks(">>>>>>>") => Side::Both,
                inside => {
                    if matches!(inside, Side::Both | Side::Ours) {
                        ours_text.push_str(line);
                    }
                    if matches!(inside, Side::Both | Side::Theirs) {
                        theirs_text.push_str(line);
                    }
                    inside
                }
            };
        }
        if !torn || side != Side::Both {
            return None;
        }
        let (ours, theirs) = (State::parse(&ours_text).ok()?, State::parse(&theirs_text).ok()?);
        Some(Self { text: text.to_owned(), ours_text, theirs_text, ours, theirs })
    }

    /// What our side says.
    pub const fn ours(&self) -> &State {
        &self.ours
    }

    /// What the other side says.
    pub const fn theirs(&self) -> &State {
        &self.theirs
    }

    /// The text that was torn.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The records that the sides have not alike, in the order of our side, then of theirs.
    pub fn differences(&self) -> Vec<Conflict> {
        let mut keys: Vec<Key> = Vec::new();
        for record in self.ours.records().chain(self.theirs.records()) {
            let key = record.key();
            if !keys.contains(&key) && self.ours.record(&key) != self.theirs.record(&key) {
                keys.push(key);
            }
        }
        let both =
            |key: Key| Conflict { ours: self.ours.record(&key), theirs: self.theirs.record(&key), key };
        keys.into_iter().map(both).collect()
    }

    /// What people write by hand and the sides have not alike, by the paths of the keys: `gate.fail-on`.
    pub fn by_hand(&self) -> Vec<String> {
        let read = |text: &str| Records::read(text).unwrap_or_default();
        let changes = read(&self.theirs_text).since(&read(&self.ours_text));
        let paths = changes.into_iter().filter_map(|change| match change.subject {
            Subject::Setting(path) => Some(path),
            Subject::Record(_) => None,
        });
        paths.collect()
    }

    /// Our side's text, with the records under the keys `theirs` as the other side has them; `order` is the catalogue's.
    ///
    /// `None` where our side is laid out in a way that cannot be edited safely, or where the sides differ in what people
    /// write by hand: that is nobody's to choose but theirs.
    pub fn settled(&self, theirs: &[Key], order: &[ItemId]) -> Option<String> {
        if !self.by_hand().is_empty() {
            return None;
        }
        let mut wanted = self.ours.clone();
        for key in theirs {
            wanted.put(key, self.theirs.record(key));
        }
        wanted.release.commit = wanted.last_commit();
        let text = state::apply(&self.ours_text, &self.ours, &wanted, order)?;
        State::parse(&text).is_ok_and(|read| read.says(&wanted)).then_some(text)
    }
}
