//! A comparison for people.

use super::{Difference, Side};
use crate::base::clock;
use crate::model::{Decision, Finding, Verdict};
use crate::report::catalogue::severity_ink;
use crate::report::excerpt::excerpt;
use crate::report::page::{Ink, Page, Piece, piece, prose};
use crate::report::record::{self, short};
use crate::review::compare::{Course, ItemChange, ItemSide, RecordChange, Said};
use crate::review::{Because, Call, Record, Review};

/// The most findings that are shown of one item.
const FINDINGS: usize = 3;

/// Shows what changed: the call, then the items by what became of them, then the gate.
pub fn text(page: &mut Page, difference: &Difference<'_>) {
    header(page, difference);
    let mut unchanged = difference.after.review.total();
    for course in Course::ALL {
        let items = || difference.items.iter().filter(|change| change.course() == course);
        let count = items().count();
        if count == 0 {
            continue;
        }
        unchanged = unchanged.saturating_sub(items().filter(|change| change.after.is_some()).count());
        page.gap();
        let (title, ink) = match course {
            Course::Worse => ("Newly open", Ink::Bad),
            Course::Better => ("Newly done", Ink::Good),
            Course::StillOpen => ("Still open, with changes", Ink::Doubt),
            Course::StillDone => ("Still done, with changes", Ink::Strong),
        };
        page.spread(vec![piece(title, ink)], vec![piece(count.to_string(), Ink::Strong)]);
        items().for_each(|change| item(page, difference, change));
    }
    records(page, difference.records);
    page.gap();
    let say = match (difference.items.is_empty(), difference.records.is_empty()) {
        (true, true) => "Nothing changed in verdicts, decisions or the gate.".to_owned(),
        (true, false) => "No verdict and no decision changed.".to_owned(),
        (false, _) => format!(
            "{unchanged} other {} the same on both sides.",
            if unchanged == 1 { "item is" } else { "items are" }
        ),
    };
    page.wrap(Vec::new(), 0, [piece(say, Ink::Dim)]);
}

fn header(page: &mut Page, difference: &Difference<'_>) {
    let Difference { before, after, .. } = difference;
    let (old, new) = (side_name(before), side_name(after));
    let (newer, older) = difference.commits;
    let distance = match (newer, older) {
        (0, 0) => String::new(),
        (newer, 0) => format!(" · {newer} {} later", plural(newer, "commit")),
        (0, older) => format!(" · {older} {} earlier", plural(older, "commit")),
        (newer, older) => {
            format!(" · {newer} {} on the new side, {older} on the old one", plural(newer, "commit"))
        }
    };
    page.wrap(
        vec![piece(format!("{}: ", difference.name), Ink::Strong)],
        2,
        [piece(format!("{old} → {new}"), Ink::Strong), piece(distance, Ink::Dim)],
    );
    for (name, side) in [(&old, before), (&new, after)] {
        line_of_side(page, name, old.chars().count().max(new.chars().count()), side);
    }
    let (was, is) = (&before.report.project, &after.report.project);
    changed(page, "Django", was.django.as_deref().unwrap_or("?"), is.django.as_deref().unwrap_or("?"));
    changed(page, "settings", &was.settings_module, &is.settings_module);
    changed(page, "project", was.root.as_str(), is.root.as_str());
    page.gap();
    let mut line = call(before.review);
    line.push(piece(" → ", Ink::Strong));
    line.extend(call(after.review));
    page.line(line);
}

fn side_name(side: &Side<'_>) -> String {
    side.rev.map_or_else(|| "work tree".to_owned(), str::to_owned)
}

fn line_of_side(page: &mut Page, name: &str, width: usize, side: &Side<'_>) {
    let pad = width.saturating_sub(name.chars().count());
    let mut line = vec![piece(format!("  {name}{}  ", " ".repeat(pad)), Ink::Plain)];
    match side.commit {
        Some(commit) => {
            let day = clock::day(commit.at);
            line.push(piece(short(&commit.id), Ink::Code));
            line.push(piece(format!("  {day}  {}", commit.summary), Ink::Dim));
        }
        None => line.push(piece("no commit yet", Ink::Dim)),
    }
    if side.report.repository.dirty {
        line.insert(1, piece("uncommitted changes on ", Ink::Doubt));
    }
    page.line(line);
}

