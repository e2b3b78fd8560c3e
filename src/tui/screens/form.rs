//! A form in a box over the screen: fields, the error at its field, the button.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::super::action::Action;
use super::super::form::{Field, Form, Input, meaning};
use super::super::model::Model;
use super::super::text::{cut, prose, styled_prose, wrap};
use super::super::theme::Role;
use super::question::draw_box;
use crate::model::WaiverKind;

/// The column where fields begin.
const LABEL: u16 = 9;

/// A part of the form, from top to bottom.
enum Part<'f> {
    Line(Line<'static>),
    Field(usize, &'f Field),
}

impl Part<'_> {
    const fn rows(&self) -> u16 {
        match self {
            Self::Line(_) | Self::Field(_, Field { input: Input::Kind(_), .. }) => 1,
            Self::Field(_, Field { input: Input::Text(_, rows), .. }) => *rows,
        }
    }
}

pub(in super::super) fn draw(model: &Model, form: &Form, buffer: &mut Buffer) {
    let layout = model.layout();
    let width = 72.min(layout.whole.width);
    let room = usize::from(width).saturating_sub(4);
    let mut parts = parts(model, form, room);
    let height = |parts: &[Part<'_>]| parts.iter().map(Part::rows).sum::<u16>() + 2;
    let limit = layout.whole.height.saturating_sub(2);
    if height(&parts) > limit {
        // Small terminals: air and the words of the introduction give way before a field does.
        parts.retain(|part| !matches!(part, Part::Line(line) if line.width() == 0));
        let intro = parts.iter().take_while(|part| matches!(part, Part::Line(_))).count();
        let over = usize::from(height(&parts).saturating_sub(limit)).min(intro);
        parts.drain(intro - over..intro);
    }
    let inside = draw_box(layout.dialog(width, height(&parts)), &form.title, &model.theme, buffer);
    // Where even that is too much, what has the keys stays visible.
    let mut skip = 0;
    let focused = parts.iter().position(|part| matches!(part, Part::Field(at, _) if *at == form.focus));
    let focused = focused.unwrap_or(parts.len().saturating_sub(1));
    while parts[skip..=focused].iter().map(Part::rows).sum::<u16>() > inside.height && skip < focused {
        skip += 1;
    }
    let mut y = inside.y;
    for part in &parts[skip..] {
        let rows = part.rows().min(inside.bottom().saturating_sub(y));
        let place = Rect::new(inside.x, y, inside.width, rows);
        if rows == 0 {
            break;
        }
        match part {
            Part::Line(line) => line.render(place, buffer),
            Part::Field(number, field) => draw_field(model, form, *number, field, place, buffer),
        }
        y += rows;
    }
}

fn parts<'f>(model: &Model, form: &'f Form, room: usize) -> Vec<Part<'f>> {
    let theme = &model.theme;
    let muted = theme.style(Role::Muted);
    let indented = |text: &str, role: Role| {
        let mut spans = vec![Span::raw(" ".repeat(LABEL.into()))];
        spans.extend(styled_prose(text, theme, theme.style(role)));
        wrap(&spans, room, LABEL.into()).into_iter().map(Part::Line).collect::<Vec<_>>()
    };
    let mut parts: Vec<Part<'f>> =
        wrap(&styled_prose(&form.intro, theme, muted), room, 0).into_iter().map(Part::Line).collect();
    parts.push(Part::Line(Line::default()));
    for (number, field) in form.fields.iter().enumerate() {
        parts.push(Part::Field(number, field));
        if let Some(error) = &field.error {
            parts.extend(indented(&format!("✗ {error}"), Role::Error));
        } else if matches!(field.input, Input::Kind(_)) {
            parts.extend(indented(meaning(form.kind()), Role::Muted));
        }
        parts.push(Part::Line(Line::default()));
    }
    if let Some(error) = &form.error {
        parts.extend(wrap(&prose(&format!("✗ {error}"), theme), room, 2).into_iter().map(Part::Line));
    }
    let here = form.focus == form.fields.len();
    let role = if here { Role::Cursor } else { Role::Strong };
    parts.push(Part::Line(Line::from(vec![
        Span::raw(" ".repeat(LABEL.into())),
        Span::styled(format!("[ {} ]", form.button), theme.style(role)),
        Span::styled(format!("  {} at any time", model.keys.key(Action::Submit)), muted),
    ])));
    parts
}

fn draw_field(model: &Model, form: &Form, number: usize, field: &Field, place: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    let here = form.focus == number;
    let role = if here { Role::Key } else { Role::Text };
    let mark = if here { "▸" } else { " " };
    let label = Line::styled(format!("{mark}{}", field.label), theme.style(role));
    label.render(Rect { height: 1, width: LABEL.min(place.width), ..place }, buffer);
    let area = Rect { x: place.x + LABEL, width: place.width.saturating_sub(LABEL), ..place };
    match &field.input {
        Input::Kind(at) => {
            let word = WaiverKind::ALL[*at].as_str();
            let count = WaiverKind::ALL.len();
            let role = if here { Role::Cursor } else { Role::Strong };
            Line::from(vec![
                Span::styled("← ", theme.style(Role::Key)),
                Span::styled(word, theme.style(role)),
                Span::styled(" →", theme.style(Role::Key)),
                Span::styled(format!("  {} of {count}", at + 1), theme.style(Role::Muted)),
            ])
            .render(area, buffer);
        }
        Input::Text(text, _) => {
            buffer.set_style(area, theme.style(Role::Field));
            let mut text = text.clone();
            text.set_style(theme.style(Role::Text).patch(theme.style(Role::Field)));
            text.set_cursor_line_style(theme.style(Role::Field));
            text.set_placeholder_text(cut(&field.hint, area.width.into()));
            text.set_placeholder_style(theme.style(Role::Muted).patch(theme.style(Role::Field)));
            text.set_cursor_style(if here { theme.style(Role::Cursor) } else { theme.style(Role::Field) });
            (&*text).render(area, buffer);
        }
    }
}
