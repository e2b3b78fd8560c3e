//! The loop: messages to the model, the model to the screen, effects to threads that answer with messages.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::backend::Backend;
use super::input::{self, Input};
use super::message::{Effect, Message};
use super::model::{Model, Start};
use super::source::Source;
use super::terminal::{Screen, last_panic};
use super::theme::Theme;
use super::update::update;
use crate::base::{RepoPath, clock};
use crate::catalogue::Catalogue;
use crate::review::Change;

/// What a walkthrough needs.
pub struct Setup {
    /// The repository's name, for the bar at the top.
    pub name: String,
    /// The checklist.
    pub catalogue: &'static Catalogue,
    /// The colours.
    pub theme: Theme,
    /// The world outside.
    pub backend: Arc<dyn Backend>,
}

/// How a walkthrough ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The person left.
    Quit,
    /// A signal asked for the end (its number); everything that could be saved is saved.
    Signal(i32),
}

/// Why a walkthrough could not be.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// Stdin or stdout is a file or a pipe.
    #[error(
        "the walkthrough needs a terminal, and stdin or stdout is none; `gonogo scan` prints the review instead"
    )]
    NoTerminal,
    /// The terminal does not do what it is asked.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Runs the walkthrough until the person leaves.
///
/// # Errors
/// [`TuiError`]; the terminal has been given back in every case.
pub fn run(setup: Setup) -> Result<Exit, TuiError> {
    use std::io::IsTerminal as _;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TuiError::NoTerminal);
    }
    let mut screen = Screen::enter()?;
    let (sender, receiver) = unbounded();
    let start = Start {
        name: setup.name,
        catalogue: setup.catalogue,
        theme: setup.theme,
        now: clock::now(),
        size: screen.size()?,
    };
    let (mut model, effects) = Model::new(start);
    // The first frame stands before the first file is read.
    screen.draw(&model)?;
    let ended = input::heed(sender.clone())?;
    input::listen(sender.clone());
    let mut workers = Workers::new(setup.backend, sender);
    let result = turn(&mut screen, &mut model, effects, &receiver, &mut workers);
    drop(screen);
    workers.finish();
    result?;
    Ok(ended.signal().map_or(Exit::Quit, Exit::Signal))
}

/// The loop itself.
fn turn(
    screen: &mut Screen,
    model: &mut Model,
    mut effects: Vec<Effect>,
    receiver: &Receiver<Input>,
    workers: &mut Workers,
) -> io::Result<()> {
    loop {
        for effect in effects.drain(..) {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Suspend => {
                    screen.lend(input::stop)?;
                    let (width, height) = screen.size()?;
                    update(model, Message::Resized { width, height });
                }
                Effect::Redraw => screen.forget()?,
                work => workers.carry_out(work),
            }
        }
        screen.draw(model)?;
        // All that has come in is taken before the next frame: a burst of keys or of progress costs one frame.
        let Ok(first) = receiver.recv() else { return Ok(()) };
        for input in std::iter::once(first).chain(receiver.try_iter()) {
            match input {
                Input::Message(message) => {
                    effects.extend(update(model, Message::Now(clock::now())));
                    effects.extend(update(model, *message));
                }
                Input::Continued => screen.retake()?,
            }
            if effects.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Suspend)) {
                break;
            }
        }
    }
}

/// The threads that carry out effects.
struct Workers {
    backend: Arc<dyn Backend>,
    sender: Sender<Input>,
    saves: Option<Sender<(u64, Vec<Change>)>>,
    keeper: Option<JoinHandle<()>>,
}

impl Workers {
    fn new(backend: Arc<dyn Backend>, sender: Sender<Input>) -> Self {
        let (saves, orders) = unbounded::<(u64, Vec<Change>)>();
        let (world, answers) = (Arc::clone(&backend), sender.clone());
        let keeper = thread::spawn(move || {
            for (generation, changes) in orders {
                let result = guarded(|| world.save(&changes)).map(Box::new);
                // Nobody listens any more once the program ends; the file is written all the same.
                let _ = answers.send(Message::Saved { generation, result }.into());
            }
        });
        Self { backend, sender, saves: Some(saves), keeper: Some(keeper) }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Scan { generation } => self.spawn(move |backend, sender| {
                let progress = |progress| {
                    let _ = sender.send(Message::ScanProgress { generation, progress }.into());
                };
                let result = guarded(|| backend.scan(&progress)).map(Box::new);
                Message::ScanEnded { generation, result }
            }),
            Effect::ReadState { generation } => self.spawn(move |backend, _| {
                let identity = guarded(|| Ok(backend.identity())).ok().flatten();
                let result = guarded(|| backend.read_state()).map(Box::new);
                Message::StateRead { generation, result, identity }
            }),
            Effect::ReadSource { generation, path } => {
                self.spawn(move |backend, _| read_source(backend, generation, path));
            }
            Effect::Save { generation, changes } => {
                if let Some(saves) = &self.saves {
                    // The keeper lives as long as its channel.
                    let _ = saves.send((generation, changes));
                }
            }
            Effect::Suspend | Effect::Redraw | Effect::Quit => {}
        }
    }

    fn spawn(&self, work: impl FnOnce(&dyn Backend, &Sender<Input>) -> Message + Send + 'static) {
        let (backend, sender) = (Arc::clone(&self.backend), self.sender.clone());
        thread::spawn(move || {
            let message = work(&*backend, &sender);
            let _ = sender.send(message.into());
        });
    }

    /// Waits for the saves that are on their way. What else runs ends with the process.
    fn finish(&mut self) {
        self.saves = None;
        if let Some(keeper) = self.keeper.take() {
            // A panic in a save was caught and reported.
            let _ = keeper.join();
        }
    }
}

fn read_source(backend: &dyn Backend, generation: u64, path: RepoPath) -> Message {
    let result = guarded(|| backend.source(&path)).map(|text| Arc::new(Source::new(&path, &text)));
    Message::SourceRead { generation, path, result }
}

/// Turns a panic into an error that people can report.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let what = last_panic().unwrap_or_else(|| "no message".to_owned());
        Err(format!("gonogo has a bug here, please report it: {what}"))
    })
}
