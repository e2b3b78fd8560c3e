//! Where the review stands: every item in a line, for people and for programs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::Scanned;
use super::json::{ChangedEntry, Remark};
use super::page::{Ink, Page, Piece, piece, prose};
use super::record::{self, RecordEntry, short};
use crate::model::{DecisionKind, ItemId, Verdict};
use crate::review::grounds::Changed;
use crate::review::{Because, Blocker, Call, ReviewItem, State};

/// The columns of an item's id.
const NAME: usize = 24;

/// A review that is to be shown, and what the state file says beside the decisions.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The scan and the review.
    pub scanned: Scanned<'a>,
    /// The state file.
    pub state: &'a State,
    /// The day by which waivers were judged.
    pub day: Date,
    /// What has changed under stale decisions, as far as it was asked for.
    pub changed: &'a BTreeMap<ItemId, Vec<Changed>>,
}

/// How many readings of one item are shown.
const MOST_SHOWN: usize = 6;

/// Shows the call, the items section by section, what stands in the way, and what should be known.
pub fn text(page: &mut Page, standing: &Standing<'_>) {
    header(page, standing);
    let scanned = &standing.scanned;
    for (section, reviewed) in scanned.sections() {
        page.gap();
        let ink = if reviewed.done() == reviewed.total() { Ink::Good } else { Ink::Strong };
        page.spread(vec![piece(&section.title, Ink::Strong)], vec![piece(reviewed.counter(), ink)]);
        for one in reviewed.items.iter().filter(|item| scanned.shows(&item.id)) {
            let blocks = scanned.review.blockers.iter().any(|blocker| blocker.item() == Some(&one.id));
            item(page, one, blocks);
            if let Some(changed) = standing.changed.get(&one.id) {
                grounds(page, changed);
            }
        }
    }
    let review = scanned.review;
    let shown = |item: Option<&ItemId>| item.is_none_or(|item| scanned.shows(item)) || scanned.is_whole();
    // Open items are marked where they stand.
    let others =
        review.blockers.iter().filter(|one| !matches!(one, Blocker::Item { .. }) && shown(one.item()));
    list(page, "In the way", others.map(|one| (Ink::Bad, "✗", one.to_string())));
    let cautions = review.cautions.iter().filter(|one| shown(Some(one.item())));
    let cautions = cautions.map(|one| (Ink::Doubt, "!", one.to_string()));
    let notices = standing.state.notices.iter().map(|one| (Ink::Doubt, "!", format!("gonogo.toml, {one}")));
    list(page, "To know", cautions.chain(notices));
    let alterations = review.alterations.iter().filter(|one| shown(Some(one.item())));
    let alterations = alterations.map(|one| (Ink::Plain, "~", one.to_string()));
    list(page, "This project's checklist differs from the standard one", alterations);
}

/// What has changed under a stale decision, old against new.
fn grounds(page: &mut Page, changed: &[Changed]) {
    for one in changed.iter().take(MOST_SHOWN) {
        page.wrap(vec![piece("      - ", Ink::Dim)], 8, [piece(one.to_string(), Ink::Plain)]);
    }
    if changed.len() > MOST_SHOWN {
        page.line([piece(format!("      and {} more", changed.len() - MOST_SHOWN), Ink::Dim)]);
    }
    if changed.is_empty() {
        page.line([piece(
            "      - its commit has the same: it was made on files not committed, or by another gonogo",
            Ink::Dim,
        )]);
    }
}

fn header(page: &mut Page, standing: &Standing<'_>) {
    let Standing { scanned, state, .. } = standing;
    let (review, repository) = (scanned.review, &scanned.report.repository);
    let ink = if review.call() == Call::Go { Ink::Good } else { Ink::Bad };
    let mut left = vec![
        piece(review.call().label(), ink),
        piece(format!("  {} of {} items done", review.done(), review.total()), Ink::Plain),
    ];
    if let Some(release) = &state.release.name {
        left.push(piece(format!(" for release {release}"), Ink::Plain));
    }
    page.line(left);
    let commit =
        repository.commit.as_deref().map_or_else(|| "no commit yet".to_owned(), |id| short(id).to_owned());
    let mut line = vec![piece(format!("{} at ", scanned.name), Ink::Dim), piece(commit, Ink::Code)];
    if repository.dirty {
        line.push(piece(", with uncommitted changes", Ink::Doubt));
    }
    line.push(piece(format!("; {} items block", state.gate.fail_on.as_str()), Ink::Dim));
    if state.gate.fail_on != crate::model::Severity::Critical {
        line.push(piece(", and those above", Ink::Dim));
    }
    if !state.gate.require_sign_off.is_empty() {
        let roles = state.gate.require_sign_off.join(", ");
        line.push(piece(format!("; sign-off by {roles}"), Ink::Dim));
    }
    page.wrap(Vec::new(), 2, line);
}

