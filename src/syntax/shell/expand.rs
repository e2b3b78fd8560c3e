//! Words and the variables in them.

use crate::base::Span;

/// How deep defaults inside defaults are followed.
const DEEPEST: usize = 8;

/// A word: text and variables in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// The bytes of the word, quotes included.
    pub span: Span,
    /// The parts, in order; none for an empty quoted word.
    pub parts: Vec<Part>,
    /// Whether any of it was quoted.
    pub quoted: bool,
}

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// `$NAME` or `${NAME…}`.
    Variable {
        /// The name; also `1`, `@`, `*` and the like.
        name: String,
        /// What follows the name inside the braces: `:-`, `-`, `:?`, `?`, `:+`, `+`, `:=`, `=`, or another operator's
        /// first character; empty where there is none.
        operator: String,
        /// The text after the operator, as written.
        operand: String,
    },
    /// `$(…)`, backticks or arithmetic: what it gives is not known. The text as written.
    Substitution(String),
}

impl Word {
    /// The word of literal text.
    pub fn literal(text: impl Into<String>, span: Span) -> Self {
        Self { span, parts: vec![Part::Text(text.into())], quoted: true }
    }

    /// The text, where no variable is in it.
    pub fn as_literal(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The word in text: variables that `lookup` knows are replaced, others by their default, and what has neither
    /// stays as `${NAME}`.
    pub fn render(&self, lookup: &dyn Fn(&str) -> Option<String>) -> String {
        render(&self.parts, lookup, 0)
    }

    /// Whether the word in text depends on nothing but what `lookup` knows and on defaults.
    pub fn is_known(&self, lookup: &dyn Fn(&str) -> Option<String>) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Text(_) => true,
            Part::Variable { name, operator, .. } => {
                lookup(name).is_some() || matches!(operator.as_str(), ":-" | "-" | ":=" | "=")
            }
            Part::Substitution(_) => false,
        })
    }

    /// The names of the variables in it.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable { name, .. } => Some(name.as_str()),
            _ => None,
        })
    }
}

fn render(parts: &[Part], lookup: &dyn Fn(&str) -> Option<String>, depth: usize) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(literal) => text.push_str(literal),
            Part::Substitution(source) => text.push_str(source),
            Part::Variable { name, operator, operand } => {
                let value = lookup(name);
                let default = || {
                    if depth < DEEPEST {
                        render(&interpolated(operand, false), lookup, depth + 1)
                    } else {
                        operand.clone()
                    }
                };
                match (operator.as_str(), value) {
                    (":-" | ":=", Some(value)) if value.is_empty() => text.push_str(&default()),
                    (":+", Some(value)) if value.is_empty() => {}
                    (":+" | "+", Some(_)) | (":-" | "-" | ":=" | "=", None) => text.push_str(&default()),
                    (":+" | "+", None) => {}
                    (_, Some(value)) => text.push_str(&value),
                    (_, None) => {
                        text.push_str("${");
                        text.push_str(name);
                        text.push('}');
                    }
                }
            }
        }
    }
    text
}

/// Splits a text at its variables, without any quoting: the values of compose files and environment files.
///
/// With `dollars`, `$$` is one literal dollar sign, as compose has it.
pub fn interpolated(text: &str, dollars: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        literal.push_str(&rest[..at]);
        rest = &rest[at..];
        if dollars && rest.starts_with("$$") {
            literal.push('$');
            rest = &rest[2..];
            continue;
        }
        if let Some((part, length)) = variable(rest) {
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(part);
            rest = &rest[length..];
        } else {
            literal.push('$');
            rest = &rest[1..];
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Text(literal));
    }
    parts
}

/// Reads what begins with `$`: the part and its length in bytes; `None` for a lone dollar sign.
pub(super) fn variable(text: &str) -> Option<(Part, usize)> {
    let body = text.strip_prefix('$')?;
    if body.starts_with('(') {
        let length = balanced(body, '(', ')');
        return Some((Part::Substitution(text[..=length].to_owned()), length + 1));
    }
    if body.starts_with('{') {
        let length = balanced(body, '{', '}');
        let inner = body[1..length].strip_suffix('}').unwrap_or(&body[1..length]);
        let name_length = match inner.chars().next() {
            Some(c @ ('@' | '*' | '#' | '?' | '$' | '!')) if inner.len() == 1 || c == '@' || c == '*' => 1,
            _ => name_length(inner),
        };
        let (name, rest) = inner.split_at(name_length);
        if name.is_empty() {
            return Some((Part::Substitution(text[..=length].to_owned()), length + 1));
        }
        let operator: String = match rest.as_bytes() {
            [b':', b'-' | b'=' | b'?' | b'+', ..] => rest[..2].to_owned(),
            [_, ..] => rest.chars().take(1).collect(),
            [] => String::new(),
        };
        let operand = rest[operator.len()..].to_owned();
        return Some((Part::Variable { name: name.to_owned(), operator, operand }, length + 1));
    }
    let length = match body.chars().next()? {
        '@' | '*' | '#' | '?' | '$' | '!' | '-' | '0'..='9' => 1,
        _ => name_length(body),
    };
    if length == 0 {
        return None;
    }
    let name = body[..length].to_owned();
    Some((Part::Variable { name, operator: String::new(), operand: String::new() }, length + 1))
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// The length of the bracketed text that `text` begins with, brackets included; quotes are minded. Without an end, all.
pub(super) fn balanced(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None | Some('"'), '\\') => {
                chars.next();
            }
            (None, '\'' | '"') => quote = Some(c),
            (None, _) if c == open => depth += 1,
            (None, _) if c == close => {
                depth -= 1;
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}
