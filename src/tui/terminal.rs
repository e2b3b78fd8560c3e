//! The terminal itself: taken on entering, and given back whatever happens.
//!
//! Beside [`super::input`] the only file that touches stdin and stdout. A panic on the thread that draws gives the
//! terminal back before its message is printed; one on another thread is kept for [`last_panic`], because printing it
//! would tear the screen.

use std::io::{self, Stdout, Write as _, stdout};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::{Backend as _, CrosstermBackend};

use super::clipboard::{self, Carrier};
use super::links::links;
use super::model::Model;
use super::theme::Ground;
use super::view::view;

/// How long the terminal may take to say how bright its ground is.
const PATIENCE: Duration = Duration::from_millis(200);

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

/// How bright the terminal's ground is, asked of the terminal itself (OSC 11); `None` where it does not answer in a moment.
/// Only before [`Screen::enter`]: afterwards the answer would be taken for keys.
pub fn ground() -> Option<Ground> {
    use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options).ok()? {
        ThemeMode::Dark => Some(Ground::Dark),
        ThemeMode::Light => Some(Ground::Light),
    }
}

/// The terminal while it is ours: raw mode, alternate screen, no cursor. Dropping it gives the terminal back.
pub struct Screen {
    terminal: ratatui::Terminal<CrosstermBackend<Stdout>>,
    mouse: bool,
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
            Ok(terminal) => Ok(Self { terminal, mouse: false }),
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
        let drawn = self.terminal.draw(|frame| view(model, frame))?;
        let mut backend = CrosstermBackend::new(stdout());
        for link in links(model, drawn.buffer) {
            let cells = (link.x..link.x + link.columns)
                .filter_map(|x| drawn.buffer.cell((x, link.y)).map(|cell| (x, link.y, cell)));
            write!(backend, "\x1b]8;;{}\x1b\\", link.url)?;
            backend.draw(cells)?;
            write!(backend, "\x1b]8;;\x1b\\")?;
            io::Write::flush(&mut backend)?;
        }
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

    /// Whether the terminal tells of the mouse; without that it selects text itself.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn listen_to_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
    }

    /// Puts `text` on the clipboard of the person's terminal.
    ///
    /// # Errors
    /// Where the terminal is gone.
    #[expect(clippy::unused_self, reason = "what is written goes through the value that owns the terminal")]
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let carrier = Carrier::of(|name| std::env::var(name).ok());
        let Some(sequence) = clipboard::sequence(text, carrier) else { return Ok(()) };
        let mut out = stdout().lock();
        out.write_all(sequence.as_bytes())?;
        out.flush()
    }

    /// Gives the terminal to somebody else for the time of `during`, and takes it again.
    ///
    /// # Errors
    /// Where it cannot be taken again.
    pub fn lend(&mut self, during: impl FnOnce()) -> io::Result<()> {
        give_back();
        during();
        take()?;
        self.listen_to_mouse(self.mouse)?;
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
        let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
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
fn last_panic() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Turns a panic into an error that people can report.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let what = last_panic().unwrap_or_else(|| "no message".to_owned());
        Err(format!("gonogo has a bug here, please report it: {what}"))
    })
}
