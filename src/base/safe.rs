//! Text of the repository made harmless before it reaches a terminal or a report.
//!
//! A file name, a source line or a commit author may hold escape sequences that recolour, overwrite or retitle the
//! terminal, and characters that reorder or hide text ("Trojan Source", CVE-2021-42574). Each such character is
//! replaced by something visible; nothing is dropped, so that a reader sees that something is there.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// `text` for one line: control characters, line ends and tabs included, become visible and harmless.
///
/// C0 controls and DEL become their control pictures (`␛`, `␊`, `␉`), everything else that is dangerous `<U+202E>`.
pub fn line(text: &str) -> Cow<'_, str> {
    replace(text, |c| is_dangerous(c) || matches!(c, '\n' | '\t'))
}

/// `text` for several lines: as [`line()`], but line feeds and tabs stay, and a carriage return before a line feed goes.
pub fn block(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        Cow::Owned(replace(&text.replace("\r\n", "\n"), is_dangerous).into_owned())
    } else {
        replace(text, is_dangerous)
    }
}

/// Characters that nobody sees, or that reorder what is seen.
const DECEIVING: [RangeInclusive<char>; 14] = [
    '\u{AD}'..='\u{AD}',       // soft hyphen
    '\u{61C}'..='\u{61C}',     // Arabic letter mark
    '\u{115F}'..='\u{1160}',   // Hangul fillers
    '\u{180E}'..='\u{180E}',   // Mongolian vowel separator
    '\u{200B}'..='\u{200F}',   // zero width space, joiners and marks
    '\u{2028}'..='\u{2029}',   // line and paragraph separator
    '\u{202A}'..='\u{202E}',   // embeddings and overrides
    '\u{2060}'..='\u{2065}',   // word joiner, invisible operators
    '\u{2066}'..='\u{206F}',   // isolates, deprecated formatting
    '\u{3164}'..='\u{3164}',   // Hangul filler
    '\u{FEFF}'..='\u{FEFF}',   // byte order mark
    '\u{FFA0}'..='\u{FFA0}',   // halfwidth Hangul filler
    '\u{FFF9}'..='\u{FFFB}',   // interlinear annotation
    '\u{E0000}'..='\u{E007F}', // tags
];

/// Whether `c` would act on a terminal or deceive a reader instead of showing itself. Line feed and tab are not.
pub fn is_dangerous(c: char) -> bool {
    !matches!(c, '\n' | '\t') && (c.is_control() || DECEIVING.iter().any(|range| range.contains(&c)))
}

fn replace(text: &str, dangerous: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&dangerous) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if dangerous(c) { push_visible(&mut safe, c) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

fn push_visible(out: &mut String, c: char) {
    let code = u32::from(c);
    let picture = match code {
        0..=0x1F => char::from_u32(0x2400 + code),
        0x7F => Some('\u{2421}'),
        _ => None,
    };
    match picture {
        Some(picture) => out.push(picture),
        None => {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{code:04X}>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_borrowed() {
        assert!(matches!(line("DEBUG = True  # größer, 日本語, 👍🏽"), Cow::Borrowed(_)));
        assert!(matches!(block("a\n\tb\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn escape_sequences_and_bidi_overrides_are_visible() {
        assert_eq!(line("\u{1b}[31mred\u{7}\u{7f}"), "␛[31mred␇␡");
        assert_eq!(line("a\tb\r\nc"), "a␉b␍␊c");
        assert_eq!(line("\u{202E}txt\u{2066}\u{200B}\u{9b}2J"), "<U+202E>txt<U+2066><U+200B><U+009B>2J");
        assert_eq!(line("\u{E0041}"), "<U+E0041>");
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(block("a\r\n\tb\rc\n\u{1b}]0;x\u{7}"), "a\n\tb␍c\n␛]0;x␇");
    }
}
