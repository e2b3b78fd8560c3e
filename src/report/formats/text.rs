//! The review for people as plain text, a hundred columns wide: for a terminal, a mail or a ticket.

use super::words;
use crate::report::document::{Document, Group, Item};
use crate::report::page::{Ink, Page, piece, prose};

/// The columns: the same everywhere, since the output must not depend on who asks.
const WIDTH: usize = 100;
/// The columns before an item's texts.
const INDENT: usize = 6;
/// The most places and findings that are shown of one item.
const PLACES: usize = 5;

/// The report.
pub(super) fn render(document: &Document) -> String {
    let mut page = Page::new(WIDTH);
    header(&mut page, document);
    for group in [Group::Blocking, Group::Open] {
        let items: Vec<&Item> = document.group(group).collect();
        if items.is_empty() {
            continue;
        }
        let title = match group {
            Group::Blocking => "In the way",
            _ => "Open, below what the gate asks for",
        };
        heading(&mut page, title);
        for item in items {
            open(&mut page, item);
        }
    }
    decisions(&mut page, document);
    for section in &document.sections {
        page.gap();
        page.spread(
            vec![piece(&section.title, Ink::Strong)],
            vec![piece(format!("{}/{}", section.done, section.total), Ink::Plain)],
        );
        for item in document.items_of(&section.id) {
            let mark = if item.done { "✓" } else { "✗" };
            let first = format!("  {mark} {:<7}", item.verdict.label());
            let text = [piece(&item.title, Ink::Plain), piece(format!(" — {}", standing(item)), Ink::Plain)];
            page.wrap(vec![piece(first, Ink::Plain)], 11, text);
        }
    }
    rest(&mut page, document);
    page.to_text(false)
}

fn header(page: &mut Page, document: &Document) {
    page.line([piece(format!("Launch review of {}", words::subject(document)), Ink::Strong)]);
    page.gap();
    let headline = format!("{}: {}", document.call.label(), document.headline());
    page.wrap(Vec::new(), 2, [piece(headline, Ink::Strong)]);
    page.gap();
    let forge = document.repository.forge.as_ref();
    let rows = [
        ("commit", words::commit(document)),
        ("where", forge.map(|forge| forge.url.clone()).unwrap_or_default()),
        ("settings", words::settings(document)),
        ("because", document.project.settings_reason.clone()),
        ("gate", words::gate(document)),
        ("date", format!("{} (UTC)", document.date)),
    ];
    for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        page.wrap(vec![piece(format!("  {name:<10}"), Ink::Dim)], 12, prose(&value));
    }
}

fn heading(page: &mut Page, title: &str) {
    page.gap();
    page.line([piece(title, Ink::Strong)]);
}

fn standing(item: &Item) -> String {
    match &item.decision {
        Some(decision) if item.is_decided() => format!("{} ({})", item.standing(), words::decided(decision)),
        _ => item.standing(),
    }
}

fn open(page: &mut Page, item: &Item) {
    page.spread(
        vec![piece(format!("  ✗ {}  {}", item.title, item.id), Ink::Plain)],
        vec![piece(item.severity.as_str(), Ink::Plain)],
    );
    let margin = || vec![piece(" ".repeat(INDENT), Ink::Plain)];
    page.wrap(margin(), INDENT, [piece(standing(item), Ink::Plain)]);
    page.wrap(margin(), INDENT, prose(&item.summary));
    let findings = item.findings.iter().filter(|finding| finding.dismissed.is_none());
    let places = item
        .evidence
        .iter()
        .map(|place| {
            format!("{}:{}  {}", place.path, place.line, place.text.lines().next().unwrap_or_default().trim())
        })
        .chain(findings.map(|finding| format!("{}:{}  {}", finding.path, finding.line, finding.message)));
    let places: Vec<String> = places.collect();
    for place in places.iter().take(PLACES) {
        page.line([piece(format!("{}{place}", " ".repeat(INDENT)), Ink::Plain)]);
    }
    if places.len() > PLACES {
        page.line([piece(format!("{}… and {} more", " ".repeat(INDENT), places.len() - PLACES), Ink::Plain)]);
    }
    if let Some(advice) = &item.advice {
        page.wrap(vec![piece(format!("{}→ ", " ".repeat(INDENT)), Ink::Plain)], INDENT + 2, prose(advice));
    }
}

/// Waivers with everything that was recorded of them.
fn decisions(page: &mut Page, document: &Document) {
    let waivers = document.waivers();
    if waivers.is_empty() {
        return;
    }
    heading(page, "Waivers");
    for (item, decision, waiver) in waivers {
        page.spread(
            vec![piece(format!("  {}  {}", item.title, item.id), Ink::Plain)],
            vec![piece(words::kind(waiver), Ink::Plain)],
        );
        let ticket = waiver.ticket.as_ref().map_or_else(String::new, |ticket| format!(" [{ticket}]"));
        let until = words::until(waiver).map_or_else(String::new, |until| format!(", {until}"));
        let margin = || vec![piece(" ".repeat(INDENT), Ink::Plain)];
        page.wrap(margin(), INDENT, [piece(format!("{}{ticket}", waiver.reason), Ink::Plain)]);
        page.wrap(margin(), INDENT, [piece(format!("{}{until}", words::decided(decision)), Ink::Plain)]);
    }
}

/// Sign-offs, what changed since, warnings, files that were not read.
fn rest(page: &mut Page, document: &Document) {
    let mut list = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        page.gap();
        page.line([piece(title, Ink::Strong)]);
        for line in lines {
            page.wrap(vec![piece("  ", Ink::Plain)], 4, prose(&line));
        }
    };
    let signed = document.sign_offs.iter().map(|one| format!("{} — {}", words::signed(one), one.remark));
    list("Sign-offs", document.other_blockers().map(str::to_owned).chain(signed).collect());
    if let Some(since) = &document.since {
        list(
            "Changed since the last sign-off",
            since.changes.iter().map(|change| change.message.clone()).collect(),
        );
    }
    list("Not the standard checklist", document.alterations.iter().map(|one| one.message.clone()).collect());
    list("Warnings", document.warnings.iter().map(|warning| warning.message.clone()).collect());
    list("Not read", document.unread.iter().map(|file| format!("{}: {}", file.path, file.reason)).collect());
}
