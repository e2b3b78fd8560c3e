//! The terminal itself: taken on entering, and given back whatever happens.
//!
//! Beside [`super::input`] the only file that touches stdin and stdout. A panic on the thread that draws gives the
//! terminal back before its message is printed; one on another thread is kept for [`last_panic`], because printing it
//! would tear the screen.

use std::io::{self, Stdout, stdout};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;

use super::model::Model;
use super::view::view;

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The thread that draws.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);
/// What the last panic on another thread said.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// The columns of the terminal; `None` where it does not say them. Unlike crossterm's `size` this never runs a program.
pub fn columns() -> Option<usize> {
    let columns = crossterm::terminal::window_size().ok()?.columns;
    (columns > 0).then_some(usize::from(columns))
}

/// The terminal while it is ours: raw mode, alternate screen, no cursor. Dropping it gives the terminal back.
pub struct Screen {
    terminal: ratatui::Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where stdin or stdout is no terminal, or it cannot be switched.
    pub fn enter() -> io::Result<Self> {
        install_hook();
        *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        take()?;
        match ratatui::Terminal::new(CrosstermBackend::new(stdout())) {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// The columns and rows.
    ///
    /// # Errors
    /// Where the terminal does not say them.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws the model.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.terminal.draw(|frame| view(model, frame))?;
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame draws every cell.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // `Terminal::clear` would ask where the cursor is, and the thread that reads the keys would take the answer.
        execute!(stdout(), Clear(ClearType::All))?;
        self.terminal = ratatui::Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(())
    }

    /// Gives the terminal to somebody else for the time of `during`, and takes it again.
    ///
    /// # Errors
    /// Where it cannot be taken again.
    pub fn lend(&mut self, during: impl FnOnce()) -> io::Result<()> {
        give_back();
        during();
        take()?;
        self.forget()
    }

    /// Takes the terminal as if for the first time: after a stop that came without a warning.
    ///
    /// # Errors
    /// Where it cannot be taken.
    pub fn retake(&mut self) -> io::Result<()> {
        self.lend(|| {})
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let entered = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide);
    if entered.is_err() {
        give_back();
    }
    entered
}

/// Gives the terminal back, once; errors are of no use where it is gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let owner = *OWNER.lock().unwrap_or_else(PoisonError::into_inner);
            let taken = TAKEN.load(Ordering::SeqCst);
            if taken && owner != Some(thread::current().id()) {
                *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
                return;
            }
            give_back();
            before(info);
        }));
    });
}

/// What the last panic on a thread beside the drawing one said; told once.
pub(super) fn last_panic() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).take()
}
