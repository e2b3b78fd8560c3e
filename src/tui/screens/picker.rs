//! A list that is searched by typing: the query, and what matches it, best first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::super::layout::Layout;
use super::super::model::Model;
use super::super::picker::{Entry, Found, Offer, Picker};
use super::super::text::{cut, fit, safe_line, width};
use super::super::theme::{Role, Theme};

/// One row: a heading, or an entry by its number among those found.
enum Row {
    Heading(&'static str),
    Entry(usize),
}

/// Headings stand only while nothing is typed: afterwards the best match comes first, whatever it is.
fn rows(picker: &Picker) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = "";
    for (number, found) in picker.found.iter().enumerate() {
        let entry = &picker.entries[found.entry];
        if picker.query.trim().is_empty() && entry.group != group {
            group = entry.group;
            rows.push(Row::Heading(group));
        }
        rows.push(Row::Entry(number));
    }
    rows
}

/// The first visible row: moved from where it was only as far as the chosen one needs.
pub(in super::super) fn top(picker: &Picker, height: usize) -> usize {
    let rows = rows(picker);
    let at = rows.iter().position(|row| matches!(row, Row::Entry(at) if *at == picker.at)).unwrap_or(0);
    let above = at - usize::from(at > 0 && matches!(rows[at - 1], Row::Heading(_)));
    let lowest = (at + 1).saturating_sub(height);
    picker.top.min(above).max(lowest).min(rows.len().saturating_sub(height).max(lowest))
}

/// The number among those found of the entry in the visible row `y`.
pub(in super::super) fn entry_at(picker: &Picker, y: usize) -> Option<usize> {
    match rows(picker).get(picker.top + y)? {
        Row::Entry(at) => Some(*at),
        Row::Heading(_) => None,
    }
}

/// Where the rows stand.
pub(in super::super) fn area(model: &Model) -> Rect {
    area_of(&model.layout())
}

/// As [`area`], of a known layout.
pub(in super::super) fn area_of(layout: &Layout) -> Rect {
    let body = layout.body;
    Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body }
}

pub(in super::super) fn draw(model: &Model, picker: &Picker, buffer: &mut Buffer) {
    let theme = &model.theme;
    let layout = model.layout();
    let body = layout.body;
    let room = usize::from(body.width).saturating_sub(2);
    let at = |y: u16| Rect { x: 1, y, width: body.width.saturating_sub(2), height: 1 };
    if layout.project.height > 0 {
        let title = Line::styled(cut(&picker.title, room), theme.style(Role::Strong));
        title.render(at(layout.project.y), buffer);
    }
    query(picker, room, theme).render(at(body.y), buffer);
    let area = area(model);
    let lead = lead_width(picker, room);
    let rows = rows(picker);
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(picker.top)) {
        match row {
            Row::Heading(text) => {
                Line::styled(cut(text, room), theme.style(Role::Heading)).render(at(y), buffer);
            }
            Row::Entry(number) => {
                if *number == picker.at {
                    buffer.set_style(
                        Rect { x: 0, y, width: body.width, height: 1 },
                        theme.style(Role::Selected),
                    );
                }
                let found = &picker.found[*number];
                entry(&picker.entries[found.entry], found, *number == picker.at, lead, room, theme)
                    .render(at(y), buffer);
            }
        }
    }
    if picker.found.is_empty() {
        Line::styled("Nothing matches", theme.style(Role::Muted)).render(at(area.y), buffer);
    }
}

/// `> debug▏                                       3 of 320`
fn query(picker: &Picker, room: usize, theme: &Theme) -> Line<'static> {
    let count = format!("{} of {}", picker.found.len(), picker.entries.len());
    let left = room.saturating_sub(width(&count) + 5);
    let typed = safe_line(&picker.query);
    // The end of a long query is what is being typed.
    let mut shown = typed.as_str();
    while width(shown) > left {
        let mut letters = shown.chars();
        letters.next();
        shown = letters.as_str();
    }
    let hint = if typed.is_empty() { "type to search" } else { "" };
    let used = width(shown) + width(hint);
    Line::from(vec![
        Span::styled("> ", theme.style(Role::Key)),
        Span::raw(shown.to_owned()),
        Span::styled(" ", theme.style(Role::Cursor)),
        Span::styled(hint, theme.style(Role::Muted)),
        Span::raw(" ".repeat((left + 1).saturating_sub(used))),
        Span::styled(count, theme.style(Role::Muted)),
    ])
}

/// The column of keys or marks: as wide as its widest, within reason.
fn lead_width(picker: &Picker, room: usize) -> usize {
    let widest = picker.entries.iter().map(|entry| width(&entry.lead)).max().unwrap_or(0);
    let most = if matches!(picker.offer, Offer::Help | Offer::Palette) { 20 } else { 8 };
    widest.min(most).min(room / 2)
}

fn entry(
    entry: &Entry,
    found: &Found,
    chosen: bool,
    lead: usize,
    room: usize,
    theme: &Theme,
) -> Line<'static> {
    let mut spans = vec![Span::styled(if chosen { "▸ " } else { "  " }, theme.style(Role::Marker))];
    let mut left = room.saturating_sub(2);
    if lead > 0 {
        spans.push(Span::styled(fit(&safe_line(&entry.lead), lead), theme.style(Role::Key)));
        spans.push(Span::raw("  "));
        left = left.saturating_sub(lead + 2);
    }
    let label = safe_line(&entry.label);
    let shown = cut(&label, left);
    left = left.saturating_sub(width(&shown));
    // Where making the label safe changed it, the offsets are of another text.
    let hits: &[usize] = if label == entry.label { &found.hits } else { &[] };
    for (at, c) in shown.char_indices() {
        let style = if hits.contains(&at) { theme.style(Role::Marker) } else { Style::default() };
        match spans.last_mut() {
            Some(last) if at > 0 && last.style == style => last.content.to_mut().push(c),
            _ => spans.push(Span::styled(c.to_string(), style)),
        }
    }
    if left > 4 && !entry.detail.is_empty() {
        let detail = cut(&safe_line(&entry.detail), left - 2);
        spans.push(Span::styled(format!("  {detail}"), theme.style(Role::Muted)));
    }
    Line::from(spans)
}
