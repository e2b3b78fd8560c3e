//! HCL, the language of Terraform files: blocks, attributes, strings, here-documents, lists and objects.
//!
//! Tolerant: expressions that are no literal are kept as text. Source: the HCL native syntax specification.

use super::node::{Entry, Node, Shape};
use crate::base::Span;

/// How deep blocks and values may nest; what is deeper is kept as text.
const DEEPEST: usize = 64;

/// A block: `resource "aws_ecs_service" "web" { … }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The type: `resource`, `env`; empty for the file itself.
    pub kind: String,
    /// The labels.
    pub labels: Vec<String>,
    /// The bytes of type and labels.
    pub span: Span,
    /// The attributes. A quoted scalar is a string or here-document, templates in it as written; a plain one is any
    /// other expression as written.
    pub attributes: Vec<Entry>,
    /// The blocks inside.
    pub blocks: Vec<Self>,
}

impl Block {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.attributes.iter().find(|entry| entry.key == name).map(|entry| &entry.value)
    }

    /// The text of an attribute that is a string.
    pub fn string(&self, name: &str) -> Option<&str> {
        match &self.get(name)?.shape {
            Shape::Scalar { text, quoted: true } => Some(text),
            _ => None,
        }
    }
}

/// Reads a file; the outermost block has no type.
pub fn file(text: &str) -> Block {
    let mut reader = Reader { text, at: 0 };
    let mut file = Block::default();
    while reader.at < text.len() {
        reader.body(&mut file, 0);
        // A closing brace too many.
        reader.at = (reader.at + 1).min(text.len());
        while !text.is_char_boundary(reader.at) {
            reader.at += 1;
        }
    }
    file
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip(&mut self, line_ends: bool) {
        loop {
            let rest = self.rest();
            if rest.starts_with('#') || rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if rest.starts_with([' ', '\t', '\r']) || (line_ends && rest.starts_with('\n')) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn name(&self) -> usize {
        self.rest()
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            .count()
    }

    /// Reads up to the brace that closes the block, or the text's end.
    fn body(&mut self, block: &mut Block, depth: usize) {
        loop {
            self.skip(true);
            let start = self.at;
            let Some(c) = self.rest().chars().next() else { return };
            if c == '}' {
                return;
            }
            let length = self.name();
            if length == 0 && c != '"' {
                self.at += c.len_utf8();
                continue;
            }
            let key = if c == '"' { self.string() } else { self.take(length) };
            let key_span = Span::new(start, self.at);
            self.skip(false);
            if self.rest().starts_with('=') && !self.rest().starts_with("==") {
                self.at += 1;
                let value = self.value(depth);
                block.attributes.push(Entry { key, key_span, value });
                continue;
            }
            let mut child = Block { kind: key, span: key_span, ..Block::default() };
            loop {
                self.skip(false);
                let length = self.name();
                if self.rest().starts_with('"') {
                    child.labels.push(self.string());
                } else if length > 0 {
                    let label = self.take(length);
                    child.labels.push(label);
                } else {
                    break;
                }
                child.span.end = self.at;
            }
            if self.rest().starts_with('{') {
                self.at += 1;
                if depth < DEEPEST {
                    self.body(&mut child, depth + 1);
                    self.at = (self.at + 1).min(self.text.len());
                }
                block.blocks.push(child);
            }
        }
    }

    fn take(&mut self, length: usize) -> String {
        let taken = self.rest()[..length].to_owned();
        self.at += length;
        taken
    }

    fn value(&mut self, depth: usize) -> Node {
        self.skip(true);
        let start = self.at;
        let shape = match self.rest().chars().next() {
            Some('"') => {
                let text = self.string();
                self.simple(start, Some(text))
            }
            Some('<') if self.rest().starts_with("<<") => {
                Shape::Scalar { text: self.document(), quoted: true }
            }
            Some('[') if depth < DEEPEST => self.list(depth),
            Some('{') if depth < DEEPEST => self.object(depth),
            _ => self.simple(start, None),
        };
        Node { span: Span::new(start, self.text[..self.at].trim_end().len().max(start)), shape }
    }

    /// The rest of an expression up to the end of its line, a comma or a bracket that it did not open; a string that
    /// stands alone stays a string.
    fn simple(&mut self, start: usize, string: Option<String>) -> Shape {
        let after = self.at;
        let mut open = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' => {
                    self.string();
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' | ',' | '\n' if open == 0 => break,
                ')' | ']' | '}' => open -= 1,
                '#' => {
                    let rest = self.rest();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '/' if self.rest().starts_with("//") => {
                    let rest = self.rest();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
        let more = self.text[after..self.at].trim();
        match string {
            Some(text) if more.is_empty() || more.starts_with('#') || more.starts_with("//") => {
                Shape::Scalar { text, quoted: true }
            }
            _ => Shape::Scalar { text: self.text[start..self.at].trim().to_owned(), quoted: false },
        }
    }

    fn list(&mut self, depth: usize) -> Shape {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip(true);
            match self.rest().chars().next() {
                None => break,
                Some(']') => {
                    self.at += 1;
                    break;
                }
                Some(c @ (',' | '}' | ')')) => self.at += c.len_utf8(),
                Some(_) => {
                    let before = self.at;
                    items.push(self.value(depth + 1));
                    if self.at == before {
                        break;
                    }
                }
            }
        }
        Shape::List(items)
    }

    fn object(&mut self, depth: usize) -> Shape {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip(true);
            let start = self.at;
            match self.rest().chars().next() {
                None => break,
                Some('}') => {
                    self.at += 1;
                    break;
                }
                Some(c) => {
                    let length = self.name();
                    let key = if c == '"' {
                        self.string()
                    } else if length > 0 {
                        self.take(length)
                    } else {
                        self.at += c.len_utf8();
                        continue;
                    };
                    let key_span = Span::new(start, self.at);
                    self.skip(false);
                    if self.rest().starts_with(['=', ':']) {
                        self.at += 1;
                        entries.push(Entry { key, key_span, value: self.value(depth + 1) });
                    }
                }
            }
        }
        Shape::Map(entries)
    }

    /// A quoted string, escapes resolved, templates (`${…}`) as written.
    fn string(&mut self) -> String {
        let start = self.at;
        let mut text = String::new();
        let mut braces = 0_usize;
        let mut chars = self.text[start + 1..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' if braces == 0 => {
                    self.at = start + offset + 2;
                    return text;
                }
                '\n' => {
                    // A string ends on its line: the rest of the file is not its.
                    self.at = start + 1 + offset;
                    return text;
                }
                '$' | '%' if matches!(chars.peek(), Some((_, '{'))) => braces += 1,
                '}' if braces > 0 => braces -= 1,
                '\\' if braces == 0 => {
                    match chars.next().map(|(_, c)| c) {
                        Some('n') => text.push('\n'),
                        Some('t') => text.push('\t'),
                        Some(c @ ('"' | '\\')) => text.push(c),
                        Some(c) => {
                            text.push('\\');
                            text.push(c);
                        }
                        None => {}
                    }
                    continue;
                }
                _ => {}
            }
            text.push(c);
        }
        self.at = self.text.len();
        text
    }

    fn document(&mut self) -> String {
        let rest = self.rest();
        let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let delimiter = rest[2..line_end].trim_start_matches('-').trim().to_owned();
        self.at += line_end;
        let body = self.at;
        while self.at < self.text.len() {
            let rest = self.rest();
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            if rest[..length].trim() == delimiter {
                let text = self.text[body..self.at].to_owned();
                self.at += rest[..length].trim_end().len();
                return text;
            }
            self.at += length;
        }
        self.text[body..].to_owned()
    }
}
