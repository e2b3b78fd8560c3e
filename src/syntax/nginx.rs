//! nginx configurations, templates of them included: placeholders (`${NAME}`, `{{ … }}`, `<% … %>`) stay text or are
//! skipped.
//!
//! Source: the configuration file's structure in nginx's beginner's guide.

use super::directive::{Builder, Directive};
use crate::base::Span;

/// Reads the directives of `text`.
pub fn directives(text: &str) -> Vec<Directive> {
    let mut builder = Builder::default();
    let mut pending = Directive::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        match c {
            c if c.is_whitespace() => at += c.len_utf8(),
            '#' => at += rest.find('\n').unwrap_or(rest.len()),
            ';' => {
                at += 1;
                finish(&mut pending, &mut builder, false);
            }
            '{' if !rest.starts_with("{{") && !rest.starts_with("{%") => {
                at += 1;
                finish(&mut pending, &mut builder, true);
            }
            '}' => {
                at += 1;
                finish(&mut pending, &mut builder, false);
                builder.close();
            }
            '<' if rest.starts_with("<%") => at += rest.find("%>").map_or(rest.len(), |end| end + 2),
            '{' if rest.starts_with("{%") => at += rest.find("%}").map_or(rest.len(), |end| end + 2),
            _ => {
                let (word, length) = word(rest);
                let span = Span::new(at, at + length);
                if pending.name.is_empty() {
                    pending.name = word;
                    pending.span = span;
                } else {
                    pending.arguments.push(word);
                    pending.span.end = span.end;
                }
                at += length;
            }
        }
    }
    finish(&mut pending, &mut builder, false);
    builder.finish()
}

fn finish(pending: &mut Directive, builder: &mut Builder, opens: bool) {
    let directive = std::mem::take(pending);
    if opens {
        builder.open(directive);
    } else if !directive.name.is_empty() {
        builder.add(directive);
    }
}

/// The word that `text` begins with, and its length.
fn word(text: &str) -> (String, usize) {
    let mut word = String::new();
    let mut at = 0;
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let mut chars = text[1..].char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' => {
                    if let Some((_, escaped)) = chars.next() {
                        if escaped != quote && escaped != '\\' {
                            word.push('\\');
                        }
                        word.push(escaped);
                    }
                }
                c if c == quote => return (word, offset + 2),
                c => word.push(c),
            }
        }
        return (word, text.len());
    }
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("${") || rest.starts_with("{{") {
            // Up to the first closing brace on the line, a doubled one for a doubled one.
            let end = rest
                .find(['}', '\n'])
                .map_or(rest.len(), |end| end + usize::from(rest[end..].starts_with('}')));
            let length = end + usize::from(rest.starts_with("{{") && rest[end..].starts_with('}'));
            word.push_str(&rest[..length]);
            at += length;
            continue;
        }
        match c {
            c if c.is_whitespace() => break,
            ';' | '{' | '}' => break,
            '\\' => {
                let escaped = rest[1..].chars().next().map_or(0, char::len_utf8);
                word.push_str(&rest[..=escaped]);
                at += 1 + escaped;
            }
            c => {
                word.push(c);
                at += c.len_utf8();
            }
        }
    }
    (word, at.max(1))
}
