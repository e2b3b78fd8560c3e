//! The one way to change the model: a message in, effects out. No I/O, no clock, no thread.

use super::act;
use super::action::Action;
use super::chord::Chord;
use super::form::Step;
use super::message::{Effect, Message};
use super::model::{Load, Model, Overlay, Screen, Viewer};
use super::screens::{self, detail, list, messages, poll, walk as walk_screen};
use super::{answers, browser, decisions, find, lookup, mouse, saving, submit, trial, walk};
use crate::base::clock;

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
        Message::Mouse { mouse, x, y } => {
            model.notices.settle();
            mouse::act(model, mouse, x, y)
        }
        Message::Paste(text) => {
            match &mut model.overlay {
                Some(Overlay::Form(form)) => form.paste(&text),
                Some(Overlay::Picker(picker)) => picker.insert(&text),
                _ => {}
            }
            Vec::new()
        }
        Message::Terminate => saving::save(model).into_iter().chain([Effect::Quit]).collect(),
        answer => answers::take(model, answer),
    };
    settle(model);
    effects.extend(need_source(model));
    effects.extend(lookup::needed(model));
    effects.extend(find::needed(model));
    effects
}

pub(super) fn press(model: &mut Model, key: Chord) -> Vec<Effect> {
    let action = model.keys.action(model.context(), key);
    if let Some(action @ (Action::Interrupt | Action::Suspend | Action::Redraw)) = action {
        return run(model, action, key);
    }
    match &mut model.overlay {
        Some(Overlay::Form(form)) => match form.press(key, action) {
            Step::Stay => Vec::new(),
            Step::Cancel => {
                model.overlay = None;
                Vec::new()
            }
            Step::Submit => submit::submit(model),
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
        Some(Overlay::Picker(_)) => find::press(model, key, action),
        Some(Overlay::Trial(_)) => trial::press(model, action),
        Some(Overlay::File(_)) if matches!(action, Some(Action::Edit | Action::CopyPlace)) => {
            action.map_or_else(Vec::new, |action| act::act(model, action, key))
        }
        Some(Overlay::Setting(_)) if action == Some(Action::Back) => browser::open(model),
        Some(Overlay::Messages { .. } | Overlay::File(_) | Overlay::Setting(_)) => {
            page(model, action);
            Vec::new()
        }
        None => action.map_or_else(Vec::new, |action| run(model, action, key)),
    }
}

/// Does what `action` says, on the screen that lies under everything.
pub(super) fn run(model: &mut Model, action: Action, key: Chord) -> Vec<Effect> {
    match action {
        Action::Interrupt => saving::quit(model),
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        _ => act::act(model, action, key),
    }
}

/// Keys on the messages and in a file.
pub(super) fn page(model: &mut Model, action: Option<Action>) {
    let rows = usize::from(model.layout().body.height).saturating_sub(1).max(1);
    let is_messages = matches!(model.overlay, Some(Overlay::Messages { .. }));
    let scroll = match &mut model.overlay {
        Some(Overlay::Messages { scroll }) => scroll,
        Some(Overlay::File(viewer)) => viewer.scroll.get_or_insert(0),
        Some(Overlay::Setting(opened)) => &mut opened.scroll,
        Some(Overlay::Trial(trial)) => trial.scroll.get_or_insert(usize::MAX / 2),
        _ => return,
    };
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
        Some(Overlay::Messages { .. }) => messages::lines(model, width).len(),
        Some(Overlay::File(viewer)) => file_length(model, viewer),
        Some(Overlay::Setting(opened)) => screens::setting::lines(model, opened, width).len(),
        Some(Overlay::Trial(trial)) => screens::trial::lines(model, trial, width).len(),
        _ => 0,
    };
    let rows = usize::from(screens::picker::area(model).height);
    match &mut model.overlay {
        Some(Overlay::Messages { scroll }) => *scroll = (*scroll).min(bottom(lines, layout.body.height)),
        Some(Overlay::File(viewer)) if lines > 0 => {
            // A file opens with its line a third of the way down.
            let third = usize::from(layout.body.height) / 3;
            let scroll = viewer.scroll.get_or_insert(viewer.line.saturating_sub(third + 1));
            *scroll = (*scroll).min(bottom(lines, layout.body.height));
        }
        Some(Overlay::Setting(opened)) => {
            opened.scroll = opened.scroll.min(bottom(lines, layout.body.height));
        }
        Some(Overlay::Trial(trial)) => {
            let end = bottom(lines, layout.body.height);
            // At the end the pane follows what comes.
            trial.scroll = trial.scroll.filter(|scroll| *scroll < end);
        }
        Some(Overlay::Picker(picker)) => picker.top = screens::picker::top(picker, rows),
        _ => {}
    }
}

fn file_length(model: &Model, viewer: &Viewer) -> usize {
    match model.sources.get(&viewer.path) {
        Some(Load::Ready(source)) => source.len(),
        _ => 0,
    }
}

/// The file of the shown place, where nobody has asked for it yet.
fn need_source(model: &mut Model) -> Option<Effect> {
    if model.is_scanning() {
        return None;
    }
    let path = match &model.overlay {
        Some(Overlay::File(viewer)) => viewer.path.clone(),
        _ => model.place()?.path.clone(),
    };
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
