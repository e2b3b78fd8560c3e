//! One checklist item a file: facts to [`Outcome`]. `items.md` of the design fixes what each verdict means.
//!
//! # How to add a detector
//!
//! 1. `src/detectors/<section>/<item>.rs`: a head comment with the headings What, Pass, Fail, N/A, Review and Traps, and
//!    `pub fn check(inputs: &Inputs<'_>) -> Outcome`. It asks [`Inputs`] and nothing else: no file, no parser.
//! 2. One line in the section's list (`detectors! { … }` in `src/detectors/<section>/mod.rs`).
//! 3. `tests/detectors/<section>/<item>.md`: its cases.
//!
//! One test holds the catalogue, these lists and the test files against each other.

mod inputs;
mod known;
mod own;
mod record;
mod seen;
mod words;
mod worst;

pub use inputs::{
    Celery, Configured, Container, FieldStorage, FileField, Fronts, Inputs, Lineage, Live, Scene, Started,
    Storage, TaskSeen, Wrapper,
};
pub use seen::{Seen, Switch, collect_env};
pub use worst::in_every_scene;

use crate::django::Facts;
use crate::model::{ItemId, ItemReport, Outcome, OwnItem};

/// Declares the detectors of one section and registers them at once: `file => "section.item"`.
macro_rules! detectors {
    ($($(#[$doc:meta])* $module:ident => $id:literal),+ $(,)?) => {
        $($(#[$doc])* mod $module;)+
        /// The detectors of this section.
        pub(super) const DETECTORS: &[$crate::detectors::Detector] =
            &[$($crate::detectors::Detector { id: $id, check: $module::check }),+];
    };
}

mod api;
mod database;
mod logging;
mod security;
mod static_files;
mod tasks;

/// The detectors of every section. A new section is one module above and one line here.
const SECTIONS: &[&[Detector]] = &[
    security::DETECTORS,
    database::DETECTORS,
    api::DETECTORS,
    tasks::DETECTORS,
    static_files::DETECTORS,
    logging::DETECTORS,
];

/// A detector: the function that judges one item.
#[derive(Clone, Copy)]
pub struct Detector {
    id: &'static str,
    check: fn(&Inputs<'_>) -> Outcome,
}

/// The ids of the items that have a detector.
pub fn detected() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().copied().flatten().map(|detector| detector.id)
}

/// Judges the item `id`: the outcome, and everything that was read for it.
pub fn detect(id: &ItemId, facts: &Facts<'_>) -> ItemReport {
    let inputs = Inputs::new(facts);
    let detector = SECTIONS.iter().copied().flatten().find(|detector| detector.id == id.as_str());
    let outcome = detector.map_or_else(undetected, |detector| (detector.check)(&inputs));
    inputs.conclude(&outcome);
    ItemReport { id: id.clone(), outcome, basis: inputs.basis(), readings: inputs.readings() }
}

/// Judges an item of the project's own, as [`detect`] does the others.
pub fn detect_own(item: &OwnItem, facts: &Facts<'_>) -> ItemReport {
    let inputs = Inputs::new(facts);
    let outcome = own::check(item, &inputs);
    inputs.conclude(&outcome);
    ItemReport { id: item.id.clone(), outcome, basis: inputs.basis(), readings: inputs.readings() }
}

/// The report of an item for which nothing could be read.
pub fn unread(id: &ItemId, outcome: Outcome) -> ItemReport {
    ItemReport { id: id.clone(), outcome, basis: record::Record::default().digest(), readings: Vec::new() }
}

/// What is said of an item that no detector judges yet: a person must look, and is told why.
fn undetected() -> Outcome {
    Outcome::review(
        "Not detected yet: this version of gonogo has no detector for this item, so a person must look",
    )
}
