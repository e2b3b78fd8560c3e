//! What happens (messages) and what is to be done about it (effects), as data.

use std::sync::Arc;

use jiff::Timestamp;

use super::chord::Chord;
use super::source::Source;
use crate::base::RepoPath;
use crate::model::{Person, ScanReport};
use crate::review::store::Saved;
use crate::review::{Change, State};

/// Something that happened: the only way to change the [`super::Model`].
///
/// Answers carry the generation of the effect that asked for them; late ones are dropped.
#[derive(Debug, Clone)]
pub enum Message {
    /// The time; comes before every message that a person causes.
    Now(Timestamp),
    /// The terminal has this many columns and rows.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The system asks the program to end (SIGTERM, SIGHUP).
    Terminate,
    /// The scan is on its way.
    ScanProgress {
        /// Of the scan.
        generation: u64,
        /// How far it is.
        progress: Progress,
    },
    /// The scan is over.
    ScanEnded {
        /// Of the scan.
        generation: u64,
        /// What it found, or why it could not.
        result: Result<Box<ScanReport>, String>,
    },
    /// The state file was read.
    StateRead {
        /// Of the reading.
        generation: u64,
        /// What it says, or why it could not be read.
        result: Result<Box<State>, String>,
        /// Who decides, as git's configuration says it.
        identity: Option<Person>,
    },
    /// The state file was written.
    Saved {
        /// Of the save.
        generation: u64,
        /// What the file says now, or why it could not be written.
        result: Result<Box<Saved>, String>,
    },
    /// A source file was read.
    SourceRead {
        /// Of the scan that it belongs to.
        generation: u64,
        /// The file.
        path: RepoPath,
        /// Its lines, or why it could not be read.
        result: Result<Arc<Source>, String>,
    },
}

/// How far a scan is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is being done, a few words.
    pub step: String,
    /// How many of `total` are done.
    pub done: usize,
    /// How many there are; 0 where that is not known yet.
    pub total: usize,
}

/// Something to be done outside: [`super::update()`] asks for it, the runtime carries it out and answers with a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Scan the repository.
    Scan {
        /// For the answer.
        generation: u64,
    },
    /// Read the state file.
    ReadState {
        /// For the answer.
        generation: u64,
    },
    /// Bring these changes into the state file.
    Save {
        /// For the answer.
        generation: u64,
        /// The changes, in order.
        changes: Vec<Change>,
    },
    /// Read a source file for the screen.
    ReadSource {
        /// For the answer.
        generation: u64,
        /// The file.
        path: RepoPath,
    },
    /// Give the terminal back to the shell until it continues the program.
    Suspend,
    /// Draw every cell again.
    Redraw,
    /// Finish the saves that are on their way and end.
    Quit,
}
