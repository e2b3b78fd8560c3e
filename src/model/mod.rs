//! The plain data that the layers hand to each other. No logic beyond what keeps a value well formed.

mod decision;
mod evidence;
mod finding;
mod item;
mod outcome;
mod own;
mod report;
mod verdict;

pub use decision::{Decision, DecisionKind, Person, Waiver, WaiverKind};
pub use evidence::{Absence, Evidence, Ground};
pub use finding::{Finding, Warning};
pub use item::{InvalidItemId, ItemId, Severity};
pub use outcome::Outcome;
pub use own::{Expect, Grade, OwnItem, Probe, Weight};
pub use report::{ItemReport, ProjectInfo, Reading, RepositoryInfo, ScanReport, ScanStats};
pub use verdict::Verdict;