fn changed(page: &mut Page, what: &str, before: &str, after: &str) {
    if before != after {
        page.wrap(
            vec![piece(format!("  {what} "), Ink::Plain)],
            4,
            [piece(before, Ink::Code), piece(" → ", Ink::Plain), piece(after, Ink::Code)],
        );
    }
}

fn call(review: &Review) -> Vec<Piece> {
    let ink = if review.call() == Call::Go { Ink::Good } else { Ink::Bad };
    vec![
        piece(review.call().label(), ink),
        piece(format!(" {}/{}", review.done(), review.total()), Ink::Plain),
    ]
}

fn item(page: &mut Page, difference: &Difference<'_>, change: &ItemChange) {
    let (mark, ink) = match change.course() {
        Course::Worse => ("✗", Ink::Bad),
        Course::Better => ("✓", Ink::Good),
        Course::StillOpen => ("~", Ink::Doubt),
        Course::StillDone => ("~", Ink::Plain),
    };
    let title = difference.catalogue.item(&change.id).map_or(change.id.as_str(), |item| item.title.as_str());
    let mut left = vec![piece(format!("  {mark} "), ink), piece(title, Ink::Strong)];
    if title != change.id.as_str() {
        left.push(piece(format!("  {}", change.id), Ink::Dim));
    }
    let blocks = difference.after.review.blockers.iter().any(|one| one.item() == Some(&change.id));
    let severity = change.severity();
    let mut right = vec![piece(severity.as_str(), severity_ink(severity))];
    if blocks {
        right.insert(0, piece("in the way  ", Ink::Bad));
    }
    page.spread(left, right);
    machine(page, change);
    findings(page, &change.appeared, "+", Ink::Bad);
    findings(page, &change.vanished, "-", Ink::Good);
    person(page, change);
}

fn margin(columns: usize) -> Vec<Piece> {
    vec![piece(" ".repeat(columns), Ink::Plain)]
}

/// What the machine said and says.
fn machine(page: &mut Page, change: &ItemChange) {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            if before.severity != after.severity {
                let said = format!("severity {} → {}", before.severity.as_str(), after.severity.as_str());
                page.wrap(margin(4), 4, [piece(said, Ink::Plain)]);
            }
            let same_verdict = before.verdict == after.verdict;
            let mut said = Vec::new();
            if !same_verdict {
                said.extend([verdict(before.verdict), piece(" → ", Ink::Plain)]);
            }
            said.extend([verdict(after.verdict), piece(": ", Ink::Plain)]);
            said.extend(prose(&after.summary));
            page.wrap(margin(4), 4, said);
            if before.summary != after.summary {
                let was = [piece(format!("was: {}", before.summary), Ink::Dim)];
                page.wrap(margin(4), 4, was);
            }
            place(page, after);
        }
        (None, Some(after)) => {
            let said = [
                piece("new on the checklist, ", Ink::Plain),
                verdict(after.verdict),
                piece(": ", Ink::Plain),
            ];
            page.wrap(margin(4), 4, said.into_iter().chain(prose(&after.summary)));
            place(page, after);
        }
        (Some(before), None) => {
            let said = [piece("no longer on the checklist, it was ", Ink::Plain), verdict(before.verdict)];
            page.wrap(margin(4), 4, said);
        }
        (None, None) => {}
    }
}

fn verdict(verdict: Option<Verdict>) -> Piece {
    let ink = match verdict {
        Some(Verdict::Pass) => Ink::Good,
        Some(Verdict::Fail) => Ink::Bad,
        Some(Verdict::Review) => Ink::Doubt,
        Some(Verdict::NotApplicable) | None => Ink::Dim,
    };
    piece(verdict.map_or("not judged", Verdict::label), ink)
}

/// The deciding line: with its text where somebody must act.
fn place(page: &mut Page, side: &ItemSide) {
    match &side.place {
        Some(place) if !side.status.done => excerpt(page, 4, place),
        Some(place) => page.line([piece(format!("    {}:{}", place.path, place.line), Ink::Code)]),
        None => {}
    }
}

