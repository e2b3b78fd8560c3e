//! What can be wrong with a state file, and where.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::base::Position;
use crate::base::atomic::WriteError;
use crate::base::lock::LockError;

/// One mistake in the text of a state file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.at.line, self.at.column, self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// Why the state file was not read or not written. It is left as it is in every case.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The text has mistakes.
    #[error("{} has {}:{}", path.display(), count(problems), list(problems))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Every mistake, in the order of the text; never empty.
        problems: Vec<Problem>,
    },
    /// A newer gonogo wrote the file.
    #[error(
        "{} has schema {found}, and this gonogo writes schema {}: it was read but is not written; \
         update gonogo to change decisions",
        path.display(), super::SCHEMA
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema that it declares.
        found: u32,
    },
    /// A link, a folder or a device has the name.
    #[error("{} is {what}, not a regular file, and was not read; replace it by the file itself", path.display())]
    NotAFile {
        /// The file.
        path: PathBuf,
        /// What it is, as a noun.
        what: &'static str,
    },
    /// Far more than a review ever needs.
    #[error("{} is larger than {limit} bytes: this is no state file of gonogo; move it away", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read.
        limit: u64,
    },
    /// The system would not let it be read.
    #[error("{} cannot be read ({source}); check its permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The edited text would not say what was decided; it was not written.
    #[error(
        "{} is laid out in a way that gonogo cannot edit safely, and was left as it is; \
         give each decision a table of its own, such as [items.\"security.debug\"]",
        path.display()
    )]
    NotEditable {
        /// The file.
        path: PathBuf,
    },
    /// Somebody changed the file between reading and writing.
    #[error("{} was changed meanwhile, and was left as it is; look at it again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else is saving.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The new text did not reach the disk.
    #[error(transparent)]
    Write(#[from] WriteError),
}

fn count(problems: &[Problem]) -> String {
    match problems.len() {
        1 => "a mistake, and was left as it is".to_owned(),
        several => format!("{several} mistakes, and was left as it is"),
    }
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    format!("\n  {}", lines.join("\n  "))
}
