//! The source around a place of the evidence, the deciding lines marked.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::model::{Load, Model};
use super::super::source::Source;
use super::super::text::{cut, safe_line, styled_prose, width, wrap};
use super::super::theme::{Role, Theme};
use crate::model::Evidence;

/// How many lines before and after the deciding ones are shown.
const AROUND: usize = 3;
/// How many deciding lines are shown at most.
const DECIDING: usize = 12;

/// The shown place with its source, `room` columns wide; empty where the item has no place.
pub(super) fn lines(model: &Model, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let Some(place) = model.place() else { return Vec::new() };
    let count = model.places().len();
    let mut out = Vec::new();
    let mut head = vec![Span::styled("Evidence", theme.style(Role::Heading))];
    if count > 1 {
        head.push(Span::styled(
            format!("  {} of {count}  ← → other places", model.overview.place + 1),
            theme.style(Role::Muted),
        ));
    }
    out.push(Line::from(head));
    let at = format!("{}:{}", place.path, place.line);
    out.extend(wrap(&[Span::styled(safe_line(&at), theme.style(Role::Name))], room, 2));
    match model.sources.get(&place.path) {
        Some(Load::Ready(source)) if place.line <= source.len() => {
            out.extend(excerpt(source, place, room, theme));
        }
        Some(Load::Failed(why)) => {
            out.extend(quoted(place, room, theme));
            out.extend(wrap(&styled_prose(why, theme, theme.style(Role::Muted)), room, 0));
        }
        _ => out.extend(quoted(place, room, theme)),
    }
    out
}

fn excerpt(source: &Source, place: &Evidence, room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let last_deciding = place.end_line.clamp(place.line, source.len());
    let first = place.line.saturating_sub(AROUND).max(1);
    let last = (last_deciding.min(place.line + DECIDING - 1) + AROUND).min(source.len());
    let digits = last.to_string().len();
    (first..=last)
        .map(|number| {
            let deciding = (place.line..=last_deciding).contains(&number);
            row(number, source.line(number), deciding, digits, room, theme)
        })
        .collect()
}

/// The lines as the detector kept them, as long as the file has not been read.
fn quoted(place: &Evidence, room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let lines: Vec<String> = place.text.lines().map(safe_line).collect();
    let digits = (place.line + lines.len()).to_string().len();
    lines
        .into_iter()
        .enumerate()
        .map(|(number, text)| row(place.line + number, &[(text, Role::Text)], true, digits, room, theme))
        .collect()
}

/// ` ▸ 12 │ DEBUG = True`
fn row(
    number: usize,
    pieces: &[(String, Role)],
    deciding: bool,
    digits: usize,
    room: usize,
    theme: &Theme,
) -> Line<'static> {
    let mut spans = vec![
        Span::styled(if deciding { " ▸ " } else { "   " }, theme.style(Role::Marker)),
        Span::styled(format!("{number:>digits$} │ "), theme.style(Role::Gutter)),
    ];
    let mut left = room.saturating_sub(digits + 6);
    for (text, role) in pieces {
        let wide = width(text);
        let style = if *role == Role::Text { Style::default() } else { theme.style(*role) };
        if wide > left {
            spans.push(Span::styled(cut(text, left), style));
            break;
        }
        left -= wide;
        spans.push(Span::styled(text.clone(), style));
    }
    let line = Line::from(spans);
    if deciding { line.style(theme.style(Role::Decisive)) } else { line }
}
