//! Keys, pasted text, sizes and signals as messages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;

use crossbeam_channel::Sender;
use crossterm::event::{self, Event, KeyEventKind};

use super::message::Message;

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
pub(super) fn listen(sender: Sender<Input>) {
    thread::spawn(move || {
        // A panic in the reader must not leave a program that hears no key.
        let _ = catch_unwind(AssertUnwindSafe(|| read(&sender)));
        let _ = sender.send(Message::Terminate.into());
    });
}

/// Hands on what the terminal says, until it is gone or nobody listens.
fn read(sender: &Sender<Input>) {
    while let Ok(event) = event::read() {
        let message = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Message::Key(key.into()),
            Event::Paste(text) => Message::Paste(text),
            Event::Resize(width, height) => Message::Resized { width, height },
            _ => continue,
        };
        if sender.send(message.into()).is_err() {
            return;
        }
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
