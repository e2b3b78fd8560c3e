//! The details of the selected item: what was found, what to do, what people said.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::marks;
use super::super::model::{Asked, Model};
use super::super::place::Kind;
use super::super::source::Source;
use super::super::text::{cut, prose, safe_line, styled_prose, wrap};
use super::super::theme::{Role, Theme};
use super::super::update::counted;
use super::evidence;
use crate::base::RepoPath;
use crate::catalogue::Item;
use crate::model::{Decision, DecisionKind, ItemReport, Verdict};
use crate::review::{Because, ReviewItem};

/// How many findings are listed; the rest is counted.
const FINDINGS: usize = 50;

/// The longest line of running text, columns: longer ones are hard to read. Source may be wider.
const MEASURE: usize = 100;

/// The whole text, `room` columns wide.
pub(in super::super) fn lines(model: &Model, room: usize) -> Vec<Line<'static>> {
    let (Some(item), Some(reviewed)) = (model.item(), model.review_item()) else { return Vec::new() };
    let mut page = Page::new(model, room);
    page.title(item);
    page.verdict(model, reviewed);
    page.decision(reviewed);
    page.changed(model);
    page.source(model, room);
    if let Some(report) = model.item_report() {
        page.found(model, report);
    }
    page.why(item);
    page.fix(model.item_report(), item);
    page.verify(item);
    page.references(item);
    page.lines
}

/// What a person decides by: what was found, why it matters, how to verify it. The left one of two columns.
pub(in super::super) fn story(model: &Model, room: usize) -> Vec<Line<'static>> {
    let (Some(item), Some(reviewed)) = (model.item(), model.review_item()) else { return Vec::new() };
    let mut page = Page::new(model, room);
    page.title(item);
    page.verdict(model, reviewed);
    page.decision(reviewed);
    page.changed(model);
    if let Some(report) = model.item_report() {
        page.found(model, report);
    }
    page.why(item);
    page.verify(item);
    page.references(item);
    page.lines
}

/// What it rests on and what to do: the source, the remedy. The right one of two columns.
pub(in super::super) fn ground(model: &Model, room: usize) -> Vec<Line<'static>> {
    let Some(item) = model.item() else { return Vec::new() };
    let mut page = Page::new(model, room);
    page.source(model, room);
    page.fix(model.item_report(), item);
    page.lines
}

/// `waived by Ada Example on 2026-11-22`
pub(in super::super) fn decided(decision: &Decision) -> String {
    let word = match &decision.kind {
        DecisionKind::Ticked => "ticked",
        DecisionKind::Waived(_) => "waived",
        DecisionKind::Noted => "noted",
    };
    let day = crate::base::clock::day(decision.at);
    format!("{word} by {} on {day}", decision.by.name)
}

struct Page<'m> {
    lines: Vec<Line<'static>>,
    room: usize,
    theme: &'m Theme,
}

impl<'m> Page<'m> {
    fn new(model: &'m Model, room: usize) -> Self {
        Self { lines: Vec::new(), room: room.clamp(1, MEASURE), theme: &model.theme }
    }

    fn source(&mut self, model: &Model, room: usize) {
        let source = evidence::lines(model, room.max(1));
        if !source.is_empty() {
            self.blank();
            self.lines.extend(source);
        }
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        self.lines.push(Line::styled(cut(text, self.room), self.theme.style(Role::Heading)));
    }

    fn text(&mut self, text: &str) {
        self.lines.extend(wrap(&prose(text, self.theme), self.room, 0));
    }

    /// `• text`, further lines under the text.
    fn point(&mut self, symbol: &str, role: Role, text: &str) {
        let mut spans = vec![Span::styled(format!("{symbol} "), self.theme.style(role))];
        spans.extend(prose(text, self.theme));
        self.lines.extend(wrap(&spans, self.room, 2));
    }

    fn title(&mut self, item: &Item) {
        let strong = self.theme.style(Role::Strong);
        self.lines.extend(wrap(&[Span::styled(safe_line(&item.title), strong)], self.room, 0));
        let spans = [
            Span::styled(format!("{} · ", item.id), self.theme.style(Role::Muted)),
            Span::styled(item.severity.as_str(), self.theme.style(marks::severity(item.severity))),
        ];
        self.lines.extend(wrap(&spans, self.room, 0));
    }

