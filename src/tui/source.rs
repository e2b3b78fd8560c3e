//! A file of the repository as the screen shows it: safe lines in coloured pieces.

use super::text::safe_line;
use super::theme::Role;

/// The longest part of a line that is kept, characters (minified files have one line).
const COLUMNS: usize = 500;

/// One file, ready to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    lines: Vec<Vec<(String, Role)>>,
}

impl Source {
    /// The lines of a file's `text`; `name` (the path) tells the language.
    pub fn new(_name: &str, text: &str) -> Self {
        let lines = text
            .lines()
            .map(|line| {
                let short: String = line.chars().take(COLUMNS).collect();
                vec![(safe_line(&short), Role::Text)]
            })
            .collect();
        Self { lines }
    }

    /// How many lines the file has.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether the file has no line.
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The pieces of `line` (from 1); empty outside the file.
    pub fn line(&self, line: usize) -> &[(String, Role)] {
        line.checked_sub(1).and_then(|at| self.lines.get(at)).map_or(&[], Vec::as_slice)
    }
}
