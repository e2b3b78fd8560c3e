//! The loop: messages to the model, the model to the screen, effects to threads that answer with messages.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::backend::Backend;
use super::config::{Config, ConfigError};
use super::input::{self, Input, Keys};
use super::keymap::KeyMap;
use super::message::{Effect, Message};
use super::model::{Model, Start};
use super::process::Running;
use super::source::Source;
use super::terminal::{Screen, guarded};
use super::theme::Theme;
use super::update::update;
use super::{editor, process, watch};
use crate::base::{RepoPath, clock};
use crate::catalogue::Catalogue;
use crate::model::Person;
use crate::review::{Change, state};

/// How often the pane of a running command moves.
const BEAT: Duration = Duration::from_millis(250);

/// What a walkthrough needs.
pub struct Setup {
    /// The repository's name, for the bar at the top.
    pub name: String,
    /// The checklist.
    pub catalogue: &'static Catalogue,
    /// The colours.
    pub theme: Theme,
    /// The keys.
    pub keys: KeyMap,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// What to say at once: mistakes in the person's settings.
    pub remark: Option<String>,
    /// Whether changes of files are noticed by themselves.
    pub watch: bool,
    /// The editor, where the configuration names one; else `$VISUAL` and `$EDITOR` do.
    pub editor: Option<String>,
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
        keys: Arc::new(setup.keys),
        mouse: setup.mouse,
        remark: setup.remark,
        now: clock::now(),
        size: screen.size()?,
    };
    let (mut model, effects) = Model::new(start);
    // The first frame stands before the first file is read.
    screen.draw(&model)?;
    let ended = input::heed(sender.clone())?;
    let keys = Keys::default();
    input::listen(sender.clone(), keys.clone());
    if setup.watch {
        watch::watch(Arc::clone(&setup.backend), sender.clone());
    }
    let mut workers = Workers::new(setup.backend, keys, setup.editor, sender);
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
        // What the programs that had the terminal ask for is done in the next round.
        let mut again = Vec::new();
        for effect in effects.drain(..) {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Suspend => {
                    screen.lend(input::stop)?;
                    let (width, height) = screen.size()?;
                    update(model, Message::Resized { width, height });
                }
                Effect::Redraw => screen.forget()?,
                Effect::Mouse(on) => screen.listen_to_mouse(on)?,
                Effect::Copy(text) => screen.copy(&text)?,
                Effect::Sign { role, by } => {
                    let result = sign(screen, workers, &role, &by)?;
                    let (width, height) = screen.size()?;
                    update(model, Message::Resized { width, height });
                    again.extend(update(model, Message::Signed { result }));
                }
                Effect::Commit(message) => {
                    let result = commit(screen, workers, &message)?;
                    let (width, height) = screen.size()?;
                    update(model, Message::Resized { width, height });
                    update(model, Message::Committed { result });
                }
                Effect::Edit { path, line } => {
                    let result = edit(screen, workers, &path, line)?;
                    let (width, height) = screen.size()?;
                    update(model, Message::Resized { width, height });
                    update(model, Message::Edited { result });
                }
                work => workers.carry_out(work),
            }
        }
        if !again.is_empty() {
            effects = again;
            continue;
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

/// Opens the person's editor on the terminal, and comes back to an intact screen.
fn edit(
    screen: &mut Screen,
    workers: &Workers,
    path: &RepoPath,
    line: usize,
) -> io::Result<Result<(), String>> {
    let root = workers.backend.root();
    let setting = editor::choice(workers.editor.as_deref(), |name| std::env::var(name).ok());
    let Some(words) = editor::command(&setting, &root.join(path.as_str()), line) else {
        return Ok(Err(format!("the editor `{setting}` is no command; set VISUAL or EDITOR")));
    };
    let mut result = Ok(());
    workers.keys.pause();
    let lent = screen.lend(|| {
        result = process::with_terminal(&words, &root).and_then(|status| {
            let hint = "set VISUAL or EDITOR to the editor that you want";
            if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}; {hint}", words[0])) }
        });
    });
    workers.keys.resume();
    lent?;
    Ok(result)
}

/// Commits the state file with the person's own git, on the terminal, so that hooks and signing can ask.
fn commit(screen: &mut Screen, workers: &Workers, message: &str) -> io::Result<Result<(), String>> {
    let add = ["git", "add", "--", state::FILE_NAME];
    let commit = ["git", "commit", "--only", "--message", message, "--", state::FILE_NAME];
    on_terminal(screen, workers, &[&add, &commit], false)
}

/// Lets a person sign with `gonogo sign`, which shows the review in full and asks.
fn sign(screen: &mut Screen, workers: &Workers, role: &str, by: &Person) -> io::Result<Result<(), String>> {
    let program = std::env::current_exe()?.to_string_lossy().into_owned();
    let by = by.to_string();
    on_terminal(screen, workers, &[&[&program, "sign", "--role", role, "--by", &by]], true)
}

