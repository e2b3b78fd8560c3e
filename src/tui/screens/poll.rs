//! The go/no-go poll at the end of the walkthrough: what every section says, what is still open, the waivers with their
//! dates, and the sign-offs.

use jiff::civil::Date;
use ratatui::text::{Line, Span};

use super::super::action::Action;
use super::super::marks;
use super::super::model::Model;
use super::super::text::{fit, safe_line, wrap};
use super::super::theme::Role;
use super::super::update::counted;
use crate::base::clock;
use crate::model::{DecisionKind, Severity, Waiver};
use crate::review::{Blocker, Call, ReviewItem};

/// The widest the poll gets: beyond that, words and the call of a section are too far apart.
const MEASURE: usize = 100;

pub(in super::super) fn lines(model: &Model, room: usize) -> Vec<Line<'static>> {
    let mut page = Poll { lines: Vec::new(), room: room.min(MEASURE), model };
    page.release();
    page.sections();
    page.whole();
    page.open();
    page.rules();
    page.waivers();
    page.sign_offs();
    page.lines
}

struct Poll<'m> {
    lines: Vec<Line<'static>>,
    room: usize,
    model: &'m Model,
}

impl Poll<'_> {
    fn heading(&mut self, text: &str) {
        self.lines.push(Line::default());
        self.lines.push(Line::styled(text.to_owned(), self.model.theme.style(Role::Heading)));
    }

    fn row(&mut self, spans: &[Span<'static>], indent: usize) {
        self.lines.extend(wrap(spans, self.room, indent));
    }

    fn call(&self, call: Call) -> Span<'static> {
        let role = if call == Call::Go { Role::Go } else { Role::NoGo };
        Span::styled(format!(" {:^5} ", call.label()), self.model.theme.style(role))
    }

    /// `Release 2.4.0`
    fn release(&mut self) {
        let theme = &self.model.theme;
        let spans = if let Some(name) = &self.model.ledger.state().release.name {
            [
                Span::styled("Release ".to_owned(), theme.style(Role::Muted)),
                Span::styled(safe_line(name), theme.style(Role::Strong)),
            ]
        } else {
            let key = self.model.keys.key(Action::Release);
            [
                Span::styled(key, theme.style(Role::Key)),
                Span::styled(" names the release".to_owned(), theme.style(Role::Muted)),
            ]
        };
        self.row(&spans, 2);
        self.lines.push(Line::default());
    }

    /// `Security and Environment Configuration   3/5   NO-GO`
    fn sections(&mut self) {
        let theme = &self.model.theme;
        for section in &self.model.review.sections {
            let title =
                self.model.catalogue.section(&section.id).map_or(&section.id, |section| &section.title);
            let open = section.total() - section.done();
            let left = if open == 0 { "nothing open".to_owned() } else { format!("{open} open") };
            let call = self.model.review.section_call(&section.id);
            let name = fit(&safe_line(title), self.room.saturating_sub(30).clamp(12, 44));
            self.lines.push(Line::from(vec![
                self.call(call),
                Span::styled(format!("  {name}"), theme.style(Role::Strong)),
                Span::raw(format!("  {}  ", section.counter())),
                Span::styled(left, theme.style(if open == 0 { Role::Muted } else { Role::Caution })),
            ]));
        }
    }

    fn whole(&mut self) {
        let review = &self.model.review;
        let theme = &self.model.theme;
        let text = match (review.call(), review.blockers.len()) {
            (Call::Go, _) => "nothing stands in the way".to_owned(),
            (Call::NoGo, 1) => "one thing stands in the way".to_owned(),
            (Call::NoGo, several) => format!("{several} things stand in the way"),
        };
        let gate = match self.model.ledger.state().gate.fail_on {
            Severity::Critical => "gate: the critical items",
            Severity::Recommended => "gate: the critical and the recommended items",
            Severity::Optional => "gate: every item",
        };
        self.lines.push(Line::default());
        let spans = [
            self.call(review.call()),
            Span::styled("  The whole: ".to_owned(), theme.style(Role::Strong)),
            Span::raw(text),
            Span::styled(format!("  ({gate})"), theme.style(Role::Muted)),
        ];
        self.row(&spans, 9);
    }

    /// What is open and blocks, then what is open and does not.
    fn open(&mut self) {
        let review = &self.model.review;
        let blocks = |item: &ReviewItem| {
            review.blockers.iter().any(|one| matches!(one, Blocker::Item { id, .. } if *id == item.id))
        };
        let (blocking, other): (Vec<&ReviewItem>, Vec<&ReviewItem>) =
            review.items().filter(|item| !item.status.done).partition(|item| blocks(item));
        for (title, items) in [("Open, and in the way of GO", blocking), ("Open, and not in the way", other)]
        {
            if items.is_empty() {
                continue;
            }
            self.heading(title);
            for item in items {
                self.item(item);
            }
        }
    }

    /// What breaks the gate's rules though it is done, what ends soon or is left over, and how this checklist differs.
    fn rules(&mut self) {
        let review = &self.model.review;
        let broken = review
            .blockers
            .iter()
            .filter(|one| !matches!(one, Blocker::Item { .. } | Blocker::SignOff { .. }))
            .map(ToString::to_string)
            .collect();
        let cautions = review.cautions.iter().map(ToString::to_string).collect();
        let alterations = review.alterations.iter().map(ToString::to_string).collect();
        let lists: [(&str, &str, Role, Vec<String>); 3] = [
            ("Against the gate's rules", "✗", Role::Bad, broken),
            ("To know", "!", Role::Caution, cautions),
            ("Other than the standard checklist", "/", Role::Human, alterations),
        ];
        for (title, symbol, role, lines) in lists.into_iter().filter(|list| !list.3.is_empty()) {
            self.heading(title);
            for line in lines {
                let style = self.model.theme.style(role);
                self.row(&[Span::styled(format!("  {symbol} "), style), Span::raw(safe_line(&line))], 4);
            }
        }
    }

    fn item(&mut self, item: &ReviewItem) {
        let theme = &self.model.theme;
        let mark = marks::status(item.status);
        let title = self.model.catalogue.item(&item.id).map_or(item.id.as_str(), |item| item.title.as_str());
        let spans = [
            Span::styled(
                format!("  {} {}", mark.symbol, fit(mark.word, marks::WORD + 1)),
                theme.style(mark.role),
            ),
            Span::raw(safe_line(title)),
            Span::styled(
                format!("  {}", item.severity.as_str()),
                theme.style(marks::severity(item.severity)),
            ),
        ];
        self.row(&spans, 4);
    }

    fn waivers(&mut self) {
        let today = clock::day(self.model.now);
        let waived: Vec<(&ReviewItem, &Waiver)> = self
            .model
            .review
            .items()
            .filter_map(|item| match &item.decision.as_ref()?.kind {
                DecisionKind::Waived(waiver) => Some((item, waiver)),
                DecisionKind::Ticked | DecisionKind::Noted => None,
            })
            .collect();
        if waived.is_empty() {
            return;
        }
        self.heading(&counted(waived.len(), "waiver", "waivers"));
        for (item, waiver) in waived {
            let theme = &self.model.theme;
            let mark = marks::status(item.status);
            let until = waiver.until.map_or_else(|| "without a date".to_owned(), |day| lasting(day, today));
            let by = item.decision.as_ref().map_or_else(String::new, |one| format!(", {}", one.by.name));
            let spans = [
                Span::styled(format!("  {} ", mark.symbol), theme.style(mark.role)),
                Span::raw(format!("{}  ", item.id)),
                Span::styled(until, theme.style(Role::Strong)),
                Span::styled(
                    safe_line(&format!("  {}{by}: ", waiver.kind.as_str())),
                    theme.style(Role::Muted),
                ),
                Span::raw(safe_line(&waiver.reason)),
            ];
            self.row(&spans, 4);
        }
    }

    fn sign_offs(&mut self) {
        let state = self.model.ledger.state();
        let missing: Vec<&String> = self
            .model
            .review
            .blockers
            .iter()
            .filter_map(|blocker| match blocker {
                Blocker::SignOff { role } => Some(role),
                _ => None,
            })
            .collect();
        self.heading("Sign-offs");
        let theme = &self.model.theme;
        for role in &missing {
            let spans = [
                Span::styled("  ✗ missing  ".to_owned(), theme.style(Role::Bad)),
                Span::raw(safe_line(role)),
            ];
            self.row(&spans, 4);
        }
        for signed in &state.sign_offs {
            let valid = !missing.contains(&&signed.role);
            let (symbol, role) = if valid { ("✓", Role::Human) } else { ("↻", Role::Caution) };
            let old = if valid { "" } else { " (the review has changed since)" };
            let text = format!(
                "{}: {} signed {} on {}{old}",
                signed.role,
                signed.by.name,
                signed.verdict.label(),
                clock::day(signed.at)
            );
            let spans =
                [Span::styled(format!("  {symbol} "), theme.style(role)), Span::raw(safe_line(&text))];
            self.row(&spans, 4);
        }
        if missing.is_empty() && state.sign_offs.is_empty() {
            let spans = [Span::styled("  nobody is asked to sign".to_owned(), theme.style(Role::Muted))];
            self.row(&spans, 2);
        }
    }
}

/// `until 2027-03-31, 129 days left`
fn lasting(day: Date, today: Date) -> String {
    let left = today.until(day).map_or(0, |span| span.get_days());
    match left {
        i32::MIN..0 => format!("until {day}, past"),
        0 => format!("until {day}, today"),
        1 => format!("until {day}, 1 day left"),
        days => format!("until {day}, {days} days left"),
    }
}