fn findings(page: &mut Page, findings: &[Finding], mark: &str, ink: Ink) {
    for finding in findings.iter().take(FINDINGS) {
        let place = piece(format!("{}:{} ", finding.path, finding.line), Ink::Code);
        page.wrap(
            vec![piece(format!("    {mark} "), ink)],
            6,
            [place].into_iter().chain(prose(&finding.message)),
        );
    }
    if let Some(rest) = findings.len().checked_sub(FINDINGS).filter(|rest| *rest > 0) {
        page.line([piece(format!("    {mark} … and {rest} more {}", plural(rest, "finding")), ink)]);
    }
}

/// What became of the decision.
fn person(page: &mut Page, change: &ItemChange) {
    let old = change.before.as_ref().and_then(|side| side.decision.as_ref());
    let new = change.after.as_ref().and_then(|side| side.decision.as_ref());
    let lead = || vec![piece("    ● ", Ink::Code)];
    let because = |side: &Option<ItemSide>| side.as_ref().map(|side| side.status.because);
    let (was, is) = (because(&change.before), because(&change.after));
    let odd = is.filter(|is| Some(*is) != was).and_then(odd);
    match (old, new) {
        (before, Some(after)) if before != Some(after) => {
            let what = if before.is_some() { "decided anew, " } else { "" };
            let said = format!("{what}{} by {} on {}", record::verb(after), record::names(after), day(after));
            let terms = record::terms(after).map(|terms| format!(": {terms}")).unwrap_or_default();
            let mut line = prose(&format!("{said}{terms}"));
            if let Some(now) = odd {
                line.push(piece(format!(" — {now}"), Ink::Doubt));
            }
            page.wrap(lead(), 6, line);
        }
        (Some(before), Some(_)) => {
            if let Some(now) = odd {
                let said = format!(
                    "{} by {} on {}, and now ",
                    record::verb(before),
                    record::names(before),
                    day(before)
                );
                page.wrap(lead(), 6, [piece(said, Ink::Plain), piece(now, Ink::Doubt)]);
            }
        }
        (Some(before), None) => {
            let said = format!(
                "decision taken back: it was {} by {} on {}",
                record::verb(before),
                record::names(before),
                day(before)
            );
            page.wrap(lead(), 6, [piece(said, Ink::Plain)]);
        }
        _ => {}
    }
}

/// What became of a decision that no longer counts, or is no longer needed.
const fn odd(because: Because) -> Option<&'static str> {
    match because {
        Because::Stale => Some("stale: what it was based on has changed"),
        Because::Expired => Some("expired: its last day is past"),
        Because::Contradiction => Some("contradicted: the repository proves that it is not met"),
        Because::ObsoleteWaiver => Some("obsolete: the item is met without it"),
        _ => None,
    }
}

fn day(decision: &Decision) -> jiff::civil::Date {
    clock::day(decision.at)
}

/// What changed in the state file beside the items.
fn records(page: &mut Page, records: &[RecordChange]) {
    if records.is_empty() {
        return;
    }
    page.gap();
    page.line([piece("gonogo.toml", Ink::Strong)]);
    for change in records {
        let said = |said: &Option<Said>| said.as_ref().map_or_else(|| "none".to_owned(), value);
        page.wrap(
            vec![piece("  ", Ink::Plain)],
            4,
            [
                piece(record::subject(&change.subject), Ink::Code),
                piece(format!(": {} → {}", said(&change.before), said(&change.after)), Ink::Plain),
            ],
        );
    }
}

/// What is said, in a few words.
fn value(said: &Said) -> String {
    if let Said::Record(record) = said {
        match &**record {
            Record::Dismissal(one) => return format!("dismissed by {}: {}", one.by.name, one.reason),
            Record::SignOff(one) => {
                return format!(
                    "{} at {} on {}",
                    one.verdict.label(),
                    short(&one.commit),
                    clock::day(one.at)
                );
            }
            Record::Decision(_) | Record::Release(_) => {}
        }
    }
    record::value(said).unwrap_or_default()
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}
