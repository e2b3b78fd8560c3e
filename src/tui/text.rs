//! Words into lines: wrapping and cutting by the width that a terminal gives each character.
//!
//! Everything that comes from the repository, the state file or a person goes through here, and so through
//! [`crate::base::safe`], before it reaches the screen.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::theme::{Role, Theme};
use crate::base::safe;

/// The columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` made safe for one line, tabs as four blanks.
pub fn safe_line(text: &str) -> String {
    safe::line(&text.replace('\t', "    ")).into_owned()
}

/// `text`, cut with `…` where it is wider than `room` columns.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        out.push(c);
    }
    if room > 0 {
        out.push('…');
    }
    out
}

/// `text` cut or filled with blanks to exactly `room` columns.
pub fn fit(text: &str, room: usize) -> String {
    let mut out = cut(text, room);
    out.push_str(&" ".repeat(room.saturating_sub(width(&out))));
    out
}

/// Running text as spans: safe, and what stands between backticks as code.
pub fn prose(text: &str, theme: &Theme) -> Vec<Span<'static>> {
    styled_prose(text, theme, Style::default())
}

/// As [`prose`], with a style for what is not code.
pub fn styled_prose(text: &str, theme: &Theme, style: Style) -> Vec<Span<'static>> {
    // A lone backtick is no code: only pairs are.
    let parts: Vec<&str> = text.split('`').collect();
    let pairs = parts.len() % 2 == 1;
    if !pairs {
        return vec![Span::styled(safe_line(text), style)];
    }
    parts
        .into_iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(number, part)| {
            let style = if number % 2 == 1 { theme.style(Role::Code) } else { style };
            Span::styled(safe_line(part), style)
        })
        .collect()
}

/// Breaks `spans` into lines of at most `room` columns, between words where possible; lines after the first begin with
/// `indent` blanks.
pub fn wrap(spans: &[Span<'static>], room: usize, indent: usize) -> Vec<Line<'static>> {
    let room = room.max(1);
    let indent = if indent + 8 > room { 0 } else { indent };
    let mut out = Wrapped { lines: Vec::new(), line: Vec::new(), used: 0, room, indent };
    for word in words(spans) {
        out.push(word);
    }
    out.finish()
}

/// A run of characters without a blank, with the styles inside it, and the blanks before it.
struct Word {
    blanks: usize,
    blank_style: Style,
    parts: Vec<(String, Style)>,
}

fn words(spans: &[Span<'static>]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for span in spans {
        for c in span.content.chars() {
            if c == ' ' {
                if open || words.is_empty() {
                    words.push(Word { blanks: 0, blank_style: span.style, parts: Vec::new() });
                }
                open = false;
                if let Some(word) = words.last_mut() {
                    word.blanks += 1;
                }
                continue;
            }
            if words.is_empty() {
                words.push(Word { blanks: 0, blank_style: span.style, parts: Vec::new() });
            }
            open = true;
            let Some(word) = words.last_mut() else { continue };
            match word.parts.last_mut() {
                Some((text, style)) if *style == span.style => text.push(c),
                _ => word.parts.push((c.to_string(), span.style)),
            }
        }
    }
    words
}

struct Wrapped {
    lines: Vec<Line<'static>>,
    line: Vec<Span<'static>>,
    used: usize,
    room: usize,
    indent: usize,
}

impl Wrapped {
    fn push(&mut self, word: Word) {
        let wide: usize = word.parts.iter().map(|(text, _)| width(text)).sum();
        if self.used + word.blanks + wide > self.room && self.used > self.start() {
            self.end_line();
        } else if word.blanks > 0 {
            let blanks = word.blanks.min(self.room.saturating_sub(self.used));
            self.line.push(Span::styled(" ".repeat(blanks), word.blank_style));
            self.used += blanks;
        }
        for (text, style) in word.parts {
            self.push_part(&text, style);
        }
    }

    /// A part of a word; broken inside where even an empty line is too short for it.
    fn push_part(&mut self, text: &str, style: Style) {
        let mut piece = String::new();
        for c in text.chars() {
            let wide = c.width().unwrap_or(0);
            if self.used + wide > self.room && self.used > self.start() {
                self.line.push(Span::styled(std::mem::take(&mut piece), style));
                self.end_line();
            }
            piece.push(c);
            self.used += wide;
        }
        self.line.push(Span::styled(piece, style));
    }

    const fn start(&self) -> usize {
        if self.lines.is_empty() { 0 } else { self.indent }
    }

    fn end_line(&mut self) {
        self.lines.push(Line::from(std::mem::take(&mut self.line)));
        self.used = self.indent;
        if self.indent > 0 {
            self.line.push(Span::raw(" ".repeat(self.indent)));
        }
    }

    fn finish(mut self) -> Vec<Line<'static>> {
        self.lines.push(Line::from(self.line));
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, room: usize, indent: usize) -> Vec<String> {
        wrap(&[Span::raw(text.to_owned())], room, indent).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_break_between_words_and_long_words_inside() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij", 4, 0), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("a bcdefghijklmn", 12, 2), ["a", "  bcdefghijk", "  lmn"]);
        assert_eq!(wrapped("", 4, 0), [""]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrapped("日本語", 4, 0), ["日本", "語"]);
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日… ");
        assert_eq!(cut("日", 0), "");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_screen() {
        let theme = Theme::named("plain").unwrap();
        let spans = prose("a `\u{1b}[31m` b", &theme);
        assert!(spans.iter().all(|span| !span.content.contains('\u{1b}')));
        assert_eq!(safe_line("\tx\u{1b}"), "    x␛");
    }
}
