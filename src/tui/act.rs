//! What the actions in list and details do: moving is here, deciding in `decisions`, saving and leaving in `saving`.

use super::action::Action;
use super::chord::Chord;
use super::filter::{self, Filter};
use super::keymap::Context;
use super::lookup::Located;
use super::message::{Effect, Progress};
use super::model::{Asked, Model, Overlay, Pane, Screen, Viewer};
use super::notices::Level;
use super::picker::Offer;
use super::{browser, decisions, find, mend, pair, saving, trial, walk};
use crate::base::RepoPath;

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
        Action::Dismiss => return decisions::dismiss(model),
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
        Action::Rescan if model.is_scanning() => model.say(Level::Info, "The scan is still running"),
        Action::Rescan => return rescan(model),
        Action::Messages => model.overlay = Some(Overlay::Messages { scroll: usize::MAX / 2 }),
        Action::Help => return find::open(model, Offer::Help),
        Action::Find => return find::open(model, Offer::Find),
        Action::Palette => return find::open(model, Offer::Palette),
        Action::Filter => return find::open(model, Offer::Filter),
        Action::ShowAll => filter(model, Filter::All),
        Action::Mark => mark(model),
        Action::MarkAll => mark_all(model),
        Action::NextMark => next_mark(model),
        Action::Mouse => {
            model.mouse = !model.mouse;
            let text = if model.mouse {
                "The mouse selects and scrolls here"
            } else {
                "The mouse is the terminal's: it selects text"
            };
            model.say(Level::Info, text);
            return vec![Effect::Mouse(model.mouse)];
        }
        Action::Settings => return browser::open(model),
        Action::Verify => return trial::offer(model),
        Action::Pair => return pair::offer(model),
        Action::Swap => return pair::swap(model),
        Action::Settle => return mend::offer(model),
        Action::Release => decisions::release(model),
        Action::Sign => return pair::sign(model),
        Action::Commit => return pair::commit(model),
        Action::Theme => return find::open(model, Offer::Theme),
        Action::WriteConfig => return vec![Effect::WriteConfig],
        Action::Edit => return edit(model),
        Action::CopyPlace => return copy_place(model),
        Action::CopyFix => return copy_fix(model),
        Action::CopyLink => return copy_link(model),
        Action::ViewFile => match model.place().map(|place| Viewer::new(place.path.clone(), place.line)) {
            Some(viewer) => model.overlay = Some(Overlay::File(viewer)),
            None => model.say(Level::Info, "This item has no place in a file"),
        },
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
    // Moving is among the items that the list shows.
    let visible = filter::visible(model);
    let here = visible.iter().position(|item| *item == at).unwrap_or(0);
    let to = match action {
        Action::Up => here.saturating_sub(1),
        Action::Down => here + 1,
        Action::First => 0,
        Action::Last => usize::MAX,
        Action::PageUp => here.saturating_sub(rows),
        _ => here + rows,
    };
    if let Some(item) = visible.get(to.min(visible.len().saturating_sub(1))) {
        select(model, *item);
    }
}

/// Shows only those items; the selection goes to the first of them where it is none itself.
pub(super) fn filter(model: &mut Model, filter: Filter) {
    model.filter = filter;
    let shown: Vec<usize> = model
        .review
        .items()
        .enumerate()
        .filter(|(number, item)| filter.shows(model, *number, item))
        .map(|(number, _)| number)
        .collect();
    let at = model.overview.selected;
    let next = shown.iter().find(|item| **item >= at).or_else(|| shown.first());
    match next {
        Some(item) => select(model, *item),
        None => model.say(Level::Info, format!("No item is {}", filter.word())),
    }
}

/// Marks the selected item, or takes its mark away, and goes on to the next.
fn mark(model: &mut Model) {
    let item = model.overview.selected;
    if !model.marked.remove(&item) {
        model.marked.insert(item);
    }
    if model.overview.pane == Pane::List {
        go(model, Action::Down);
    }
}

fn mark_all(model: &mut Model) {
    if model.marked.is_empty() {
        model.marked = filter::visible(model).into_iter().collect();
    } else {
        model.marked.clear();
    }
    let count = model.marked.len();
    let text = if count == 0 { "No item is marked".to_owned() } else { format!("{count} items are marked") };
    model.say(Level::Info, text);
}

fn next_mark(model: &mut Model) {
    let at = model.overview.selected;
    let next = model.marked.range(at + 1..).next().or_else(|| model.marked.first()).copied();
    if let Some(item) = next {
        select(model, item);
    } else {
        let key = model.keys.key(Action::Mark);
        model.say(Level::Info, format!("No item is marked; {key} marks one"));
    }
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

/// Reads everything again; what was found so far stays on the screen until then.
pub(super) fn rescan(model: &mut Model) -> Vec<Effect> {
    model.scan.generation += 1;
    model.scan.running = Some(Progress::default());
    model.reading += 1;
    vec![Effect::ReadState { generation: model.reading }, Effect::Scan { generation: model.scan.generation }]
}

/// The place that is shown: of the file that is open, else of the item.
fn shown(model: &mut Model) -> Option<(RepoPath, usize)> {
    let place = match &model.overlay {
        Some(Overlay::File(viewer)) => Some((viewer.path.clone(), viewer.line)),
        _ => model.place().map(|place| (place.path.clone(), place.line)),
    };
    if place.is_none() {
        model.say(Level::Info, "This item has no place in a file");
    }
    place
}

fn edit(model: &mut Model) -> Vec<Effect> {
    shown(model).map(|(path, line)| Effect::Edit { path, line }).into_iter().collect()
}

fn copy_place(model: &mut Model) -> Vec<Effect> {
    let Some((path, line)) = shown(model) else { return Vec::new() };
    copy(model, format!("{path}:{line}"))
}

/// The fix: the detector's advice, else the catalogue's first example, else its text.
fn copy_fix(model: &mut Model) -> Vec<Effect> {
    let Some(item) = model.item() else { return Vec::new() };
    let example = item.fix.examples.first().map(|example| example.code.trim_end().to_owned());
    let advice = model.item_report().and_then(|report| report.outcome.advice()).map(str::to_owned);
    let text = [advice, example].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    copy(model, if text.is_empty() { item.fix.text.clone() } else { text })
}

fn copy_link(model: &mut Model) -> Vec<Effect> {
    let Some(key) = shown(model) else { return Vec::new() };
    match model.located.get(&key) {
        Some(Asked::Known(Located { link: Some(link), .. })) => {
            let link = link.clone();
            copy(model, link)
        }
        Some(Asked::Known(_)) => {
            model.say(Level::Info, "No remote of the repository is on a known forge");
            Vec::new()
        }
        _ => {
            model.say(Level::Info, "The permalink is still being looked up");
            Vec::new()
        }
    }
}

fn copy(model: &mut Model, text: String) -> Vec<Effect> {
    let first = text.lines().next().unwrap_or_default();
    let more = if text.lines().nth(1).is_some() { "…" } else { "" };
    model.say(Level::Info, format!("Copied: {first}{more}"));
    vec![Effect::Copy(text)]
}