/// Runs programs one after the other on the terminal, until one fails; the person sees what they said where one failed, or
/// where `pause` says so.
fn on_terminal(
    screen: &mut Screen,
    workers: &Workers,
    steps: &[&[&str]],
    pause: bool,
) -> io::Result<Result<(), String>> {
    let root = workers.backend.root();
    let mut result = Ok(());
    workers.keys.pause();
    let lent = screen.lend(|| {
        for step in steps {
            let words: Vec<String> = step.iter().map(|word| (*word).to_owned()).collect();
            result = process::with_terminal(&words, &root).and_then(|status| {
                if status.success() {
                    Ok(())
                } else {
                    Err(format!("it ended with {status}, and said why above"))
                }
            });
            if result.is_err() {
                break;
            }
        }
        if pause || result.is_err() {
            process::wait_for_enter("Enter goes back to gonogo.");
        }
    });
    workers.keys.resume();
    lent?;
    Ok(result)
}

/// The threads that carry out effects.
struct Workers {
    keys: Keys,
    editor: Option<String>,
    running: Running,
    backend: Arc<dyn Backend>,
    sender: Sender<Input>,
    saves: Option<Sender<(u64, Vec<Change>)>>,
    keeper: Option<JoinHandle<()>>,
}

impl Workers {
    fn new(backend: Arc<dyn Backend>, keys: Keys, editor: Option<String>, sender: Sender<Input>) -> Self {
        let (saves, orders) = unbounded::<(u64, Vec<Change>)>();
        let (world, answers) = (Arc::clone(&backend), sender.clone());
        let keeper = thread::spawn(move || {
            for (generation, changes) in orders {
                let result = guarded(|| world.save(&changes)).map(Box::new);
                // Nobody listens any more once the program ends; the file is written all the same.
                let _ = answers.send(Message::Saved { generation, result }.into());
            }
        });
        let running = Running::default();
        Self { keys, editor, running, backend, sender, saves: Some(saves), keeper: Some(keeper) }
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
            Effect::Locate { generation, path, line } => self.spawn(move |backend, _| {
                let found = guarded(|| Ok(backend.locate(&path, line))).unwrap_or_default();
                Message::Located { generation, path, line, found }
            }),
            Effect::Compare { generation, commit, now } => self.spawn(move |backend, _| {
                let result = guarded(|| backend.compare(&commit, &now));
                Message::Compared { generation, item: now.id.clone(), result }
            }),
            Effect::ReadAuthors { generation } => self.spawn(move |backend, _| {
                let authors = guarded(|| Ok(backend.authors())).unwrap_or_default();
                Message::AuthorsRead { generation, authors }
            }),
            Effect::ListFiles { generation } => self.spawn(move |backend, _| {
                let files = guarded(|| Ok(backend.files())).unwrap_or_default();
                Message::FilesListed { generation, files: Arc::new(files) }
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
            Effect::ReadSettings { generation } => self.spawn(move |backend, _| {
                let result = guarded(|| backend.settings()).map(Arc::new);
                Message::SettingsRead { generation, result }
            }),
            Effect::ReadTorn => self.spawn(|backend, _| {
                Message::TornRead(guarded(|| Ok(backend.torn())).unwrap_or_default().map(Box::new))
            }),
            Effect::Settle { torn, text } => self.spawn(move |backend, _| Message::Settled {
                result: guarded(|| backend.settle(&torn, &text)).map(Box::new),
            }),
            Effect::ReadPeople => self.spawn(|backend, _| {
                Message::PeopleRead(guarded(|| Ok(backend.people())).unwrap_or_default())
            }),
            Effect::Run { generation, command } => self.run(generation, command),
            Effect::Stop => self.running.stop(),
            Effect::WriteConfig => self.spawn(|_, _| {
                let path = Config::path().ok_or(ConfigError::NoHome);
                let written = path.and_then(|path| Config::write_default(&path).map(|()| path));
                let result =
                    written.map(|path| path.display().to_string()).map_err(|error| error.to_string());
                Message::ConfigWritten { result }
            }),
            Effect::Copy(_)
            | Effect::Edit { .. }
            | Effect::Mouse(_)
            | Effect::Commit(_)
            | Effect::Sign { .. }
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Quit => {}
        }
    }

    /// Runs a verification command, with a beat while it runs.
    fn run(&self, generation: u64, command: String) {
        let (running, sender) = (self.running.clone(), self.sender.clone());
        running.prepare();
        let (over, ended) = unbounded::<()>();
        let beats = self.sender.clone();
        thread::spawn(move || {
            while matches!(ended.recv_timeout(BEAT), Err(RecvTimeoutError::Timeout)) {
                if beats.send(Message::Beat { generation }.into()).is_err() {
                    return;
                }
            }
        });
        self.spawn(move |backend, _| {
            let line = |line| {
                let _ = sender.send(Message::Output { generation, line }.into());
            };
            let result = guarded(|| running.run(&command, &backend.root(), &line));
            drop(over);
            Message::Ran { generation, result }
        });
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
        self.running.stop();
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
