//! Verification commands: shown in full, run only when a person confirms, their output live in a pane, and the result
//! offered as the note of a tick or on its own.

use jiff::Timestamp;

use super::act::select;
use super::action::Action;
use super::decisions;
use super::find;
use super::form::Form;
use super::message::Effect;
use super::model::{Model, Overlay};
use super::notices::Level;
use super::picker::{Entry, Offer, Pick};
use crate::base::clock;
use crate::model::ItemId;

/// What Django itself can be asked, on every project.
const USUAL: [(&str, &str); 4] = [
    (
        "python manage.py check --deploy --fail-level WARNING",
        "Django's own checks of the production settings",
    ),
    (
        "python manage.py makemigrations --check --dry-run",
        "whether the models have changes without a migration",
    ),
    ("python manage.py migrate --check", "whether the database lacks a migration"),
    ("python manage.py collectstatic --noinput --dry-run", "whether the static files can be collected"),
];

/// How many lines of output are kept; the oldest go first.
const MOST: usize = 5_000;

/// A command that runs, or ran.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    pub(super) item: ItemId,
    pub(super) command: String,
    pub(super) generation: u64,
    pub(super) lines: Vec<String>,
    /// Lines that were let go of.
    pub(super) dropped: usize,
    pub(super) end: Option<End>,
    pub(super) begun: Timestamp,
    /// Counts up while the command runs.
    pub(super) beat: usize,
    /// The first visible line; `None` follows the end.
    pub(super) scroll: Option<usize>,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// With this status.
    Status(i32),
    /// By a signal: it was stopped.
    Stopped,
    /// It could not be started; why.
    Failed(String),
}

/// Offers the item's own command and the usual ones.
pub(super) fn offer(model: &mut Model) -> Vec<Effect> {
    find::open(model, Offer::Command)
}

pub(super) fn entries(model: &Model) -> Vec<Entry> {
    let own = model.item().and_then(|item| item.verify.command.clone());
    let own = own.into_iter().map(|command| (command, "how this item is verified".to_owned()));
    let usual = USUAL.iter().map(|(command, what)| ((*command).to_owned(), (*what).to_owned()));
    own.chain(usual)
        .map(|(command, detail)| Entry {
            group: "",
            lead: "$".to_owned(),
            label: command.clone(),
            detail,
            pick: Pick::Command(command),
        })
        .collect()
}

/// Shows `command` in full, to be changed, run or left.
pub(super) fn show(model: &mut Model, command: &str) {
    let form = Form::command(model.selected().clone(), command);
    model.overlay = Some(Overlay::Form(Box::new(form)));
}

/// A person confirmed: runs it.
pub(super) fn start(model: &mut Model, item: ItemId, command: String) -> Vec<Effect> {
    model.trials += 1;
    model.overlay = Some(Overlay::Trial(Box::new(Trial {
        item,
        command: command.clone(),
        generation: model.trials,
        lines: Vec::new(),
        dropped: 0,
        end: None,
        begun: model.now,
        beat: 0,
        scroll: None,
    })));
    vec![Effect::Run { generation: model.trials, command }]
}

fn current(model: &mut Model, generation: u64) -> Option<&mut Trial> {
    match &mut model.overlay {
        Some(Overlay::Trial(trial)) if trial.generation == generation => Some(trial),
        _ => None,
    }
}

/// A line of output.
pub(super) fn output(model: &mut Model, generation: u64, line: String) {
    if let Some(trial) = current(model, generation) {
        trial.lines.push(line);
        if trial.lines.len() > MOST {
            trial.lines.remove(0);
            trial.dropped += 1;
        }
    }
}

/// It still runs.
pub(super) fn beat(model: &mut Model, generation: u64) {
    if let Some(trial) = current(model, generation) {
        trial.beat += 1;
    }
}

/// It has ended.
pub(super) fn ended(model: &mut Model, generation: u64, result: Result<Option<i32>, String>) {
    if let Some(trial) = current(model, generation) {
        trial.end = Some(match result {
            Ok(Some(status)) => End::Status(status),
            Ok(None) => End::Stopped,
            Err(why) => End::Failed(why),
        });
    }
}

/// A key in the pane.
pub(super) fn press(model: &mut Model, action: Option<Action>) -> Vec<Effect> {
    let Some(Overlay::Trial(trial)) = &model.overlay else { return Vec::new() };
    let running = trial.end.is_none();
    match action {
        Some(Action::Stop) if running => vec![Effect::Stop],
        Some(Action::Back) if running => {
            let key = model.keys.key(Action::Stop);
            model.say(Level::Info, format!("The command still runs; {key} stops it"));
            Vec::new()
        }
        Some(Action::Back) => {
            model.overlay = None;
            Vec::new()
        }
        Some(Action::Tick | Action::Note) if running => {
            model.say(Level::Info, "The command still runs");
            Vec::new()
        }
        Some(action @ (Action::Tick | Action::Note)) => {
            let (item, text) = (trial.item.clone(), note(trial, model.now));
            model.overlay = None;
            if let Some(at) = model.items.iter().position(|id| *id == item) {
                select(model, at);
            }
            decisions::with_note(model, action, &text)
        }
        other => {
            super::update::page(model, other);
            Vec::new()
        }
    }
}

/// What the command said, as a note.
fn note(trial: &Trial, now: Timestamp) -> String {
    let end = match &trial.end {
        Some(End::Status(0)) => "succeeded (status 0)".to_owned(),
        Some(End::Status(status)) => format!("failed (status {status})"),
        Some(End::Failed(why)) => format!("could not be run: {why}"),
        Some(End::Stopped) | None => "was stopped".to_owned(),
    };
    let last = trial.lines.iter().rev().find(|line| !line.trim().is_empty());
    let said = last.map_or_else(String::new, |line| format!(": {}", crate::base::safe::line(line.trim())));
    format!("{} {end} on {}{said}", trial.command.replace('\n', " "), clock::day(now))
}
