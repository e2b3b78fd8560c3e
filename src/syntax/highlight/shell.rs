//! Shell scripts, makefiles and process files.

use super::Token;
use super::painter::{Painter, is_number};
use crate::base::Span;

const KEYWORDS: [&str; 22] = [
    "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in",
    "function", "return", "exit", "export", "local", "set", "exec", "readonly", "unset",
];

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    while pen.peek().is_some() {
        step(&mut pen);
    }
    pen.finish()
}

/// Reads one word, string, variable or sign of a command.
pub(super) fn step(pen: &mut Painter<'_>) {
    let Some(letter) = pen.peek() else { return };
    match letter {
        '#' if pen.at_word_start() => pen.paint(Token::Comment, pen.line_length()),
        '"' | '\'' => pen.paint(Token::String, pen.quoted_length(letter == '"')),
        '$' => {
            pen.variable();
        }
        '|' | '&' | ';' | '<' | '>' | '=' | '!' | '\\' => pen.paint(Token::Operator, 1),
        '(' | ')' | '{' | '}' | '[' | ']' | ',' => pen.paint(Token::Punctuation, 1),
        '-' if pen.at_word_start() => pen.paint(Token::Name, pen.word_length("-")),
        _ => {
            let start = pen.at_word_start();
            let word = &pen.rest()[..pen.word_length("-./:@%+#")];
            let after = pen.rest()[word.len()..].chars().next();
            if word.is_empty() {
                pen.skip_char();
            } else if start && (KEYWORDS.contains(&word)) {
                pen.paint(Token::Keyword, word.len());
            } else if start && (after == Some('=') || word.ends_with(':')) {
                pen.paint(Token::Name, word.len());
            } else if is_number(word) {
                pen.paint(Token::Number, word.len());
            } else {
                pen.skip(word.len());
            }
        }
    }
}
