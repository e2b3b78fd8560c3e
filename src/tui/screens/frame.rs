//! What stands around every screen: the bar at the top, the line of messages, the keys at the bottom.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget as _;

use super::super::action::Action;
use super::super::chord::Chord;
use super::super::filter::Filter;
use super::super::layout::{Layout, MIN_HEIGHT, MIN_WIDTH};
use super::super::model::{Model, Pane};
use super::super::notices::Level;
use super::super::text::{cut, safe_line, width, wrap};
use super::super::theme::Role;
use super::super::widgets::bar;
use super::messages;
use crate::review::Call;

/// Says that the terminal is too small, and which size is needed.
pub(in super::super) fn draw_too_small(model: &Model, area: Rect, buffer: &mut Buffer) {
    let text = format!(
        "Too small: {} x {} here, {MIN_WIDTH} x {MIN_HEIGHT} needed. Make the window larger; {} quits.",
        area.width,
        area.height,
        model.keys.key(Action::Quit),
    );
    for (y, line) in (area.y..area.bottom()).zip(wrap(&[Span::raw(text)], area.width.into(), 0)) {
        line.render(Rect::new(area.x, y, area.width, 1), buffer);
    }
}

/// `gonogo  shop · main 3f2c1ab · changed                 17/30  NO-GO`
pub(in super::super) fn draw_bar(model: &Model, area: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    buffer.set_style(area, theme.style(Role::Bar));
    let (word, role) = match model.review.call() {
        _ if model.report.is_none() && model.scan.error.is_some() => (" not judged ", Role::Pending),
        _ if model.report.is_none() => (" scanning ", Role::Pending),
        Call::Go => (" GO ", Role::Go),
        Call::NoGo => (" NO-GO ", Role::NoGo),
    };
    let counter = format!("{}/{} ", model.review.done(), model.review.total());
    let right_width = width(&counter) + width(word);
    let right = Line::from(vec![
        Span::styled(counter, theme.style(Role::Brand)),
        Span::styled(word, theme.style(role)),
    ]);
    let brand = " gonogo  ";
    let room = usize::from(area.width).saturating_sub(right_width + width(brand) + 1);
    let left = Line::from(vec![
        Span::styled(brand, theme.style(Role::Brand)),
        Span::styled(cut(&place(model), room), theme.style(Role::Bar)),
    ]);
    left.render(area, buffer);
    let start = usize::from(area.width).saturating_sub(right_width);
    if let Ok(start) = u16::try_from(start) {
        right.render(Rect::new(area.x + start, area.y, area.width - start, 1), buffer);
    }
}

/// The repository, its branch and commit.
fn place(model: &Model) -> String {
    let mut parts = vec![safe_line(&model.name)];
    if let Some(report) = &model.report {
        let repository = &report.repository;
        let commit = repository.commit.as_deref().map(|commit| commit.chars().take(7).collect::<String>());
        let branch = repository.branch.as_deref().map(safe_line);
        let head: Vec<String> = branch.into_iter().chain(commit).collect();
        if !head.is_empty() {
            parts.push(head.join(" "));
        }
    }
    if let (Some(me), Some(with)) = (&model.identity, model.with.first()) {
        let more = if model.with.len() > 1 { " and others" } else { "" };
        parts.push(safe_line(&format!("{} with {}{more}", me.name, with.name)));
    }
    if model.report.as_ref().is_some_and(|report| report.repository.dirty) {
        parts.push("uncommitted changes".to_owned());
    }
    parts.join(" · ")
}

