//! The list: six sections with counters and bars, their items with mark, title and severity.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::super::filter;
use super::super::marks;
use super::super::model::{Model, Pane};
use super::super::text::{cut, fit, prose, safe_line, width, wrap};
use super::super::theme::Role;
use super::super::widgets::bar;
use crate::review::ReviewItem;

/// One row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Blank,
    Section(usize),
    Item(usize),
}

/// From this width on, severities are written out.
const WIDE: usize = 56;

fn rows(model: &Model, height: usize) -> Vec<Row> {
    let sections = &model.review.sections;
    let visible = filter::visible(model);
    let needed = visible.len() + 2 * sections.len();
    // Air between the sections only where nothing has to scroll for it.
    let air = needed <= height;
    let mut rows = Vec::with_capacity(needed);
    let mut item = 0;
    for (number, section) in sections.iter().enumerate() {
        let range = item..item + section.items.len();
        item = range.end;
        let mut shown = visible.iter().filter(|item| range.contains(item)).peekable();
        if shown.peek().is_none() {
            continue;
        }
        if air && !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Section(number));
        rows.extend(shown.map(|item| Row::Item(*item)));
    }
    rows
}

/// The first visible row: moved from where it was only as far as the selected item needs, with its section's heading
/// where that is just above.
pub(in super::super) fn top(model: &Model, height: usize) -> usize {
    let rows = rows(model, height);
    let selected = rows.iter().position(|row| *row == Row::Item(model.overview.selected)).unwrap_or(0);
    let above = selected - usize::from(selected > 0 && matches!(rows[selected - 1], Row::Section(_)));
    let lowest = (selected + 1).saturating_sub(height);
    model.overview.top.min(above).max(lowest).min(rows.len().saturating_sub(height).max(lowest))
}

pub(in super::super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let rows = rows(model, usize::from(area.height));
    let items: Vec<&ReviewItem> = model.review.items().collect();
    let visible = rows.iter().skip(model.overview.top).take(usize::from(area.height));
    for (y, row) in (area.y..area.bottom()).zip(visible) {
        let place = Rect::new(area.x, y, area.width, 1);
        match row {
            Row::Blank => {}
            Row::Section(number) => section(model, *number, place.width.into()).render(place, buffer),
            Row::Item(number) => {
                if *number == model.overview.selected {
                    let here = model.overview.pane == Pane::List || !model.layout().side_by_side;
                    let role = if here { Role::Selected } else { Role::SelectedAway };
                    buffer.set_style(place, model.theme.style(role));
                }
                if let Some(reviewed) = items.get(*number) {
                    item(model, reviewed, *number, place.width.into()).render(place, buffer);
                }
            }
        }
    }
}

/// The item in the visible row `y` of the list.
pub(in super::super) fn item_at(model: &Model, y: u16) -> Option<usize> {
    let height = usize::from(model.layout().list.height);
    match rows(model, height).get(model.overview.top + usize::from(y))? {
        Row::Item(number) => Some(*number),
        Row::Blank | Row::Section(_) => None,
    }
}

/// `1 Security and Environment Configuration   ━━━━━━────  3/5`
fn section(model: &Model, number: usize, room: usize) -> Line<'static> {
    let theme = &model.theme;
    let section = &model.review.sections[number];
    let title = model.catalogue.section(&section.id).map_or(&section.id, |section| &section.title);
    let counter = section.counter();
    let gauge = if room >= WIDE { 10 } else { section.total().min(5) };
    let right = gauge + 2 + width(&counter) + 1;
    let left = fit(&safe_line(title), room.saturating_sub(right + 5));
    let mut spans = vec![
        Span::styled(format!(" {} ", number + 1), theme.style(Role::Key)),
        Span::styled(left, theme.style(Role::Heading)),
        Span::raw("  "),
    ];
    spans.extend(bar::line(section.done(), section.total(), gauge, theme));
    spans.push(Span::styled(format!("  {counter} "), theme.style(Role::Strong)));
    Line::from(spans)
}

