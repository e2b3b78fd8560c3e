//! Programs that a person starts from here: their editor, git, a verification command. Nothing else is ever run.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::base::safe;

/// The longest line of output that is handed on, bytes.
const LINE: usize = 4096;

/// Runs `words` with the terminal, and waits for its end.
///
/// # Errors
/// Where it cannot be started; the text says which program and why.
pub(super) fn with_terminal(words: &[String], folder: &Path) -> Result<ExitStatus, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("no program is named".to_owned());
    };
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .status()
        .map_err(|error| format!("{} cannot be started ({error})", safe::line(program)))
}

/// Waits until the person presses Enter, on a terminal that is the shell's.
pub(super) fn wait_for_enter(text: &str) {
    let mut out = io::stdout();
    // Where the terminal is gone, there is nobody to wait for.
    let _ = write!(out, "\n{text} ").and_then(|()| out.flush());
    let _ = io::stdin().lock().read_line(&mut String::new());
}

/// A verification command that runs.
#[derive(Clone, Default)]
pub(super) struct Running(Arc<Mutex<Slot>>);

#[derive(Default)]
struct Slot {
    child: Option<Child>,
    /// Whether it shall stop, also where it has not begun yet.
    stopped: bool,
}

impl Running {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new command is about to run: from now on stopping means this one.
    pub(super) fn prepare(&self) {
        *self.slot() = Slot::default();
    }

    /// Starts `command` in the shell, without a keyboard, and hands its output on line by line. Returns at its end: the
    /// status, or `None` where it was stopped by a signal.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub(super) fn run(
        &self,
        command: &str,
        folder: &Path,
        line: &(dyn Fn(String) + Sync),
    ) -> Result<Option<i32>, String> {
        let mut shell = Command::new(if cfg!(windows) { "cmd" } else { "sh" });
        shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).current_dir(folder);
        shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own, so that stopping reaches what the shell has started.
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            shell.process_group(0);
        }
        let mut child = shell.spawn().map_err(|error| format!("the shell cannot be started ({error})"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        {
            let mut slot = self.slot();
            if slot.stopped {
                stop(&mut child);
            }
            slot.child = Some(child);
        }
        thread::scope(|scope| {
            if let Some(out) = out {
                scope.spawn(|| lines(out, line));
            }
            if let Some(err) = err {
                scope.spawn(|| lines(err, line));
            }
        });
        // Both pipes are closed: the child has ended, or closed them and goes on quietly.
        let child = self.slot().child.take();
        let status = child.map(|mut child| child.wait()).transpose();
        status
            .map(|status| status.and_then(|status| status.code()))
            .map_err(|error| format!("the command's end was not told ({error})"))
    }

    /// Stops the command with everything that it started.
    pub(super) fn stop(&self) {
        let mut slot = self.slot();
        slot.stopped = true;
        if let Some(child) = &mut slot.child {
            stop(child);
        }
    }
}

#[cfg(unix)]
fn stop(child: &mut Child) {
    // The whole group: a negative number says so to `kill`.
    let group = format!("-{}", child.id());
    let sent = Command::new("kill").args(["-TERM", "--", &group]).stderr(Stdio::null()).status();
    if !sent.is_ok_and(|status| status.success()) {
        let _ = child.kill();
    }
}

#[cfg(not(unix))]
fn stop(child: &mut Child) {
    let _ = child.kill();
}

/// `text` without the sequences that colour it (`ESC [ … letter`); other ones stay, and are made harmless on the screen.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        out.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic() || c == '@');
        rest = end.map_or("", |end| &after[end + 1..]);
    }
    out.push_str(rest);
    out
}

fn lines(pipe: impl Read, line: &(dyn Fn(String) + Sync)) {
    let mut reader = BufReader::new(pipe);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.by_ref().take(LINE as u64).read_until(b'\n', &mut bytes) {
            Ok(1..) => {}
            _ => return,
        }
        let text = String::from_utf8_lossy(&bytes);
        // A carriage return begins the line anew; what stood before it was there to be overwritten.
        let text = text.trim_end_matches(['\n', '\r']);
        line(without_colours(text.rsplit('\r').next().unwrap_or(text)));
    }
}

#[cfg(test)]
mod tests {
    use super::without_colours;

    #[test]
    fn colours_go_and_text_stays() {
        assert_eq!(
            without_colours("\x1b[31;1mWARNINGS:\x1b[0m ?: (security.W004)"),
            "WARNINGS: ?: (security.W004)"
        );
        assert_eq!(without_colours("plain [x] \x1b[12"), "plain [x] ");
    }
}
