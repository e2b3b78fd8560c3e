//! Files of `key = value`: TOML, INI and its kin, environment files, unit files, Terraform.

use super::Token;
use super::painter::{Painter, is_constant, is_number};
use crate::base::Span;

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    while pen.peek().is_some() {
        line(&mut pen);
        pen.skip(pen.line_length());
        pen.skip_char();
    }
    pen.finish()
}

fn line(pen: &mut Painter<'_>) {
    pen.skip_blanks();
    match pen.peek() {
        Some('#' | ';') => return pen.paint(Token::Comment, pen.line_length()),
        Some('[') => {
            let line = &pen.rest()[..pen.line_length()];
            return pen.paint(Token::Keyword, line.rfind(']').map_or(line.len(), |end| end + 1));
        }
        _ => {}
    }
    if pen.rest().starts_with("export ") {
        pen.paint(Token::Keyword, 6);
        pen.skip_blanks();
    }
    let line = &pen.rest()[..pen.line_length()];
    if let Some(sign) = line.find(['=', ':'])
        && !line[..sign].contains(['"', '{', '(', '#'])
    {
        pen.paint(Token::Name, line[..sign].trim_end().len());
        pen.skip_blanks();
        pen.paint(Token::Operator, 1);
    }
    value(pen);
}

fn value(pen: &mut Painter<'_>) {
    while let Some(letter) = pen.peek() {
        match letter {
            '\n' | '\r' => return,
            '"' | '\'' => pen.paint(Token::String, pen.quoted_length(letter == '"')),
            '#' | ';' if pen.at_word_start() => pen.paint(Token::Comment, pen.line_length()),
            '$' => {
                pen.variable();
            }
            '[' | ']' | '{' | '}' | '(' | ')' | ',' => pen.paint(Token::Punctuation, 1),
            '=' => pen.paint(Token::Operator, 1),
            _ => {
                let word = &pen.rest()[..pen.word_length("-+.:/@%")];
                if word.is_empty() {
                    pen.skip_char();
                } else if is_number(word) || is_constant(word) {
                    pen.paint(Token::Number, word.len());
                } else {
                    pen.skip(word.len());
                }
            }
        }
    }
}
