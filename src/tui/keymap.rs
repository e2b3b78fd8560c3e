//! The keys as a table: `assets/keys.toml`, from which key handling, footer, help and README.md are made.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;

use super::action::Action;
use super::chord::Chord;

const KEYS: &str = include_str!("../../assets/keys.toml");

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Context {
    /// The list of items.
    List,
    /// The details of an item.
    Detail,
    /// List and details.
    Overview,
    /// The walkthrough, at an item.
    Walk,
    /// The text of an item: details and walkthrough.
    Text,
    /// Overview and walkthrough.
    Review,
    /// The go/no-go poll at the end of the walkthrough.
    Poll,
    /// Everything that is read from top to bottom.
    Scroll,
    /// Messages, a setting, a file, a command: what lies over the screen to be read.
    Page,
    /// A file of the repository.
    File,
    /// A list that is searched by typing.
    Picker,
    /// A verification command.
    Trial,
    /// A form with fields.
    Form,
    /// A question with yes and no.
    Question,
    /// Everywhere.
    Anywhere,
}

impl Context {
    /// Every context, in the order of the help screen.
    pub const ALL: [Self; 15] = [
        Self::Review,
        Self::Overview,
        Self::List,
        Self::Detail,
        Self::Walk,
        Self::Text,
        Self::Poll,
        Self::Picker,
        Self::File,
        Self::Trial,
        Self::Form,
        Self::Question,
        Self::Page,
        Self::Scroll,
        Self::Anywhere,
    ];

    /// The heading over the context's keys.
    pub const fn title(self) -> &'static str {
        match self {
            Self::List => "In the list",
            Self::Detail => "In an item's details",
            Self::Overview => "In list and details",
            Self::Walk => "In the walkthrough",
            Self::Text => "In an item's text",
            Self::Review => "In overview and walkthrough",
            Self::Poll => "At the poll",
            Self::Page => "In messages, settings, files",
            Self::Scroll => "In pages of text",
            Self::File => "In a file",
            Self::Picker => "In a list to search",
            Self::Trial => "At a command",
            Self::Form => "In a form",
            Self::Question => "At a question",
            Self::Anywhere => "Everywhere",
        }
    }

    /// The contexts whose keys work here, the narrower ones first.
    pub(super) const fn chain(self) -> &'static [Self] {
        match self {
            Self::List => &[Self::List, Self::Overview, Self::Review, Self::Anywhere],
            Self::Detail => &[Self::Detail, Self::Text, Self::Overview, Self::Review, Self::Anywhere],
            Self::Overview => &[Self::Overview, Self::Review, Self::Anywhere],
            Self::Walk => &[Self::Walk, Self::Text, Self::Review, Self::Anywhere],
            Self::Text => &[Self::Text, Self::Review, Self::Anywhere],
            Self::Poll => &[Self::Poll, Self::Scroll, Self::Anywhere],
            Self::Review => &[Self::Review, Self::Anywhere],
            Self::Page => &[Self::Page, Self::Scroll, Self::Anywhere],
            Self::Scroll => &[Self::Scroll, Self::Anywhere],
            Self::File => &[Self::File, Self::Page, Self::Scroll, Self::Anywhere],
            Self::Picker => &[Self::Picker, Self::Anywhere],
            Self::Trial => &[Self::Trial, Self::Page, Self::Scroll, Self::Anywhere],
            Self::Form => &[Self::Form, Self::Anywhere],
            Self::Question => &[Self::Question, Self::Anywhere],
            Self::Anywhere => &[Self::Anywhere],
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where it works.
    pub context: Context,
    /// What it does.
    pub action: Action,
    /// The keys that do it; never empty.
    pub keys: Vec<Chord>,
    /// The word in the footer.
    pub label: String,
    /// One line for the help.
    pub help: String,
    /// The place in the footer, 0 before all others; `None` for the help only.
    pub footer: Option<u8>,
}

/// The whole table.
#[derive(Debug, Clone)]
pub struct KeyMap {
    bindings: Vec<Binding>,
}

/// Why a key table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("keys: {0}")]
pub struct KeyMapError(String);

#[derive(serde::Deserialize)]
struct Table {
    key: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    context: Context,
    action: String,
    keys: Vec<String>,
    label: String,
    help: String,
    footer: Option<u8>,
}

