//! One open item, full screen: what was found, why it matters, how to verify it by hand, and the source.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::super::layout::Layout;
use super::super::model::Model;
use super::super::text::{cut, safe_line, width};
use super::super::theme::Role;
use super::super::widgets::{bar, page};
use super::detail;

/// How many lines the longer column has.
pub(in super::super) fn length(model: &Model, layout: &Layout) -> usize {
    columns(model, layout).into_iter().map(|lines| lines.len()).max().unwrap_or(0)
}

/// The text, and the source where it stands beside it.
fn columns(model: &Model, layout: &Layout) -> [Vec<Line<'static>>; 2] {
    let room = usize::from(layout.walk.width);
    if layout.walk_source.width == 0 {
        return [detail::lines(model, room), Vec::new()];
    }
    [detail::story(model, room), detail::ground(model, layout.walk_source.width.into())]
}

pub(in super::super) fn draw(model: &Model, layout: &Layout, buffer: &mut Buffer) {
    draw_head(model, layout.walk_head, buffer);
    let scroll = model.overview.scroll;
    let [text, source] = columns(model, layout);
    page::draw(&text, scroll.min(text.len().saturating_sub(1)), layout.walk, &model.theme, buffer);
    if layout.walk_source.width == 0 {
        return;
    }
    let rule = layout.walk_source.x - 2;
    if text.len() <= layout.walk.height.into() {
        for y in layout.walk.y..layout.walk.bottom() {
            if let Some(cell) = buffer.cell_mut((rule, y)) {
                cell.set_symbol("│").set_style(model.theme.style(Role::Faint));
            }
        }
    }
    page::draw(&source, scroll.min(source.len().saturating_sub(1)), layout.walk_source, &model.theme, buffer);
}

/// `Item 7 of 12 ━━━━━──────  Security and Environment Configuration`
fn draw_head(model: &Model, area: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    let (at, count) = (model.walk.at + 1, model.walk.queue.len());
    let label = format!("Item {at} of {count}  ");
    let section = model.catalogue.section(model.selected().section());
    let title = section.map_or_else(String::new, |section| safe_line(&section.title));
    let room = usize::from(area.width).saturating_sub(2);
    let gauge = if room >= 60 { 16 } else { 6 };
    let left = room.saturating_sub(width(&label) + gauge + 2);
    let mut spans = vec![Span::styled(label, theme.style(Role::Strong))];
    spans.extend(bar::line(model.walk.at, count, gauge, theme));
    spans.push(Span::styled(format!("  {}", cut(&title, left)), theme.style(Role::Muted)));
    Line::from(spans).render(Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }, buffer);
}
