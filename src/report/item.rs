//! One item of a scan for people: the machine's word, the person's word, the places, what to do.

use super::excerpt::excerpt;
use super::page::{Ink, Page, Piece, piece, prose};
use crate::catalogue::Item;
use crate::model::{Decision, DecisionKind, Evidence, ItemReport, Verdict, Warning};
use crate::review::{Because, ReviewItem};

/// The columns before an item's texts.
const INDENT: usize = 12;
/// The most places that are shown of one item.
const PLACES: usize = 3;
/// The most findings that are shown of one item.
const FINDINGS: usize = 5;

/// Shows one item: in a line or two where it is done, with the deciding lines where somebody must act. A summary that
/// another item had word for word (`repeated`) is cut at its colon.
pub fn item(page: &mut Page, item: &Item, entry: &ItemReport, reviewed: &ReviewItem, repeated: bool) {
    let outcome = &entry.outcome;
    let summary = match outcome.summary().split_once(": ") {
        Some((start, _)) if repeated => start,
        _ => outcome.summary(),
    };
    let done = reviewed.status.done;
    if done {
        let text = [piece(&item.title, Ink::Strong), piece(" · ", Ink::Dim)];
        page.wrap(verdict(outcome.verdict()), INDENT, text.into_iter().chain(prose(summary)));
    } else {
        let mut left = verdict(outcome.verdict());
        left.push(piece(&item.title, Ink::Strong));
        left.push(piece(format!("  {}", item.id), Ink::Dim));
        page.spread(left, vec![piece(item.severity.as_str(), super::catalogue::severity_ink(item.severity))]);
        page.wrap(margin(), INDENT, prose(summary));
    }
    if let Some(decision) = &reviewed.decision {
        person(page, decision, reviewed.status.because);
    }
    if !done {
        places(page, entry);
        if let Some(advice) = outcome.advice() {
            let first = vec![piece(" ".repeat(INDENT), Ink::Plain), piece("→ ", Ink::Good)];
            page.wrap(first, INDENT + 2, prose(advice));
        }
    }
    for warning in outcome.warnings() {
        warn(page, warning);
    }
}

/// The mark and the word of a verdict, in a column of its own: the mark alone never carries it.
fn verdict(verdict: Verdict) -> Vec<Piece> {
    let (mark, ink) = match verdict {
        Verdict::Pass => ("✓", Ink::Good),
        Verdict::Fail => ("✗", Ink::Bad),
        Verdict::NotApplicable => ("–", Ink::Dim),
        Verdict::Review => ("?", Ink::Doubt),
    };
    vec![piece(format!("  {mark} {:<8}", verdict.label()), ink)]
}

fn margin() -> Vec<Piece> {
    vec![piece(" ".repeat(INDENT), Ink::Plain)]
}

/// What a person said, and what it counts for.
fn person(page: &mut Page, decision: &Decision, because: Because) {
    let by = &decision.by.name;
    let day = crate::base::clock::day(decision.at);
    let said = match &decision.kind {
        DecisionKind::Ticked => format!("ticked by {by} on {day}"),
        DecisionKind::Noted => format!("noted by {by} on {day}"),
        DecisionKind::Waived(waiver) => {
            let until = waiver.until.map_or_else(String::new, |until| format!(" until {until}"));
            let ticket = waiver.ticket.as_ref().map_or_else(String::new, |ticket| format!(" [{ticket}]"));
            format!("waived by {by} on {day}{until} ({}): {}{ticket}", waiver.kind.as_str(), waiver.reason)
        }
    };
    let mut text = vec![piece(said, Ink::Plain)];
    match because {
        Because::Contradiction | Because::Stale | Because::Expired | Because::ObsoleteWaiver => {
            text.push(piece(" — ", Ink::Dim));
            text.push(piece(because.sentence(), Ink::Doubt));
        }
        _ => {}
    }
    page.wrap(vec![piece(" ".repeat(INDENT), Ink::Plain), piece("● ", Ink::Code)], INDENT + 2, text);
    if let Some(note) = &decision.note {
        page.wrap(vec![piece(" ".repeat(INDENT + 2), Ink::Plain)], INDENT + 2, [piece(note, Ink::Dim)]);
    }
}

/// The deciding places, the findings, and what was looked for in vain.
fn places(page: &mut Page, entry: &ItemReport) {
    let outcome = &entry.outcome;
    let mut shown: Vec<&Evidence> = Vec::new();
    for evidence in outcome.evidence() {
        if !shown.iter().any(|other| other.path == evidence.path && other.line == evidence.line) {
            shown.push(evidence);
        }
    }
    for evidence in shown.iter().take(PLACES) {
        excerpt(page, INDENT, evidence);
    }
    more(page, shown.len(), PLACES, "place");
    for finding in outcome.findings().iter().take(FINDINGS) {
        let place = piece(format!("{}:{} ", finding.path, finding.line), Ink::Code);
        page.wrap(margin(), INDENT + 2, [place].into_iter().chain(prose(&finding.message)));
    }
    more(page, outcome.findings().len(), FINDINGS, "finding");
    for absence in outcome.absences() {
        let text = absence.sentence();
        page.wrap(margin(), INDENT, [piece(text, Ink::Dim)]);
    }
}

fn more(page: &mut Page, count: usize, shown: usize, noun: &str) {
    if let Some(rest) = count.checked_sub(shown).filter(|rest| *rest > 0) {
        let plural = if rest == 1 { "" } else { "s" };
        page.line([piece(format!("{}… and {rest} more {noun}{plural}", " ".repeat(INDENT)), Ink::Dim)]);
    }
}

fn warn(page: &mut Page, warning: &Warning) {
    let place = match (&warning.path, warning.line) {
        (Some(path), Some(line)) => format!("{path}:{line} "),
        (Some(path), None) => format!("{path} "),
        (None, _) => String::new(),
    };
    let first = vec![piece(" ".repeat(INDENT), Ink::Plain), piece("! ", Ink::Doubt)];
    page.wrap(first, INDENT + 2, [piece(place, Ink::Code)].into_iter().chain(prose(&warning.message)));
}
