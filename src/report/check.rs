//! What the gate says: nothing on GO, else the shortest text that tells what to do.

use super::Scanned;
use super::page::{Ink, Page, piece, prose};
use super::record;
use crate::model::{ItemId, Verdict};
use crate::review::{Because, Blocker, Call, Review, ReviewItem};

/// Shows what stands in the way of GO, and for each of it what to do; nothing on GO.
pub fn text(page: &mut Page, scanned: &Scanned<'_>) {
    let review = scanned.review;
    if review.call() == Call::Go {
        return;
    }
    let count = review.blockers.len();
    let stand = if count == 1 { "thing stands" } else { "things stand" };
    let say = format!(": {count} {stand} in the way, {} of {} items done", review.done(), review.total());
    page.line([piece("NO-GO", Ink::Bad), piece(say, Ink::Plain)]);
    for blocker in &review.blockers {
        match blocker {
            Blocker::Item { id, .. } => {
                if let Some(reviewed) = review.item(id) {
                    item(page, scanned, reviewed);
                }
            }
            other => {
                page.wrap(vec![piece("✗ ", Ink::Bad)], 2, prose(&other.to_string()));
                act(page, &what_to_do(other, review));
            }
        }
    }
}

/// An open item: what is the matter, where, and what to do.
fn item(page: &mut Page, scanned: &Scanned<'_>, reviewed: &ReviewItem) {
    let outcome = scanned.report.item(&reviewed.id).map(|entry| &entry.outcome);
    let summary = outcome.map_or("it was not judged", |outcome| outcome.summary());
    let lead = vec![
        piece("✗ ", Ink::Bad),
        piece(reviewed.id.as_str(), Ink::Strong),
        piece(format!(" ({}): ", reviewed.severity.as_str()), Ink::Plain),
    ];
    page.wrap(lead, 2, prose(summary));
    if let Some(place) = outcome.and_then(|outcome| outcome.evidence().first()) {
        page.line([piece(format!("  {}:{}", place.path, place.line), Ink::Code)]);
    }
    if let Some(said) = person(reviewed) {
        page.wrap(vec![piece("  ", Ink::Plain)], 2, [piece(said, Ink::Doubt)]);
    }
    let id = &reviewed.id;
    let advice = match reviewed.status.because {
        Because::Undecided => format!("look at it (`gonogo explain {id}`), then `gonogo tick {id}`"),
        Because::Stale => {
            let command = decide(id, reviewed.verdict);
            format!("look at it again (`gonogo status {id}` says what has changed), then {command}")
        }
        Because::Expired => format!("meet it, or `gonogo waive {id}` until a later day"),
        _ => outcome
            .and_then(|outcome| outcome.advice())
            .map_or_else(|| format!("`gonogo explain {id}` says how to meet it"), str::to_owned),
    };
    act(page, &advice);
}

/// Why a decision does not close the item.
fn person(reviewed: &ReviewItem) -> Option<String> {
    let decision = reviewed.decision.as_ref()?;
    let (verb, names) = (record::verb(decision), record::names(decision));
    let day = crate::base::clock::day(decision.at);
    match reviewed.status.because {
        Because::Stale => Some(format!("{verb} by {names} on {day}, but what that was based on has changed")),
        Because::Expired => Some(format!("{verb} by {names} on {day}, but the last day of that is past")),
        Because::Contradiction => {
            Some(format!("{verb} by {names} on {day}, but the repository proves that it is not met"))
        }
        _ => None,
    }
}

/// The commands that decide `id`: what fails can only be waived.
fn decide(id: &ItemId, verdict: Option<Verdict>) -> String {
    match verdict {
        Some(Verdict::Fail) => format!("`gonogo waive {id}`"),
        _ => format!("`gonogo tick {id}` or `gonogo waive {id}`"),
    }
}

fn what_to_do(blocker: &Blocker, review: &Review) -> String {
    let again = |id: &ItemId| format!("`gonogo waive {id}` with an earlier day");
    match blocker {
        Blocker::LongWaiver { id, .. } => again(id),
        Blocker::OnePerson { id, .. } => {
            let command = decide(id, review.item(id).and_then(|item| item.verdict));
            format!("a second person looks at it, then {command} with --by or --with")
        }
        Blocker::UnknownAuthors { .. } => {
            "fetch the whole history: `git fetch --unshallow`, or a checkout with fetch-depth 0".to_owned()
        }
        Blocker::SignOff { role } => format!("`gonogo sign --role \"{role}\"`, then commit `gonogo.toml`"),
        Blocker::Item { id, .. } => format!("`gonogo explain {id}`"),
    }
}

fn act(page: &mut Page, advice: &str) {
    page.wrap(vec![piece("  → ", Ink::Good)], 4, prose(advice));
}