/// ` ▸ ✗ fail     Disable Debug Mode                 critical `
fn item(model: &Model, item: &ReviewItem, number: usize, room: usize) -> Line<'static> {
    let theme = &model.theme;
    let front = match (number == model.overview.selected, model.marked.contains(&number)) {
        (true, true) => " ◉ ",
        (true, false) => " ▸ ",
        (false, true) => " ● ",
        (false, false) => "   ",
    };
    let waits = item.verdict.is_some() || model.is_scanning();
    let mark = if waits { marks::status(item.status) } else { marks::UNJUDGED };
    let title = model.catalogue.item(&item.id).map_or(item.id.as_str(), |item| item.title.as_str());
    let severity = if room >= WIDE { item.severity.as_str() } else { marks::severity_short(item.severity) };
    let severity_room = if room >= WIDE { 11 } else { 4 };
    let note =
        if item.decision.as_ref().is_some_and(|decision| decision.note.is_some()) { "✎" } else { " " };
    let used = 3 + 2 + marks::WORD + 1 + 1 + 1 + severity_room + 1;
    Line::from(vec![
        Span::styled(front, theme.style(Role::Marker)),
        Span::styled(format!("{} ", mark.symbol), theme.style(mark.role)),
        Span::styled(fit(mark.word, marks::WORD + 1), theme.style(mark.role)),
        Span::raw(fit(&safe_line(title), room.saturating_sub(used))),
        Span::styled(format!("{note} "), theme.style(Role::Human)),
        Span::styled(format!("{severity:<severity_room$} "), theme.style(marks::severity(item.severity))),
    ])
}

/// The selected item in short, under the list of narrow terminals.
pub(in super::super) fn draw_preview(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let theme = &model.theme;
    let room = usize::from(area.width).saturating_sub(2);
    let rule = Span::styled("─".repeat(area.width.into()), theme.style(Role::Faint));
    Line::from(rule).render(Rect { height: 1, ..area }, buffer);

    let mut lines: Vec<Line<'static>> = Vec::new();
    let asks = model.item().map_or("", |item| item.asks.as_str());
    match model.item_report() {
        Some(report) => {
            let mark = marks::verdict(Some(report.outcome.verdict()));
            let mut spans =
                vec![Span::styled(format!("{} {}  ", mark.symbol, mark.word), theme.style(mark.role))];
            spans.extend(prose(report.outcome.summary(), theme));
            lines.extend(wrap(&spans, room, 0).into_iter().take(2));
            if let Some(place) = model.place() {
                let text = place.text.lines().next().unwrap_or_default().trim();
                let count = report.outcome.evidence().len();
                let number =
                    if count > 1 { format!("  {}/{count}", model.overview.place + 1) } else { String::new() };
                let place = cut(&safe_line(&format!("{}:{}{number}", place.path, place.line)), room);
                let left = room.saturating_sub(width(&place) + 2);
                lines.push(Line::from(vec![
                    Span::styled(place, theme.style(Role::Muted)),
                    Span::styled(format!("  {}", cut(&safe_line(text), left)), theme.style(Role::Code)),
                ]));
            }
        }
        None => lines.extend(wrap(&prose(asks, theme), room, 0)),
    }
    let decision = model.review_item().and_then(|item| item.decision.as_ref());
    if let Some(decision) = decision {
        let text = super::detail::decided(decision);
        lines.push(Line::styled(cut(&safe_line(&text), room), theme.style(Role::Human)));
    } else if lines.len() < 4 && model.item_report().is_some() {
        lines.extend(
            wrap(&prose(asks, theme), room, 0)
                .into_iter()
                .map(|line| line.patch_style(Style::default().patch(theme.style(Role::Muted)))),
        );
    }
    for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
        line.render(Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1), buffer);
    }
}
