//! The model on the screen. No I/O, no clock, no change.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget as _;

use super::model::{Model, Overlay, Pane, Screen};
use super::screens::{
    detail, file, form, frame, list, messages, picker, poll, question, setting, trial, walk,
};
use super::text::{cut, safe_line};
use super::theme::Role;
use super::widgets::page;

/// Draws `model`.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    draw(model, area, frame.buffer_mut());
}

/// Draws `model` on the cells of `area`.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, model.theme.style(Role::Text));
    let layout = model.layout();
    if layout.too_small {
        frame::draw_too_small(model, area.intersection(layout.whole), buffer);
        return;
    }
    // Between a resize and its message the buffer may be smaller than the layout: then wait for the message.
    if layout.whole != area {
        return;
    }
    frame::draw_bar(model, layout.bar, buffer);
    match &model.overlay {
        Some(Overlay::Messages { scroll }) => draw_page(model, "Messages", messages::lines, *scroll, buffer),
        Some(Overlay::Picker(list)) => picker::draw(model, list, buffer),
        Some(Overlay::File(viewer)) => {
            let lines = |model: &Model, room: usize| file::lines(model, viewer, room);
            draw_page(model, &file::title(viewer), lines, viewer.scroll.unwrap_or(0), buffer);
        }
        Some(Overlay::Setting(opened)) => {
            let lines = |model: &Model, room: usize| setting::lines(model, opened, room);
            draw_page(model, &safe_line(&opened.name), lines, opened.scroll, buffer);
        }
        Some(Overlay::Trial(run)) => {
            let lines = |model: &Model, room: usize| trial::lines(model, run, room);
            draw_page(model, "Verification command", lines, run.scroll.unwrap_or(usize::MAX), buffer);
        }
        Some(Overlay::Form(_) | Overlay::Question(_)) | None => draw_review(model, buffer),
    }
    if !matches!(model.overlay, Some(Overlay::Messages { .. })) {
        frame::draw_message(model, layout.message, buffer);
    }
    frame::draw_footer(model, layout.footer, buffer);
    match &model.overlay {
        Some(Overlay::Form(filled)) => {
            recede(model, buffer);
            form::draw(model, filled, buffer);
        }
        Some(Overlay::Question(asked)) => {
            recede(model, buffer);
            question::draw(model, asked, buffer);
        }
        _ => {}
    }
}

/// What lies behind a box steps back.
fn recede(model: &Model, buffer: &mut Buffer) {
    let layout = model.layout();
    let behind = model.theme.style(Role::Text).patch(model.theme.style(Role::Muted));
    buffer.set_style(layout.project.union(layout.body), behind);
}

fn draw_review(model: &Model, buffer: &mut Buffer) {
    let layout = model.layout();
    if model.screen == Screen::Walk {
        if model.walk.at_poll() {
            draw_page(model, "Go/no-go poll", poll::lines, model.walk.scroll, buffer);
        } else {
            walk::draw(model, &layout, buffer);
        }
        return;
    }
    frame::draw_project(model, layout.project, buffer);
    let alone = !layout.side_by_side;
    if !(alone && model.overview.pane == Pane::Detail) {
        list::draw(model, layout.list, buffer);
        list::draw_preview(model, layout.preview, buffer);
    }
    if !(alone && model.overview.pane == Pane::List) {
        frame::draw_rule(model, &layout, buffer);
        let lines = detail::lines(model, layout.detail.width.into());
        page::draw(&lines, model.overview.scroll, layout.detail, &model.theme, buffer);
    }
}

fn draw_page(
    model: &Model,
    title: &str,
    lines: impl Fn(&Model, usize) -> Vec<Line<'static>>,
    scroll: usize,
    buffer: &mut Buffer,
) {
    let layout = model.layout();
    let width = layout.body.width.saturating_sub(3);
    let title = Line::styled(cut(title, width.into()), model.theme.style(Role::Strong));
    title.render(Rect { x: 1, width, ..layout.project }, buffer);
    let area = Rect { x: layout.body.x + 1, width, ..layout.body };
    let lines = lines(model, width.into());
    let scroll = scroll.min(lines.len().saturating_sub(area.height.into()));
    page::draw(&lines, scroll, area, &model.theme, buffer);
}
