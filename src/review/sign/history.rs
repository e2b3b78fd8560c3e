//! A sign-off against its own record in earlier versions of the state file.

use std::fmt;

use crate::review::state::{SignOff, State};

/// A field of a sign-off that is no longer what it was when the sign-off was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Alteration {
    /// The key in `gonogo.toml`.
    pub field: &'static str,
    /// What it said.
    pub then: String,
    /// What it says now.
    pub now: String,
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its {} was changed after it was made: {} → {}", self.field, self.then, self.now)
    }
}

/// What was changed in `sign_off` since it was made, going by the oldest of `versions` (any order, oldest last) that
/// holds it.
pub fn altered<'s>(sign_off: &SignOff, versions: impl IntoIterator<Item = &'s State>) -> Vec<Alteration> {
    let states: Vec<&State> = versions.into_iter().collect();
    let beside = |one: &SignOff| {
        states.iter().any(|state| state.sign_offs.contains(one) && state.sign_offs.contains(sign_off))
    };
    let is_it = |one: &&SignOff| one == &sign_off || (is_same(one, sign_off) && !beside(one));
    let first = states.iter().rev().find_map(|state| {
        let exact = state.sign_offs.iter().find(|one| *one == sign_off);
        exact.or_else(|| state.sign_offs.iter().find(is_it))
    });
    first.map(|first| changes(first, sign_off)).unwrap_or_default()
}

/// Whether both may be one sign-off, whatever else was changed in it: no signature is made twice, and who signs twice in a
/// second has both stand side by side in one version of the file.
fn is_same(one: &SignOff, other: &SignOff) -> bool {
    let signature = one.signature.is_some() && one.signature == other.signature;
    signature || (one.at == other.at && (one.role == other.role || one.by == other.by))
}

fn changes(then: &SignOff, now: &SignOff) -> Vec<Alteration> {
    let signature = |one: &SignOff| match &one.signature {
        None => "none".to_owned(),
        Some(_) if one.signature == then.signature => "the one that was made".to_owned(),
        Some(_) => "another one".to_owned(),
    };
    let fields = [
        ("role", then.role.clone(), now.role.clone()),
        ("by", then.by.to_string(), now.by.to_string()),
        ("at", then.at.to_string(), now.at.to_string()),
        ("commit", then.commit.clone(), now.commit.clone()),
        ("verdict", then.verdict.as_str().to_owned(), now.verdict.as_str().to_owned()),
        ("digest", then.digest.clone(), now.digest.clone()),
        ("signature", signature(then), signature(now)),
    ];
    let differ = fields.into_iter().filter(|(_, then, now)| then != now);
    differ.map(|(field, then, now)| Alteration { field, then, now }).collect()
}
