//! One line on a terminal's standard error that says how far a scan is; nothing where there is no terminal.

use std::io::{self, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::scan::{Progress, Stage};

/// A scan that is quicker than this shows nothing: a line that flashes is worse than none.
const QUIET: Duration = Duration::from_millis(300);

/// The least time between two changes of the line.
const PACE: Duration = Duration::from_millis(80);

/// Shows progress from several threads.
pub(super) struct Meter {
    state: Option<Mutex<State>>,
}

struct State {
    next: Instant,
    stage: Option<Stage>,
    shown: bool,
}

impl Meter {
    /// A meter that shows itself only where standard error is a terminal.
    pub fn new(terminal: bool) -> Self {
        let state = State { next: Instant::now() + QUIET, stage: None, shown: false };
        Self { state: terminal.then(|| Mutex::new(state)) }
    }

    /// Says how far the scan is.
    pub fn show(&self, progress: Progress) {
        let Some(mut state) = self.state.as_ref().and_then(|state| state.lock().ok()) else { return };
        let now = Instant::now();
        let due = now >= state.next || (state.shown && state.stage != Some(progress.stage));
        if due {
            state.next = now + PACE;
            state.stage = Some(progress.stage);
            state.shown = true;
            let Progress { stage, done, total } = progress;
            print(&format!("\r\u{1b}[K{} ({done}/{total})", stage.label()));
        }
    }

    /// Removes the line.
    pub fn clear(&self) {
        let Some(mut state) = self.state.as_ref().and_then(|state| state.lock().ok()) else { return };
        if std::mem::take(&mut state.shown) {
            print("\r\u{1b}[K");
        }
    }
}

/// Progress that cannot be shown is no reason to stop.
fn print(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
