//! Procfiles: a line a process, `name: command`.
//!
//! Source: the description of the format by Heroku and by foreman.

use crate::base::Span;

/// One process of a Procfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The process's name: `web`, `worker`, `release`.
    pub name: String,
    /// The command, as written.
    pub command: String,
    /// The bytes of the command.
    pub span: Span,
}

/// Reads a Procfile; lines that are none are left out.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        let Some((name, command)) = line.split_once(':') else { continue };
        let name_ok =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let trimmed = command.trim();
        if !name_ok || trimmed.is_empty() {
            continue;
        }
        let at = begin + name.len() + 1 + (command.len() - command.trim_start().len());
        found.push(Entry {
            name: name.to_owned(),
            command: trimmed.to_owned(),
            span: Span::new(at, at + trimmed.len()),
        });
    }
    found
}
