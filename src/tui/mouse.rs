//! What the mouse does: it selects, scrolls, and presses the keys that the footer shows. Nothing can be done with it alone.

use super::act;
use super::action::Action;
use super::find;
use super::message::{Effect, Mouse};
use super::model::{Model, Overlay, Pane, Screen};
use super::screens::{frame, list, picker};
use super::update::{press, run};

/// Lines that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// Something happened to the mouse in column `x` and row `y`.
pub(super) fn act(model: &mut Model, mouse: Mouse, x: u16, y: u16) -> Vec<Effect> {
    match mouse {
        Mouse::Click => click(model, x, y),
        Mouse::WheelUp => wheel(model, x, false),
        Mouse::WheelDown => wheel(model, x, true),
    }
}

fn click(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let layout = model.layout();
    if y == layout.footer.y {
        return frame::key_at(model, x).map_or_else(Vec::new, |key| press(model, key));
    }
    match &mut model.overlay {
        Some(Overlay::Picker(list)) => {
            let rows = picker::area_of(&layout);
            let entry = y.checked_sub(rows.y).and_then(|row| picker::entry_at(list, row.into()));
            match entry {
                // The first click goes there, the second one chooses.
                Some(at) if at == list.at => return find::choose_current(model),
                Some(at) => list.at = at,
                None => {}
            }
        }
        None if model.screen == Screen::Overview => {
            let over_list = layout.side_by_side || model.overview.pane == Pane::List;
            if over_list && x < layout.list.right() && (layout.list.y..layout.list.bottom()).contains(&y) {
                if let Some(item) = list::item_at(model, y - layout.list.y) {
                    if item == model.overview.selected {
                        model.overview.pane = Pane::Detail;
                    } else {
                        model.overview.pane = Pane::List;
                        act::select(model, item);
                    }
                }
            } else if layout.side_by_side && x >= layout.detail.x {
                model.overview.pane = Pane::Detail;
            }
        }
        Some(_) | None => {}
    }
    Vec::new()
}

fn wheel(model: &mut Model, x: u16, down: bool) -> Vec<Effect> {
    let layout = model.layout();
    let key = super::chord::Chord::wheel(down);
    let scroll = if down { Action::ScrollDown } else { Action::ScrollUp };
    match &mut model.overlay {
        Some(Overlay::Picker(list)) => {
            list.step(if down { 1 } else { -1 });
            return Vec::new();
        }
        Some(Overlay::Form(_) | Overlay::Question(_)) => return Vec::new(),
        Some(_) => {
            for _ in 0..NOTCH {
                super::update::page(model, Some(scroll));
            }
            return Vec::new();
        }
        None => {}
    }
    let over_list = model.screen == Screen::Overview
        && (if layout.side_by_side { x < layout.rule.x } else { model.overview.pane == Pane::List });
    if over_list {
        let pane = std::mem::replace(&mut model.overview.pane, Pane::List);
        let effects = run(model, if down { Action::Down } else { Action::Up }, key);
        model.overview.pane = pane;
        return effects;
    }
    (0..NOTCH).flat_map(|_| run(model, scroll, key)).collect()
}
