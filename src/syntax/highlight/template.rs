//! HTML and XML with the marks of Django's and Jinja's templates.

use super::Token;
use super::painter::{Painter, is_number};
use crate::base::Span;

/// Where in the markup we are.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Text between tags.
    Text,
    /// Between `<` and `>`, where words are attributes.
    Tag,
    /// Inside the value of an attribute, up to this quote.
    Value(char),
}

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut pen = Painter::new(text);
    let mut place = Place::Text;
    while let Some(letter) = pen.peek() {
        let rest = pen.rest();
        if rest.starts_with("{#") {
            let line = &rest[..pen.line_length()];
            pen.paint(Token::Comment, line.find("#}").map_or(line.len(), |end| end + 2));
        } else if rest.starts_with("{%") || rest.starts_with("{{") {
            mark(&mut pen, rest.starts_with("{%"));
        } else if let Place::Value(quote) = place {
            // Marks inside the value are coloured for themselves.
            let inside = rest.char_indices().find(|(at, c)| *c == quote || (*c == '{' && *at > 0));
            let (length, last) = inside.unwrap_or((rest.len(), '{'));
            pen.paint(Token::String, length + usize::from(last == quote));
            if last == quote {
                place = Place::Tag;
            }
        } else if rest.starts_with("<!--") {
            pen.paint(Token::Comment, rest.find("-->").map_or(rest.len(), |end| end + 3));
        } else if letter == '<'
            && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        {
            pen.paint(Token::Punctuation, if rest[1..].starts_with(['/', '!', '?']) { 2 } else { 1 });
            pen.paint(Token::Keyword, pen.word_length("-:"));
            place = Place::Tag;
        } else if place == Place::Tag {
            place = attribute(&mut pen, letter);
        } else {
            let after = &rest[letter.len_utf8()..];
            pen.skip(letter.len_utf8() + after.find(['<', '{']).unwrap_or(after.len()));
        }
    }
    pen.finish()
}

/// Something inside a tag; where we are after it.
fn attribute(pen: &mut Painter<'_>, letter: char) -> Place {
    match letter {
        '>' => pen.paint(Token::Punctuation, 1),
        '=' => pen.paint(Token::Operator, 1),
        '"' | '\'' => pen.paint(Token::String, 1),
        _ => match pen.word_length("-:@.") {
            0 => pen.skip_char(),
            length => pen.paint(Token::Name, length),
        },
    }
    match letter {
        '>' => Place::Text,
        '"' | '\'' => Place::Value(letter),
        _ => Place::Tag,
    }
}

/// `{% tag arguments %}` or `{{ expression }}`, to its end or to the end of the line.
fn mark(pen: &mut Painter<'_>, mut tag: bool) {
    pen.paint(Token::Punctuation, 2);
    while let Some(letter) = pen.peek() {
        let rest = pen.rest();
        match letter {
            '\n' => return,
            '%' | '}' if rest.starts_with("%}") || rest.starts_with("}}") => {
                return pen.paint(Token::Punctuation, 2);
            }
            '"' | '\'' => pen.paint(Token::String, pen.quoted_length(true)),
            '|' | '=' | '<' | '>' | '!' => pen.paint(Token::Operator, 1),
            _ => {
                let word = &rest[..pen.word_length(".")];
                if word.is_empty() {
                    pen.skip_char();
                    continue;
                }
                let kind = match word {
                    _ if tag => Token::Keyword,
                    "in" | "if" | "else" | "as" | "with" | "and" | "or" | "not" | "by" | "is" | "only" => {
                        Token::Keyword
                    }
                    "True" | "False" | "None" => Token::Number,
                    _ if is_number(word) => Token::Number,
                    _ => Token::Name,
                };
                pen.paint(kind, word.len());
                tag = false;
            }
        }
    }
}
