//! The walkthrough proper: one open item after the other, full screen, and the go/no-go poll at its end.

use super::act::select;
use super::model::{Model, Screen};
use super::notices::Level;

/// The way through the open items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// The items to look at, by their numbers in the catalogue: those that were open when the walk began. An item that
    /// is decided meanwhile stays, so that "7 of 12" goes on meaning the same.
    pub(super) queue: Vec<usize>,
    /// Where the person is in the queue; past its end is the poll.
    pub(super) at: usize,
    /// The first visible line of the poll.
    pub(super) scroll: usize,
}

impl Walk {
    /// Whether the poll is shown.
    pub(super) const fn at_poll(&self) -> bool {
        self.at >= self.queue.len()
    }
}

/// From the overview into the walkthrough, or back.
pub(super) fn toggle(model: &mut Model) {
    match model.screen {
        Screen::Overview => begin(model),
        Screen::Walk => model.screen = Screen::Overview,
    }
}

/// Begins a walk through what is open, at the selected item or the next open one after it.
fn begin(model: &mut Model) {
    if model.report.is_none() {
        model.say(Level::Info, "The scan has not judged the items yet");
        return;
    }
    let queue: Vec<usize> = (0..model.items.len()).filter(|item| is_open(model, *item)).collect();
    let selected = model.overview.selected;
    let at = queue.iter().position(|item| *item >= selected).unwrap_or(0);
    model.walk = Walk { queue, at, scroll: 0 };
    model.screen = Screen::Walk;
    if model.walk.queue.is_empty() {
        model.say(Level::Info, "No item is open: this is the poll");
    }
    arrive(model);
}

fn is_open(model: &Model, item: usize) -> bool {
    model.review.items().nth(item).is_some_and(|item| !item.status.done)
}

/// The next item; after the last one the poll.
pub(super) fn next(model: &mut Model) {
    if model.walk.at_poll() {
        // From the poll, once more through what is still open.
        model.overview.selected = 0;
        begin(model);
        return;
    }
    model.walk.at += 1;
    arrive(model);
}

/// The previous item.
pub(super) fn previous(model: &mut Model) {
    if model.walk.at == 0 {
        model.say(Level::Info, "This is the first item");
        return;
    }
    model.walk.at -= 1;
    arrive(model);
}

/// Straight to the poll.
pub(super) fn poll(model: &mut Model) {
    if model.screen == Screen::Overview {
        begin(model);
    }
    if model.screen == Screen::Walk {
        model.walk.at = model.walk.queue.len();
        model.walk.scroll = 0;
    }
}

/// Puts the item at the end of the queue: it comes again, before the poll.
pub(super) fn later(model: &mut Model) {
    let walk = &mut model.walk;
    if walk.at + 1 >= walk.queue.len() {
        model.say(Level::Info, "Nothing else comes before the poll");
        return;
    }
    let item = walk.queue.remove(walk.at);
    walk.queue.push(item);
    model.say(Level::Info, "Put off: it comes again before the poll");
    arrive(model);
}

/// An item was decided: where that made it done, the walk goes on by itself.
pub(super) fn decided(model: &mut Model) {
    if model.screen == Screen::Walk && model.review_item().is_some_and(|item| item.status.done) {
        next(model);
    }
}

fn arrive(model: &mut Model) {
    if let Some(item) = model.walk.queue.get(model.walk.at) {
        select(model, *item);
    }
    model.overview.scroll = 0;
}

/// Keeps the queue with the selected item, whatever selected it (undo, search, a jump).
pub(super) fn follow(model: &mut Model) {
    if model.screen != Screen::Walk {
        return;
    }
    let selected = model.overview.selected;
    let walk = &mut model.walk;
    if walk.at_poll() || walk.queue.get(walk.at) == Some(&selected) {
        return;
    }
    match walk.queue.iter().position(|item| *item == selected) {
        Some(at) => walk.at = at,
        None => walk.queue.insert(walk.at, selected),
    }
}
