//! A row an item (RFC 4180), for spreadsheets.

use super::escape::csv;
use super::words;
use crate::base::clock;
use crate::report::document::{Document, Item};

const HEADER: [&str; 17] = [
    "section", "item", "title", "severity", "verdict", "status", "reason", "blocks", "summary", "decision",
    "by", "date", "waiver", "why", "until", "ticket", "evidence",
];

/// The table. Lines end as RFC 4180 asks.
pub(super) fn render(document: &Document) -> String {
    let header: Vec<String> = HEADER.iter().map(|name| csv(name)).collect();
    let rows = document.items.iter().map(|item| row(item).iter().map(|cell| csv(cell)).collect::<Vec<_>>());
    std::iter::once(header).chain(rows).fold(String::new(), |mut text, cells| {
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
        text
    })
}

fn row(item: &Item) -> [String; 17] {
    let decision = item.decision.as_ref();
    let waiver = decision.and_then(|decision| decision.waiver.as_ref());
    let place = item.place().map(|place| format!("{}:{}", place.path, place.line));
    [
        item.section.clone(),
        item.id.to_string(),
        item.title.clone(),
        item.severity.as_str().to_owned(),
        item.verdict.label().to_owned(),
        if item.done { "done" } else { "open" }.to_owned(),
        item.because.sentence().to_owned(),
        if item.blocks { "yes" } else { "no" }.to_owned(),
        item.summary.clone(),
        decision.map(words::decided).unwrap_or_default(),
        decision.map(words::people).unwrap_or_default(),
        decision.map(|decision| clock::day(decision.at).to_string()).unwrap_or_default(),
        waiver.map(|waiver| waiver.kind.as_str().to_owned()).unwrap_or_default(),
        waiver.map(|waiver| waiver.reason.clone()).unwrap_or_default(),
        waiver.and_then(|waiver| waiver.until).map(|until| until.to_string()).unwrap_or_default(),
        waiver.and_then(|waiver| waiver.ticket.clone()).unwrap_or_default(),
        place.unwrap_or_default(),
    ]
}
