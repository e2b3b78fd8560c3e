//! Shell: a script as a list of simple commands, with words, assignments and places.
//!
//! Tolerant: what it does not know it skips, and no text makes it fail. Nothing is run: `$NAME`, `${NAME:-default}` and
//! `$(…)` stay parts of words until somebody knows their values. Source: POSIX.1-2024, Shell Command Language, and
//! bash where scripts use it.

mod expand;
mod lexer;
mod script;

pub use expand::{Part, Word, interpolated};
pub use script::{Arm, Assignment, Script, SimpleCommand};

/// Splits `text` into words at white space alone: operators are text, quotes and variables are read.
///
/// For lines that are no shell but quote like it: `ENV` of a Dockerfile, `Environment=` of a systemd unit. `offset` is
/// where `text` begins in its file; all spans are moved by it.
pub fn words(text: &str, offset: usize) -> Vec<Word> {
    lexer::tokens(text, offset, false)
        .into_iter()
        .filter_map(|token| match token {
            lexer::Token::Word(word) => Some(word),
            _ => None,
        })
        .collect()
}
