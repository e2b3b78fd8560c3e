//! Values as the evaluator hands them out: trees in which each node knows its origin.

use std::collections::BTreeSet;

use num_bigint::BigInt;

use crate::base::{RepoPath, Span};

/// A place in a source file that made or changed a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub path: RepoPath,
    /// The bytes of the statement or expression.
    pub span: Span,
    /// The line of the first byte, from 1.
    pub line: usize,
}

/// One value, possibly known in part only.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// What it is.
    pub shape: Shape,
    /// Where it was made; `None` for what no source wrote (a default of a library, say).
    pub origin: Option<Origin>,
    /// The environment variables that it depends on, in itself or through a condition.
    pub env: BTreeSet<String>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer of any size.
    Int(BigInt),
    /// A float.
    Float(f64),
    /// A string.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list, in order.
    List(Vec<Datum>),
    /// A tuple, in order.
    Tuple(Vec<Datum>),
    /// A set or frozen set, in the order of insertion.
    Set(Vec<Datum>),
    /// A dictionary, in the order of insertion.
    Dict(Vec<(Key, Datum)>),
    /// A `pathlib` path (strings that hold paths are [`Shape::Str`]); below the repository it reads `<root>/…`.
    Path(String),
    /// An object of a class that is not plain data: `datetime.timedelta(days=1)`, `crontab(…)`, a lazy translation.
    Object {
        /// The qualified name of the class or function that made it.
        class: String,
        /// Positional arguments.
        args: Vec<Datum>,
        /// Keyword arguments.
        kwargs: Vec<(String, Datum)>,
    },
    /// A function, class or module, by qualified name.
    Named(String),
    /// Exists only when these environment variables are set; without them, reading it raises.
    Required(Vec<String>),
    /// Cannot be known; the reason in words a person understands.
    Unknown(String),
}

/// A key of a dictionary, with its own origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key itself.
    pub datum: Datum,
}

impl Datum {
    /// The text of a string or path.
    pub fn as_str(&self) -> Option<&str> {
        match &self.shape {
            Shape::Str(text) | Shape::Path(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, where it is one (no truth test).
    pub const fn as_bool(&self) -> Option<bool> {
        match self.shape {
            Shape::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The entry of a dictionary under a string key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.shape {
            Shape::Dict(entries) => {
                entries.iter().rev().find(|(k, _)| k.datum.as_str() == Some(key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Where the entry of a dictionary under a string key is written: at its key.
    pub fn key_origin(&self, key: &str) -> Option<&Origin> {
        match &self.shape {
            Shape::Dict(entries) => {
                let (found, _) = entries.iter().rev().find(|(k, _)| k.datum.as_str() == Some(key))?;
                found.datum.origin.as_ref()
            }
            _ => None,
        }
    }

    /// The items of a list, tuple or set.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.shape {
            Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => Some(items),
            _ => None,
        }
    }

    /// Whether this very node (not its children) is required or unknown.
    pub const fn is_open(&self) -> bool {
        matches!(self.shape, Shape::Required(_) | Shape::Unknown(_))
    }

    /// Python's truth test, `None` where it cannot be known.
    pub fn truth(&self) -> Option<bool> {
        match &self.shape {
            Shape::None => Some(false),
            Shape::Bool(value) => Some(*value),
            Shape::Int(value) => Some(*value != BigInt::from(0)),
            Shape::Float(value) => Some(*value != 0.0),
            Shape::Str(text) => Some(!text.is_empty()),
            Shape::Bytes(bytes) => Some(!bytes.is_empty()),
            Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => Some(!items.is_empty()),
            Shape::Dict(entries) => Some(!entries.is_empty()),
            Shape::Path(_) | Shape::Named(_) => Some(true),
            Shape::Object { .. } | Shape::Required(_) | Shape::Unknown(_) => None,
        }
    }

    /// Shows this node and all nodes inside it to `see`, keys of dictionaries included.
    pub fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match &self.shape {
            Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => {
                for item in items {
                    item.visit(see);
                }
            }
            Shape::Dict(entries) => {
                for (key, value) in entries {
                    key.datum.visit(see);
                    value.visit(see);
                }
            }
            Shape::Object { args, kwargs, .. } => {
                for arg in args.iter().chain(kwargs.iter().map(|(_, arg)| arg)) {
                    arg.visit(see);
                }
            }
            _ => {}
        }
    }

    /// The message of a lazy translation.
    pub fn message(&self) -> Option<&str> {
        match &self.shape {
            Shape::Object { class, args, .. } if class.starts_with("django.utils.translation.") => {
                let at = usize::from(class.contains("pgettext"));
                args.get(at).and_then(Self::as_str)
            }
            _ => None,
        }
    }
}
