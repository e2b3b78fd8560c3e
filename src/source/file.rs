//! One file's text with the means to point into it.

use crate::base::{LineIndex, Position, RepoPath, Span};
use crate::model::Evidence;

/// How many lines of a statement an [`Evidence`] shows at most; its `end_line` is the true one.
const EVIDENCE_LINES: usize = 12;
/// How many characters of a line an [`Evidence`] shows at most (minified files have one line).
const EVIDENCE_COLUMNS: usize = 400;

/// The text of one file, with its lines.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: RepoPath,
    text: String,
    lines: LineIndex,
    note: Option<String>,
}

impl SourceFile {
    /// A file with this text.
    pub fn new(path: RepoPath, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { path, lines: LineIndex::new(&text), text, note: None }
    }

    /// The same file, with a remark on how it was decoded.
    #[must_use]
    pub(super) fn with_note(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }

    /// Where it stands.
    pub const fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The text, decoded, without a byte order mark. All spans and positions refer to it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The starts of the lines.
    pub const fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// What was lost in decoding, if anything was.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The text under `span`; empty where the span lies outside or cuts a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The line (from 1) that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.lines.line(offset)
    }

    /// Line and column of the byte at `offset`.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The place of `span` as evidence, with the whole lines that it touches.
    ///
    /// Of a long statement the first twelve lines are shown, then `…`; `end_line` is the statement's own.
    pub fn evidence(&self, span: Span) -> Evidence {
        let start = self.position(span.start);
        // The end is exclusive: a span that ends with its line feed does not touch the next line.
        let end_line = self.line(span.end.max(span.start + 1) - 1).max(start.line);
        Evidence {
            path: self.path.clone(),
            line: start.line,
            end_line,
            column: start.column,
            text: self.excerpt(start.line, end_line),
        }
    }

    /// A whole line (from 1; past the end, the last one) as evidence; the column is that of its first visible character.
    pub fn line_evidence(&self, line: usize) -> Evidence {
        let line = line.clamp(1, self.lines.line_count());
        let text = self.lines.line_text(&self.text, line);
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        let column = if indent == text.chars().count() { 1 } else { indent + 1 };
        Evidence { path: self.path.clone(), line, end_line: line, column, text: self.excerpt(line, line) }
    }

    fn excerpt(&self, first: usize, last: usize) -> String {
        let shown = last.min(first.saturating_add(EVIDENCE_LINES - 1));
        let mut lines: Vec<String> =
            (first..=shown).map(|line| shortened(self.lines.line_text(&self.text, line))).collect();
        if shown < last {
            lines.push("…".to_owned());
        }
        lines.join("\n")
    }
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(EVIDENCE_COLUMNS) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}
