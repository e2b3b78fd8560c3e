//! Annotations of GitHub Actions: workflow commands on standard output.
//!
//! GitHub shows ten of each kind and step and drops the rest without a word, so the most pressing come first and the last
//! one says how many more there are.

use super::escape::{github_data, github_property};
use super::place;
use crate::report::document::{Document, Item};
use crate::review::Call;

/// The annotations of one kind that GitHub shows of a step.
const SHOWN: usize = 10;

/// The commands, one a line.
pub(super) fn render(document: &Document) -> String {
    let open = document.open();
    let (blocking, others): (Vec<&Item>, Vec<&Item>) = open.into_iter().partition(|item| item.blocks);
    let title = format!("{}: {}", document.call.label(), document.headline());
    let mut errors: Vec<String> =
        document.other_blockers().map(|message| command("error", None, "NO-GO", message)).collect();
    errors.extend(blocking.iter().map(|item| annotation("error", document, item)));
    let warnings: Vec<String> = others.iter().map(|item| annotation("warning", document, item)).collect();
    let mut lines = shown("error", errors);
    lines.extend(shown("warning", warnings));
    let message = match document.call {
        Call::Go => "The launch review says GO.",
        Call::NoGo => "The launch review says NO-GO. `gonogo status` lists what is open.",
    };
    lines.push(command("notice", None, &title, message));
    lines.push(String::new());
    lines.join("\n")
}

/// The first commands; where some are left out, the last one says so.
fn shown(kind: &str, mut commands: Vec<String>) -> Vec<String> {
    if commands.len() > SHOWN {
        let rest = commands.len() - (SHOWN - 1);
        commands.truncate(SHOWN - 1);
        let message = "GitHub shows ten of a kind; `gonogo status` lists all of them.";
        commands.push(command(kind, None, &format!("and {rest} more"), message));
    }
    commands
}

fn annotation(kind: &str, document: &Document, item: &Item) -> String {
    let title = format!("{} ({}, {})", item.title, item.id, item.severity.as_str());
    let advice = item.advice.as_deref().unwrap_or(&item.asks);
    let message = format!("{}\n{}\n{advice}", item.standing(), item.summary);
    command(kind, place::of(document, item).as_ref(), &title, &message)
}

fn command(kind: &str, at: Option<&place::At>, title: &str, message: &str) -> String {
    let place = at.map_or_else(String::new, |at| {
        format!("file={},line={},endLine={},", github_property(&at.path), at.line, at.end_line)
    });
    format!("::{kind} {place}title={}::{}", github_property(title), github_data(message))
}
