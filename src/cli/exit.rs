//! The exit statuses. "Not ready" is never mixed up with "could not run".

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: it did what was asked; for a gate, GO.
    Success,
    /// 1: the gate says NO-GO.
    NoGo,
    /// 2: the command line or the configuration is wrong, or what was named cannot be written.
    Usage,
    /// 3: the repository cannot be read.
    Unreadable,
    /// 128 and the signal's number, as shells count: a signal ended the walkthrough, which saved and cleaned up first.
    Signal(i32),
}

impl Exit {
    /// The number that the shell sees.
    pub const fn status(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NoGo => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
            Self::Signal(number) => 128_u8.wrapping_add(number.to_le_bytes()[0]),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
