//! A file of the repository as the screen shows it: safe lines in coloured pieces.

use super::text::safe_line;
use super::theme::Role;
use crate::base::{LineIndex, RepoPath, Span};
use crate::syntax::highlight::{Token, highlight};

/// The longest part of a line that is kept, bytes (minified files have one line).
const COLUMNS: usize = 500;

/// One file, ready to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    lines: Vec<Vec<(String, Role)>>,
}

impl Source {
    /// The lines of the file at `path`, whose name tells the language of `text`.
    pub fn new(path: &RepoPath, text: &str) -> Self {
        let tokens = highlight(path, text);
        let index = LineIndex::new(text);
        let mut next = 0;
        let count = index.line_count() - usize::from(text.is_empty() || text.ends_with('\n'));
        let lines = (1..=count)
            .map(|number| {
                let line = index.line_span(text, number).unwrap_or_default();
                let line = shortened(text, line);
                // Tokens are in order: those that end before this line are never needed again.
                while tokens.get(next).is_some_and(|(span, _)| span.end <= line.start) {
                    next += 1;
                }
                pieces(text, line, &tokens[next..])
            })
            .collect();
        Self { lines }
    }

    /// How many lines the file has.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether the file has no line.
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The pieces of `line` (from 1); empty outside the file.
    pub fn line(&self, line: usize) -> &[(String, Role)] {
        line.checked_sub(1).and_then(|at| self.lines.get(at)).map_or(&[], Vec::as_slice)
    }
}

fn shortened(text: &str, line: Span) -> Span {
    let mut end = line.end.min(line.start + COLUMNS);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span::new(line.start, end)
}

/// The line in pieces: what no token covers is plain.
fn pieces(text: &str, line: Span, tokens: &[(Span, Token)]) -> Vec<(String, Role)> {
    let mut pieces = Vec::new();
    let mut add = |start: usize, end: usize, role: Role| {
        if let Some(piece) = text.get(start..end).filter(|piece| !piece.is_empty()) {
            pieces.push((safe_line(piece), role));
        }
    };
    let mut at = line.start;
    for (span, token) in tokens.iter().take_while(|(span, _)| span.start < line.end) {
        let start = span.start.clamp(at, line.end);
        let end = span.end.clamp(start, line.end);
        add(at, start, Role::Text);
        add(start, end, role(*token));
        at = end;
    }
    add(at, line.end, Role::Text);
    pieces
}

const fn role(token: Token) -> Role {
    match token {
        Token::Keyword => Role::Keyword,
        Token::String => Role::String,
        Token::Number => Role::Number,
        Token::Comment => Role::Comment,
        Token::Name => Role::Name,
        Token::Operator => Role::Text,
        Token::Punctuation => Role::Muted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, text: &str) -> Source {
        Source::new(&RepoPath::new(name).unwrap(), text)
    }

    fn joined(line: &[(String, Role)]) -> String {
        line.iter().map(|(text, _)| text.as_str()).collect()
    }

    #[test]
    fn no_character_of_a_line_is_lost_or_repeated() {
        let text = "\"\"\"two\r\nlines\"\"\"\n\nDEBUG = \"日本\"  # über\nx";
        let source = source("settings.py", text);
        let lines: Vec<String> = (1..=source.len()).map(|number| joined(source.line(number))).collect();
        assert_eq!(lines, ["\"\"\"two", "lines\"\"\"", "", "DEBUG = \"日本\"  # über", "x"]);
        assert_eq!(source.line(2)[0].1, Role::String, "a string goes on over lines");
        assert!(source.line(9).is_empty() && source.line(0).is_empty());
    }

    #[test]
    fn a_minified_line_is_cut_between_characters() {
        let source = source("x.js", &"日".repeat(1000));
        assert_eq!(joined(source.line(1)).chars().count(), COLUMNS / 3);
    }

    #[test]
    fn an_empty_file_has_no_line() {
        assert!(source("x.py", "").is_empty());
        assert_eq!(source("x.py", "\n").len(), 1);
    }
}
