//! All messages of the session, in full, the newest at the end.

use jiff::tz::TimeZone;
use ratatui::text::{Line, Span};

use super::super::model::Model;
use super::super::notices::Level;
use super::super::text::{safe_line, wrap};
use super::super::theme::Role;

pub(in super::super) fn lines(model: &Model, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let mut lines = Vec::new();
    for notice in model.notices.all() {
        let (symbol, role) = mark(notice.level);
        let time = notice.at.to_zoned(TimeZone::UTC).strftime("%H:%M:%S").to_string();
        let new = if notice.read { "" } else { "new  " };
        for (number, text) in notice.text.lines().enumerate() {
            let mut spans = Vec::new();
            if number == 0 {
                spans.push(Span::styled(format!("{symbol} {time} UTC  "), theme.style(role)));
                spans.push(Span::styled(new, theme.style(Role::Marker)));
            } else {
                spans.push(Span::raw("  "));
            }
            spans.push(Span::raw(safe_line(text)));
            lines.extend(wrap(&spans, room, 4));
        }
    }
    if lines.is_empty() {
        lines.push(Line::styled("No messages", theme.style(Role::Muted)));
    }
    lines
}

/// The symbol and the colour of a message.
pub(super) const fn mark(level: Level) -> (&'static str, Role) {
    match level {
        Level::Info => ("·", Role::Muted),
        Level::Warning => ("!", Role::Caution),
        Level::Error => ("✗", Role::Error),
    }
}
