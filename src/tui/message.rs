//! What happens (messages) and what is to be done about it (effects), as data.

use std::sync::Arc;

use jiff::Timestamp;

use super::backend::Authors;
use super::chord::Chord;
use super::lookup::Located;
use super::source::Source;
use crate::base::RepoPath;
use crate::eval::Settings;
use crate::model::{ItemId, ItemReport, Person, ScanReport};
use crate::review::grounds::Changed;
use crate::review::store::Saved;
use crate::review::{Change, State, Torn};

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
    /// Something happened to the mouse.
    Mouse {
        /// What.
        mouse: Mouse,
        /// In which column, from 0.
        x: u16,
        /// In which row, from 0.
        y: u16,
    },
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
    /// Somebody wrote the state file; perhaps this program itself.
    StateChanged,
    /// Files of the repository have changed, and stand still again.
    TreeChanged,
    /// Git and the forge were asked about a line.
    Located {
        /// Of the scan that it belongs to.
        generation: u64,
        /// The file.
        path: RepoPath,
        /// The line, from 1.
        line: usize,
        /// What they know.
        found: Located,
    },
    /// The grounds of a decision were compared with the present ones.
    Compared {
        /// Of the scan that it belongs to.
        generation: u64,
        /// The item.
        item: ItemId,
        /// What has changed, or why it cannot be told.
        result: Result<Vec<Changed>, String>,
    },
    /// The authors of the lines that critical items rest on were found.
    AuthorsRead {
        /// Of the scan that they belong to.
        generation: u64,
        /// Who wrote them, item by item.
        authors: Authors,
    },
    /// The editor was left.
    Edited {
        /// Why it could not be opened, or what it complained about.
        result: Result<(), String>,
    },
    /// The settings were evaluated.
    SettingsRead {
        /// Of the scan that they belong to.
        generation: u64,
        /// The settings, or why they could not be read.
        result: Result<Arc<Settings>, String>,
    },
    /// Who has written the repository, those of most commits first.
    PeopleRead(Vec<Person>),
    /// A command wrote a line.
    Output {
        /// Of the command.
        generation: u64,
        /// The line, as it came (unsafe for terminals).
        line: String,
    },
    /// A command still runs.
    Beat {
        /// Of the command.
        generation: u64,
    },
    /// A command has ended.
    Ran {
        /// Of the command.
        generation: u64,
        /// Its status, `None` after a signal; or why it could not be started.
        result: Result<Option<i32>, String>,
    },
    /// The commit was made.
    Committed {
        /// Why it was not.
        result: Result<(), String>,
    },
    /// The person has signed, or not.
    Signed {
        /// Why not.
        result: Result<(), String>,
    },
    /// The state file could not be read: its two sides, where a merge left it torn.
    TornRead(Option<Box<Torn>>),
    /// The merge conflict was settled.
    Settled {
        /// What the file says now, or why it could not be written.
        result: Result<Box<State>, String>,
    },
    /// The default settings were written.
    ConfigWritten {
        /// Where, or why not.
        result: Result<String, String>,
    },
    /// The files of the repository were listed.
    FilesListed {
        /// Of the scan that they belong to.
        generation: u64,
        /// All of them, sorted.
        files: Arc<Vec<RepoPath>>,
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

/// What the mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Its first button was pressed.
    Click,
    /// Its wheel was turned up by a notch.
    WheelUp,
    /// Its wheel was turned down by a notch.
    WheelDown,
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
    /// Find out who last touched a line, and its permalink.
    Locate {
        /// For the answer.
        generation: u64,
        /// The file.
        path: RepoPath,
        /// The line, from 1.
        line: usize,
    },
    /// Find out what has changed in the grounds of an item since a commit.
    Compare {
        /// For the answer.
        generation: u64,
        /// The full hash of the commit that the decision was made on.
        commit: String,
        /// What the scan says of the item now.
        now: Box<ItemReport>,
    },
    /// Find out who wrote the lines that critical items rest on, for the two-person rule.
    ReadAuthors {
        /// For the answer.
        generation: u64,
    },
    /// Evaluate the settings for the browser.
    ReadSettings {
        /// For the answer.
        generation: u64,
    },
    /// Find out who has written the repository.
    ReadPeople,
    /// Run a command that a person has seen and confirmed.
    Run {
        /// For the answers.
        generation: u64,
        /// For the shell.
        command: String,
    },
    /// Stop the command that runs.
    Stop,
    /// Look whether a merge left the state file torn.
    ReadTorn,
    /// Write `text` in the place of the torn state file.
    Settle {
        /// What it says now.
        torn: String,
        /// What it shall say.
        text: String,
    },
    /// Let this person sign the review in that role, on the terminal.
    Sign {
        /// The role.
        role: String,
        /// Who signs.
        by: Person,
    },
    /// Commit the state file with this message, through the person's own git.
    Commit(String),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Write the commented default settings of the program.
    WriteConfig,
    /// Put a text on the clipboard.
    Copy(String),
    /// Open a file in the person's editor.
    Edit {
        /// The file.
        path: RepoPath,
        /// The line, from 1.
        line: usize,
    },
    /// List the files of the repository.
    ListFiles {
        /// For the answer.
        generation: u64,
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