    /// The machine's word with its summary, and what the item counts as.
    fn verdict(&mut self, model: &Model, item: &ReviewItem) {
        self.blank();
        let mark = marks::verdict(item.verdict);
        let style = self.theme.style(mark.role);
        let mut spans = vec![Span::styled(format!("{} {}  ", mark.symbol, mark.word), style)];
        match model.item_report() {
            Some(report) => spans.extend(prose(report.outcome.summary(), self.theme)),
            None if model.scan.error.is_some() => spans.push(Span::raw("the scan did not end")),
            None => spans.push(Span::raw("the scan has not judged this item yet")),
        }
        self.lines.extend(wrap(&spans, self.room, 2));

        let mark = marks::status(item.status);
        let state = if item.status.done { "done: " } else { "open: " };
        let spans = [
            Span::styled(format!("{} {state}", mark.symbol), self.theme.style(mark.role)),
            Span::styled(item.status.because.sentence(), self.theme.style(mark.role)),
        ];
        self.lines.extend(wrap(&spans, self.room, 2));
    }

    /// The person's word: who, when, at which commit, and why.
    fn decision(&mut self, item: &ReviewItem) {
        let Some(decision) = &item.decision else { return };
        self.heading("Decision");
        let human = self.theme.style(Role::Human);
        let at = decision.commit.as_deref().map_or_else(String::new, |commit| {
            format!(" at commit {}", commit.chars().take(10).collect::<String>())
        });
        let text = format!("{}{at}", decided(decision));
        self.lines.extend(wrap(&[Span::styled(safe_line(&text), human)], self.room, 2));
        for person in &decision.with {
            self.text(&format!("together with {person}"));
        }
        if let DecisionKind::Waived(waiver) = &decision.kind {
            let until = waiver.until.map_or_else(String::new, |day| format!(" until {day}"));
            let ticket = waiver.ticket.as_deref().map_or_else(String::new, |ticket| format!(" · {ticket}"));
            let past = if item.status.because == Because::Expired { " (past)" } else { "" };
            self.text(&format!("{}{until}{past}{ticket}", waiver.kind.as_str()));
            self.quote(&waiver.reason);
        }
        if let Some(note) = &decision.note {
            for line in note.lines() {
                self.quote(line);
            }
        }
    }

    /// What has changed under a stale decision, old against new.
    fn changed(&mut self, model: &Model) {
        let Some(asked) = model.review_item().and_then(|item| model.compared.get(&item.id)) else { return };
        self.heading("What has changed since the decision");
        match asked {
            Asked::Waiting => self.text("reading the commit that it was made on…"),
            Asked::Known(Err(why)) => self.text(&format!("that cannot be told: {why}")),
            Asked::Known(Ok(changes)) if changes.is_empty() => {
                self.text(
                    "nothing that this version of gonogo records: the decision was made with another one",
                );
            }
            Asked::Known(Ok(changes)) => {
                for change in changes {
                    self.text(&change.what);
                    for (symbol, role, values) in
                        [("-", Role::Bad, &change.then), ("+", Role::Good, &change.now)]
                    {
                        for line in values.iter().flat_map(|value| value.lines()) {
                            let spans = [Span::styled(
                                format!("  {symbol} {}", safe_line(line)),
                                self.theme.style(role),
                            )];
                            self.lines.extend(wrap(&spans, self.room, 4));
                        }
                    }
                }
            }
        }
    }

    /// Words that a person wrote.
    fn quote(&mut self, text: &str) {
        let mut spans = vec![Span::styled("▎ ", self.theme.style(Role::Human))];
        spans.push(Span::raw(safe_line(text)));
        self.lines.extend(wrap(&spans, self.room, 2));
    }

