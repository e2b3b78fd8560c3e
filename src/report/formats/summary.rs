//! The summary of a GitHub Actions step: the verdict, what to do, and the counters. Also good as a comment.

use std::fmt::Write as _;

use super::escape::{markdown, markdown_text};
use super::{markdown as report, words};
use crate::report::document::{Document, Item};
use crate::review::Call;

/// GitHub drops a step's summary above 1 MiB; this keeps far below.
const OPEN: usize = 60;

/// The Markdown.
pub(super) fn render(document: &Document) -> String {
    let mut out = String::new();
    let mark = match document.call {
        Call::Go => "✅",
        Call::NoGo => "⛔",
    };
    let _ =
        writeln!(out, "## {mark} {}: {}\n", document.call.label(), markdown_text(&words::subject(document)));
    let _ = writeln!(out, "{}.  ", markdown(&words::capital(&document.headline())));
    let _ =
        writeln!(out, "{}; settings {}\n", report::commit(document), markdown(&words::settings(document)));
    let others: Vec<&str> = document.other_blockers().collect();
    let open = document.open();
    if !open.is_empty() || !others.is_empty() {
        out.push_str("| | item | severity | what to do |\n| --- | --- | --- | --- |\n");
        for message in others {
            let _ = writeln!(out, "| ⛔ | the gate | | {} |", markdown(message));
        }
        for item in open.iter().take(OPEN) {
            let mark = if item.blocks { "⛔" } else { "⚠️" };
            let severity = item.severity.as_str();
            let _ = writeln!(out, "| {mark} | {} | {severity} | {} |", markdown(&item.title), todo(item));
        }
        if open.len() > OPEN {
            let _ = writeln!(out, "\nand {} more", open.len() - OPEN);
        }
        out.push('\n');
    }
    for one in &document.alterations {
        let _ = writeln!(out, "- not the standard checklist: {}", markdown(&one.message));
    }
    if !document.alterations.is_empty() {
        out.push('\n');
    }
    out.push_str("| section | done |\n| --- | ---: |\n");
    for section in &document.sections {
        let _ = writeln!(out, "| {} | {}/{} |", markdown(&section.title), section.done, section.total);
    }
    out
}

fn todo(item: &Item) -> String {
    let at = item.place().map_or_else(String::new, |place| {
        format!("<br>{}", report::place(&place.path, place.line, place.link.as_deref()))
    });
    let advice =
        item.advice.as_deref().map_or_else(String::new, |advice| format!("<br>→ {}", markdown(advice)));
    format!("{}<br>{}{at}{advice}", markdown(&item.standing()), markdown(&item.summary))
}
