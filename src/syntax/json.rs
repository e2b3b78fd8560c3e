//! JSON into a spanned tree; comments and trailing commas are forgiven (editors' and platforms' files have them).
//!
//! Source: RFC 8259.

use super::node::{Entry, Node, Shape, SyntaxError};
use crate::base::Span;

/// The deepest tree.
const DEEPEST: usize = 128;

/// Reads the value in `text`.
///
/// # Errors
/// Where the text is no JSON or nests deeper than 128 levels.
pub fn document(text: &str) -> Result<Node, SyntaxError> {
    let mut reader = Reader { text, at: text.len() - text.trim_start_matches('\u{feff}').len() };
    let node = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(SyntaxError::new("something follows the JSON value", reader.at));
    }
    Ok(node)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if rest.starts_with([' ', '\t', '\r', '\n']) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        self.space();
        let start = self.at;
        if depth > DEEPEST {
            return Err(SyntaxError::new("it nests deeper than 128 levels", start));
        }
        let shape = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Shape::Scalar { text: self.string()?, quoted: true },
            Some(_) => {
                let word: String = self.text[start..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
                    .collect();
                if word.is_empty() {
                    return Err(SyntaxError::new("a value was expected", start));
                }
                self.at += word.len();
                if word == "null" { Shape::Null } else { Shape::Scalar { text: word, quoted: false } }
            }
            None => return Err(SyntaxError::new("the text ends where a value was expected", start)),
        };
        Ok(Node { span: Span::new(start, self.at), shape })
    }

    fn object(&mut self, depth: usize) -> Result<Shape, SyntaxError> {
        let mut entries = Vec::new();
        self.at += 1;
        loop {
            self.space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Shape::Map(entries));
                }
                Some(b'"') => {
                    let start = self.at;
                    let key = self.string()?;
                    let key_span = Span::new(start, self.at);
                    self.space();
                    if self.peek() != Some(b':') {
                        return Err(SyntaxError::new("`:` was expected after a key", self.at));
                    }
                    self.at += 1;
                    entries.push(Entry { key, key_span, value: self.value(depth + 1)? });
                    self.comma(b'}')?;
                }
                _ => return Err(SyntaxError::new("a key or `}` was expected", self.at)),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Shape, SyntaxError> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Shape::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.comma(b']')?;
        }
    }

    fn comma(&mut self, close: u8) -> Result<(), SyntaxError> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(())
            }
            Some(found) if found == close => Ok(()),
            _ => Err(SyntaxError::new("`,` was expected", self.at)),
        }
    }

    fn string(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.text[start + 1..].char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + offset + 2;
                    return Ok(text);
                }
                '\\' => match chars.next().map(|(_, c)| c) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some('b') => text.push('\u{8}'),
                    Some('f') => text.push('\u{c}'),
                    Some('u') => {
                        let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        let code = u32::from_str_radix(&digits, 16).ok();
                        // Halves of surrogate pairs are not joined: no key or command that matters has them.
                        text.push(code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    Some(other) => text.push(other),
                    None => break,
                },
                other => text.push(other),
            }
        }
        Err(SyntaxError::new("a string has no end", start))
    }
}
