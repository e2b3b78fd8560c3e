//! The history of decisions, for people and for programs.

use serde::Serialize;

use super::page::{Ink, Page, Piece, piece, prose};
use super::record::{self, RecordEntry, SubjectEntry, moment, short};
use crate::git::Commit;
use crate::review::change::Record;
use crate::review::compare::{RecordChange, Said};
use crate::review::log::{Event, Happening, Origin};

/// The columns of the word that says what happened.
const VERB: usize = 10;
/// The columns before the details of an event.
const INDENT: usize = 2 + VERB + 1;

/// Shows the events, those of one commit together under its name.
pub fn text(page: &mut Page, events: &[Event]) {
    let mut shown: Option<&Origin> = None;
    for event in events {
        if shown != Some(&event.origin) {
            page.gap();
            origin(page, &event.origin);
            shown = Some(&event.origin);
        }
        match &event.what {
            Happening::Record(change) => self::change(page, change, event.origin.commit()),
            Happening::Unreadable(problem) => {
                page.wrap(lead("broken", Ink::Bad), INDENT, prose(&format!("gonogo.toml, {problem}")));
            }
            Happening::Removed => {
                page.wrap(lead("removed", Ink::Bad), INDENT, prose("gonogo.toml, with all that it said"));
            }
        }
    }
}

fn origin(page: &mut Page, origin: &Origin) {
    let Some(commit) = origin.commit() else {
        page.line([piece("not committed yet", Ink::Doubt)]);
        return;
    };
    page.line([
        piece(short(&commit.id), Ink::Code),
        piece(format!("  {}  ", crate::base::clock::day(commit.at)), Ink::Dim),
        piece(format!("{}  ", commit.by.name), Ink::Plain),
        piece(&commit.summary, Ink::Dim),
    ]);
    if matches!(origin, Origin::Cut(_)) {
        let say = "the clone is shallow and ends here: what follows may be older than this commit";
        page.wrap(vec![piece("  ! ", Ink::Doubt)], 4, [piece(say, Ink::Plain)]);
    }
}

fn lead(verb: &str, ink: Ink) -> Vec<Piece> {
    vec![piece(format!("  {verb:<VERB$} "), ink)]
}

fn change(page: &mut Page, change: &RecordChange, commit: Option<&Commit>) {
    let verb = record::happened(change);
    let ink = match verb {
        "ticked" | "signed" => Ink::Good,
        "waived" | "dismissed" => Ink::Doubt,
        "reopened" | "restored" | "unsigned" | "removed" => Ink::Bad,
        _ => Ink::Plain,
    };
    let mut line = vec![piece(record::subject(&change.subject), Ink::Strong)];
    if let Some((by, at)) = change.after.as_ref().and_then(who) {
        line.extend([piece(format!(" · {by}"), Ink::Plain), piece(format!(", {at}"), Ink::Dim)]);
    }
    let value = |said: &Option<Said>| said.as_ref().and_then(record::value);
    match (value(&change.before), value(&change.after)) {
        (None, Some(value)) => line.push(piece(format!(" = {value}"), Ink::Plain)),
        (Some(value), None) => line.push(piece(format!(" = {value}"), Ink::Dim)),
        (Some(before), Some(after)) => line.push(piece(format!(" = {before} → {after}"), Ink::Plain)),
        (None, None) => {}
    }
    page.wrap(lead(verb, ink), INDENT, line);
    // A record in somebody's name that somebody else committed is worth a look.
    if let (Some(commit), Some(decision)) = (commit, change.after.as_ref().and_then(Said::decision)) {
        let persons = || std::iter::once(&decision.by).chain(&decision.with);
        if !persons().any(|person| person.name == commit.by.name || person.email == commit.by.email) {
            page.wrap(margin(), INDENT, [piece(format!("committed by {}", commit.by), Ink::Doubt)]);
        }
    }
    details(page, change);
}

/// Who a record names, and when.
fn who(said: &Said) -> Option<(String, String)> {
    let Said::Record(record) = said else { return None };
    match &**record {
        Record::Decision(decision) => Some((record::names(decision), moment(decision.at))),
        Record::Dismissal(one) => Some((one.by.name.clone(), one.at.map_or_else(String::new, moment))),
        Record::SignOff(one) => Some((one.by.name.clone(), moment(one.at))),
        Record::Release(_) => None,
    }
}