impl KeyMap {
    /// The built-in table.
    pub fn standard() -> &'static Self {
        static KEYMAP: LazyLock<KeyMap> =
            LazyLock::new(|| KeyMap::read(KEYS).expect("a test reads the embedded key table"));
        &KEYMAP
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// Where it is not of the table's form, names an unknown action or key, or gives one key two meanings in one place.
    pub fn read(text: &str) -> Result<Self, KeyMapError> {
        let table: Table = toml::from_str(text).map_err(|error| KeyMapError(error.to_string()))?;
        let bindings = table.key.into_iter().map(binding).collect::<Result<Vec<_>, _>>()?;
        Self::checked(bindings)
    }

    /// The table with other keys: by context and action, each list takes the place of all the keys that it had.
    ///
    /// # Errors
    /// Where there is no such context, action or key, where a key would mean two things in one place, or where nothing would
    /// lead out of a place any more.
    pub fn with(
        &self,
        wanted: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
    ) -> Result<Self, KeyMapError> {
        let mut bindings = self.bindings.clone();
        for (context, actions) in wanted {
            for (action, keys) in actions {
                let place = Context::deserialize(context.as_str().into_deserializer())
                    .map_err(|error: serde::de::value::Error| KeyMapError(error.to_string()))?;
                let found = bindings
                    .iter_mut()
                    .find(|one| one.context == place && one.action.as_str() == action)
                    .ok_or_else(|| KeyMapError(format!("there is no '{context}.{action}'")))?;
                found.keys = chords(keys)?;
                if found.keys.is_empty() && found.action.is_needed() {
                    return Err(KeyMapError(format!("'{context}.{action}' has no key, and needs one")));
                }
            }
        }
        bindings.retain(|one| !one.keys.is_empty());
        Self::checked(bindings)
    }

    /// The table, where no key means two things in one place.
    fn checked(bindings: Vec<Binding>) -> Result<Self, KeyMapError> {
        let map = Self { bindings };
        for context in Context::ALL {
            let mut seen: Vec<Chord> = Vec::new();
            for binding in map.bindings.iter().filter(|binding| context.chain().contains(&binding.context)) {
                for key in &binding.keys {
                    if seen.contains(key) {
                        return Err(KeyMapError(format!("{key} means two things {}", context.title())));
                    }
                    seen.push(*key);
                }
            }
        }
        Ok(map)
    }

    /// All lines, in the table's order.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// What `key` does in `context`.
    pub fn action(&self, context: Context, key: Chord) -> Option<Action> {
        context.chain().iter().find_map(|place| {
            self.bindings
                .iter()
                .find(|binding| binding.context == *place && binding.keys.contains(&key))
                .map(|binding| binding.action)
        })
    }

    /// The first key of `action`, for texts that name it.
    pub fn key(&self, action: Action) -> String {
        self.bindings
            .iter()
            .find(|binding| binding.action == action)
            .map_or_else(String::new, |binding| binding.keys[0].to_string())
    }

    /// What the footer of `context` shows, the most important first.
    pub fn footer(&self, context: Context) -> Vec<&Binding> {
        let mut shown: Vec<&Binding> = self
            .bindings
            .iter()
            .filter(|binding| binding.footer.is_some() && context.chain().contains(&binding.context))
            .collect();
        shown.sort_by_key(|binding| binding.footer);
        shown
    }

    /// The table for README.md.
    pub fn markdown(&self) -> String {
        let mut out = String::from("| where | keys | what |\n| --- | --- | --- |\n");
        for context in Context::ALL {
            for binding in self.bindings.iter().filter(|binding| binding.context == context) {
                let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
                // Writing to a string cannot fail.
                let _ = writeln!(out, "| {} | {} | {} |", context.title(), keys.join(" "), binding.help);
            }
        }
        out
    }
}

fn chords(names: &[String]) -> Result<Vec<Chord>, KeyMapError> {
    let read =
        |text: &String| Chord::parse(text).ok_or_else(|| KeyMapError(format!("no such key: '{text}'")));
    names.iter().map(read).collect()
}

fn binding(entry: Entry) -> Result<Binding, KeyMapError> {
    let action = Action::parse(&entry.action)
        .ok_or_else(|| KeyMapError(format!("no such action: '{}'", entry.action)))?;
    let keys = chords(&entry.keys)?;
    if keys.is_empty() {
        return Err(KeyMapError(format!("'{}' has no key", entry.action)));
    }
    Ok(Binding {
        context: entry.context,
        action,
        keys,
        label: entry.label,
        help: entry.help,
        footer: entry.footer,
    })
}
