//! What a script was started with, and the variables that it keeps to itself.

use std::collections::HashMap;

use crate::deploy::Place;
use crate::syntax::shell::{Part, Word};

/// What a script was started with.
#[derive(Default)]
pub(super) struct Arguments {
    /// `$0` is not among them.
    pub(super) words: Vec<String>,
    pub(super) place: Option<Place>,
    /// Variables of the script itself, not exported.
    pub(super) locals: Vec<(String, Local, Place)>,
    /// `set -a`: assignments are exported.
    pub(super) export_all: bool,
    /// The patterns of the arm that runs, of each `case` that was decided.
    pub(super) cases: HashMap<usize, Option<Vec<String>>>,
}

/// What a variable of a script holds.
pub(super) enum Local {
    /// This text.
    Known(String),
    /// This text, with `${NAME}` for what is not known in it.
    Partly(String),
    /// Nobody knows.
    Unknown,
}

impl Local {
    pub(super) fn of(word: &Word, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        if word.is_known(lookup) {
            return Self::Known(word.render(lookup));
        }
        // What a command prints may be any number of words.
        let prints = word.parts.iter().any(|part| matches!(part, Part::Substitution(_)));
        if prints { Self::Unknown } else { Self::Partly(word.render(lookup)) }
    }

    pub(super) fn known(&self) -> Option<&String> {
        match self {
            Self::Known(text) => Some(text),
            Self::Partly(_) | Self::Unknown => None,
        }
    }
}

/// Where the arguments of a command are written, where they are all kept in one variable: `ARGS="…"`, `exec serve $ARGS`.
pub(super) fn kept(words: &[Word], arguments: &Arguments) -> Option<Place> {
    let (last, before) = words.split_last()?;
    let [Part::Variable { name, .. }] = last.parts.as_slice() else { return None };
    let starts = before.iter().filter(|word| word.as_literal().as_deref() != Some("exec")).count() == 1;
    let (_, _, place) = arguments.locals.iter().rev().find(|(local, ..)| local == name)?;
    (starts && !last.quoted).then(|| place.clone())
}
