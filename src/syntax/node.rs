//! The one tree that YAML, JSON and TOML are read into.

use std::fmt;

use crate::base::{LineIndex, Span};

/// A text that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// The byte where it was noticed.
    pub offset: usize,
}

impl SyntaxError {
    /// The error `message` at the byte `offset`.
    pub fn new(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset }
    }

    /// The line of the error in `text`, from 1.
    pub fn line(&self, text: &str) -> usize {
        LineIndex::new(text).line(self.offset)
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A value with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes that it was written in; of an alias or merged entry, those of the anchor.
    pub span: Span,
    /// What it is.
    pub shape: Shape,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: `null`, `~`, an empty value.
    Null,
    /// A scalar: its text as written, escapes resolved.
    Scalar {
        /// The text.
        text: String,
        /// Whether it was quoted (a string in any case) rather than plain.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the text; merged entries come last.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key; empty where it is no scalar.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// The bytes from the key to the end of the value; only the key where the value stands elsewhere (an alias).
    pub fn span(&self) -> Span {
        if self.value.span.end > self.key_span.end {
            Span::new(self.key_span.start, self.value.span.end)
        } else {
            self.key_span
        }
    }
}

impl Node {
    /// A node without content at `span`.
    pub const fn null(span: Span) -> Self {
        Self { span, shape: Shape::Null }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.shape {
            Shape::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it is nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self.shape, Shape::Null)
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.shape {
            Shape::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.shape {
            Shape::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry under `key`; the last one where the key is repeated.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().rev().find(|entry| entry.key == key)
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value at the end of a way of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text under `key`.
    pub fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The list's items, or the node itself where it is a scalar: for keys that take one value or several.
    pub fn one_or_many(&self) -> &[Self] {
        match &self.shape {
            Shape::List(items) => items,
            Shape::Scalar { .. } => std::slice::from_ref(self),
            _ => &[],
        }
    }

    /// Whether it is the plain boolean `true` (or YAML 1.1's `yes`, `on`).
    pub fn is_true(&self) -> bool {
        self.text().is_some_and(|text| matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "on"))
    }
}
