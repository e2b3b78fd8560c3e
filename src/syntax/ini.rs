//! INI files with places: systemd units, supervisor, uWSGI, `setup.cfg`, `tox.ini`.
//!
//! Keys may repeat (uWSGI, systemd), so a section is a list. A value goes on in lines that are indented, or after a
//! backslash at the line's end.

use crate::base::Span;

/// A section; what stands before the first heading has an empty name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The name between the brackets.
    pub name: String,
    /// The bytes of the heading.
    pub span: Span,
    /// The entries, in order.
    pub entries: Vec<Entry>,
}

/// One `key = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The value, its lines joined with line feeds; empty for a bare key.
    pub value: String,
    /// The bytes from the key to the end of the value.
    pub span: Span,
    /// Where the value begins.
    pub value_start: usize,
}

impl Section {
    /// The last value of `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// All values of `key`, in order.
    pub fn all<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s Entry> {
        self.entries.iter().filter(move |entry| entry.key == key)
    }
}

/// Reads the sections of `text`; lines that are neither heading nor entry are left out.
pub fn sections(text: &str) -> Vec<Section> {
    let mut found = vec![Section { name: String::new(), span: Span::default(), entries: Vec::new() }];
    let mut start = 0;
    let mut continues = false;
    for line in text.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        let body = line.trim();
        let at = begin + (line.len() - line.trim_start().len());
        let end = at + body.len();
        if body.is_empty() {
            continues = false;
            continue;
        }
        if body.starts_with(['#', ';']) {
            continue;
        }
        let Some(section) = found.last_mut() else { continue };
        let indented = line.starts_with([' ', '\t']);
        if let Some(name) =
            body.strip_prefix('[').and_then(|rest| rest.split(']').next()).filter(|_| !indented)
        {
            let name = name.trim().to_owned();
            found.push(Section { name, span: Span::new(at, end), entries: Vec::new() });
            continues = false;
            continue;
        }
        // uWSGI files may indent their keys: an indented `key = value` after a finished value is an entry.
        if let Some(last) = section.entries.last_mut()
            && (continues || (indented && !looks_like_entry(body)))
        {
            continues = body.ends_with('\\');
            let more = body.trim_end_matches('\\').trim_end();
            if !last.value.is_empty() {
                last.value.push('\n');
            }
            last.value.push_str(more);
            last.span.end = end;
            continue;
        }
        continues = body.ends_with('\\');
        let (key, value) = body.split_once(['=', ':']).unwrap_or((body, ""));
        let value_start = end - value.trim_start().len();
        let value = value.trim().trim_end_matches('\\').trim_end();
        section.entries.push(Entry {
            key: key.trim().to_owned(),
            value: value.to_owned(),
            span: Span::new(at, end),
            value_start,
        });
    }
    found.retain(|section| !section.name.is_empty() || !section.entries.is_empty());
    found
}

/// Whether an indented line is an entry of its own: a plain key, blanks, `=`, blanks, as uWSGI's are written.
fn looks_like_entry(line: &str) -> bool {
    line.split_once(" = ").is_some_and(|(key, _)| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    })
}
