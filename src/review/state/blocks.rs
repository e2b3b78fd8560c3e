//! The text of a state file as a list of blocks: a table's header with the comments above it and all that follows, up to
//! the next one.
//!
//! Merging and tidying move whole blocks, so that comments, layout and tables of other names stay as people wrote them.

use toml_edit::{Document, Item, Table};

use super::values::plain_line_ends;
use crate::model::{ItemId, Person};
use crate::review::change::Key;

/// One block of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::review) struct Block {
    /// Which one it is: the same in every version of a file.
    pub(in crate::review) name: Name,
    /// The text, with the line end at its end.
    pub(in crate::review) text: String,
}

/// What tells blocks apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::review) enum Name {
    /// What stands before the first table.
    Head,
    /// A table by its path; entries of lists by what they are about, or by their number.
    Table(Vec<String>),
    /// Comments behind the last table.
    Tail,
}

/// The tables of ours, in the order in which they are written.
const KINDS: [&str; 8] = ["project", "gate", "grade", "item", "review", "items", "findings", "sign-off"];

impl Name {
    /// The record that the block holds, if it holds one that is a block of its own.
    pub(in crate::review) fn record(&self) -> Option<Key> {
        let Self::Table(path) = self else { return None };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path[..] {
            ["items", item] => item.parse().ok().map(Key::Item),
            ["findings", item, fingerprint] => {
                Some(Key::Finding { item: item.parse().ok()?, fingerprint: fingerprint.to_owned() })
            }
            ["sign-off", role, by] => Some(Key::SignOff { role: role.to_owned(), by: Person::parse(by)? }),
            _ => None,
        }
    }

    /// What the block is ordered by among those of its kind, and its kind; `None` for tables of people's own.
    pub(in crate::review) fn rank(&self, order: &[ItemId]) -> Option<Rank> {
        let Self::Table(path) = self else {
            return (*self == Self::Head).then(|| (0, 0, String::new()));
        };
        let kind = KINDS.iter().position(|kind| path.first().is_some_and(|first| first == kind))? + 1;
        let of_item = |item: &ItemId| order.iter().position(|known| known == item).unwrap_or(order.len());
        let (number, text) = match self.record() {
            Some(Key::Item(item)) => (of_item(&item), item.to_string()),
            Some(Key::Finding { item, fingerprint }) => (of_item(&item), format!("{item}\0{fingerprint}")),
            Some(Key::SignOff { role, by }) => (0, format!("{role}\0{by}")),
            _ => (0, String::new()),
        };
        Some((kind, number, text))
    }

    /// The header as people know it: `[gate]`, `[items."security.debug"]`.
    pub(in crate::review) fn label(&self) -> String {
        match self {
            Self::Head => "the beginning of the file".to_owned(),
            Self::Tail => "the end of the file".to_owned(),
            Self::Table(path) => format!("[{}]", path.join(".")),
        }
    }
}

/// What blocks are ordered by: their kind, then two things that depend on the kind.
pub(in crate::review) type Rank = (usize, usize, String);

/// The blocks of `text`, which has plain line ends and no byte order mark; together they are the text. `None` where it
/// is no TOML.
pub(in crate::review) fn blocks(text: &str) -> Option<Vec<Block>> {
    let document = Document::parse(text).ok()?;
    let mut found = Vec::new();
    collect(document.as_table(), &mut Vec::new(), &mut found);
    found.sort_by_key(|(start, _)| *start);
    let tail = document.trailing().span().map_or(text.len(), |span| span.start);
    let mut blocks: Vec<Block> = Vec::new();
    let starts = found.iter().map(|(start, _)| *start).chain([tail.min(text.len()), text.len()]);
    let names =
        [Name::Head].into_iter().chain(found.iter().map(|(_, name)| name.clone())).chain([Name::Tail]);
    let mut from = 0;
    for (name, to) in names.zip(starts) {
        let part = text.get(from..to)?;
        if !part.is_empty() {
            blocks.push(Block { name: single(name, &blocks), text: part.to_owned() });
        }
        from = to;
    }
    Some(blocks)
}

/// A second block of the same name gets a number.
fn single(name: Name, blocks: &[Block]) -> Name {
    let Name::Table(path) = &name else { return name };
    let mut tried = name.clone();
    let mut number = 1;
    while blocks.iter().any(|block| block.name == tried) {
        number += 1;
        let mut longer = path.clone();
        longer.push(format!("#{number}"));
        tried = Name::Table(longer);
    }
    tried
}

/// The tables with a header of their own, each with where its comments begin.
fn collect(table: &Table, path: &mut Vec<String>, found: &mut Vec<(usize, Name)>) {
    for (key, item) in table {
        path.push(key.to_owned());
        match item {
            Item::Table(inner) => {
                if !inner.is_implicit() && !inner.is_dotted() {
                    found.extend(start(inner).map(|at| (at, Name::Table(path.clone()))));
                }
                collect(inner, path, found);
            }
            Item::ArrayOfTables(list) => {
                for (number, inner) in list.iter().enumerate() {
                    let length = path.len();
                    path.extend(identity(key, inner).unwrap_or_else(|| vec![format!("#{number}")]));
                    found.extend(start(inner).map(|at| (at, Name::Table(path.clone()))));
                    collect(inner, path, found);
                    path.truncate(length);
                }
            }
            Item::Value(_) | Item::None => {}
        }
        path.pop();
    }
}

/// Where the comments above a table's header begin.
fn start(table: &Table) -> Option<usize> {
    let header = table.span()?.start;
    let comments = table.decor().prefix().and_then(toml_edit::RawString::span).map(|span| span.start);
    Some(comments.map_or(header, |at| at.min(header)))
}

/// What an entry of one of our lists is about.
fn identity(list: &str, table: &Table) -> Option<Vec<String>> {
    let text = |key: &str| table.get(key).and_then(Item::as_str).map(plain_line_ends);
    match list {
        "findings" => Some(vec![text("item")?, text("fingerprint")?]),
        "sign-off" => Some(vec![text("role")?, Person::parse(&text("by")?)?.to_string()]),
        "item" => Some(vec![text("id")?]),
        _ => None,
    }
}
