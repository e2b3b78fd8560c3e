//! What the program has to say: errors stay until they are read, the rest until the next key.

use jiff::Timestamp;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something went as it should.
    Info,
    /// Something that a person should know, and that harms nothing.
    Warning,
    /// Something did not.
    Error,
}

/// One message to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// What happened, and what to do.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Whether a person has seen it on the screen of messages.
    pub read: bool,
}

/// How many notices are kept; the oldest read ones go first.
const MOST: usize = 200;

/// All messages of a session, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    all: Vec<Notice>,
    fleeting: bool,
}

impl Notices {
    /// Adds a message; the same error twice in a row is one.
    pub fn add(&mut self, level: Level, text: impl Into<String>, at: Timestamp) {
        let text = text.into();
        self.fleeting = level == Level::Info;
        if let Some(last) = self.all.last_mut()
            && last.text == text
        {
            *last = Notice { level, text, at, read: level == Level::Info };
            return;
        }
        self.all.push(Notice { level, text, at, read: level == Level::Info });
        if self.all.len() > MOST {
            let oldest = self.all.iter().position(|notice| notice.read).unwrap_or(0);
            self.all.remove(oldest);
        }
    }

    /// All messages, the oldest first.
    pub fn all(&self) -> &[Notice] {
        &self.all
    }

    /// How many errors nobody has read.
    pub fn unread(&self) -> usize {
        self.all.iter().filter(|notice| !notice.read).count()
    }

    /// What the line of messages shows: the newest information until the next key, else the newest unread error.
    pub fn current(&self) -> Option<&Notice> {
        if self.fleeting {
            return self.all.last();
        }
        self.all.iter().rev().find(|notice| !notice.read)
    }

    /// A key was pressed: information has been seen.
    pub fn settle(&mut self) {
        self.fleeting = false;
    }

    /// The messages were shown in full.
    pub fn mark_read(&mut self) {
        for notice in &mut self.all {
            notice.read = true;
        }
    }
}
