//! Newer Python syntax as older syntax of the same length, for a parser that stops at 3.11.
//!
//! Every byte stays where it is, so that spans need no correction; line ends stay line ends, except inside a field of a
//! single-quoted f-string, where older syntax has none. What changes the meaning is marked, and `restore` puts it
//! right in the tree.

mod format;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::token::{Kind, Token, Tokens};
use crate::base::Span;

/// A field of an f-string whose expression was replaced by a placeholder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// The expression.
    pub expression: Span,
    /// Where the `=` stands in `{x=}`.
    pub documents: Option<usize>,
}

/// A text that the parser may accept, and what was replaced in it.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// The text, as long as the original.
    pub text: String,
    /// The fields of f-strings whose expression was replaced, by the name that stands for it.
    pub fields: HashMap<char, Field>,
    /// Where `except A, B` has become `except A| B`: the offset of the first type.
    pub handlers: Vec<usize>,
    /// Where `t"…"` has become `f"…"`.
    pub templates: Vec<usize>,
    changed: bool,
}

impl Rewritten {
    /// Whether the text is the original.
    pub const fn is_unchanged(&self) -> bool {
        !self.changed
    }
}

/// The work of one rewrite.
struct Rewrite<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    bytes: Vec<u8>,
    done: Rewritten,
}

/// Rewrites what is newer than Python 3.11.
pub(super) fn rewrite(text: &str) -> Rewritten {
    let mut work = Rewrite {
        text,
        tokens: Tokens::new(text).collect(),
        bytes: text.as_bytes().to_vec(),
        done: Rewritten::default(),
    };
    work.statements();
    work.format_strings();
    work.done.changed = work.bytes != text.as_bytes();
    // Only whole characters are ever replaced, by whole characters: this cannot fail.
    work.done.text = String::from_utf8(work.bytes).unwrap_or_else(|_| text.to_owned());
    work.done
}

impl Rewrite<'_> {
    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text[token.span.start..token.span.end])
    }

    /// Replaces these bytes by spaces, except line feeds.
    fn blank(&mut self, span: Span) {
        for byte in &mut self.bytes[span.start..span.end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// Looks at the first token of each logical line.
    fn statements(&mut self) {
        let mut nesting = 0_usize;
        let mut at_start = true;
        for index in 0..self.tokens.len() {
            let token = self.tokens[index];
            if at_start && !matches!(token.kind, Kind::Newline) {
                at_start = token.kind == Kind::Comment;
                self.indentation(token.span.start);
                match self.word(index) {
                    "except" => self.exception_types(index),
                    "def" | "class" | "type" => self.type_parameters(index),
                    "lazy" if matches!(self.word(index + 1), "import" | "from") => self.lazy_import(index),
                    "async" if self.word(index + 1) == "def" => self.type_parameters(index + 1),
                    _ => {}
                }
            }
            match token.kind {
                Kind::Open | Kind::FormatStart => nesting += 1,
                Kind::Close | Kind::FormatEnd => nesting = nesting.saturating_sub(1),
                Kind::Newline if nesting == 0 => at_start = true,
                _ => {}
            }
        }
    }

    /// Tabs after spaces: the parser wants the tabs first. `CPython` takes any mixture that is the same in each line.
    fn indentation(&mut self, first: usize) {
        let blank = self.bytes[..first].iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let indent = &mut self.bytes[first - blank..first];
        if !indent.is_sorted() {
            indent.sort_unstable();
        }
    }

    /// PEP 810: `lazy import a`. The names that it binds are the same.
    fn lazy_import(&mut self, lazy: usize) {
        let (start, word) = (self.tokens[lazy].span.start, self.tokens[lazy + 1].span);
        if self.text[start..word.start].contains('\n') {
            return;
        }
        // The word moves to the front: spaces there would be an indentation.
        self.bytes[start..word.end].rotate_left(word.start - start);
        self.blank(Span::new(start + (word.end - word.start), word.end));
    }

    /// PEP 758: `except A, B:` without parentheses.
    fn exception_types(&mut self, except: usize) {
        let first = except + if self.word(except + 1) == "*" { 2 } else { 1 };
        let mut nesting = 0_usize;
        let mut commas = Vec::new();
        for index in first..self.tokens.len() {
            match (self.tokens[index].kind, self.word(index)) {
                (Kind::Open | Kind::FormatStart, _) => nesting += 1,
                (Kind::Close | Kind::FormatEnd, _) => nesting = nesting.saturating_sub(1),
                (Kind::Operator, ",") if nesting == 0 => commas.push(index),
                (Kind::Operator, ":") if nesting == 0 => {
                    let Some(last) = commas.last() else { return };
                    // `except A, B as e` stays an error, as in CPython; a comma before the colon is allowed.
                    for comma in &commas {
                        let trailing = comma == last && index == comma + 1;
                        self.bytes[self.tokens[*comma].span.start] = if trailing { b' ' } else { b'|' };
                    }
                    self.done.handlers.push(self.tokens[first].span.start);
                    return;
                }
                (Kind::Name, "as") | (Kind::Newline, _) if nesting == 0 => return,
                _ => {}
            }
        }
    }

    /// PEP 696: the defaults of type parameters, `class A[T = int]`. Nothing that is read here depends on them.
    fn type_parameters(&mut self, keyword: usize) {
        if self.word(keyword + 2) != "[" || self.tokens[keyword + 1].kind != Kind::Name {
            return;
        }
        let mut nesting = 0_usize;
        let mut default = None;
        for index in keyword + 2..self.tokens.len() {
            let start = self.tokens[index].span.start;
            match (self.tokens[index].kind, self.word(index)) {
                // `T = ]` stays an error.
                (Kind::Operator, "=") if nesting == 1 && !matches!(self.word(index + 1), "," | "]") => {
                    default = default.or(Some(start));
                }
                (Kind::Operator, ",") if nesting == 1 => {
                    if let Some(from) = default.take() {
                        self.blank(Span::new(from, start));
                    }
                }
                (Kind::Open | Kind::FormatStart, _) => nesting += 1,
                (Kind::Close | Kind::FormatEnd, _) => {
                    nesting = nesting.saturating_sub(1);
                    if nesting == 0 {
                        if let Some(from) = default {
                            self.blank(Span::new(from, start));
                        }
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}
