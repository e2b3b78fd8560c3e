//! Apache configurations: directives, a line each, and sections between `<Name …>` and `</Name>`.
//!
//! Source: "Configuration Files" in the manual of Apache HTTP Server 2.4.

use super::directive::{Builder, Directive};
use crate::base::Span;

/// Reads the directives of `text`.
pub fn directives(text: &str) -> Vec<Directive> {
    let mut builder = Builder::default();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let mut line = String::new();
        loop {
            let rest = &text[at..];
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let body = rest[..length].trim_end();
            at += length;
            let Some(more) = body.strip_suffix('\\') else {
                line.push_str(body);
                break;
            };
            line.push_str(more);
            line.push(' ');
            if at >= text.len() {
                break;
            }
        }
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        let span = Span::new(begin, text[..at].trim_end().len().max(begin));
        if let Some(name) = body.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            if builder.innermost().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
                builder.close();
            }
        } else if let Some(section) = body.strip_prefix('<') {
            builder.open(directive(section.trim_end().trim_end_matches('>'), span));
        } else {
            builder.add(directive(body, span));
        }
    }
    builder.finish()
}

fn directive(text: &str, span: Span) -> Directive {
    let mut words = super::shell::words(&text.replace('$', "\u{0}"), 0)
        .into_iter()
        .map(|word| word.render(&|_| None).replace('\u{0}', "$"));
    Directive { name: words.next().unwrap_or_default(), arguments: words.collect(), span, block: None }
}
