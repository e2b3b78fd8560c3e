//! A question with yes and no, in a box over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use super::super::action::Action;
use super::super::model::{Model, Question};
use super::super::text::{cut, prose, wrap};
use super::super::theme::{Role, Theme};

pub(in super::super) fn draw(model: &Model, question: &Question, buffer: &mut Buffer) {
    let theme = &model.theme;
    let layout = model.layout();
    let width = 64.min(layout.whole.width.saturating_sub(2));
    let room = usize::from(width).saturating_sub(4);
    let mut lines = wrap(&prose(&question.text, theme), room, 0);
    lines.push(Line::default());
    lines.push(Line::from(vec![
        Span::styled(model.keys.key(Action::Confirm), theme.style(Role::Key)),
        Span::raw(format!(" {}    ", question.yes)),
        Span::styled(model.keys.key(Action::Decline), theme.style(Role::Key)),
        Span::raw(" no"),
    ]));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inside = draw_box(layout.dialog(width, height), &question.title, theme, buffer);
    for (y, line) in (inside.y..inside.bottom()).zip(lines) {
        line.render(Rect::new(inside.x, y, inside.width, 1), buffer);
    }
}

/// An empty box with a title; the area inside it.
pub(super) fn draw_box(area: Rect, title: &str, theme: &Theme, buffer: &mut Buffer) -> Rect {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.style(Role::Text));
    let title = format!(" {} ", cut(title, usize::from(area.width).saturating_sub(6)));
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::Muted))
        .title(Span::styled(title, theme.style(Role::Strong)));
    let inside = block.inner(area);
    block.render(area, buffer);
    Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
}
