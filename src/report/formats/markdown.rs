//! The sign-off report as Markdown: for an issue, a wiki page or the notes of a release.

use std::fmt::Write as _;

use super::escape::{markdown, markdown_address, markdown_code, markdown_text};
use super::words;
use crate::base::clock;
use crate::report::document::{Document, Item, short};
use crate::review::Because;

/// The report.
pub(super) fn render(document: &Document) -> String {
    let mut out = String::new();
    header(&mut out, document);
    counters(&mut out, document);
    blocking(&mut out, document);
    alterations(&mut out, document);
    waivers(&mut out, document);
    again(&mut out, document);
    dismissed(&mut out, document);
    since(&mut out, document);
    sign_offs(&mut out, document);
    items(&mut out, document);
    notes(&mut out, document);
    let tool = &document.tool;
    let _ = writeln!(
        out,
        "---\n\nMade by {} {} from the commit and its `gonogo.toml`; waivers were judged as of {} (UTC).",
        markdown_text(&tool.name),
        markdown_text(&tool.version),
        document.date
    );
    out
}

/// A line of a list of names and values.
fn row(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "| {name} | {value} |");
}

fn header(out: &mut String, document: &Document) {
    let _ = writeln!(out, "# Launch review: {}\n", markdown_text(&words::subject(document)));
    let _ = writeln!(out, "**{}**: {}.\n", document.call.label(), markdown(&document.headline()));
    out.push_str("| | |\n| --- | --- |\n");
    if let Some(release) = &document.release {
        row(out, "Release", &markdown_text(release));
    }
    row(out, "Commit", &commit(document));
    if let Some(forge) = document.repository.forge.as_ref().filter(|forge| !forge.url.is_empty()) {
        row(out, "Repository", &format!("<{}>", markdown_address(&forge.url)));
    }
    row(out, "Date", &format!("{} (UTC)", document.date));
    row(out, "Settings", &markdown(&words::settings(document)));
    row(out, "Why these", &markdown(&document.project.settings_reason));
    row(out, "Gate", &markdown_text(&words::gate(document)));
    out.push('\n');
}

/// The commit with its page on the forge.
pub(super) fn commit(document: &Document) -> String {
    let text = markdown_text(&words::commit(document));
    let url = document.repository.forge.as_ref().and_then(|forge| forge.commit_url.as_deref());
    match (document.short_commit(), url.filter(|url| !url.is_empty())) {
        (Some(short), Some(url)) => {
            let rest = text.strip_prefix(&short).unwrap_or_default();
            format!("[`{short}`]({}){rest}", markdown_address(url))
        }
        _ => text,
    }
}

/// A file and a line, with its permalink.
pub(super) fn place(path: &str, line: usize, address: Option<&str>) -> String {
    let text = markdown_code(&format!("{path}:{line}"));
    match address.filter(|address| !address.is_empty()) {
        Some(address) => format!("[{text}]({})", markdown_address(address)),
        None => text,
    }
}

fn counters(out: &mut String, document: &Document) {
    out.push_str("| Section | Done |\n| --- | ---: |\n");
    for section in &document.sections {
        let _ = writeln!(out, "| {} | {}/{} |", markdown_text(&section.title), section.done, section.total);
    }
    let _ = writeln!(out, "| **All** | **{}/{}** |\n", document.done, document.total);
}

fn blocking(out: &mut String, document: &Document) {
    let others: Vec<&str> = document.other_blockers().collect();
    let items: Vec<&Item> = document.open().into_iter().filter(|item| item.blocks).collect();
    if others.is_empty() && items.is_empty() {
        return;
    }
    out.push_str("## What stands in the way\n\n");
    for message in others {
        let _ = writeln!(out, "- {}", markdown(message));
    }
    for item in items {
        let _ = writeln!(
            out,
            "- **{}** ({}): {}. {}",
            markdown_text(&item.title),
            markdown_code(item.id.as_str()),
            markdown(&item.standing()),
            markdown(item.advice.as_deref().unwrap_or(&item.summary))
        );
    }
    out.push('\n');
}

fn alterations(out: &mut String, document: &Document) {
    if document.alterations.is_empty() {
        return;
    }
    out.push_str("## Not the standard checklist\n\n");
    for one in &document.alterations {
        let _ = writeln!(out, "- {}", markdown(&one.message));
    }
    out.push('\n');
}

fn waivers(out: &mut String, document: &Document) {
    let waivers = document.waivers();
    if waivers.is_empty() {
        return;
    }
    out.push_str("## Waivers\n\n| Item | Kind | Reason | By | Holds | Ticket |\n| --- | --- | --- | --- | --- | --- |\n");
    for (item, decision, waiver) in waivers {
        let holds = match item.because {
            Because::Waived => words::until(waiver).unwrap_or_else(|| "without an end".to_owned()),
            because => because.sentence().to_owned(),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {}, {} | {} | {} |",
            markdown_text(&item.title),
            words::kind(waiver),
            markdown_text(&waiver.reason),
            markdown_text(&words::people(decision)),
            clock::day(decision.at),
            markdown(&holds),
            markdown_text(waiver.ticket.as_deref().unwrap_or_default())
        );
    }
    out.push('\n');
}

