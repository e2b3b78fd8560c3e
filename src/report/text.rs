//! A scan for people: where it stands, section by section, and what to do next.

use std::collections::BTreeSet;

use super::page::{Ink, Page, Piece, piece, prose};
use super::{Scanned, item};
use crate::model::Verdict;
use crate::review::{Because, Blocker, Call};

/// The most unreadable files that are listed.
const FAILED: usize = 5;

/// Shows a scan: header, call, sections with their items, and what to do next.
pub fn scan(page: &mut Page, scanned: &Scanned<'_>) {
    header(page, scanned);
    page.gap();
    call(page, scanned);
    let mut said = BTreeSet::new();
    for (section, reviewed) in scanned.sections() {
        page.gap();
        let counter = piece(
            reviewed.counter(),
            if reviewed.done() == reviewed.total() { Ink::Good } else { Ink::Strong },
        );
        page.spread(vec![piece(&section.title, Ink::Strong)], vec![counter]);
        for (item, entry) in scanned.items().filter(|(item, _)| item.id.section() == section.id) {
            if let Some(reviewed) = scanned.review.item(&item.id) {
                let repeated = !said.insert(entry.outcome.summary());
                item::item(page, item, entry, reviewed, repeated);
            }
        }
    }
    unread(page, scanned);
    page.gap();
    next(page, scanned);
}

fn header(page: &mut Page, scanned: &Scanned<'_>) {
    let (repository, project) = (&scanned.report.repository, &scanned.report.project);
    let mut line = vec![piece(scanned.name, Ink::Strong)];
    match (&repository.commit, &repository.branch) {
        (Some(commit), branch) => {
            let on = branch.as_ref().map_or_else(String::new, |branch| format!(" {branch}"));
            let short: String = commit.chars().take(10).collect();
            line.push(piece(format!(" ·{on} at "), Ink::Dim));
            line.push(piece(short, Ink::Code));
        }
        (None, _) => line.push(piece(" · no commit yet", Ink::Dim)),
    }
    if repository.dirty {
        line.push(piece(", with uncommitted changes", Ink::Doubt));
    }
    page.line(line);
    let mut line = Vec::new();
    match &project.django {
        Some(version) => line.push(piece(format!("Django {version}"), Ink::Plain)),
        None => line.push(piece("Django of an unknown version", Ink::Plain)),
    }
    if !project.root.is_root() {
        line.extend([piece(" in ", Ink::Dim), piece(format!("{}/", project.root), Ink::Code)]);
    }
    line.extend([piece(", settings ", Ink::Dim), piece(&project.settings_module, Ink::Code)]);
    page.wrap(Vec::new(), 2, line);
    page.wrap(vec![piece("  ", Ink::Plain)], 2, [piece(&project.settings_reason, Ink::Dim)]);
    if !project.other_modules.is_empty() {
        let others = format!("not {} (--settings chooses)", project.other_modules.join(", "));
        page.wrap(vec![piece("  ", Ink::Plain)], 2, [piece(others, Ink::Dim)]);
    }
}

/// GO or NO-GO as things stand, and why.
fn call(page: &mut Page, scanned: &Scanned<'_>) {
    let review = scanned.review;
    let ink = match review.call() {
        Call::Go => Ink::Good,
        Call::NoGo => Ink::Bad,
    };
    let mut text = vec![
        piece(review.call().label(), ink),
        piece(format!(" so far: {} of {} items done", review.done(), review.total()), Ink::Plain),
    ];
    let items = review.blockers.iter().filter(|blocker| matches!(blocker, Blocker::Item { .. })).count();
    let roles = review.blockers.iter().filter(|blocker| matches!(blocker, Blocker::SignOff { .. })).count();
    let others = review.blockers.len() - items - roles;
    if items > 0 {
        text.push(piece(
            format!(", {items} open {} in the way", verb(items, "item stands", "items stand")),
            Ink::Plain,
        ));
    }
    if roles > 0 {
        text.push(piece(format!(", {roles} sign-off{} missing", verb(roles, " is", "s are")), Ink::Plain));
    }
    if others > 0 {
        text.push(piece(
            format!(", {others} {} the gate's rules", verb(others, "decision breaks", "decisions break")),
            Ink::Plain,
        ));
    }
    page.wrap(Vec::new(), 2, text);
    for alteration in &review.alterations {
        page.wrap(Vec::new(), 2, vec![piece(format!("Note: {alteration}"), Ink::Plain)]);
    }
}

const fn noun(count: usize) -> &'static str {
    verb(count, "item", "items")
}

const fn verb(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// Files that could not be read: what depends on them could not be judged.
fn unread(page: &mut Page, scanned: &Scanned<'_>) {
    let failed = &scanned.report.stats.failed;
    if failed.is_empty() {
        return;
    }
    page.gap();
    page.line([piece("Not read", Ink::Strong)]);
    for (path, reason) in failed.iter().take(FAILED) {
        page.wrap(
            vec![piece("  ! ", Ink::Doubt), piece(path.as_str(), Ink::Code)],
            4,
            [piece(format!(": {reason}"), Ink::Plain)],
        );
    }
    if failed.len() > FAILED {
        page.line([piece(format!("  … and {} more", failed.len() - FAILED), Ink::Dim)]);
    }
}

/// The next steps, the most pressing first.
fn next(page: &mut Page, scanned: &Scanned<'_>) {
    let review = scanned.review;
    let open = |wanted: fn(&Because) -> bool| {
        review.items().filter(move |item| !item.status.done && wanted(&item.status.because)).count()
    };
    let failing = open(|because| matches!(because, Because::Failing | Because::Contradiction));
    let looking = open(|because| matches!(because, Because::Undecided));
    let again = open(|because| matches!(because, Because::Stale | Because::Expired));
    let mut steps: Vec<Vec<Piece>> = Vec::new();
    let worst =
        review.items().filter(|item| item.verdict == Some(Verdict::Fail) && !item.status.done).max_by_key(
            |item| (item.severity, std::cmp::Reverse(review.items().position(|other| other.id == item.id))),
        );
    if let Some(worst) = worst {
        let say =
            format!("{failing} {} to fix or waive; `gonogo explain {}` says how", noun(failing), worst.id);
        steps.push(prose(&say));
    }
    if again > 0 {
        steps.push(prose(&format!(
            "{again} {} decided before and open again: `gonogo` shows why",
            noun(again)
        )));
    }
    if looking > 0 {
        steps.push(prose(&format!(
            "{looking} {} for a person to look at: `gonogo` walks you through",
            noun(looking)
        )));
    }
    if steps.is_empty() && review.call() == Call::Go {
        steps.push(prose("Nothing stands in the way. Commit `gonogo.toml` with the release."));
    }
    if steps.is_empty() {
        return;
    }
    page.line([piece("Next", Ink::Strong)]);
    for step in steps {
        page.wrap(vec![piece("  ", Ink::Plain)], 4, step);
    }
}
