//! Modules with a statement that nests too deeply to be parsed: it alone is not known, and the others are read.

use super::budget::DEEP;
use super::{Machine, value::Value};
use crate::syntax::python::{ParseError, ast, parse};

/// How many such statements a module may have.
const STATEMENTS: usize = 16;
/// The name that stands for what was left out: one that nobody uses, short enough to stand before a line end.
const LEFT_OUT: &str = "ƛ";

/// Parses a module; assignments whose value nests too deeply get [`LEFT_OUT`] for a value, at the same place.
///
/// # Errors
/// Where it is no Python, or something else nests too deeply.
pub(super) fn parse_module(text: &str) -> Result<Vec<ast::Stmt>, ParseError> {
    let mut error = match parse(text) {
        Err(error) if error.deep => error,
        parsed => return parsed,
    };
    let mut text = text.to_owned();
    for _ in 0..STATEMENTS {
        let Some(shorter) = without(&text, error.offset) else { break };
        text = shorter;
        error = match parse(&text) {
            Err(error) if error.deep => error,
            parsed => return parsed,
        };
    }
    Err(error)
}

/// The text without the value of the assignment around `offset`, as long as before, each line where it was; `None`
/// where it is no plain assignment of a name.
fn without(text: &str, offset: usize) -> Option<String> {
    let first = |line: &str| line.chars().next().unwrap_or('\n');
    let starts = |line: &str| first(line).is_alphabetic() || matches!(first(line), '_' | '@');
    let (mut start, mut at) = (0, 0);
    let mut end = text.len();
    for line in text.split_inclusive('\n') {
        if starts(line) {
            if at > offset {
                end = at;
                break;
            }
            start = at;
        }
        at += line.len();
    }
    let (target, value) = text.get(start..end)?.split_once('=')?;
    let name = target.trim_end();
    if !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') || value.starts_with('=') {
        return None;
    }
    let blank: String = value.chars().flat_map(blanked).collect();
    let room = blank.find(['\n', '\r']).unwrap_or(blank.len());
    let rest = blank.get(LEFT_OUT.len()..).filter(|_| room >= LEFT_OUT.len())?;
    Some([text.get(..start)?, target, "=", LEFT_OUT, rest, text.get(end..)?].concat())
}

/// As many spaces as the letter has bytes; line ends stay.
fn blanked(letter: char) -> impl Iterator<Item = char> {
    let (with, count) = if matches!(letter, '\n' | '\r') { (letter, 1) } else { (' ', letter.len_utf8()) };
    std::iter::repeat_n(with, count)
}

impl Machine<'_> {
    /// What stands for a value that was left out.
    pub(super) fn left_out(&self, name: &str) -> Option<Value> {
        (name == LEFT_OUT).then(|| Value::unknown(DEEP).at(self.origin()))
    }
}
