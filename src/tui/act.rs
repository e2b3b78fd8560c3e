//! What the actions in list and details do: moving is here, deciding in `decisions`, saving and leaving in `saving`.

use super::action::Action;
use super::chord::Chord;
use super::keymap::Context;
use super::message::{Effect, Progress};
use super::model::{Model, Overlay, Pane, Screen};
use super::notices::Level;
use super::{decisions, saving, walk};

/// Carries out `action`, that `key` asked for, in list or details.
pub(super) fn act(model: &mut Model, action: Action, key: Chord) -> Vec<Effect> {
    if model.context() == Context::Poll && page(model, action) {
        return Vec::new();
    }
    match action {
        Action::SwitchScreen => walk::toggle(model),
        Action::Poll => walk::poll(model),
        Action::Later => walk::later(model),
        Action::NextOpen if model.screen == Screen::Walk => walk::next(model),
        Action::PreviousOpen if model.screen == Screen::Walk => walk::previous(model),
        Action::Back if model.screen == Screen::Walk => model.screen = Screen::Overview,
        Action::Up | Action::Down | Action::First | Action::Last | Action::PageUp | Action::PageDown => {
            go(model, action);
        }
        Action::ScrollUp => model.overview.scroll = model.overview.scroll.saturating_sub(1),
        Action::ScrollDown => model.overview.scroll += 1,
        Action::Open => model.overview.pane = Pane::Detail,
        Action::Back => model.overview.pane = Pane::List,
        Action::SwitchPane => {
            model.overview.pane = match model.overview.pane {
                Pane::List => Pane::Detail,
                Pane::Detail => Pane::List,
            };
        }
        Action::NextOpen => open_item(model, true),
        Action::PreviousOpen => open_item(model, false),
        Action::NextSection => section(model, |at, sections| (at + 1) % sections),
        Action::PreviousSection => section(model, |at, sections| (at + sections - 1) % sections),
        Action::Section => {
            if let Some(number) =
                key.digit().filter(|number| (1..=model.review.sections.len()).contains(number))
            {
                section(model, |_, _| number - 1);
            }
        }
        Action::NextPlace | Action::PreviousPlace => place(model, action == Action::NextPlace),
        Action::Tick | Action::Waive | Action::Note | Action::Reopen => {
            return decisions::begin(model, action);
        }
        Action::Undo | Action::Redo => return decisions::step(model, action == Action::Undo),
        Action::Save => {
            if model.ledger.unsaved() == 0 {
                model.say(Level::Info, "Everything is saved");
            }
            return saving::save(model).into_iter().collect();
        }
        Action::Rescan => return rescan(model),
        Action::Messages => model.overlay = Some(Overlay::Messages { scroll: usize::MAX / 2 }),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Quit => return saving::quit(model),
        _ => {}
    }
    Vec::new()
}

/// Selects another item; the details begin at their top.
pub(super) fn select(model: &mut Model, item: usize) {
    let item = item.min(model.items.len().saturating_sub(1));
    if item != model.overview.selected {
        model.overview.selected = item;
        model.overview.scroll = 0;
        model.overview.place = 0;
    }
}

/// Scrolls the poll; whether `action` does that.
fn page(model: &mut Model, action: Action) -> bool {
    let rows = usize::from(model.layout().body.height).saturating_sub(2).max(1);
    let scroll = &mut model.walk.scroll;
    match action {
        Action::ScrollUp => *scroll = scroll.saturating_sub(1),
        Action::ScrollDown => *scroll += 1,
        Action::PageUp => *scroll = scroll.saturating_sub(rows),
        Action::PageDown => *scroll += rows,
        Action::First => *scroll = 0,
        Action::Last => *scroll = usize::MAX / 2,
        _ => return false,
    }
    true
}

fn go(model: &mut Model, action: Action) {
    let layout = model.layout();
    let at = model.overview.selected;
    if model.screen == Screen::Walk || model.overview.pane == Pane::Detail {
        let area = if model.screen == Screen::Walk { layout.walk } else { layout.detail };
        let rows = usize::from(area.height).saturating_sub(2).max(1);
        let scroll = &mut model.overview.scroll;
        match action {
            Action::First => *scroll = 0,
            Action::Last => *scroll = usize::MAX / 2,
            Action::PageUp => *scroll = scroll.saturating_sub(rows),
            _ => *scroll += rows,
        }
        return;
    }
    let rows = usize::from(layout.list.height).saturating_sub(3).max(1);
    let to = match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => at + 1,
        Action::First => 0,
        Action::Last => usize::MAX,
        Action::PageUp => at.saturating_sub(rows),
        _ => at + rows,
    };
    select(model, to);
}

fn open_item(model: &mut Model, forward: bool) {
    let count = model.items.len();
    let at = model.overview.selected;
    let open: Vec<bool> = model.review.items().map(|item| !item.status.done).collect();
    let next = (1..=count)
        .map(|by| if forward { (at + by) % count } else { (at + count - by) % count })
        .find(|item| open.get(*item).copied().unwrap_or(false));
    match next {
        Some(item) if item == at => model.say(Level::Info, "This is the only open item"),
        Some(item) => select(model, item),
        None => model.say(Level::Info, "No item is open"),
    }
}

fn section(model: &mut Model, to: impl Fn(usize, usize) -> usize) {
    let own = model.selected().section().to_owned();
    let at = model.review.sections.iter().position(|section| section.id == own).unwrap_or(0);
    let to = to(at, model.review.sections.len());
    let before = model.review.sections.iter().take(to).map(|section| section.items.len()).sum();
    select(model, before);
}

fn place(model: &mut Model, forward: bool) {
    let count = model.places().len();
    if count > 1 {
        let by = if forward { 1 } else { count - 1 };
        model.overview.place = (model.overview.place + by) % count;
    } else {
        model.say(
            Level::Info,
            if count == 1 { "This item has one place" } else { "This item has no place in a file" },
        );
    }
}

fn rescan(model: &mut Model) -> Vec<Effect> {
    if model.is_scanning() {
        model.say(Level::Info, "The scan is still running");
        return Vec::new();
    }
    model.scan.generation += 1;
    model.scan.running = Some(Progress::default());
    model.reading += 1;
    vec![Effect::ReadState { generation: model.reading }, Effect::Scan { generation: model.scan.generation }]
}
