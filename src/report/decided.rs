//! What was recorded, and what the items count as now.

use serde::Serialize;

use super::page::{Ink, Page, piece};
use super::record::{self, RecordEntry, SubjectEntry};
use crate::model::{Decision, DecisionKind, Finding};
use crate::review::{Call, Change, Record, Review, Status};

/// One record that somebody changed.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// The records before and after.
    pub change: &'a Change,
    /// Of a dismissal, the finding as the scan has it.
    pub finding: Option<&'a Finding>,
    /// What its item counted as and counts as now; `None` where the record is about no item.
    pub status: Option<(Status, Status)>,
}

/// What a command recorded.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The records, in the order in which they were named.
    pub decided: &'a [Decided<'a>],
    /// The review with all of it; `None` where nothing was scanned.
    pub review: Option<&'a Review>,
    /// Whether the state file was written; it is not when it said all this already.
    pub written: bool,
}

/// Says what was recorded, record by record, and how far the review is.
pub fn text(page: &mut Page, answer: &Answer<'_>) {
    let mut rest = answer.decided.iter().peekable();
    while let Some(one) = rest.next() {
        let alike = rest.clone().take_while(|next| same_dismissal(one, next)).count();
        if alike >= MOST_SAID {
            summed(page, one, alike + 1);
            for _ in 0..alike {
                rest.next();
            }
        } else {
            said(page, one);
        }
        // The status of an item is said once, after the last of its records in a row.
        if rest.peek().is_none_or(|next| next.change.key.item() != one.change.key.item()) {
            status(page, one);
        }
    }
    let file = if answer.written { "Saved to gonogo.toml. " } else { "gonogo.toml says so already. " };
    let mut line = vec![piece(file, Ink::Plain)];
    if let Some(review) = answer.review {
        let (label, ink) = match review.call() {
            Call::Go => ("GO", Ink::Good),
            Call::NoGo => ("NO-GO", Ink::Bad),
        };
        let counts = format!(" so far: {} of {} items done.", review.done(), review.total());
        line.extend([piece(label, ink), piece(counts, Ink::Plain)]);
    }
    page.wrap(Vec::new(), 0, line);
}

/// How many findings that are dismissed for one reason are said one by one, beside the first.
const MOST_SAID: usize = 5;

/// Whether both are new dismissals of one item, for one reason and by one person.
fn same_dismissal(one: &Decided<'_>, other: &Decided<'_>) -> bool {
    match (&one.change.before, &other.change.before, &one.change.after, &other.change.after) {
        (None, None, Some(Record::Dismissal(one)), Some(Record::Dismissal(other))) => {
            (&one.item, &one.by, &one.reason) == (&other.item, &other.by, &other.reason)
        }
        _ => false,
    }
}

/// Many dismissals for one reason, in one line.
fn summed(page: &mut Page, one: &Decided<'_>, count: usize) {
    let Some(Record::Dismissal(new)) = &one.change.after else { return };
    let said = format!(" {count} findings dismissed by {}: {}", new.by.name, new.reason);
    page.wrap(Vec::new(), 2, [piece(new.item.as_str(), Ink::Strong), piece(said, Ink::Plain)]);
}

fn said(page: &mut Page, one: &Decided<'_>) {
    let (before, after) = (&one.change.before, &one.change.after);
    let decision = |record: &'_ Option<Record>| record.as_ref().and_then(Record::decision).cloned();
    let (what, terms) = match (before, after) {
        _ if one.change.is_empty() && before.is_none() => ("has no decision to take back".to_owned(), None),
        _ if one.change.is_empty() => ("stays as it is".to_owned(), None),
        (_, Some(Record::Dismissal(new))) => {
            let place = one.finding.map(|finding| format!(" ({}:{})", finding.path, finding.line));
            (format!("dismissed by {}{}", new.by.name, place.unwrap_or_default()), Some(new.reason.clone()))
        }
        (Some(Record::Dismissal(old)), None) => {
            (format!("counts again; it was dismissed by {}", old.by.name), Some(old.reason.clone()))
        }
        (_, Some(Record::Release(name))) => (format!("is {name:?}"), None),
        (Some(Record::Release(name)), None) => (format!("removed; it was {name:?}"), None),
        _ => happened(decision(before).as_ref(), decision(after).as_ref()),
    };
    let subject = record::subject(&crate::review::compare::Subject::Record(one.change.key.clone()));
    let mut line = vec![piece(subject, Ink::Strong), piece(format!(" {what}"), Ink::Plain)];
    if let Some(terms) = terms {
        line.push(piece(format!(": {terms}"), Ink::Plain));
    }
    page.wrap(Vec::new(), 2, line);
}

fn status(page: &mut Page, one: &Decided<'_>) {
    let Some((was, is)) = one.status else { return };
    let (word, ink) = if is.done { ("done", Ink::Good) } else { ("open", Ink::Doubt) };
    let change = if was.done == is.done { "still" } else { "now" };
    let said = [
        piece(format!("{change} "), Ink::Plain),
        piece(word, ink),
        piece(format!(": {}", is.because.sentence()), Ink::Plain),
    ];
    page.wrap(vec![piece("  ", Ink::Plain)], 2, said);
}

/// What became of a decision: what was done, and its terms.
fn happened(before: Option<&Decision>, after: Option<&Decision>) -> (String, Option<String>) {
    let is_note = |one: &Decision| one.kind == DecisionKind::Noted;
    let was = |one: &Decision| format!("{} by {}", record::verb(one), record::names(one));
    match (before, after) {
        (Some(before), None) if is_note(before) => ("lost its note".to_owned(), None),
        (Some(before), None) => (format!("reopened; it was {}", was(before)), None),
        (Some(before), Some(after)) if is_note(after) && !is_note(before) => {
            (format!("reopened; it was {}, and the note stays", was(before)), None)
        }
        (Some(before), Some(after)) if before.kind == after.kind && before.at == after.at => {
            ("has a new note; the decision stays".to_owned(), None)
        }
        (Some(before), Some(after)) if !is_note(before) => {
            (format!("{} (it was {})", was(after), was(before)), record::terms(after))
        }
        (_, Some(after)) => (was(after), record::terms(after)),
        (None, None) => (String::new(), None),
    }
}

/// The answer as the JSON document `gonogo.decided/1`.
///
/// `written` is false where the file said all this already. Of each record, `item`, `fingerprint` or `key` say what it is
/// about; `before` and `after` are the records with the keys of the state file, null where there is none; `status` and
/// `because` say what the item counts as now. `done`, `total` and `call` are null where nothing was scanned.
pub fn json(answer: &Answer<'_>) -> String {
    super::json::to_text(&Document {
        schema: "gonogo.decided/1",
        written: answer.written,
        records: answer
            .decided
            .iter()
            .map(|one| Entry {
                subject: SubjectEntry::key(&one.change.key),
                before: one.change.before.as_ref().map(RecordEntry::record),
                after: one.change.after.as_ref().map(RecordEntry::record),
                status: one.status.map(|(_, is)| if is.done { "done" } else { "open" }),
                because: one.status.map(|(_, is)| is.because.as_str()),
            })
            .collect(),
        done: answer.review.map(Review::done),
        total: answer.review.map(Review::total),
        call: answer.review.map(|review| review.call().as_str()),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    written: bool,
    records: Vec<Entry<'a>>,
    done: Option<usize>,
    total: Option<usize>,
    call: Option<&'static str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    subject: SubjectEntry<'a>,
    before: Option<RecordEntry>,
    after: Option<RecordEntry>,
    status: Option<&'static str>,
    because: Option<&'static str>,
}
