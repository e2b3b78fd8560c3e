//! YAML into a spanned tree: several documents, anchors, aliases and merge keys (`<<`), with bounds.
//!
//! Scalars keep their text (`on`, `0x10` and `22:22` stay what was written), for compose files and pipelines pass
//! them on as text. Source: the YAML 1.2 specification, and YAML 1.1 for merge keys.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle};

use super::node::{Entry, Node, Shape, SyntaxError};
use crate::base::Span;

/// The most nodes that aliases may add to one text: real files stay far below, a "billion laughs" far above.
const MOST_COPIES: usize = 100_000;
/// The deepest tree.
const DEEPEST: usize = 128;

/// Reads all documents of `text`, empty ones left out.
///
/// # Errors
/// Where the text is no YAML, nests deeper than 128 levels or expands to more than 100,000 aliased nodes. A Helm
/// template, whose `{{ … }}` stand outside of strings, is said to be one.
pub fn documents(text: &str) -> Result<Vec<Node>, SyntaxError> {
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let mut builder = Builder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event
            .map_err(|error| explain(text, &error.to_string(), error.marker().byte_offset().unwrap_or(0)))?;
        let span = span.byte_range().map_or_else(Span::default, |range| Span::new(range.start, range.end));
        builder.take(event, span).map_err(|error| explain(text, &error.message, error.offset))?;
    }
    Ok(builder.documents)
}

/// Reads the first document of `text`; an empty text is null.
///
/// # Errors
/// As [`documents`].
pub fn document(text: &str) -> Result<Node, SyntaxError> {
    Ok(documents(text)?.into_iter().next().unwrap_or_else(|| Node::null(Span::default())))
}

fn explain(text: &str, message: &str, offset: usize) -> SyntaxError {
    if is_template(text) {
        SyntaxError::new(
            "it is a template: `{{ … }}` outside of strings is no YAML until it is rendered",
            offset,
        )
    } else {
        SyntaxError::new(message, offset)
    }
}

/// Whether `{{` stands where YAML would read a mapping: at a line's start or after `: ` or `- `.
pub fn is_template(text: &str) -> bool {
    text.match_indices("{{").any(|(at, _)| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', ':', '-'])
    })
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    start: usize,
    map: bool,
    items: Vec<Node>,
    entries: Vec<Entry>,
    key: Option<(String, Span)>,
}

#[derive(Clone)]
struct Anchored {
    node: Node,
    size: usize,
    depth: usize,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    copies: usize,
    documents: Vec<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), SyntaxError> {
        match event {
            Event::DocumentStart(..) => self.anchors.clear(),
            Event::Scalar(text, style, anchor, tag) => {
                let quoted = style != ScalarStyle::Plain || tag.is_some();
                let shape = if !quoted && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    Shape::Null
                } else {
                    Shape::Scalar { text: text.into_owned(), quoted }
                };
                self.finish(Node { span, shape }, anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => self.start(anchor, span.start, false)?,
            Event::MappingStart(_, anchor, _) => self.start(anchor, span.start, true)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let anchor = open.anchor;
                    let node = self.close(open, span)?;
                    self.finish(node, anchor)?;
                }
            }
            Event::Alias(id) => {
                let Some(anchored) = self.anchors.get(&id).cloned() else {
                    return Err(SyntaxError::new("an alias stands inside its own anchor", span.start));
                };
                self.count(anchored.size, span.start)?;
                if self.open.len() + anchored.depth > DEEPEST {
                    return Err(too_deep(span.start));
                }
                self.finish(anchored.node, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, anchor: usize, start: usize, map: bool) -> Result<(), SyntaxError> {
        if self.open.len() >= DEEPEST {
            return Err(too_deep(start));
        }
        self.open.push(Open { anchor, start, map, items: Vec::new(), entries: Vec::new(), key: None });
        Ok(())
    }

    fn count(&mut self, size: usize, offset: usize) -> Result<(), SyntaxError> {
        self.copies = self.copies.saturating_add(size);
        if self.copies > MOST_COPIES {
            return Err(SyntaxError::new("its aliases expand to more than 100,000 nodes", offset));
        }
        Ok(())
    }

    fn close(&mut self, open: Open, end: Span) -> Result<Node, SyntaxError> {
        // The end event of a block collection stands where the next token begins: its last child ends it.
        let last = open.items.last().map(|node| node.span.end);
        let last = last.or_else(|| open.entries.last().map(|entry| entry.span().end));
        let end = if end.start == end.end { last.unwrap_or(open.start) } else { end.end };
        let span = Span::new(open.start, end.max(open.start));
        if !open.map {
            return Ok(Node { span, shape: Shape::List(open.items) });
        }
        let (merges, mut entries): (Vec<Entry>, Vec<Entry>) =
            open.entries.into_iter().partition(|entry| entry.key == "<<");
        let mut known: HashSet<String> =
            if merges.is_empty() { HashSet::new() } else { entries.iter().map(|e| e.key.clone()).collect() };
        for merge in merges {
            for source in std::iter::once(&merge.value).chain(merge.value.items()) {
                for entry in source.entries() {
                    self.count(1, merge.key_span.start)?;
                    if known.insert(entry.key.clone()) {
                        entries.push(entry.clone());
                    }
                }
            }
        }
        Ok(Node { span, shape: Shape::Map(entries) })
    }

    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), SyntaxError> {
        if anchor != 0 {
            let (size, depth) = measure(&node);
            self.count(size, node.span.start)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, depth });
        }
        match self.open.last_mut() {
            None => self.documents.push(node),
            Some(open) if !open.map => open.items.push(node),
            Some(open) => match open.key.take() {
                Some((key, key_span)) => open.entries.push(Entry { key, key_span, value: node }),
                None => match node.shape {
                    Shape::Scalar { text, .. } => open.key = Some((text, node.span)),
                    Shape::Null => open.key = Some((String::new(), node.span)),
                    Shape::List(_) | Shape::Map(_) => {
                        return Err(SyntaxError::new("a list or mapping is used as a key", node.span.start));
                    }
                },
            },
        }
        Ok(())
    }
}

fn too_deep(offset: usize) -> SyntaxError {
    SyntaxError::new("it nests deeper than 128 levels", offset)
}

/// How many nodes a tree has, and how deep it is; the depth of trees is bounded, so recursion is too.
fn measure(node: &Node) -> (usize, usize) {
    let children = node.items().iter().chain(node.entries().iter().map(|entry| &entry.value));
    children.map(measure).fold((1, 1), |(size, depth), (s, d)| (size + s, depth.max(d + 1)))
}
