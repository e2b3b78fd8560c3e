//! TOML into a spanned tree, over the `toml` crate's own spans.
//!
//! Source: the TOML 1.1 specification.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Shape, SyntaxError};
use crate::base::Span;

/// Reads `text`; the root is a mapping. Entries stand in the order of the text.
///
/// # Errors
/// Where the text is no TOML.
pub fn document(text: &str) -> Result<Node, SyntaxError> {
    let table = DeTable::parse(text)
        .map_err(|error| SyntaxError::new(error.message(), error.span().map_or(0, |span| span.start)))?;
    Ok(Node { span: Span::new(0, text.len()), shape: map(table.into_inner()) })
}

fn span(range: &std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

fn map(table: DeTable<'_>) -> Shape {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: span(&key.span()),
            key: key.into_inner().into_owned(),
            value: node(value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Shape::Map(entries)
}

/// The parser bounds the depth of what it accepts, so this recursion is bounded too.
fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = span(&value.span());
    let plain = |text: String| Shape::Scalar { text, quoted: false };
    let shape = match value.into_inner() {
        DeValue::String(text) => Shape::Scalar { text: text.into_owned(), quoted: true },
        DeValue::Integer(number) => plain(number.to_string()),
        DeValue::Float(number) => plain(number.to_string()),
        DeValue::Boolean(value) => plain(value.to_string()),
        DeValue::Datetime(time) => plain(time.to_string()),
        DeValue::Array(items) => Shape::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => map(table),
    };
    Node { span, shape }
}
