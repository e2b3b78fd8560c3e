//! Merging two branches' state files, record by record.
//!
//! Text is merged block by block ([`super::state`]'s tables, each with its comments): what one side alone changed is
//! taken as it wrote it. Records that say the same are the same, however they are written. Where both sides changed one
//! block in different ways, both stand in the result between git's conflict markers, around that block alone.

use super::change::{Conflict, Key, Record};
use super::state::blocks::{Block, Name, blocks};
use super::state::{self, Problem, SCHEMA, Shape, State, plain_line_ends, without_bom};
use crate::model::ItemId;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The text; with conflict markers where there are conflicts.
    pub text: String,
    /// The records that both sides changed in different ways, in the order of the text.
    pub conflicts: Vec<Conflict>,
    /// Other blocks that both sides changed in different ways: `[gate]`, tables of people's own, by their headers.
    pub tables: Vec<String>,
}

impl Merged {
    /// Whether nothing is left to settle.
    pub fn is_clean(&self) -> bool {
        self.conflicts.is_empty() && self.tables.is_empty()
    }
}

/// Why there is no merged text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// One of the three texts has mistakes.
    #[error("the state file of {side} has mistakes: {}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid {
        /// Which one: the common ancestor, our side or their side.
        side: &'static str,
        /// Every mistake.
        problems: Vec<Problem>,
    },
    /// A newer gonogo wrote one of the texts.
    #[error(
        "the state file of {side} has schema {found}, and this gonogo writes {SCHEMA}: update gonogo to merge it"
    )]
    Newer {
        /// Which one.
        side: &'static str,
        /// The schema that it declares.
        found: u32,
    },
    /// The merged text would not say what the two sides decided.
    #[error("the two sides are laid out in ways that cannot be merged safely; merge them by hand")]
    NotMergeable,
}

/// What the conflict markers call the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labels<'l> {
    /// Ours: a branch, `HEAD`.
    pub ours: &'l str,
    /// Theirs.
    pub theirs: &'l str,
}

impl Default for Labels<'_> {
    fn default() -> Self {
        Self { ours: "ours", theirs: "theirs" }
    }
}

/// What stands in the place of one block.
enum Outcome {
    Text(String),
    Gone,
    Both(String, String),
}

/// Merges `ours` and `theirs`, which both grew out of `base` (empty where both made the file); `order` is the
/// checklist's order.
///
/// The outer shape of the text (line ends, byte order mark) is that of `ours`. `[review] commit` follows from the merged
/// decisions.
///
/// # Errors
/// [`MergeError`]; the caller then leaves the merge to git's own way.
pub fn merge3(base: &str, ours: &str, theirs: &str, order: &[ItemId]) -> Result<Merged, MergeError> {
    merge3_of(base, ours, theirs, order, Labels::default())
}

/// As [`merge3`], with the names of the sides on the conflict markers.
///
/// # Errors
/// As [`merge3`].
pub fn merge3_of(
    base: &str,
    ours: &str,
    theirs: &str,
    order: &[ItemId],
    labels: Labels<'_>,
) -> Result<Merged, MergeError> {
    let shape = Shape::of(ours);
    let texts = [base, ours, theirs].map(|text| plain_line_ends(without_bom(text)));
    let [base_state, our_state, their_state] = [
        read(&texts[0], "the common ancestor")?,
        read(&texts[1], "our side")?,
        read(&texts[2], "their side")?,
    ];
    let merged = records(&base_state, &our_state, &their_state);
    let commit = merged.last_commit();
    let states = [&base_state, &our_state, &their_state];
    let mut sides = Vec::new();
    for (text, state) in texts.iter().zip(states) {
        // The commit follows from the decisions: on all three sides it is what it will be, so that it never conflicts.
        let mut to = State { schema: SCHEMA, ..state.clone() };
        to.release.commit.clone_from(&commit);
        let text = if text.is_empty() && commit.is_none() {
            text.clone()
        } else {
            state::apply(text, state, &to, order).ok_or(MergeError::NotMergeable)?
        };
        sides.push(blocks(&text).ok_or(MergeError::NotMergeable)?);
    }
    let [base, ours, theirs] = &sides[..] else { return Err(MergeError::NotMergeable) };
    let mut merge = Merge { states, base, ours, theirs, conflicts: Vec::new(), tables: Vec::new() };
    let outcomes = merge.run(order);
    let result = Merged {
        text: shape.restore(&written(&outcomes, labels)),
        conflicts: std::mem::take(&mut merge.conflicts),
        tables: std::mem::take(&mut merge.tables),
    };
    prove(&outcomes, &merged, &result)?;
    Ok(result)
}

fn read(text: &str, side: &'static str) -> Result<State, MergeError> {
    let state = State::parse(text).map_err(|problems| MergeError::Invalid { side, problems })?;
    if state.is_newer() { Err(MergeError::Newer { side, found: state.schema }) } else { Ok(state) }
}

/// The records of both sides; ours where they conflict.
fn records(base: &State, ours: &State, theirs: &State) -> State {
    let mut merged = ours.clone();
    for key in keys(&[base, theirs]) {
        let (before, after) = (base.record(&key), theirs.record(&key));
        if merged.record(&key) == before {
            merged.put(&key, after);
        }
    }
    merged
}

