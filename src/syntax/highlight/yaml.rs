//! YAML and JSON.

use super::Token;
use super::painter::{Painter, is_constant, is_number};
use crate::base::Span;

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    // Whether a plain word here may be a key: at the start of a line, and after an opening bracket or a comma.
    let mut key = true;
    while let Some(letter) = pen.peek() {
        match letter {
            '\n' => {
                key = true;
                pen.skip(1);
            }
            ' ' | '\t' | '\r' => pen.skip(1),
            '#' if pen.at_word_start() => pen.paint(Token::Comment, pen.line_length()),
            '-' if pen.rest().starts_with("---") => pen.paint(Token::Punctuation, 3),
            '-' | '?' if pen.rest()[1..].starts_with([' ', '\n']) => pen.paint(Token::Punctuation, 1),
            '{' | '[' | ',' | '}' | ']' => {
                key = true;
                pen.paint(Token::Punctuation, 1);
            }
            ':' => {
                key = false;
                pen.paint(Token::Punctuation, 1);
            }
            '"' | '\'' => {
                let length = pen.quoted_length(letter == '"');
                let is_key = key && pen.rest()[length..].trim_start_matches(' ').starts_with(':');
                pen.paint(if is_key { Token::Name } else { Token::String }, length);
                key = false;
            }
            '&' | '*' | '!' | '|' | '>' | '%' => {
                pen.paint(
                    Token::Operator,
                    1 + pen.rest()[1..].find(|c: char| c.is_whitespace()).unwrap_or(0),
                );
            }
            '$' => {
                pen.variable();
                key = false;
            }
            _ => {
                plain(&mut pen, key);
                key = false;
            }
        }
    }
    pen.finish()
}

/// A plain scalar: a key where a colon ends it, else a value.
fn plain(pen: &mut Painter<'_>, key: bool) {
    let line = &pen.rest()[..pen.line_length()];
    let mut previous = ' ';
    let end = line.char_indices().find(|(at, letter)| {
        let ends = match letter {
            ':' => line[at + 1..].chars().next().is_none_or(char::is_whitespace),
            '#' => previous.is_whitespace(),
            ',' | ']' | '}' | '$' => true,
            _ => false,
        };
        previous = *letter;
        ends
    });
    let (length, sign) = end.map_or((line.len(), '\n'), |(at, letter)| (at.max(1), letter));
    let word = line.get(..length).map_or("", str::trim_end);
    if key && sign == ':' {
        pen.paint(Token::Name, word.len());
    } else if is_number(word) || is_constant(word) {
        pen.paint(Token::Number, word.len());
    } else if word.is_empty() {
        pen.skip_char();
    } else {
        pen.skip(word.len());
    }
}
