//! A file of the repository, whole.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::model::{Load, Model, Viewer};
use super::super::text::{cut, safe_line, styled_prose, wrap};
use super::super::theme::Role;

pub(in super::super) fn lines(model: &Model, viewer: &Viewer, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let source = match model.sources.get(&viewer.path) {
        Some(Load::Ready(source)) => source,
        Some(Load::Failed(why)) => return wrap(&styled_prose(why, theme, theme.style(Role::Error)), room, 0),
        _ => return vec![Line::styled("Reading…", theme.style(Role::Muted))],
    };
    let digits = source.len().to_string().len();
    (1..=source.len())
        .map(|number| {
            let here = number == viewer.line;
            let mark = if here { "▸ " } else { "  " };
            let mut spans = vec![
                Span::styled(mark, theme.style(Role::Marker)),
                Span::styled(format!("{number:>digits$} │ "), theme.style(Role::Gutter)),
            ];
            let mut left = room.saturating_sub(digits + 5);
            for (text, role) in source.line(number) {
                let style = if *role == Role::Text { Style::default() } else { theme.style(*role) };
                let shown = cut(text, left);
                left = left.saturating_sub(super::super::text::width(&shown));
                spans.push(Span::styled(shown, style));
                if left == 0 {
                    break;
                }
            }
            let line = Line::from(spans);
            if here { line.style(theme.style(Role::Decisive)) } else { line }
        })
        .collect()
}

/// `shop/settings/production.py:7`
pub(in super::super) fn title(viewer: &Viewer) -> String {
    safe_line(&format!("{}:{}", viewer.path, viewer.line))
}