fn keys(states: &[&State]) -> std::collections::BTreeSet<Key> {
    states.iter().flat_map(|state| state.records()).map(|record: Record| record.key()).collect()
}

struct Merge<'m> {
    states: [&'m State; 3],
    base: &'m [Block],
    ours: &'m [Block],
    theirs: &'m [Block],
    conflicts: Vec<Conflict>,
    tables: Vec<String>,
}

impl Merge<'_> {
    /// Every block of the result in its place, those that are gone included.
    fn run(&mut self, order: &[ItemId]) -> Vec<(Name, Outcome)> {
        let mut names: Vec<Name> = self.ours.iter().map(|block| block.name.clone()).collect();
        for (at, block) in self.theirs.iter().enumerate() {
            if names.contains(&block.name) {
                continue;
            }
            let place = match block.name.rank(order) {
                Some(own) => {
                    let after = |name: &Name| name.rank(order).is_some_and(|rank| rank > own);
                    let before = |name: &Name| name.rank(order).is_some_and(|rank| rank <= own);
                    let first = names.iter().position(after);
                    first.or_else(|| names.iter().rposition(before).map(|at| at + 1))
                }
                None => self.theirs[..at]
                    .iter()
                    .rev()
                    .find_map(|earlier| names.iter().position(|name| *name == earlier.name))
                    .map(|at| at + 1),
            };
            let tail = names.iter().position(|name| *name == Name::Tail).unwrap_or(names.len());
            names.insert(place.unwrap_or(tail).min(names.len()), block.name.clone());
        }
        names
            .into_iter()
            .map(|name| {
                let outcome = self.block(&name);
                (name, outcome)
            })
            .collect()
    }

    fn block(&mut self, name: &Name) -> Outcome {
        let text =
            |side: &[Block]| side.iter().find(|block| block.name == *name).map(|block| block.text.clone());
        let (base, ours, theirs) = (text(self.base), text(self.ours), text(self.theirs));
        let same = |a: &Option<String>, b: &Option<String>| {
            a.as_deref().map(str::trim) == b.as_deref().map(str::trim)
        };
        let one = |text: Option<String>| text.map_or(Outcome::Gone, Outcome::Text);
        if same(&ours, &theirs) || same(&theirs, &base) {
            return one(ours);
        }
        if same(&ours, &base) {
            return one(theirs);
        }
        let key = name.record();
        if let Some(key) = &key {
            let [was, our, their] = self.states.map(|state| state.record(key));
            if our == their || their == was {
                return one(ours);
            }
            if our == was {
                return one(theirs);
            }
            self.conflicts.push(Conflict { key: key.clone(), ours: our, theirs: their });
        } else if *name == Name::Table(vec!["review".to_owned()]) {
            let [was, our, their] = self.states.map(|state| state.record(&Key::Release));
            if our == their || their == was {
                return one(ours);
            }
            if our == was {
                return one(theirs);
            }
            self.conflicts.push(Conflict { key: Key::Release, ours: our, theirs: their });
        } else {
            self.tables.push(name.label());
        }
        Outcome::Both(ours.unwrap_or_default(), theirs.unwrap_or_default())
    }
}

/// The text with git's markers around what conflicts.
fn written(outcomes: &[(Name, Outcome)], labels: Labels<'_>) -> String {
    assembled(outcomes, |ours, theirs| {
        format!(
            "\n<<<<<<< {}\n{}=======\n{}>>>>>>> {}\n",
            labels.ours,
            whole_lines(ours.trim_matches('\n')),
            whole_lines(theirs.trim_matches('\n')),
            labels.theirs
        )
    })
}

/// The text with one side where both conflict.
fn side(outcomes: &[(Name, Outcome)], ours: bool) -> String {
    assembled(outcomes, |our, their| whole_lines(if ours { our } else { their }))
}

fn assembled(outcomes: &[(Name, Outcome)], both: impl Fn(&str, &str) -> String) -> String {
    let mut text = String::new();
    for (name, outcome) in outcomes {
        let part = match outcome {
            Outcome::Text(part) => whole_lines(part),
            Outcome::Gone => continue,
            Outcome::Both(ours, theirs) => both(ours, theirs),
        };
        // A table that came first on its side has no blank line above it.
        let bare = matches!(name, Name::Table(_)) && !part.starts_with('\n') && !part.is_empty();
        if bare && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text.push_str(if text.is_empty() { part.trim_start_matches('\n') } else { &part });
    }
    text
}

fn whole_lines(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// The proof of the merge is in the reading: both ways to settle it are sound, and ours says what was merged.
fn prove(outcomes: &[(Name, Outcome)], merged: &State, result: &Merged) -> Result<(), MergeError> {
    let parse = |ours: bool| State::parse(&side(outcomes, ours)).map_err(|_| MergeError::NotMergeable);
    let (our, their) = (parse(true)?, parse(false)?);
    let sound = keys(&[&our, merged]).iter().all(|key| our.record(key) == merged.record(key))
        && keys(&[&our, &their])
            .iter()
            .filter(|key| result.conflicts.iter().all(|conflict| conflict.key != **key))
            .all(|key| our.record(key) == their.record(key));
    if sound { Ok(()) } else { Err(MergeError::NotMergeable) }
}
