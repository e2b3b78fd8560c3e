//! Text for terminals: lines of pieces that carry a meaning, wrapped to a width, with or without colour.
//!
//! Every piece is made harmless on its way in, so that no text of a repository can act on the terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::base::safe;

/// The narrowest page: below that, wrapping does more harm than a scroll bar.
pub const NARROWEST: usize = 60;
/// The widest page: longer lines are hard to read.
pub const WIDEST: usize = 120;

/// What a piece of text means; the colour follows from it and never carries meaning alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// Running text.
    #[default]
    Plain,
    /// Headings and names.
    Strong,
    /// What may be overlooked.
    Dim,
    /// Met.
    Good,
    /// Not met.
    Bad,
    /// Undecided, or a warning.
    Doubt,
    /// Code, paths and commands.
    Code,
}

impl Ink {
    /// The parameters of the terminal's "select graphic rendition" (ECMA-48), empty for plain text.
    const fn sgr(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Dim => "2",
            Self::Good => "32",
            Self::Bad => "1;31",
            Self::Doubt => "33",
            Self::Code => "36",
        }
    }
}

/// A stretch of text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    text: String,
    ink: Ink,
}

/// `text` with the meaning `ink`; line ends and control characters in it become visible.
pub fn piece(text: impl AsRef<str>, ink: Ink) -> Piece {
    Piece { text: safe::line(text.as_ref()).into_owned(), ink }
}

/// Running text in which backticks mark code; the backticks stay.
pub fn prose(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            pieces.push(piece(format!("`{part}`"), Ink::Code));
        } else if !part.is_empty() {
            pieces.push(piece(part, Ink::Plain));
        }
    }
    pieces
}

/// Lines of text for people, built from top to bottom.
#[derive(Debug, Clone)]
pub struct Page {
    width: usize,
    lines: Vec<Vec<Piece>>,
}

impl Page {
    /// An empty page for a terminal of `width` columns, bounded by [`NARROWEST`] and [`WIDEST`].
    pub fn new(width: usize) -> Self {
        Self { width: width.clamp(NARROWEST, WIDEST), lines: Vec::new() }
    }

    /// The columns that lines may use.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds an empty line, unless the page is empty or the last line already is.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// Adds one line as it is, cut at the page's width.
    pub fn line(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        let line = cut(pieces, self.width);
        self.lines.push(line);
    }

    /// Adds one line as it is, however long: for what people copy.
    pub fn long_line(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.lines.push(pieces.into_iter().collect());
    }

    /// Adds one line with `left` at its start and `right` at its end.
    pub fn spread(&mut self, left: Vec<Piece>, right: Vec<Piece>) {
        let room = self.width.saturating_sub(width_of(&right) + 1);
        let mut line = cut(left, room);
        line.push(piece(
            " ".repeat(self.width.saturating_sub(width_of(&line) + width_of(&right))),
            Ink::Plain,
        ));
        line.extend(right);
        self.lines.push(line);
    }

    /// Adds running text: `first` opens the first line, the others are indented by `indent` columns.
    pub fn wrap(&mut self, first: Vec<Piece>, indent: usize, pieces: impl IntoIterator<Item = Piece>) {
        let mut line = first;
        let mut used = width_of(&line);
        let mut empty = true;
        for (word, ink, spaced) in words(pieces) {
            let width = word.width();
            if !empty && spaced && used + 1 + width > self.width {
                self.lines.push(std::mem::take(&mut line));
                line.push(piece(" ".repeat(indent), Ink::Plain));
                used = indent;
            } else if !empty && spaced {
                line.push(piece(" ", ink));
                used += 1;
            }
            line.push(Piece { text: word, ink });
            used += width;
            empty = false;
        }
        self.lines.push(line);
    }

    /// The page as text, each line ended; with `colour`, as escape sequences that every terminal knows.
    pub fn to_text(&self, colour: bool) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let start = text.len();
            for Piece { text: words, ink } in line {
                match ink.sgr() {
                    sgr if colour && !sgr.is_empty() && !words.trim().is_empty() => {
                        text.extend(["\u{1b}[", sgr, "m", words, "\u{1b}[0m"]);
                    }
                    _ => text.push_str(words),
                }
            }
            let kept = start + text[start..].trim_end_matches(' ').len();
            text.truncate(kept);
            text.push('\n');
        }
        text
    }
}

/// The columns that `pieces` take.
pub fn width_of(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.text.width()).sum()
}

/// The words of `pieces` with their meaning, and whether a space stands before them.
fn words(pieces: impl IntoIterator<Item = Piece>) -> Vec<(String, Ink, bool)> {
    let mut words = Vec::new();
    let mut spaced = false;
    for Piece { text, ink } in pieces {
        for (at, word) in text.split(' ').enumerate() {
            spaced |= at > 0;
            if !word.is_empty() {
                words.push((word.to_owned(), ink, spaced));
                spaced = false;
            }
        }
    }
    words
}

/// `pieces` up to `width` columns, with an ellipsis where something was cut.
fn cut(pieces: impl IntoIterator<Item = Piece>, width: usize) -> Vec<Piece> {
    let pieces: Vec<Piece> = pieces.into_iter().collect();
    if width_of(&pieces) <= width {
        return pieces;
    }
    let mut room = width.saturating_sub(1);
    let mut kept = Vec::new();
    for Piece { text, ink } in pieces {
        let mut end = 0;
        for (at, c) in text.char_indices() {
            let columns = c.width().unwrap_or(0);
            if columns > room {
                break;
            }
            room -= columns;
            end = at + c.len_utf8();
        }
        let whole = end == text.len();
        kept.push(Piece { text: text[..end].to_owned(), ink });
        if !whole {
            break;
        }
    }
    kept.push(piece("…", Ink::Dim));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words_and_keeps_glued_pieces_together() {
        let mut page = Page::new(60);
        let text =
            "Set `SECURE_HSTS_SECONDS`, and raise it in steps: an hour, a week, a year, never more at once.";
        page.wrap(vec![piece("  fix  ", Ink::Strong)], 7, prose(text));
        let shown = page.to_text(false);
        assert_eq!(
            shown,
            "  fix  Set `SECURE_HSTS_SECONDS`, and raise it in steps: an\n       hour, a week, a year, never more at once.\n"
        );
    }

    #[test]
    fn cuts_by_columns_and_leaves_no_escape_sequence_of_the_repository() {
        let mut page = Page::new(1);
        page.line([piece("日本".repeat(40), Ink::Plain)]);
        page.line([piece("a\u{1b}[31mb\n", Ink::Bad)]);
        let shown = page.to_text(false);
        assert_eq!(shown.lines().next().map(UnicodeWidthStr::width), Some(59));
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
        assert_eq!(shown.lines().count(), 2);
        assert!(page.to_text(true).contains("\u{1b}[1;31m"));
    }

    #[test]
    fn spreads_over_the_whole_width() {
        let mut page = Page::new(70);
        page.spread(vec![piece("left", Ink::Strong)], vec![piece("3/5", Ink::Plain)]);
        assert_eq!(page.to_text(false), format!("left{}3/5\n", " ".repeat(63)));
    }
}