fn details(page: &mut Page, change: &RecordChange) {
    let record = |said: &'_ Option<Said>| match said {
        Some(Said::Record(record)) => Some((**record).clone()),
        _ => None,
    };
    match (record(&change.before), record(&change.after)) {
        (_, Some(Record::Decision(decision))) => {
            if let Some(terms) = record::terms(&decision) {
                page.wrap(margin(), INDENT, prose(&terms));
            }
            if let Some(note) = &decision.note {
                page.wrap(margin(), INDENT, [piece(note, Ink::Dim)]);
            }
        }
        (Some(Record::Decision(before)), None) => {
            let (verb, names) = (record::verb(&before), record::names(&before));
            let said = format!("was {verb} by {names}, {}", moment(before.at));
            page.wrap(margin(), INDENT, [piece(said, Ink::Dim)]);
        }
        (_, Some(Record::Dismissal(one))) => page.wrap(margin(), INDENT, prose(&one.reason)),
        (Some(Record::Dismissal(one)), None) => {
            let said = format!("was dismissed by {}: {}", one.by.name, one.reason);
            page.wrap(margin(), INDENT, [piece(said, Ink::Dim)]);
        }
        (_, Some(Record::SignOff(one))) => {
            let signed = if one.signature.is_some() { "signed" } else { "without a signature" };
            let said = format!("{} at {}, {signed}", one.verdict.label(), short(&one.commit));
            page.wrap(margin(), INDENT, prose(&said));
        }
        _ => {}
    }
}

fn margin() -> Vec<Piece> {
    vec![piece(" ".repeat(INDENT), Ink::Plain)]
}

/// The events as the JSON document `gonogo.log/1`, the latest first.
///
/// `commit` is null for what is not committed yet; `cut` says that a shallow clone leaves out what was before that
/// commit. `what` is one of ticked, waived, noted, unnoted, reopened, dismissed, restored, signed, unsigned, set, changed,
/// removed, broken, file-removed; `item`, `fingerprint`, `role` or `key` say what it is about; `before` and `after` are the
/// records, with the keys of the state file.
pub fn json(events: &[Event]) -> String {
    super::json::to_text(&LogDocument {
        schema: "gonogo.log/1",
        events: events.iter().map(EventEntry::of).collect(),
    })
}

#[derive(Serialize)]
struct LogDocument<'a> {
    schema: &'static str,
    events: Vec<EventEntry<'a>>,
}

#[derive(Serialize)]
struct CommitEntry<'a> {
    id: &'a str,
    by: String,
    at: jiff::Timestamp,
    summary: &'a str,
    merge: bool,
    cut: bool,
}

#[derive(Serialize)]
struct EventEntry<'a> {
    commit: Option<CommitEntry<'a>>,
    what: &'static str,
    #[serde(flatten)]
    subject: SubjectEntry<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<RecordEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<RecordEntry>,
}

impl<'a> EventEntry<'a> {
    fn of(event: &'a Event) -> Self {
        let commit = event.origin.commit().map(|commit| CommitEntry {
            id: &commit.id,
            by: commit.by.to_string(),
            at: commit.at,
            summary: &commit.summary,
            merge: commit.parents.len() > 1,
            cut: matches!(event.origin, Origin::Cut(_)),
        });
        let mut entry = Self {
            commit,
            what: "file-removed",
            subject: SubjectEntry::default(),
            message: None,
            before: None,
            after: None,
        };
        match &event.what {
            Happening::Removed => {}
            Happening::Unreadable(problem) => {
                entry.what = "broken";
                entry.message = Some(problem.to_string());
            }
            Happening::Record(change) => {
                entry.what = record::happened(change);
                entry.subject = SubjectEntry::of(&change.subject);
                entry.before = change.before.as_ref().map(RecordEntry::of);
                entry.after = change.after.as_ref().map(RecordEntry::of);
            }
        }
        entry
    }
}
