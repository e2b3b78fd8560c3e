//! The one way to change the model: a message in, effects out. No I/O, no clock, no thread.

use super::act;
use super::action::Action;
use super::chord::Chord;
use super::form::Step;
use super::message::{Effect, Message};
use super::model::{Load, Model, Overlay, Screen};
use super::notices::Level;
use super::screens::{detail, help, list, messages, poll, walk as walk_screen};
use super::{decisions, saving, walk};
use crate::base::clock;
use crate::model::ScanReport;
use crate::review::store::Saved;

/// Lets `message` change `model`; what is to be done about it.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Now(now) => {
            let new_day = clock::day(now) != clock::day(model.now);
            model.now = now;
            if new_day {
                model.judge();
            }
            Vec::new()
        }
        Message::Resized { width, height } => {
            model.size = (width, height);
            Vec::new()
        }
        Message::Key(key) => {
            model.notices.settle();
            press(model, key)
        }
        Message::Paste(text) => {
            if let Some(Overlay::Form(form)) = &mut model.overlay {
                form.paste(&text);
            }
            Vec::new()
        }
        Message::Terminate => saving::save(model).into_iter().chain([Effect::Quit]).collect(),
        Message::ScanProgress { generation, progress } => {
            if generation == model.scan.generation && model.is_scanning() {
                model.scan.running = Some(progress);
            }
            Vec::new()
        }
        Message::ScanEnded { generation, result } => {
            if generation == model.scan.generation {
                scan_ended(model, result);
            }
            Vec::new()
        }
        Message::StateRead { generation, result, identity } => {
            if generation == model.reading {
                model.identity = model.identity.take().or(identity);
                state_read(model, result)
            } else {
                Vec::new()
            }
        }
        Message::Saved { generation, result } => saved(model, generation, result),
        Message::SourceRead { generation, path, result } => {
            if generation == model.scan.generation {
                let load = match result {
                    Ok(source) => Load::Ready(source),
                    Err(why) => Load::Failed(why),
                };
                model.sources.insert(path, load);
            }
            Vec::new()
        }
    };
    settle(model);
    effects.extend(need_source(model));
    effects
}

fn press(model: &mut Model, key: Chord) -> Vec<Effect> {
    let action = model.keys.action(model.context(), key);
    match action {
        Some(Action::Interrupt) => return saving::quit(model),
        Some(Action::Suspend) => return vec![Effect::Suspend],
        Some(Action::Redraw) => return vec![Effect::Redraw],
        _ => {}
    }
    match &mut model.overlay {
        Some(Overlay::Form(form)) => match form.press(key, action) {
            Step::Stay => Vec::new(),
            Step::Cancel => {
                model.overlay = None;
                Vec::new()
            }
            Step::Submit => decisions::submit(model),
        },
        Some(Overlay::Question(question)) => {
            let asks = question.asks;
            match action {
                Some(Action::Confirm) => {
                    model.overlay = None;
                    decisions::confirmed(model, asks)
                }
                Some(Action::Decline) => {
                    model.overlay = None;
                    Vec::new()
                }
                _ => Vec::new(),
            }
        }
        Some(Overlay::Help { .. } | Overlay::Messages { .. }) => {
            page(model, action);
            Vec::new()
        }
        None => action.map_or_else(Vec::new, |action| act::act(model, action, key)),
    }
}

/// Keys on the help and the messages.
fn page(model: &mut Model, action: Option<Action>) {
    let rows = usize::from(model.layout().body.height).saturating_sub(1).max(1);
    let is_messages = matches!(model.overlay, Some(Overlay::Messages { .. }));
    let Some(Overlay::Help { scroll } | Overlay::Messages { scroll }) = &mut model.overlay else { return };
    match action {
        Some(Action::ScrollUp) => *scroll = scroll.saturating_sub(1),
        Some(Action::ScrollDown) => *scroll += 1,
        Some(Action::PageUp) => *scroll = scroll.saturating_sub(rows),
        Some(Action::PageDown) => *scroll += rows,
        Some(Action::First) => *scroll = 0,
        Some(Action::Last) => *scroll = usize::MAX / 2,
        Some(Action::Back) => {
            model.overlay = None;
            if is_messages {
                model.notices.mark_read();
            }
        }
        _ => {}
    }
}

