//! Python, by its tokens.

use super::Token;
use crate::base::Span;
use crate::syntax::python::{Kind, Tokens};

const KEYWORDS: [&str; 35] = [
    "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "type", "while", "with", "yield",
];

/// Words that are keywords only where a statement starts.
const SOFT: [&str; 3] = ["match", "case", "type"];

pub(super) fn lex(text: &str) -> Vec<(Span, Token)> {
    let mut spans: Vec<(Span, Token)> = Vec::new();
    // The name that a `=` may still make a key, and the word before it.
    let mut pending: Option<Span> = None;
    let mut before = "";
    for token in Tokens::new(text) {
        let word = &text[token.span.start..token.span.end];
        if let Some(name) = pending.take()
            && word == "="
        {
            spans.push((name, Token::Name));
        }
        let kind = match token.kind {
            Kind::Name if matches!(word, "None" | "True" | "False") => Some(Token::Number),
            Kind::Name
                if SOFT.contains(&word) && !(before.is_empty() && starts_statement(text, token.span.end)) =>
            {
                pending = Some(token.span);
                None
            }
            Kind::Name if KEYWORDS.contains(&word) => Some(Token::Keyword),
            Kind::Name if matches!(before, "def" | "class") => Some(Token::Name),
            Kind::Name => {
                pending = Some(token.span);
                None
            }
            Kind::Number => Some(Token::Number),
            Kind::Text | Kind::FormatStart | Kind::FormatText | Kind::FormatEnd => Some(Token::String),
            Kind::Comment => Some(Token::Comment),
            Kind::Operator => {
                Some(if matches!(word, "," | ":" | ";" | ".") { Token::Punctuation } else { Token::Operator })
            }
            Kind::Open | Kind::Close | Kind::FieldOpen | Kind::FieldColon | Kind::FieldClose => {
                Some(Token::Punctuation)
            }
            Kind::Newline | Kind::Other => None,
        };
        if let Some(kind) = kind
            && !word.is_empty()
        {
            spans.push((token.span, kind));
        }
        before = if token.kind == Kind::Newline { "" } else { word };
    }
    spans
}

/// Whether what follows a soft keyword makes it one: a word, a string or a number on the same line.
fn starts_statement(text: &str, after: usize) -> bool {
    let rest = text[after..].trim_start_matches([' ', '\t']);
    rest.starts_with(|c: char| c.is_alphanumeric() || "_\"'".contains(c))
}
