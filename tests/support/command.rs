//! Runs the real binary, cut off from the person and the machine that run the tests.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A private home with a clean environment to run `gonogo` in.
pub struct Bench {
    home: TempDir,
}

/// What one run left: standard output, standard error, exit status.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl Bench {
    /// A new home; `work` below it is the current folder of the runs.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(home.path().join("work")).expect("a folder");
        Self { home }
    }

    /// The current folder of the runs.
    pub fn work(&self) -> PathBuf {
        self.home.path().join("work")
    }

    /// The binary, to be run in [`Bench::work`] with an environment that holds nothing of this machine.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gonogo"));
        silence(&mut command, self.home.path());
        command.current_dir(self.work()).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.finish(&mut self.command(arguments))
    }

    /// Runs a prepared command to its end; the private home is called `@HOME@` in what it printed.
    pub fn finish(&self, command: &mut Command) -> Run {
        let done = command.output().expect("the binary starts");
        let home = self.home.path().canonicalize().expect("the home");
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("gonogo prints UTF-8");
            text.replace(&*home.to_string_lossy(), "@HOME@")
                .replace(&*self.home.path().to_string_lossy(), "@HOME@")
        };
        Run {
            stdout: text(done.stdout),
            stderr: text(done.stderr),
            status: done.status.code().expect("an exit status, not a signal"),
        }
    }
}

/// Clears the environment of `command` and gives it `home`, so that neither settings of git nor a locale leak in.
pub fn silence(command: &mut Command, home: &Path) {
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .env("TERM", "xterm-256color")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC");
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in [("out", &self.stdout), ("err", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{text}")?;
            }
        }
        write!(f, "--- exit {}", self.status)
    }
}
