//! The pane of a verification command: the command in full, its output, how it ended.

use ratatui::text::{Line, Span};

use super::super::model::Model;
use super::super::text::{safe_line, wrap};
use super::super::theme::Role;
use super::super::trial::{End, Trial};
use super::super::update::counted;

/// The signs that something moves, one a beat.
const SPINNER: [&str; 4] = ["|", "/", "-", "\\"];

pub(in super::super) fn lines(model: &Model, trial: &Trial, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let mut lines = Vec::new();
    for (number, line) in trial.command.lines().enumerate() {
        let prompt = if number == 0 { "$ " } else { "  " };
        let spans = [
            Span::styled(prompt, theme.style(Role::Key)),
            Span::styled(safe_line(line), theme.style(Role::Code)),
        ];
        lines.extend(wrap(&spans, room, 2));
    }
    lines.push(Line::default());
    if trial.dropped > 0 {
        let text = counted(trial.dropped, "earlier line is", "earlier lines are");
        lines.push(Line::styled(format!("… {text} not kept"), theme.style(Role::Muted)));
    }
    for line in &trial.lines {
        lines.extend(wrap(&[Span::raw(safe_line(line))], room, 0));
    }
    if !trial.lines.is_empty() {
        lines.push(Line::default());
    }
    let seconds = model.now.duration_since(trial.begun).as_secs().max(0);
    let (text, role) = match &trial.end {
        None => (format!("{} runs for {seconds} s", SPINNER[trial.beat % SPINNER.len()]), Role::Caution),
        Some(End::Status(0)) => ("✓ succeeded (status 0)".to_owned(), Role::Good),
        Some(End::Status(status)) => (format!("✗ failed (status {status})"), Role::Bad),
        Some(End::Stopped) => ("× stopped".to_owned(), Role::Caution),
        Some(End::Failed(why)) => (format!("✗ {}", safe_line(why)), Role::Error),
    };
    lines.extend(wrap(&[Span::styled(text, theme.style(role))], room, 2));
    lines
}