/// Which items are shown and which are marked, where that is not simply all and none.
fn chosen(model: &Model) -> Option<String> {
    let mut parts = Vec::new();
    if model.filter != Filter::All {
        let key = model.keys.key(Action::ShowAll);
        parts.push(format!("only {}: {}; {key} shows all", model.filter.word(), model.filter.meaning()));
    }
    if !model.marked.is_empty() {
        let (tick, waive) = (model.keys.key(Action::Tick), model.keys.key(Action::Waive));
        parts.push(format!("{} marked: {tick} and {waive} decide them together", model.marked.len()));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Which settings module is judged and why, or how far the scan is.
pub(in super::super) fn draw_project(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let theme = &model.theme;
    let room = usize::from(area.width).saturating_sub(2);
    let shown = chosen(model);
    let line = if let Some(text) = shown.filter(|_| !model.is_scanning()) {
        Line::styled(cut(&text, room), theme.style(Role::Marker))
    } else if let Some(progress) = &model.scan.running {
        let step = if progress.step.is_empty() { "reading the repository" } else { &progress.step };
        let counts = match (progress.done, progress.total) {
            (0, _) => "…".to_owned(),
            (done, 0) => format!("  {done}"),
            (done, total) => format!("  {done}/{total}"),
        };
        let mut spans = bar::line(progress.done, progress.total, 10.min(room), theme).to_vec();
        spans.push(Span::raw(cut(&safe_line(&format!("  {step}{counts}")), room.saturating_sub(10))));
        Line::from(spans)
    } else if let Some(report) = &model.report {
        let project = &report.project;
        let module = safe_line(&project.settings_module);
        let why = format!("  {}", safe_line(&project.settings_reason));
        let left = room.saturating_sub(width("settings  ") + width(&module));
        Line::from(vec![
            Span::styled("settings  ", theme.style(Role::Muted)),
            Span::styled(cut(&module, room.saturating_sub(10)), theme.style(Role::Strong)),
            Span::styled(cut(&why, left), theme.style(Role::Muted)),
        ])
    } else {
        let key = model.keys.key(Action::Rescan);
        Line::styled(
            cut(&format!("no verdicts: the scan did not end; {key} tries again"), room),
            theme.style(Role::Error),
        )
    };
    line.render(Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }, buffer);
}

/// The newest thing to say, or how many errors wait to be read.
pub(in super::super) fn draw_message(model: &Model, area: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    let room = usize::from(area.width).saturating_sub(2);
    let Some(notice) = model.notices.current() else {
        if let Some(progress) = model.scan.running.as_ref().filter(|_| model.layout().project.height == 0) {
            let step = if progress.step.is_empty() { "scanning" } else { &progress.step };
            let text = cut(&safe_line(&format!("· {step}…")), room);
            Line::styled(text, theme.style(Role::Muted)).render(inside(area), buffer);
        }
        return;
    };
    let (symbol, role) = messages::mark(notice.level);
    let rest = notice.text.lines().nth(1).is_some();
    let unread = model.notices.unread();
    let tail = match notice.level {
        Level::Info => String::new(),
        _ if unread > 1 => format!("  {} reads all {unread}", model.keys.key(Action::Messages)),
        _ => format!("  {} reads it", model.keys.key(Action::Messages)),
    };
    let first = notice.text.lines().next().unwrap_or_default();
    let more = if rest { "…" } else { "" };
    let text = cut(&safe_line(&format!("{symbol} {first}{more}")), room.saturating_sub(width(&tail)));
    let spans = vec![Span::styled(text, theme.style(role)), Span::styled(tail, theme.style(Role::Key))];
    Line::from(spans).render(inside(area), buffer);
}

fn inside(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

/// The keys of the place where the person is: as many as fit, the most important first.
pub(in super::super) fn draw_footer(model: &Model, area: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    let mut spans: Vec<Span<'static>> = vec![Span::raw(" ")];
    for hint in hints(model, area.width) {
        spans.push(Span::styled(hint.key.to_string(), theme.style(Role::Key)));
        spans.push(Span::styled(format!(" {}  ", hint.label), theme.style(Role::Muted)));
    }
    Line::from(spans).render(area, buffer);
}

/// One key in the footer: what it is called, and the columns that it takes.
struct Hint {
    key: Chord,
    label: String,
    columns: Range<u16>,
}

fn hints(model: &Model, room: u16) -> Vec<Hint> {
    let mut at = 1;
    let mut hints = Vec::new();
    for binding in model.keys.footer(model.context()) {
        let key = binding.keys[0];
        let wide = width(&key.to_string()) + 1 + width(&binding.label);
        let end = at + u16::try_from(wide).unwrap_or(u16::MAX / 2);
        if end + 1 > room {
            break;
        }
        hints.push(Hint { key, label: binding.label.clone(), columns: at..end });
        at = end + 2;
    }
    hints
}

/// The key that the footer shows in column `x`.
pub(in super::super) fn key_at(model: &Model, x: u16) -> Option<Chord> {
    let hints = hints(model, model.layout().footer.width);
    hints.into_iter().find(|hint| hint.columns.contains(&x)).map(|hint| hint.key)
}

/// The rule between the panes; it stands out where the keys go to the details.
pub(in super::super) fn draw_rule(model: &Model, layout: &Layout, buffer: &mut Buffer) {
    let (symbol, role) = match model.overview.pane {
        Pane::List => ("│", Role::Faint),
        Pane::Detail => ("┃", Role::Key),
    };
    for y in layout.rule.y..layout.rule.bottom() {
        if let Some(cell) = buffer.cell_mut((layout.rule.x, y)) {
            cell.set_symbol(symbol).set_style(model.theme.style(role));
        }
    }
}
