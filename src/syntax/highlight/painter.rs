//! The pen that all lexers share: a place in the text, and the spans so far.

use super::Token;
use crate::base::Span;

/// Reads a text from its start to its end and keeps what is coloured.
pub(super) struct Painter<'t> {
    text: &'t str,
    at: usize,
    spans: Vec<(Span, Token)>,
}

impl<'t> Painter<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, spans: Vec::new() }
    }

    /// What is left to read.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Colours the next `length` bytes and goes on behind them.
    pub(super) fn paint(&mut self, token: Token, length: usize) {
        let end = self.floor(self.at + length);
        if end > self.at {
            self.spans.push((Span::new(self.at, end), token));
        }
        self.at = end;
    }

    /// Goes on behind the next `length` bytes without a colour.
    pub(super) fn skip(&mut self, length: usize) {
        self.at = self.floor(self.at + length);
    }

    /// Goes on behind the next character without a colour.
    pub(super) fn skip_char(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// How many bytes the next characters have that are `wanted`.
    pub(super) fn length_of(&self, wanted: impl Fn(char) -> bool) -> usize {
        self.rest().find(|c| !wanted(c)).unwrap_or(self.rest().len())
    }

    /// How many bytes are left on this line, without its end.
    pub(super) fn line_length(&self) -> usize {
        self.length_of(|c| c != '\n' && c != '\r')
    }

    /// How many bytes the string has that starts here with its quote: to the same quote, or to the end of the line.
    pub(super) fn quoted_length(&self, escapes: bool) -> usize {
        let mut letters = self.rest().char_indices();
        let Some((_, quote)) = letters.next() else { return 0 };
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\n' => return at,
                '\\' if escapes => {
                    letters.next();
                }
                _ if letter == quote => return at + letter.len_utf8(),
                _ => {}
            }
        }
        self.rest().len()
    }

    /// How many bytes the word has that starts here: letters, digits, `_`, and what `more` allows.
    pub(super) fn word_length(&self, more: &str) -> usize {
        self.length_of(|c| c.is_alphanumeric() || c == '_' || more.contains(c))
    }

    /// Skips spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        self.skip(self.length_of(|c| c == ' ' || c == '\t'));
    }

    /// Colours `$NAME`, `${…}` or `$(` as a name; whether there was one.
    pub(super) fn variable(&mut self) -> bool {
        let rest = self.rest();
        let Some(after) = rest.strip_prefix('$') else { return false };
        let length = if after.starts_with('{') {
            let line = &after[..after.find('\n').unwrap_or(after.len())];
            line.find('}').map_or(1 + line.len(), |end| end + 2)
        } else {
            1 + after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len())
        };
        self.paint(Token::Name, length);
        true
    }

    /// Whether the text so far ends with white space, or has not begun.
    pub(super) fn at_word_start(&self) -> bool {
        self.text[..self.at].chars().next_back().is_none_or(char::is_whitespace)
    }

    /// The spans.
    pub(super) fn finish(self) -> Vec<(Span, Token)> {
        self.spans
    }

    fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }
}

/// Whether a plain word is a number.
pub(super) fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '%')
}

/// Whether a plain word stands for a value in configuration files.
pub(super) fn is_constant(word: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "null", "none", "~"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}
