//! A list that is searched by typing: of items and files, of actions, of filters, of themes. One of them at a time lies
//! over the screen; choosing an entry closes it.

use frizbee::{Config, Matcher, Pattern, PatternConfig};

use super::action::Action;
use super::chord::Chord;
use super::filter::Filter;
use super::keymap::Context;
use crate::base::RepoPath;
use crate::model::Person;

/// What a list offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// Items, findings, settings, files.
    Find,
    /// Every action, with its key.
    Palette,
    /// Every key in every place, and what the marks mean.
    Help,
    /// Which items the list shows.
    Filter,
    /// The colours.
    Theme,
    /// The settings.
    Settings,
    /// Verification commands.
    Command,
    /// People.
    People,
    /// The records that a merge left torn.
    Torn,
}

/// What choosing an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pick {
    /// Nothing: a line to read.
    Nothing,
    /// Selects the item, by its number in the catalogue, and a place of it.
    Item(usize, usize),
    /// Opens the file at a line.
    File(RepoPath, usize),
    /// Does what the key does.
    Run(Context, Action, Chord),
    /// Shows only those items.
    Filter(Filter),
    /// Shows that setting.
    Setting(String),
    /// Shows that command, before it is run.
    Command(String),
    /// That person sits down, or leaves.
    Person(Person),
    /// Somebody who is not in the list.
    OtherPerson,
    /// Takes the other side of a torn record.
    Side(usize),
    /// Writes the chosen sides.
    Settle,
    /// Takes those colours.
    Theme(&'static str),
}

/// One line of a list.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The heading that it stands under while nothing is typed.
    pub(super) group: &'static str,
    /// In front: a key, a mark.
    pub(super) lead: String,
    /// What it is called.
    pub(super) label: String,
    /// More about it, in second rank; searched as well.
    pub(super) detail: String,
    pub(super) pick: Pick,
}

/// A list over the screen.
#[derive(Debug, Clone)]
pub(super) struct Picker {
    pub(super) offer: Offer,
    pub(super) title: String,
    pub(super) query: String,
    pub(super) entries: Vec<Entry>,
    /// The entries that match, best first, each with the characters that did.
    pub(super) found: Vec<Found>,
    /// The chosen one of those.
    pub(super) at: usize,
    /// The first visible row.
    pub(super) top: usize,
}

/// An entry that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) entry: usize,
    /// Byte offsets in the label; empty where nothing was typed or the label is not ASCII.
    pub(super) hits: Vec<usize>,
}

/// The longest query, characters.
const LONGEST: usize = 100;
/// For how many entries the matching characters are worked out.
const MARKED: usize = 100;

impl Picker {
    /// A list with nothing typed yet.
    pub(super) fn new(offer: Offer, title: impl Into<String>, entries: Vec<Entry>) -> Self {
        let mut picker = Self {
            offer,
            title: title.into(),
            query: String::new(),
            entries,
            found: Vec::new(),
            at: 0,
            top: 0,
        };
        picker.search();
        picker
    }

    /// Other entries under the same query; the chosen one stays, where it is still there.
    pub(super) fn refill(&mut self, entries: Vec<Entry>) {
        let chosen = self.chosen().map(|entry| entry.pick.clone());
        self.entries = entries;
        self.search();
        if let Some(at) =
            chosen.and_then(|pick| self.found.iter().position(|found| self.entries[found.entry].pick == pick))
        {
            self.at = at;
        }
    }

    /// The entry that Enter chooses.
    pub(super) fn chosen(&self) -> Option<&Entry> {
        self.found.get(self.at).map(|found| &self.entries[found.entry])
    }

    /// Adds to the query.
    pub(super) fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.query.chars().count());
        self.query.extend(text.chars().filter(|c| !c.is_control()).take(room));
        self.search();
    }

    /// Takes the last character of the query away.
    pub(super) fn erase(&mut self) {
        self.query.pop();
        self.search();
    }

    /// Empties the query; false where it was empty.
    pub(super) fn clear(&mut self) -> bool {
        let was = !self.query.is_empty();
        self.query.clear();
        self.search();
        was
    }

    /// Moves the choice by rows, past lines that are only to be read.
    pub(super) fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Finds what matches every word of the query.
    fn search(&mut self) {
        self.at = 0;
        self.top = 0;
        let words: Vec<Pattern> =
            self.query.split_whitespace().map(|word| Pattern::new(word, PatternConfig::default())).collect();
        if words.is_empty() {
            self.found = (0..self.entries.len()).map(|entry| Found { entry, hits: Vec::new() }).collect();
            return;
        }
        let mut matcher = Matcher::from_patterns(&words, &Config::default());
        let texts: Vec<String> =
            self.entries.iter().map(|entry| format!("{}  {}", entry.label, entry.detail)).collect();
        self.found = matcher
            .match_list(&texts)
            .into_iter()
            .filter_map(|found| usize::try_from(found.index).ok())
            .map(|entry| Found { entry, hits: Vec::new() })
            .collect();
        let first: Vec<&str> =
            self.found.iter().take(MARKED).map(|found| texts[found.entry].as_str()).collect();
        for hit in matcher.match_list_indices(&first) {
            let Some(found) = usize::try_from(hit.index).ok().and_then(|at| self.found.get_mut(at)) else {
                continue;
            };
            let label = &self.entries[found.entry].label;
            if texts[found.entry].is_ascii() {
                found.hits =
                    hit.indices.iter().map(|at| *at as usize).filter(|at| *at < label.len()).collect();
                found.hits.sort_unstable();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(labels: &[&str]) -> Picker {
        let entries = labels
            .iter()
            .map(|label| Entry {
                group: "",
                lead: String::new(),
                label: (*label).to_owned(),
                detail: String::new(),
                pick: Pick::Nothing,
            })
            .collect();
        Picker::new(Offer::Find, "", entries)
    }

    fn labels(picker: &Picker) -> Vec<&str> {
        picker.found.iter().map(|found| picker.entries[found.entry].label.as_str()).collect()
    }

    #[test]
    fn every_word_must_match_and_the_best_comes_first() {
        let mut picker =
            picker(&["a decimal bag", "security.debug", "Disable Debug Mode", "tasks.dead-letter"]);
        assert_eq!(picker.found.len(), 4, "without a query everything is offered");
        picker.insert("debug");
        assert_eq!(labels(&picker).len(), 2);
        picker.insert(" mode");
        assert_eq!(labels(&picker), ["Disable Debug Mode"]);
        assert_eq!(picker.found[0].hits, [8, 9, 10, 11, 12, 14, 15, 16, 17]);
        assert!(picker.clear() && !picker.clear());
    }

    #[test]
    fn letters_in_order_are_enough() {
        let mut picker = picker(&["database.n-plus-one", "api.cors"]);
        picker.insert("dnp1");
        assert!(labels(&picker).is_empty());
        picker.clear();
        picker.insert("dbnplus");
        assert_eq!(labels(&picker), ["database.n-plus-one"]);
    }

    #[test]
    fn odd_queries_find_nothing_or_something_but_never_break() {
        let mut picker = picker(&["日本語", "über", ""]);
        for text in ["!", "^", "$", "'", "  ", "日", "\u{1b}[31m", &"x".repeat(10_000)] {
            picker.clear();
            picker.insert(text);
            assert!(picker.query.chars().count() <= LONGEST);
        }
        picker.step(-5);
        picker.step(5);
        assert!(picker.at <= picker.found.len());
    }
}
