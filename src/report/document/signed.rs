//! The sign-offs of the document, and what happened after the last one.
//!
//! A sign-off holds where its digest is that of this very review. Nothing is run: whether an SSH signature is genuine only
//! `gonogo verify` says, and the remark sends there.

use super::make::Sources;
use super::{Remark, SignOff, Since};
use crate::base::clock;
use crate::model::{DecisionKind, Verdict};
use crate::review::compare::{ItemChange, ItemSide};
use crate::review::{Input, sign};

/// The sign-offs in the state file's order, with what they are worth.
pub(super) fn sign_offs(sources: &Sources<'_>) -> Vec<SignOff> {
    let (scanned, state) = (sources.scanned, sources.state);
    if state.sign_offs.is_empty() {
        return Vec::new();
    }
    let input = Input::new(scanned.catalogue, &scanned.report.items, state, sources.date);
    let digest = sign::digest(&sign::canonical(&input, &scanned.report.project.settings_module));
    state
        .sign_offs
        .iter()
        .map(|one| {
            let (holds, signed) = (one.digest == digest, one.signature.is_some());
            let remark = match (holds, signed) {
                (true, true) => "under this very review, with an SSH signature that `gonogo verify` checks",
                (true, false) => "under this very review, without a cryptographic signature",
                (false, _) => {
                    "under another review: something that was signed has changed, `gonogo verify` says what"
                }
            };
            SignOff {
                role: one.role.clone(),
                by: one.by.clone(),
                at: clock::whole_seconds(one.at),
                commit: one.commit.clone(),
                call: one.verdict,
                digest: one.digest.clone(),
                signed,
                holds,
                remark: remark.to_owned(),
            }
        })
        .collect()
}

/// What people decided after the last sign-off, and what the repository says otherwise since then; `None` where nobody has
/// signed.
pub(super) fn since(sources: &Sources<'_>, sign_offs: &[SignOff]) -> Option<Since> {
    let last = sign_offs.iter().max_by_key(|one| one.at)?;
    let later = sources.state.decisions.values().filter(|decision| decision.at > last.at);
    let mut changes: Vec<Remark> = later
        .map(|decision| {
            let verb = match decision.kind {
                DecisionKind::Ticked => "ticked",
                DecisionKind::Waived(_) => "waived",
                DecisionKind::Noted => "noted on",
            };
            let message =
                format!("{}: {verb} by {} on {}", decision.item, decision.by.name, clock::day(decision.at));
            Remark { item: Some(decision.item.clone()), message }
        })
        .collect();
    let judged = sources.origin.since.as_deref().unwrap_or_default();
    changes.extend(
        judged.iter().filter_map(|one| Some(Remark { item: Some(one.id.clone()), message: otherwise(one)? })),
    );
    if changes.is_empty() && !last.holds {
        let message = "no decision is newer, but what items rest on, or the checklist, has changed; `gonogo verify` says what";
        changes.push(Remark { item: None, message: message.to_owned() });
    }
    Some(Since { commit: last.commit.clone(), at: last.at, changes })
}

/// What the repository, not a person, made of an item since; `None` where it is the same.
fn otherwise(change: &ItemChange) -> Option<String> {
    let id = &change.id;
    let (before, after) = match (&change.before, &change.after) {
        (Some(before), Some(after)) => (before, after),
        (None, Some(_)) => return Some(format!("{id}: new in the checklist")),
        _ => return Some(format!("{id}: no longer in the checklist")),
    };
    let label = |side: &ItemSide| side.verdict.map_or("not judged", Verdict::label);
    let mut said = Vec::new();
    if before.verdict != after.verdict {
        said.push(format!("{} became {}", label(before), label(after)));
    } else if before.summary != after.summary {
        said.push(format!("still {}: {}", label(after), after.summary));
    }
    let found = |count: usize, word: &str| {
        (count > 0).then(|| format!("{count} {word} {}", if count == 1 { "finding" } else { "findings" }))
    };
    said.extend(found(change.appeared.len(), "new"));
    said.extend(found(change.vanished.len(), "vanished"));
    if said.is_empty() && before.decision != after.decision {
        // A person's doing, which is listed as such.
        return None;
    }
    if before.status != after.status {
        let word = if after.status.done { "done" } else { "open" };
        said.push(format!("now {word}, {}", after.status.because.sentence()));
    }
    (!said.is_empty()).then(|| format!("{id}: {}", said.join("; ")))
}