fn scan_ended(model: &mut Model, result: Result<Box<ScanReport>, String>) {
    model.scan.running = None;
    model.sources.clear();
    match result {
        Ok(report) => {
            let failed = &report.stats.failed;
            if !failed.is_empty() {
                let list: Vec<String> = failed.iter().map(|(path, why)| format!("{path}: {why}")).collect();
                let text = format!(
                    "{} not read in full; what depends on that is for a person to review:\n{}",
                    counted(failed.len(), "file was", "files were"),
                    list.join("\n")
                );
                model.say(Level::Warning, text);
            }
            model.scan.error = None;
            model.report = Some(*report);
        }
        Err(why) => {
            model.say(Level::Error, format!("The scan did not end: {why}"));
            model.scan.error = Some(why);
        }
    }
    model.judge();
}

fn state_read(model: &mut Model, result: Result<Box<crate::review::State>, String>) -> Vec<Effect> {
    match result {
        Ok(state) => {
            for problem in &state.notices {
                model.say(Level::Warning, format!("gonogo.toml, {problem}"));
            }
            model.adopt(*state);
            model.judge();
            saving::save(model).into_iter().collect()
        }
        Err(why) => {
            let key = model.keys.key(Action::Rescan);
            let then = if model.ledger.is_ready() {
                "What you decide is kept here until it can be saved"
            } else {
                "Nobody can decide until it can be read"
            };
            model.say(Level::Error, format!("{why}\n{then}; {key} reads it again."));
            Vec::new()
        }
    }
}

fn saved(model: &mut Model, generation: u64, result: Result<Box<Saved>, String>) -> Vec<Effect> {
    match result {
        Ok(saved) => {
            let Some(conflicts) = model.ledger.landed(generation, *saved) else { return Vec::new() };
            // A reading that began before this save is out of date.
            model.reading += 1;
            model.judge();
            match model.done.take() {
                Some(done) if conflicts.is_empty() => {
                    model.say(Level::Info, format!("{done}; saved in gonogo.toml"));
                }
                _ if conflicts.is_empty() => model.say(Level::Info, "Saved in gonogo.toml"),
                _ => {}
            }
            for conflict in conflicts {
                model.say(Level::Error, saving::conflict_text(&conflict));
            }
            if model.leaving && model.ledger.unsaved() == 0 {
                return vec![Effect::Quit];
            }
            saving::save(model).into_iter().collect()
        }
        Err(why) => {
            if !model.ledger.failed(generation) {
                return Vec::new();
            }
            let unsaved = counted(model.ledger.unsaved(), "decision is", "decisions are");
            let key = model.keys.key(Action::Save);
            model.say(
                Level::Error,
                format!("{unsaved} not saved: {why}\nThey are kept here; {key} tries again."),
            );
            if std::mem::take(&mut model.leaving) {
                saving::ask_to_leave(model);
            }
            Vec::new()
        }
    }
}

/// Keeps selection and scrolling inside what there is.
fn settle(model: &mut Model) {
    walk::follow(model);
    let layout = model.layout();
    let places = model.places().len();
    model.overview.place = model.overview.place.min(places.saturating_sub(1));
    model.overview.top = list::top(model, usize::from(layout.list.height));
    let bottom = |lines: usize, rows: u16| lines.saturating_sub(usize::from(rows));
    if model.overview.scroll > 0 {
        let (lines, rows) = match model.screen {
            Screen::Overview => {
                (detail::lines(model, usize::from(layout.detail.width)).len(), layout.detail.height)
            }
            Screen::Walk => (walk_screen::length(model, &layout), layout.walk.height),
        };
        model.overview.scroll = model.overview.scroll.min(bottom(lines, rows));
    }
    if model.walk.scroll > 0 {
        let lines = poll::lines(model, usize::from(layout.body.width).saturating_sub(3)).len();
        model.walk.scroll = model.walk.scroll.min(bottom(lines, layout.body.height));
    }
    let width = usize::from(layout.body.width).saturating_sub(3);
    let lines = match &model.overlay {
        Some(Overlay::Help { .. }) => help::lines(model, width).len(),
        Some(Overlay::Messages { .. }) => messages::lines(model, width).len(),
        _ => 0,
    };
    if let Some(Overlay::Help { scroll } | Overlay::Messages { scroll }) = &mut model.overlay {
        *scroll = (*scroll).min(bottom(lines, layout.body.height));
    }
}

/// The file of the shown place, where nobody has asked for it yet.
fn need_source(model: &mut Model) -> Option<Effect> {
    if model.is_scanning() {
        return None;
    }
    let path = model.place()?.path.clone();
    if model.sources.contains_key(&path) {
        return None;
    }
    model.sources.insert(path.clone(), Load::Asked);
    Some(Effect::ReadSource { generation: model.scan.generation, path })
}

/// `1 file was`, `2 files were`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
