//! Caddyfiles: directives, a line each, with blocks that open at a line's end.
//!
//! Source: "Caddyfile concepts" in Caddy's documentation.

use super::directive::{Builder, Directive};
use crate::base::Span;

/// Reads the directives of `text`; a site is a directive whose name is its first address.
pub fn directives(text: &str) -> Vec<Directive> {
    let mut builder = Builder::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        let mut words = words(line, begin);
        let opens = words.last().is_some_and(|(word, _)| word == "{");
        if opens {
            words.pop();
        }
        match words.first() {
            Some((word, _)) if word == "}" => builder.close(),
            None if !opens => {}
            first => {
                let mut directive = Directive {
                    span: Span::new(
                        first.map_or(begin, |(_, span)| span.start),
                        words.last().map_or(begin, |(_, span)| span.end),
                    ),
                    ..Directive::default()
                };
                let mut names = words.into_iter().map(|(word, _)| word);
                directive.name = names.next().unwrap_or_default();
                directive.arguments = names.collect();
                if opens {
                    builder.open(directive);
                } else {
                    builder.add(directive);
                }
            }
        }
    }
    builder.finish()
}

/// The words of a line, quotes removed, up to a comment.
fn words(line: &str, offset: usize) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            break;
        }
        let (word, length) = match c {
            '"' | '`' => {
                let mut word = String::new();
                let mut length = rest.len();
                let mut chars = rest[1..].char_indices();
                while let Some((offset, inner)) = chars.next() {
                    if inner == c {
                        length = offset + 2;
                        break;
                    }
                    if inner == '\\' && c == '"' && rest[1 + offset..].starts_with("\\\"") {
                        chars.next();
                        word.push('"');
                    } else {
                        word.push(inner);
                    }
                }
                (word.trim_end_matches(['\n', '\r']).to_owned(), length)
            }
            _ => {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (rest[..length].to_owned(), length)
            }
        };
        found.push((word, Span::new(offset + at, offset + at + length)));
        at += length;
    }
    found
}