fn item(page: &mut Page, item: &ReviewItem, blocks: bool) {
    let (mark, ink) = match item.status.because {
        because if because.is_done() => ("✓", Ink::Good),
        Because::Undecided | Because::NotScanned => ("?", Ink::Doubt),
        Because::Stale | Because::Expired => ("~", Ink::Doubt),
        _ => ("✗", Ink::Bad),
    };
    let first =
        vec![piece(format!("  {mark} "), ink), piece(format!("{:<NAME$} ", item.id.as_str()), Ink::Plain)];
    let mut line =
        vec![piece(item.status.because.sentence(), if item.status.done { Ink::Dim } else { Ink::Plain })];
    if !item.status.done {
        line.push(piece(" (", Ink::Dim));
        line.push(piece(item.severity.as_str(), super::catalogue::severity_ink(item.severity)));
        line.push(piece(if blocks { ", in the way)" } else { ")" }, Ink::Dim));
    }
    line.extend(person(item));
    page.wrap(first, 4 + NAME + 1, line);
}

/// Who decided, where that matters for what the item counts as.
fn person(item: &ReviewItem) -> Vec<Piece> {
    let Some(decision) = &item.decision else { return Vec::new() };
    let day = crate::base::clock::day(decision.at);
    let until = match &decision.kind {
        DecisionKind::Waived(waiver) => waiver.until.map(|until| format!(" until {until}")),
        DecisionKind::Ticked | DecisionKind::Noted => None,
    };
    let said = format!(
        " · {} by {} on {day}{}",
        record::verb(decision),
        record::names(decision),
        until.unwrap_or_default()
    );
    vec![piece(said, Ink::Dim)]
}

fn list(page: &mut Page, title: &str, lines: impl Iterator<Item = (Ink, &'static str, String)>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    page.gap();
    page.line([piece(title, Ink::Strong)]);
    for (ink, mark, line) in lines {
        page.wrap(vec![piece(format!("  {mark} "), ink)], 4, prose(&line));
    }
}

/// The review as the JSON document `gonogo.status/1`.
///
/// `date` is the day by which waivers were judged. Of each item, `status` is `done` or `open`, `because` one of met,
/// not-applicable, ticked, waived, obsolete-waiver, dismissed, out-of-scope, not-scanned, failing, undecided,
/// contradiction, stale, expired; `decision` is the record with the keys of the state file, or null; of a stale item that
/// was asked for, `changed` says what its decision rested on (`what`, `then`, `now`). `blockers` stand in
/// the way of GO (`kind`: open, long-waiver, one-person, unknown-authors, sign-off); `warnings` do not (`kind`: ends-soon,
/// obsolete-waiver, obsolete-decision, obsolete-dismissal, unknown-grade; file: of gonogo.toml itself). `checklist` lists
/// where this project's checklist differs from the standard one (`kind`: added, graded, out-of-scope).
pub fn json(standing: &Standing<'_>) -> String {
    let Standing { scanned, state, day, .. } = standing;
    let (review, report) = (scanned.review, scanned.report);
    super::json::to_text(&Document {
        schema: "gonogo.status/1",
        call: review.call().as_str(),
        date: day.to_string(),
        release: state.release.name.as_deref(),
        repository: Repository {
            name: scanned.name,
            commit: report.repository.commit.as_deref(),
            branch: report.repository.branch.as_deref(),
            dirty: report.repository.dirty,
        },
        gate: Gate { fail_on: state.gate.fail_on.as_str(), require_sign_off: &state.gate.require_sign_off },
        done: review.done(),
        total: review.total(),
        sections: review
            .sections
            .iter()
            .map(|one| Section { id: &one.id, done: one.done(), total: one.total() })
            .collect(),
        items: review
            .items()
            .filter(|one| scanned.shows(&one.id))
            .map(|one| Entry {
                id: &one.id,
                severity: one.severity.as_str(),
                verdict: one.verdict,
                summary: report.item(&one.id).map_or("", |entry| entry.outcome.summary()),
                status: if one.status.done { "done" } else { "open" },
                because: one.status.because.as_str(),
                decision: one.decision.as_ref().map(RecordEntry::decision),
                changed: standing.changed.get(&one.id).map(|all| all.iter().map(ChangedEntry::new).collect()),
            })
            .collect(),
        blockers: review.blockers.iter().map(|one| Remark::new(one.as_str(), one.item(), one)).collect(),
        warnings: review
            .cautions
            .iter()
            .map(Remark::caution)
            .chain(state.notices.iter().map(|one| Remark::new("file", None, one)))
            .collect(),
        checklist: review.alterations.iter().map(Remark::alteration).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    call: &'static str,
    date: String,
    release: Option<&'a str>,
    repository: Repository<'a>,
    gate: Gate<'a>,
    done: usize,
    total: usize,
    sections: Vec<Section<'a>>,
    items: Vec<Entry<'a>>,
    blockers: Vec<Remark<'a>>,
    warnings: Vec<Remark<'a>>,
    checklist: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Repository<'a> {
    name: &'a str,
    commit: Option<&'a str>,
    branch: Option<&'a str>,
    dirty: bool,
}

#[derive(Serialize)]
struct Gate<'a> {
    fail_on: &'static str,
    require_sign_off: &'a [String],
}

#[derive(Serialize)]
struct Section<'a> {
    id: &'a str,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a ItemId,
    severity: &'static str,
    verdict: Option<Verdict>,
    summary: &'a str,
    status: &'static str,
    because: &'static str,
    decision: Option<RecordEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<ChangedEntry<'a>>>,
}
