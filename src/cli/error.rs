//! The one error at the edge: what went wrong, why, and what to do about it.

use std::error::Error;

use super::Exit;

/// Why a command could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    exit: Exit,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

impl CliError {
    /// The command line or the configuration is wrong, or what was named cannot be written (exit status 2).
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), causes: Vec::new(), hints: Vec::new() }
    }

    /// The repository cannot be read (exit status 3).
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self { exit: Exit::Unreadable, ..Self::usage(message) }
    }

    /// Adds the error below this one, and those below it.
    #[must_use]
    pub fn because(mut self, error: &dyn Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            self.causes.push(error.to_string());
            next = error.source();
        }
        self
    }

    /// Adds advice: a sentence that says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Puts `words` before the message.
    #[must_use]
    pub fn in_front(mut self, words: &str) -> Self {
        self.message.insert_str(0, words);
        self
    }

    /// The exit status that belongs to it.
    pub const fn exit(&self) -> Exit {
        self.exit
    }

    /// What went wrong, one sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The errors below, the nearest first.
    pub fn causes(&self) -> &[String] {
        &self.causes
    }

    /// What to do about it.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        self.causes.iter().try_for_each(|cause| write!(f, ": {cause}"))?;
        self.hints.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}
