//! Whether a state file is what gonogo would write: its layout, and records that are about nothing any more.

use super::change::{Change, Key, Record};
use super::gate::{Caution, leftovers};
use super::state::blocks::{Block, Name, blocks};
use super::state::{self, Problem, SCHEMA, Shape, State, plain_line_ends, without_bom};
use super::status::Because;
use super::whole::{Input, Review};
use crate::base::{LineIndex, Position};
use crate::model::{ItemId, ItemReport};

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where, if one place can be named.
    pub at: Option<Position>,
    /// What is wrong, and what to do about it.
    pub message: String,
    /// What removes it.
    pub remedy: Remedy,
}

/// What removes a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// [`tidy`]: only the layout changes.
    Tidy,
    /// [`prune`]: records go.
    Prune,
    /// A person.
    Hand,
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.at {
            Some(at) => write!(f, "line {}, column {}: {}", at.line, at.column, self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything about `text` that is not as gonogo would write it, mistakes first.
///
/// `reports` are what a scan says (findings that are gone are told by it; without a report of their item they are not);
/// `has_commit` says whether the repository has a commit of that hash.
pub fn fsck(text: &str, reports: &[ItemReport], has_commit: impl Fn(&str) -> bool) -> Vec<Complaint> {
    let by_hand = |at, message| Complaint { at, message, remedy: Remedy::Hand };
    let of_problem = |problem: &Problem| {
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        by_hand(Some(problem.at), format!("{}{help}", problem.message))
    };
    let state = match State::parse(text) {
        Ok(state) => state,
        Err(problems) => return problems.iter().map(of_problem).collect(),
    };
    if state.is_newer() {
        let message =
            format!("schema {} is newer than this gonogo's ({SCHEMA}): update gonogo", state.schema);
        return vec![by_hand(None, message)];
    }
    let mut complaints: Vec<Complaint> = state.notices.iter().map(of_problem).collect();
    complaints.extend(doubles(&state).map(|key| {
        by_hand(None, format!("{key} is recorded twice, and the second record counts for nothing; keep one"))
    }));
    let catalogue = state.catalogue();
    let order: Vec<ItemId> = catalogue.order().cloned().collect();
    complaints.extend(layout(text, &order));
    let today = jiff::civil::Date::MIN;
    let input = Input::new(&catalogue, reports, &state, today);
    complaints.extend(leftovers(&input).iter().map(|caution| Complaint {
        at: None,
        message: caution.to_string(),
        remedy: if matches!(caution, Caution::UnknownGrade { .. }) { Remedy::Hand } else { Remedy::Prune },
    }));
    complaints.extend(
        commits(&state)
            .filter(|(_, commit)| !has_commit(commit))
            .map(|(key, commit)| by_hand(None, format!("{key}: the repository has no commit {commit}"))),
    );
    complaints
}

/// `text` as gonogo would lay it out: records in the order of the checklist, keys in theirs, `[review] commit` as the
/// decisions have it, the schema written. Values stay as they are written, comments and tables of people's own stay.
///
/// A text with mistakes, or of a newer schema, stays as it is.
pub fn tidy(text: &str, order: &[ItemId]) -> String {
    tidied(text, order).unwrap_or_else(|| text.to_owned())
}

/// The changes that remove what is about nothing any more: decisions on unknown items, dismissals of findings that are
/// gone, waivers that are no longer needed.
pub fn prune(review: &Review, state: &State) -> Vec<Change> {
    let unneeded = review.items().filter(|item| item.status.because == Because::ObsoleteWaiver);
    let unneeded = unneeded.map(|item| Key::Item(item.id.clone()));
    let gone = review.cautions.iter().filter_map(|caution| match caution {
        Caution::ObsoleteDecision { id } => Some(Key::Item(id.clone())),
        Caution::ObsoleteDismissal { id, fingerprint } => {
            Some(Key::Finding { item: id.clone(), fingerprint: fingerprint.clone() })
        }
        Caution::EndsSoon { .. } | Caution::ObsoleteWaiver { .. } | Caution::UnknownGrade { .. } => None,
    });
    unneeded.chain(gone).filter_map(|key| state.record(&key).map(Change::removal)).collect()
}

/// The keys under which the state has several records.
fn doubles(state: &State) -> impl Iterator<Item = Key> {
    let mut seen = std::collections::BTreeMap::new();
    for record in state.records() {
        *seen.entry(record.key()).or_insert(0) += 1;
    }
    seen.into_iter().filter(|(_, count)| *count > 1).map(|(key, _)| key)
}

/// Every commit that a record names.
fn commits(state: &State) -> impl Iterator<Item = (Key, String)> {
    state.records().filter_map(|record| {
        let commit = match &record {
            Record::Decision(decision) => decision.commit.clone()?,
            Record::SignOff(one) => one.commit.clone(),
            Record::Release(_) | Record::Dismissal(_) => return None,
        };
        Some((record.key(), commit))
    })
}

/// The first line that gonogo would write otherwise.
fn layout(text: &str, order: &[ItemId]) -> Option<Complaint> {
    let tidied = tidied(text, order)?;
    let same = text.bytes().zip(tidied.bytes()).take_while(|(a, b)| a == b).count();
    (tidied != text).then(|| {
        let at = (0..=same.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        Complaint {
            at: Some(LineIndex::new(text).position(text, at)),
            message: "the file is not laid out as gonogo writes it from here on".to_owned(),
            remedy: Remedy::Tidy,
        }
    })
}

fn tidied(text: &str, order: &[ItemId]) -> Option<String> {
    let state = State::parse(text).ok().filter(|state| !state.is_newer())?;
    if text.trim().is_empty() {
        return None;
    }
    let mut to = State { schema: SCHEMA, ..state.clone() };
    to.release.commit = to.last_commit();
    let plain = plain_line_ends(without_bom(text));
    let written = state::rewrite(&plain, &state, &to, order)?;
    let mut blocks = blocks(&written)?;
    sort(&mut blocks, order);
    let body = assemble(&blocks);
    let read = State::parse(&body).ok()?;
    read.says(&to).then(|| Shape::of(text).restore(&body))
}

/// Brings the records of each kind into their order, on the places that records of that kind have.
fn sort(blocks: &mut [Block], order: &[ItemId]) {
    let rank = |block: &Block| {
        let is_record = block.name.record().is_some();
        block.name.rank(order).filter(|_| is_record)
    };
    let kinds: Vec<Option<usize>> = blocks.iter().map(|block| rank(block).map(|rank| rank.0)).collect();
    for kind in kinds.iter().flatten().collect::<std::collections::BTreeSet<_>>() {
        let places: Vec<usize> = (0..blocks.len()).filter(|at| kinds[*at] == Some(*kind)).collect();
        let mut sorted: Vec<Block> = places.iter().map(|at| blocks[*at].clone()).collect();
        sorted.sort_by_key(rank);
        for (at, block) in places.into_iter().zip(sorted) {
            blocks[at] = block;
        }
    }
}

/// One blank line above each record, a line end at the end.
fn assemble(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let part = block.text.as_str();
        let is_table = matches!(block.name, Name::Table(_));
        if is_table && block.name.record().is_some() {
            let bare = part.trim_start_matches('\n');
            let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
            text.push_str(gap);
            text.push_str(bare.trim_end_matches('\n'));
        } else {
            let gap = is_table && !text.is_empty() && !part.starts_with('\n') && !text.ends_with("\n\n");
            text.push_str(if gap { "\n" } else { "" });
            text.push_str(if text.is_empty() { part.trim_start_matches('\n') } else { part });
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}