    /// What was not there, the traps, the findings.
    fn found(&mut self, model: &Model, report: &ItemReport) {
        let outcome = &report.outcome;
        if !outcome.absences().is_empty() {
            self.blank();
            for absence in outcome.absences() {
                self.point("∅", Role::Muted, &absence.sentence());
            }
        }
        if !outcome.warnings().is_empty() {
            self.heading("Also noticed");
            for warning in outcome.warnings() {
                let place = match (&warning.path, warning.line) {
                    (Some(path), Some(line)) => format!(" ({path}:{line})"),
                    (Some(path), None) => format!(" ({path})"),
                    (None, _) => String::new(),
                };
                self.point("!", Role::Caution, &format!("{}{place}", warning.message));
            }
        }
        let findings = outcome.findings();
        if !findings.is_empty() {
            self.heading(&counted(findings.len(), "finding", "findings"));
            let state = model.ledger.state();
            let shown = model.place().and_then(|place| match place.kind {
                Kind::Finding(finding) => Some(finding),
                _ => None,
            });
            for finding in findings.iter().take(FINDINGS) {
                let dismissal = state.dismissal(&report.id, &finding.fingerprint);
                let (symbol, role) = match (shown == Some(finding), dismissal) {
                    (true, _) => ("▸", Role::Marker),
                    (false, Some(_)) => ("~", Role::Human),
                    (false, None) => ("•", Role::Bad),
                };
                self.point(symbol, role, &format!("{} ({}:{})", finding.message, finding.path, finding.line));
                if let Some(one) = dismissal {
                    self.quote(&format!("dismissed by {}: {}", one.by.name, one.reason));
                }
            }
            if findings.len() > FINDINGS {
                self.text(&format!("… and {} more", findings.len() - FINDINGS));
            }
        }
    }

    fn why(&mut self, item: &Item) {
        self.heading("Why it matters");
        self.text(&item.asks);
        self.text(&item.why);
    }

    /// How to fix it: the detector's advice first, it knows the project's names.
    fn fix(&mut self, report: Option<&ItemReport>, item: &Item) {
        let met = report
            .is_some_and(|report| matches!(report.outcome.verdict(), Verdict::Pass | Verdict::NotApplicable));
        self.heading(if met { "How to meet it" } else { "How to fix it" });
        if let Some(advice) = report.and_then(|report| report.outcome.advice()) {
            self.point("→", Role::Marker, advice);
        }
        self.text(&item.fix.text);
        for example in &item.fix.examples {
            self.blank();
            self.lines.push(Line::styled(
                cut(&safe_line(&example.title), self.room),
                self.theme.style(Role::Muted),
            ));
            self.code(&example.language, &example.code);
        }
    }

    fn code(&mut self, language: &str, code: &str) {
        let path = RepoPath::new(file_name(language)).unwrap_or_else(RepoPath::root);
        let source = Source::new(&path, code);
        for number in 1..=source.len() {
            let mut spans = vec![Span::styled("  │ ", self.theme.style(Role::Faint))];
            for (text, role) in source.line(number) {
                let style = if *role == Role::Text { Style::default() } else { self.theme.style(*role) };
                spans.push(Span::styled(text.clone(), style));
            }
            self.lines.extend(wrap(&spans, self.room, 4));
        }
    }

    fn verify(&mut self, item: &Item) {
        self.heading("How to verify it by hand");
        self.text(&item.verify.text);
        if let Some(command) = &item.verify.command {
            for (number, line) in command.lines().enumerate() {
                let prompt = if number == 0 { "  $ " } else { "    " };
                let spans = [
                    Span::styled(prompt, self.theme.style(Role::Faint)),
                    Span::styled(safe_line(line), self.theme.style(Role::Code)),
                ];
                self.lines.extend(wrap(&spans, self.room, 4));
            }
        }
    }

    fn references(&mut self, item: &Item) {
        self.heading("Read on");
        for page in &item.references {
            self.text(&page.title);
            self.lines.extend(wrap(
                &styled_prose(&page.url, self.theme, self.theme.style(Role::Muted)),
                self.room,
                0,
            ));
        }
    }
}

/// A file name that tells a highlighter the language, by the catalogue's name of it.
fn file_name(language: &str) -> &str {
    match language {
        "python" => "example.py",
        "shell" => "example.sh",
        "dockerfile" => "Dockerfile",
        "nginx" => "nginx.conf",
        "yaml" => "example.yml",
        _ => "example.txt",
    }
}