fn again(out: &mut String, document: &Document) {
    let again: Vec<&Item> = document
        .items
        .iter()
        .filter(|item| matches!(item.because, Because::Stale | Because::Expired | Because::Contradiction))
        .collect();
    if again.is_empty() {
        return;
    }
    out.push_str("## Decided before, open again\n\n");
    for item in again {
        let decision = item.decision.as_ref().map(words::decided).unwrap_or_default();
        let _ = writeln!(
            out,
            "- **{}**: {} ({})",
            markdown_text(&item.title),
            item.because.sentence(),
            markdown_text(&decision)
        );
    }
    out.push('\n');
}

fn dismissed(out: &mut String, document: &Document) {
    let rows: Vec<String> = document
        .items
        .iter()
        .flat_map(|item| item.findings.iter().map(move |finding| (item, finding)))
        .filter_map(|(item, finding)| {
            let dismissal = finding.dismissed.as_ref()?;
            Some(format!(
                "| {} | {} | {} | {} | {} |",
                markdown_text(&item.title),
                place(&finding.path, finding.line, finding.link.as_deref()),
                markdown(&finding.message),
                markdown_text(&dismissal.reason),
                markdown_text(&dismissal.by.name)
            ))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    out.push_str("## Dismissed findings\n\n| Item | Place | Finding | Reason | By |\n| --- | --- | --- | --- | --- |\n");
    let _ = writeln!(out, "{}\n", rows.join("\n"));
}

fn since(out: &mut String, document: &Document) {
    let Some(since) = &document.since else { return };
    let _ = writeln!(
        out,
        "## Changed since the last sign-off\n\nThe last sign-off was on {} at `{}`.\n",
        clock::day(since.at),
        short(&since.commit)
    );
    if since.changes.is_empty() {
        out.push_str("Nothing that counts has changed.\n");
    }
    for change in &since.changes {
        let _ = writeln!(out, "- {}", markdown(&change.message));
    }
    out.push('\n');
}

fn sign_offs(out: &mut String, document: &Document) {
    if document.sign_offs.is_empty() {
        return;
    }
    out.push_str("## Sign-offs\n\n| Role | By | On | Commit | Signed | Worth |\n| --- | --- | --- | --- | --- | --- |\n");
    for one in &document.sign_offs {
        let _ = writeln!(
            out,
            "| {} | {} | {} | `{}` | {} | {} |",
            markdown_text(&one.role),
            markdown_text(&one.by.name),
            clock::day(one.at),
            short(&one.commit),
            one.call.label(),
            markdown(&one.remark)
        );
    }
    out.push_str("\n`gonogo verify` recomputes what was signed, offline, from a clone.\n\n");
}

fn items(out: &mut String, document: &Document) {
    for section in &document.sections {
        let _ = writeln!(out, "## {} ({}/{})\n", markdown_text(&section.title), section.done, section.total);
        out.push_str("| | Item | Verdict | What was found | Decision |\n| --- | --- | --- | --- | --- |\n");
        for item in document.items_of(&section.id) {
            let mark = if item.done { "✓" } else { "✗" };
            let _ = writeln!(
                out,
                "| {mark} | {}<br>{}, {} | {} | {} | {} |",
                markdown_text(&item.title),
                markdown_code(item.id.as_str()),
                item.severity.as_str(),
                item.verdict.label(),
                found(item),
                decision(item)
            );
        }
        out.push('\n');
    }
}

/// What the machine found, and where.
fn found(item: &Item) -> String {
    let mut lines = vec![markdown(&item.summary)];
    lines.extend(item.evidence.iter().map(|at| place(&at.path, at.line, at.link.as_deref())));
    lines.extend(item.absences.iter().map(|absence| markdown(absence)));
    lines.extend(item.findings.iter().filter(|finding| finding.dismissed.is_none()).map(|finding| {
        format!(
            "{} {}",
            place(&finding.path, finding.line, finding.link.as_deref()),
            markdown(&finding.message)
        )
    }));
    lines.extend(item.warnings.iter().map(|warning| format!("⚠ {}", markdown(&warning.message))));
    lines.extend(item.imported.iter().map(|other| {
        let at = match (&other.path, other.line) {
            (Some(path), Some(line)) => format!(" {}", place(path, line, None)),
            (Some(path), None) => format!(" {}", markdown_code(path)),
            _ => String::new(),
        };
        format!(
            "{} {}:{at} {}",
            markdown_text(&other.tool),
            markdown_code(&other.rule),
            markdown_text(&other.message)
        )
    }));
    lines.join("<br>")
}

fn decision(item: &Item) -> String {
    let mut lines = vec![markdown(&item.standing())];
    if let Some(decision) = &item.decision {
        lines.push(markdown_text(&words::decided(decision)));
        lines.extend(decision.note.as_deref().map(markdown_text));
    }
    lines.join("<br>")
}

/// Warnings and files that could not be read.
fn notes(out: &mut String, document: &Document) {
    if document.warnings.is_empty() && document.unread.is_empty() {
        return;
    }
    out.push_str("## Notes\n\n");
    for warning in &document.warnings {
        let _ = writeln!(out, "- {}", markdown(&warning.message));
    }
    for file in &document.unread {
        let _ = writeln!(
            out,
            "- {} could not be read: {}",
            markdown_code(&file.path),
            markdown_text(&file.reason)
        );
    }
    out.push('\n');
}
