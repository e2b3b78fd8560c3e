//! Keys, pasted text, sizes and signals as messages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use crossterm::event::{self, Event, KeyEventKind, MouseButton, MouseEventKind};

use super::message::{Message, Mouse};

/// What comes in from outside.
#[derive(Debug)]
pub(super) enum Input {
    /// Something for the model.
    Message(Box<Message>),
    /// The process runs again after a stop.
    Continued,
}

impl From<Message> for Input {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

/// Reads the terminal on a thread of its own until the program ends. Where nothing can be read any more, the program is
/// asked to end: it saves what there is.
pub(super) fn listen(sender: Sender<Input>, keys: Keys) {
    thread::spawn(move || {
        // A panic in the reader must not leave a program that hears no key.
        let _ = catch_unwind(AssertUnwindSafe(|| read(&sender, &keys)));
        let _ = sender.send(Message::Terminate.into());
    });
}

/// Hands on what the terminal says, until it is gone or nobody listens.
fn read(sender: &Sender<Input>, keys: &Keys) {
    loop {
        keys.wait_while_paused();
        match event::poll(GLANCE) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(_) => return,
        }
        let Ok(event) = event::read() else { return };
        let message = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Message::Key(key.into()),
            Event::Paste(text) => Message::Paste(text),
            Event::Mouse(event) => {
                let mouse = match event.kind {
                    MouseEventKind::Down(MouseButton::Left) => Mouse::Click,
                    MouseEventKind::ScrollUp => Mouse::WheelUp,
                    MouseEventKind::ScrollDown => Mouse::WheelDown,
                    _ => continue,
                };
                Message::Mouse { mouse, x: event.column, y: event.row }
            }
            Event::Resize(width, height) => Message::Resized { width, height },
            _ => continue,
        };
        if sender.send(message.into()).is_err() {
            return;
        }
    }
}

/// How long the reader waits for a key before it looks whether it shall pause.
const GLANCE: Duration = Duration::from_millis(100);

/// Whether the reader of keys may read: while an editor has the terminal, the keys are the editor's.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys(Arc<(Mutex<Turn>, Condvar)>);

/// Whose turn it is to read.
#[derive(Debug, Clone, Copy, Default)]
struct Turn {
    paused: bool,
    /// Whether the reader has noticed.
    idle: bool,
}

impl Keys {
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns once the reader reads no more. A reader that has ended cannot answer: it is not waited for long.
    pub(super) fn pause(&self) {
        self.turn().paused = true;
        let patience = GLANCE * 10;
        let waited = self.0.1.wait_timeout_while(self.turn(), patience, |turn| !turn.idle);
        drop(waited);
    }

    /// Lets the reader read again.
    pub(super) fn resume(&self) {
        self.turn().paused = false;
        self.0.1.notify_all();
    }

    fn wait_while_paused(&self) {
        let mut turn = self.turn();
        while turn.paused {
            turn.idle = true;
            self.0.1.notify_all();
            turn = self.0.1.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        turn.idle = false;
    }
}

/// The signal that asked the program to end; 0 for none.
#[derive(Debug, Clone, Default)]
pub(super) struct Ended(Arc<AtomicI32>);

impl Ended {
    /// The signal, where one asked.
    pub(super) fn signal(&self) -> Option<i32> {
        Some(self.0.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
    }
}

/// Turns signals into messages: SIGTERM, SIGHUP and SIGINT end the program in good order, SIGCONT draws it again.
#[cfg(unix)]
pub(super) fn heed(sender: Sender<Input>) -> std::io::Result<Ended> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};

    let ended = Ended::default();
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
    let told = ended.clone();
    thread::spawn(move || {
        for signal in &mut signals {
            let input = if signal == SIGCONT {
                Input::Continued
            } else {
                told.0.store(signal, Ordering::SeqCst);
                Message::Terminate.into()
            };
            if sender.send(input).is_err() {
                return;
            }
        }
    });
    Ok(ended)
}

/// Without such signals there is nothing to heed.
#[cfg(not(unix))]
pub(super) fn heed(_sender: Sender<Input>) -> std::io::Result<Ended> {
    Ok(Ended::default())
}

/// Stops the process as the shell's job control expects; returns when it is continued.
#[cfg(unix)]
pub(super) fn stop() {
    // Where the system refuses, the program simply goes on.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}

/// Without job control there is nothing to stop for.
#[cfg(not(unix))]
pub(super) fn stop() {}
