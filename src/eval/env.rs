//! Sets of environment variables that values depend on.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

/// A set of names of environment variables; cheap to copy, mostly empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(Option<Rc<BTreeSet<Rc<str>>>>);

impl Env {
    /// No variable.
    pub const fn none() -> Self {
        Self(None)
    }

    /// One variable.
    pub fn of(name: &str) -> Self {
        Self(Some(Rc::new(BTreeSet::from([Rc::from(name)]))))
    }

    /// Whether there is no variable.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The variables of both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (_, None) => self.clone(),
            (None, _) => other.clone(),
            (Some(a), Some(b)) if Rc::ptr_eq(a, b) || b.is_subset(a) => self.clone(),
            (Some(a), Some(b)) => Self(Some(Rc::new(a.union(b).cloned().collect()))),
        }
    }

    /// How many variables there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |names| names.len())
    }

    /// Whether `name` is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|names| names.contains(name))
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &Rc<str>> {
        self.0.iter().flat_map(|names| names.iter())
    }

    /// Those of the names that pass.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Self {
        let names: BTreeSet<Rc<str>> = self.names().filter(|name| keep(name)).cloned().collect();
        Self((!names.is_empty()).then(|| Rc::new(names)))
    }

    /// The names as plain text.
    pub fn to_vec(&self) -> Vec<String> {
        self.names().map(ToString::to_string).collect()
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
