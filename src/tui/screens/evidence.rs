//! The source around a place of the evidence, the deciding lines marked.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar as _;

use super::super::action::Action;
use super::super::model::{Asked, Load, Model};
use super::super::place::{Kind, Place};
use super::super::source::Source;
use super::super::text::{cut, prose, safe_line, styled_prose, width, wrap};
use super::super::theme::{Role, Theme};
use crate::base::clock;

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
    let title = match place.kind {
        Kind::Evidence => "Evidence",
        Kind::Finding(_) => "Finding",
        Kind::Warning(_) => "Also noticed",
    };
    let mut head = vec![Span::styled(title, theme.style(Role::Heading))];
    if count > 1 {
        head.push(Span::styled(
            format!("  {} of {count}  ← → other places", model.overview.place + 1),
            theme.style(Role::Muted),
        ));
    }
    if matches!(place.kind, Kind::Finding(_)) {
        let key = model.keys.key(Action::Dismiss);
        head.push(Span::styled(format!("  {key} dismisses it, or not"), theme.style(Role::Muted)));
    }
    out.push(Line::from(head));
    let at = format!("{}:{}", place.path, place.line);
    out.extend(wrap(&[Span::styled(safe_line(&at), theme.style(Role::Name))], room, 2));
    if let Some(text) = touched(model, place) {
        out.extend(wrap(&[Span::styled(safe_line(&text), theme.style(Role::Muted))], room, 2));
    }
    match place.kind {
        Kind::Finding(finding) => out.extend(wrap(&prose(&finding.message, theme), room, 2)),
        Kind::Warning(message) => out.extend(wrap(&prose(message, theme), room, 2)),
        Kind::Evidence => {}
    }
    match model.sources.get(place.path) {
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

/// `last touched by Ada Example on 2026-03-02: 3f2c1ab Switch debug on for the party`
fn touched(model: &Model, place: Place<'_>) -> Option<String> {
    let Asked::Known(found) = model.located.get(&(place.path.clone(), place.line))? else { return None };
    if found.uncommitted {
        return Some("this line is not committed yet".to_owned());
    }
    let touch = found.touch.as_ref()?;
    let commit: String = touch.commit.chars().take(7).collect();
    let day = clock::day(touch.at);
    Some(format!("last touched by {} on {day}: {commit} {}", touch.by.name, touch.summary))
}

fn excerpt(source: &Source, place: Place<'_>, room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let last_deciding = place.end_line.clamp(place.line, source.len());
    let first = place.line.saturating_sub(AROUND).max(1);
    let last = (last_deciding.min(place.line + DECIDING - 1) + AROUND).min(source.len());
    let digits = last.to_string().len();
    (first..=last)
        .flat_map(|number| {
            let deciding = (place.line..=last_deciding).contains(&number);
            row(number, source.line(number), deciding, digits, room, theme)
        })
        .collect()
}

/// The lines as the detector kept them, as long as the file has not been read.
fn quoted(place: Place<'_>, room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let lines: Vec<String> = place.text.lines().map(safe_line).collect();
    let digits = (place.line + lines.len()).to_string().len();
    lines
        .into_iter()
        .enumerate()
        .flat_map(|(number, text)| row(place.line + number, &[(text, Role::Text)], true, digits, room, theme))
        .collect()
}

/// ` ▸ 12 │ DEBUG = True`. A deciding line that is too long goes on below itself; others are cut.
fn row(
    number: usize,
    pieces: &[(String, Role)],
    deciding: bool,
    digits: usize,
    room: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let left = room.saturating_sub(digits + 6).max(1);
    let spans: Vec<Span<'static>> = pieces
        .iter()
        .map(|(text, role)| {
            let style = if *role == Role::Text { Style::default() } else { theme.style(*role) };
            Span::styled(text.clone(), style)
        })
        .collect();
    let code = if deciding { broken(spans, left) } else { vec![shortened(spans, left)] };
    code.into_iter()
        .enumerate()
        .map(|(part, code)| {
            let mark = if deciding && part == 0 { " ▸ " } else { "   " };
            let gutter =
                if part == 0 { format!("{number:>digits$} │ ") } else { format!("{:>digits$} ┆ ", "") };
            let mut spans = vec![
                Span::styled(mark, theme.style(Role::Marker)),
                Span::styled(gutter, theme.style(Role::Gutter)),
            ];
            spans.extend(code);
            let line = Line::from(spans);
            if deciding { line.style(theme.style(Role::Decisive)) } else { line }
        })
        .collect()
}

/// The pieces up to `room` columns.
fn shortened(spans: Vec<Span<'static>>, room: usize) -> Vec<Span<'static>> {
    let mut left = room;
    let mut out = Vec::new();
    for span in spans {
        let wide = width(&span.content);
        if wide > left {
            out.push(Span::styled(cut(&span.content, left), span.style));
            break;
        }
        left -= wide;
        out.push(span);
    }
    out
}

/// The pieces in rows of `room` columns, broken anywhere: source has no words.
fn broken(spans: Vec<Span<'static>>, room: usize) -> Vec<Vec<Span<'static>>> {
    let mut rows = vec![Vec::new()];
    let mut used = 0;
    for span in spans {
        let mut piece = String::new();
        for c in span.content.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > room && used > 0 {
                push(&mut rows, std::mem::take(&mut piece), span.style);
                rows.push(Vec::new());
                used = 0;
            }
            piece.push(c);
            used += wide;
        }
        push(&mut rows, piece, span.style);
    }
    rows
}

fn push(rows: &mut [Vec<Span<'static>>], piece: String, style: Style) {
    if let Some(row) = rows.last_mut().filter(|_| !piece.is_empty()) {
        row.push(Span::styled(piece, style));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, deciding: bool, room: usize) -> Vec<String> {
        let theme = Theme::named("plain").unwrap();
        let pieces = [(text[..3].to_owned(), Role::Name), (text[3..].to_owned(), Role::Text)];
        row(7, &pieces, deciding, 2, room, &theme).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_deciding_line_is_shown_whole_and_others_are_cut() {
        assert_eq!(rows("KEY = 'secret'", true, 16), [" ▸  7 │ KEY = 's", "      ┆ ecret'"]);
        assert_eq!(rows("KEY = 'secret'", false, 16), ["    7 │ KEY = '…"]);
        assert_eq!(rows("KEY = '日本'", true, 16), [" ▸  7 │ KEY = '", "      ┆ 日本'"]);
    }
}
