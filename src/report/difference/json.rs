//! A comparison for programs.

use serde::Serialize;

use super::{Difference, Side};
use crate::model::{Finding, ItemId, Verdict};
use crate::report::json::to_text;
use crate::report::record::{self, RecordEntry, SubjectEntry};
use crate::review::compare::{ItemChange, ItemSide, RecordChange};

/// The comparison as the JSON document `gonogo.diff/1`.
///
/// `before` and `after` say which commits were compared (`rev` is null for the work tree), by which day waivers were
/// judged, and what each review counts as. `commits` counts those that only one side has. Each of `items`, the items that
/// are not the same on both sides, has a `course` (worse, better, still-open, still-done), both sides (null where that
/// checklist lacks the item), and the findings that `appeared` and `vanished`. `records` are the changes in the state file
/// beside decisions on items: gate, project,
/// dismissals, sign-offs.
pub fn json(difference: &Difference<'_>) -> String {
    to_text(&Document {
        schema: "gonogo.diff/1",
        before: SideEntry::of(&difference.before),
        after: SideEntry::of(&difference.after),
        commits: Commits { after_only: difference.commits.0, before_only: difference.commits.1 },
        items: difference.items.iter().map(ItemEntry::of).collect(),
        records: difference.records.iter().map(ChangeEntry::of).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    before: SideEntry<'a>,
    after: SideEntry<'a>,
    commits: Commits,
    items: Vec<ItemEntry<'a>>,
    records: Vec<ChangeEntry<'a>>,
}

#[derive(Serialize)]
struct Commits {
    after_only: usize,
    before_only: usize,
}

#[derive(Serialize)]
struct SideEntry<'a> {
    rev: Option<&'a str>,
    commit: Option<&'a str>,
    dirty: bool,
    day: String,
    settings_module: &'a str,
    django: Option<&'a str>,
    call: &'static str,
    done: usize,
    total: usize,
    blockers: Vec<String>,
}

impl<'a> SideEntry<'a> {
    fn of(side: &Side<'a>) -> Self {
        Self {
            rev: side.rev,
            commit: side.commit.map(|commit| commit.id.as_str()),
            dirty: side.report.repository.dirty,
            day: side.day.to_string(),
            settings_module: &side.report.project.settings_module,
            django: side.report.project.django.as_deref(),
            call: side.review.call().as_str(),
            done: side.review.done(),
            total: side.review.total(),
            blockers: side.review.blockers.iter().map(ToString::to_string).collect(),
        }
    }
}

#[derive(Serialize)]
struct ItemEntry<'a> {
    id: &'a ItemId,
    course: &'static str,
    before: Option<ItemSideEntry<'a>>,
    after: Option<ItemSideEntry<'a>>,
    appeared: &'a [Finding],
    vanished: &'a [Finding],
}

#[derive(Serialize)]
struct ItemSideEntry<'a> {
    severity: &'static str,
    verdict: Option<Verdict>,
    summary: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    status: &'static str,
    because: &'static str,
    decision: Option<RecordEntry>,
}

impl<'a> ItemEntry<'a> {
    fn of(change: &'a ItemChange) -> Self {
        let side = |side: &'a Option<ItemSide>| {
            side.as_ref().map(|side| ItemSideEntry {
                severity: side.severity.as_str(),
                verdict: side.verdict,
                summary: &side.summary,
                path: side.place.as_ref().map(|place| place.path.as_str()),
                line: side.place.as_ref().map(|place| place.line),
                status: if side.status.done { "done" } else { "open" },
                because: side.status.because.as_str(),
                decision: side.decision.as_ref().map(RecordEntry::decision),
            })
        };
        Self {
            id: &change.id,
            course: change.course().as_str(),
            before: side(&change.before),
            after: side(&change.after),
            appeared: &change.appeared,
            vanished: &change.vanished,
        }
    }
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    what: &'static str,
    #[serde(flatten)]
    subject: SubjectEntry<'a>,
    before: Option<RecordEntry>,
    after: Option<RecordEntry>,
}

impl<'a> ChangeEntry<'a> {
    fn of(change: &'a RecordChange) -> Self {
        Self {
            what: record::happened(change),
            subject: SubjectEntry::of(&change.subject),
            before: change.before.as_ref().map(RecordEntry::of),
            after: change.after.as_ref().map(RecordEntry::of),
        }
    }
}
