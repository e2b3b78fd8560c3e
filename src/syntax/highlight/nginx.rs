//! nginx, and what is written like it: a directive, its arguments, a semicolon or a block.

use super::Token;
use super::painter::{Painter, is_constant, is_number};
use crate::base::Span;

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    // Whether the next word names a directive.
    let mut directive = true;
    while let Some(letter) = pen.peek() {
        match letter {
            '#' if pen.at_word_start() => pen.paint(Token::Comment, pen.line_length()),
            '"' | '\'' => {
                pen.paint(Token::String, pen.quoted_length(true));
                directive = false;
            }
            '{' | '}' | ';' => {
                pen.paint(Token::Punctuation, 1);
                directive = true;
            }
            '$' => {
                pen.variable();
                directive = false;
            }
            '\n' => {
                // Caddy and Apache end a directive with the line; an argument of nginx rarely starts one.
                pen.skip(1);
                directive = true;
            }
            '~' | '=' | '^' | '*' | '!' | '|' | '(' | ')' => pen.paint(Token::Operator, 1),
            _ if letter.is_whitespace() => pen.skip_char(),
            _ => {
                let word = &pen.rest()[..pen.length_of(|c| !c.is_whitespace() && !"{};\"'$".contains(c))];
                if word.is_empty() {
                    pen.skip_char();
                } else if directive {
                    pen.paint(Token::Keyword, word.len());
                } else if is_number(word) || is_constant(word) {
                    pen.paint(Token::Number, word.len());
                } else {
                    pen.skip(word.len());
                }
                directive = false;
            }
        }
    }
    pen.finish()
}
