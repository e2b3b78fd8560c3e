//! Environment files: `NAME=value` lines, as docker compose and python-dotenv read them.
//!
//! Quotes, `export`, comments, values over several lines in quotes; interpolation is kept raw.

use crate::base::Span;

/// One variable of an environment file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// The value without quotes, escapes of double quotes resolved; `None` for a bare name, which passes the variable on.
    pub value: Option<String>,
    /// Whether `$NAME` in the value is a variable: not in single quotes.
    pub interpolates: bool,
    /// The bytes from the name to the end of the value.
    pub span: Span,
}

/// Reads an environment file; lines that are none are left out.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let line = &rest[..line_end];
        let next = at + line_end + 1;
        let indent = line.len() - line.trim_start().len();
        let mut body = line.trim_start();
        let mut start = at + indent;
        if let Some(exported) = body.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])) {
            start += body.len() - exported.trim_start().len();
            body = exported.trim_start();
        }
        let (name, value) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (body, None),
        };
        let name = name.trim().trim_matches(['"', '\'']);
        if name.is_empty()
            || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        {
            at = next;
            continue;
        }
        let Some(value) = value else {
            let span = Span::new(start, start + body.trim_end().len());
            found.push(Entry { name: name.to_owned(), value: None, interpolates: false, span });
            at = next;
            continue;
        };
        let value_start = at + line.len() - value.trim_start().len();
        let (value, interpolates, end) = read_value(text, value_start, at + line_end);
        found.push(Entry {
            name: name.to_owned(),
            value: Some(value),
            interpolates,
            span: Span::new(start, end),
        });
        at = next.max(text[end..].find('\n').map_or(text.len(), |line_end| end + line_end + 1));
    }
    found
}

/// The value that begins at `start`, on a line that ends at `line_end`: text, whether it interpolates, and its end.
fn read_value(text: &str, start: usize, line_end: usize) -> (String, bool, usize) {
    let line = &text[start..line_end];
    match line.chars().next() {
        Some('\'') => {
            if let Some(end) = text[start + 1..].find('\'') {
                return (text[start + 1..start + 1 + end].to_owned(), false, start + end + 2);
            }
        }
        Some('"') => {
            if let Some(found) = double_quoted(text, start) {
                return (found.0, true, found.1);
            }
        }
        _ => {}
    }
    // A comment begins with `#` after white space.
    let comment =
        line.char_indices().find(|(at, c)| *c == '#' && (*at == 0 || line[..*at].ends_with([' ', '\t'])));
    let value = comment.map_or(line, |(at, _)| &line[..at]).trim_end();
    (value.to_owned(), true, start + value.len())
}

fn double_quoted(text: &str, start: usize) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text[start + 1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, start + 1 + at + 1)),
            '\\' => match chars.next()?.1 {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                'r' => value.push('\r'),
                c @ ('"' | '\\') => value.push(c),
                c => {
                    value.push('\\');
                    value.push(c);
                }
            },
            c => value.push(c),
        }
    }
    None
}
