//! Places in a text: byte spans, and the lines and columns that people read.

use std::fmt::Write as _;

/// A half-open range of byte offsets into one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, and without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (not bytes).
    pub column: usize,
}

/// The starts of the lines of one text: turns byte offsets into positions.
///
/// Lines end at `\n`; a `\r` before it belongs to the line's end.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts }
    }

    /// How many lines the text has (a text that ends in a line feed has an empty last line).
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 1) that holds the byte at `offset`; past the end, the last line.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The position of the byte at `offset` in `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts[line - 1];
        let column = text.get(start..offset.min(text.len())).map_or(1, |before| before.chars().count() + 1);
        Position { line, column }
    }

    /// The span of `line` (from 1) without its line end, or `None` past the last line.
    pub fn line_span(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let trimmed = text.get(start..end)?.trim_end_matches('\r').len();
        Some(Span::new(start, start + trimmed))
    }

    /// The text of `line` (from 1) without its line end; empty past the last line.
    pub fn line_text<'t>(&self, text: &'t str, line: usize) -> &'t str {
        self.line_span(text, line).and_then(|span| text.get(span.start..span.end)).unwrap_or_default()
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_columns_from_one_and_columns_in_characters() {
        let text = "a\r\nüb = 1\nlast";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 3);
        assert_eq!(index.position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(index.position(text, text.find('b').unwrap()), Position { line: 2, column: 2 });
        assert_eq!(index.line_text(text, 1), "a");
        assert_eq!(index.line_text(text, 3), "last");
        assert_eq!(index.line_text(text, 4), "");
        assert_eq!(index.line(1_000), 3);
    }
}
