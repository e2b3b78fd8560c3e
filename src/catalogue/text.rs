//! What the catalogue says of sections and items. Texts mark code with backticks and are otherwise plain.

use crate::model::{ItemId, Severity};

/// A section: its name and its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The part of the item ids before the dot, such as `security`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The items, in order.
    pub items: Vec<Item>,
}

/// One line of the checklist, with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The stable name, `section.item`.
    pub id: ItemId,
    /// The name that people read.
    pub title: String,
    /// How much it weighs in the gate.
    pub severity: Severity,
    /// What it asks for: one sentence.
    pub asks: String,
    /// Why that matters.
    pub why: String,
    /// How to meet it.
    pub fix: Fix,
    /// How a person makes sure by hand.
    pub verify: Verify,
    /// Where to read on.
    pub references: Vec<Reference>,
}

/// How to meet an item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// What to do.
    pub text: String,
    /// Code that does it; may be empty.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A piece of code that shows how.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The language, as highlighters name it: `python`, `yaml`, `nginx`, `shell`, `dockerfile`, `sql`, `text`.
    pub language: String,
    /// The file or the case that it belongs to.
    pub title: String,
    /// The code, without a blank line at either end.
    pub code: String,
}

/// How a person makes sure by hand.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// What to look at and what to expect.
    pub text: String,
    /// A shell command that helps; words in capitals (`SITE`, `PROJECT`) are for the person to fill in.
    pub command: Option<String>,
}

/// A page to read on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Whose page, and its subject.
    pub title: String,
    /// The address.
    pub url: String,
}
