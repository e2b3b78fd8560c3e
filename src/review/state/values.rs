//! Reading single values out of TOML, with the place of every mistake.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use toml_edit::{Item, TableLike, Value};

use super::Problem;
use crate::base::LineIndex;
use crate::base::nearest::nearest;
use crate::model::Person;

/// Collects the mistakes of one text.
pub(super) struct Reader<'t> {
    text: &'t str,
    lines: LineIndex,
    /// Found so far.
    pub(super) problems: Vec<(usize, Problem)>,
    /// Odd, but no mistakes.
    pub(super) notices: Vec<Problem>,
    /// Keys that are not known are mistakes, unless a newer gonogo may have written them.
    pub(super) strict: bool,
}

/// A table being read: the table, its name for messages, and where it begins.
pub(super) struct Section<'d> {
    pub(super) table: &'d dyn TableLike,
    pub(super) name: String,
    pub(super) start: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines = LineIndex::new(text);
        Self { text, lines, problems: Vec::new(), notices: Vec::new(), strict: true }
    }

    pub(super) fn make(&self, at: usize, message: impl Into<String>, help: Option<String>) -> Problem {
        Problem { at: self.lines.position(self.text, at), message: message.into(), help }
    }

    pub(super) fn problem(&mut self, at: usize, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.make(at, message, Some(help.into()));
        self.problems.push((at, problem));
    }

    /// Complains about keys that `section` does not have.
    pub(super) fn check_keys(&mut self, section: &Section<'_>, known: &[&str]) {
        if !self.strict {
            return;
        }
        for (name, item) in section.table.iter() {
            if !known.contains(&name) {
                let help = match nearest(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean '{meant}'?"),
                    None => format!("known are {}", known.join(", ")),
                };
                let at = key_start(section, name, item);
                self.problem(at, format!("{} has no key '{name}'", section.name), help);
            }
        }
    }

    /// The text under `key`; `None` where it is absent or wrong (which is then reported).
    ///
    /// Line ends in it are plain, whatever the file's are: git may turn the ones into the others.
    pub(super) fn text(&mut self, section: &Section<'_>, key: &str) -> Option<String> {
        let item = section.table.get(key)?;
        let text = item.as_str().map(plain_line_ends);
        if text.is_none() {
            self.wrong_type(section, key, item, "text in quotes");
        }
        text.filter(|text| {
            let empty = text.trim().is_empty();
            if empty {
                let at = key_start(section, key, item);
                self.problem(
                    at,
                    format!("'{key}' of {} is empty", section.name),
                    "say it, or remove the key",
                );
            }
            !empty
        })
    }

    /// The text under `key`, which must be there.
    pub(super) fn required_text(&mut self, section: &Section<'_>, key: &str, help: &str) -> Option<String> {
        self.require(section, key, help);
        self.text(section, key)
    }

    /// Complains where `key` is absent.
    pub(super) fn require(&mut self, section: &Section<'_>, key: &str, help: &str) {
        if section.table.get(key).is_none_or(Item::is_none) {
            self.problem(section.start, format!("{} lacks '{key}'", section.name), help);
        }
    }

    /// The texts of the list under `key`; empty where it is absent.
    pub(super) fn texts(&mut self, section: &Section<'_>, key: &str) -> Vec<String> {
        let Some(item) = section.table.get(key) else { return Vec::new() };
        let texts = item.as_array().and_then(|array| {
            array.iter().map(|value| value.as_str().map(plain_line_ends)).collect::<Option<Vec<_>>>()
        });
        if texts.is_none() {
            self.wrong_type(section, key, item, "a list of texts in quotes, such as [\"…\"]");
        }
        texts.unwrap_or_default()
    }

    /// The person under `key`, which must be there.
    pub(super) fn person(&mut self, section: &Section<'_>, key: &str) -> Option<Person> {
        let text = self.required_text(section, key, "write a name, or \"Name <email>\"")?;
        self.as_person(section, key, &text)
    }

    /// The persons of the list under `key`.
    pub(super) fn persons(&mut self, section: &Section<'_>, key: &str) -> Vec<Person> {
        let texts = self.texts(section, key);
        texts.iter().filter_map(|text| self.as_person(section, key, text)).collect()
    }

    fn as_person(&mut self, section: &Section<'_>, key: &str, text: &str) -> Option<Person> {
        let person = Person::parse(text);
        if person.is_none() {
            let at = section.table.get(key).and_then(Item::span).map_or(section.start, |span| span.start);
            let message = format!("'{key}' of {} names nobody: \"{text}\"", section.name);
            self.problem(at, message, "write a name, or \"Name <email>\"");
        }
        person
    }

    /// The moment under `key`.
    pub(super) fn moment(&mut self, section: &Section<'_>, key: &str) -> Option<Timestamp> {
        let item = section.table.get(key)?;
        let moment = item
            .as_datetime()
            .filter(|datetime| datetime.offset.is_some())
            .and_then(|datetime| datetime.to_string().parse().ok());
        if moment.is_none() {
            self.wrong_type(
                section,
                key,
                item,
                "a date and time with its zone, without quotes, such as 2026-11-22T10:00:00Z",
            );
        }
        moment
    }

    /// The day under `key`.
    pub(super) fn day(&mut self, section: &Section<'_>, key: &str) -> Option<Date> {
        let item = section.table.get(key)?;
        let day = item
            .as_datetime()
            .filter(|datetime| datetime.time.is_none() && datetime.offset.is_none())
            .and_then(|datetime| datetime.to_string().parse().ok());
        if day.is_none() {
            self.wrong_type(section, key, item, "a day without quotes, such as 2027-03-31");
        }
        day
    }

    /// The commit hash under `key`.
    pub(super) fn commit(&mut self, section: &Section<'_>, key: &str) -> Option<String> {
        let commit = self.text(section, key)?;
        if !(7..=64).contains(&commit.len()) || !commit.bytes().all(|b| b.is_ascii_hexdigit()) {
            let at = section.table.get(key).map_or(section.start, |item| key_start(section, key, item));
            let help = "write the hash that `git rev-parse HEAD` prints";
            self.problem(at, format!("'{key}' of {} is no commit hash", section.name), help);
        }
        Some(commit)
    }

    /// The word under `key`, read by `parse`; `words` are all it may be.
    pub(super) fn word<T>(
        &mut self,
        section: &Section<'_>,
        key: &str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = self.text(section, key)?;
        let found = parse(&word);
        if found.is_none() {
            let at = section.table.get(key).and_then(Item::span).map_or(section.start, |span| span.start);
            let help = match nearest(&word, words.iter().copied()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("it is one of {}", words.join(", ")),
            };
            self.problem(at, format!("'{key}' of {} cannot be \"{word}\"", section.name), help);
        }
        found
    }

    /// The true or false under `key`.
    pub(super) fn flag(&mut self, section: &Section<'_>, key: &str) -> Option<bool> {
        let item = section.table.get(key)?;
        if item.as_bool().is_none() {
            self.wrong_type(section, key, item, "true or false, without quotes");
        }
        item.as_bool()
    }

    /// The number of days under `key`, at least `least`.
    pub(super) fn days(&mut self, section: &Section<'_>, key: &str, least: u32) -> Option<u32> {
        let item = section.table.get(key)?;
        let days = item.as_integer().and_then(|days| u32::try_from(days).ok()).filter(|days| *days >= least);
        if item.as_integer().is_none() {
            self.wrong_type(section, key, item, "a number of days, such as 90");
        } else if days.is_none() {
            let at = key_start(section, key, item);
            let help = format!("write a number of days from {least} on, such as 90");
            self.problem(at, format!("'{key}' of {} is no number of days", section.name), help);
        }
        days
    }

    pub(super) fn wrong_type(&mut self, section: &Section<'_>, key: &str, item: &Item, wanted: &str) {
        let found = match item {
            Item::Value(Value::String(_)) => "text in quotes",
            Item::Value(Value::Integer(_) | Value::Float(_)) => "a number",
            Item::Value(Value::Boolean(_)) => "true or false",
            Item::Value(Value::Datetime(_)) => "another kind of date or time",
            Item::Value(Value::Array(_)) | Item::ArrayOfTables(_) => "a list",
            Item::Value(Value::InlineTable(_)) | Item::Table(_) => "a table",
            Item::None => "nothing",
        };
        let at = item.span().map_or_else(|| key_start(section, key, item), |span| span.start);
        self.problem(at, format!("'{key}' of {} is {found}", section.name), format!("write {wanted}"));
    }
}

/// `text` with plain line feeds.
pub(in crate::review) fn plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Where `key` begins; where the parser kept no place, where its value or table does.
pub(super) fn key_start(section: &Section<'_>, key: &str, item: &Item) -> usize {
    section
        .table
        .get_key_value(key)
        .and_then(|(key, _)| key.span())
        .or_else(|| item.span())
        .map_or(section.start, |span: Range<usize>| span.start)
}
