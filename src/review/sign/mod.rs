//! Sign-offs: what exactly a person signs, and whether a signature still belongs to the review.
//!
//! # The canonical review
//! [`canonical()`] writes a review as one text, and its SHA-256 is the digest that a sign-off carries. The text is JSON in
//! the form of RFC 8785: UTF-8, no white space between tokens, the keys of every object in the order of their bytes, and
//! nothing but `"`, `\` and control characters escaped in strings. There are no numbers but whole ones. It is this object:
//!
//! | key | value |
//! | --- | --- |
//! | `dismissals` | the dismissed findings by item and fingerprint: `at`, `by`, `fingerprint`, `item`, `reason` |
//! | `format` | `gonogo.canonical-review/1` |
//! | `gate` | every key of `[gate]`, those that the file leaves out with their defaults |
//! | `grades` | the standard items that weigh differently, by item: `item`, `reason`, `severity` |
//! | `items` | every item of the checklist, by id: `basis`, `because`, `decision`, `id`, `severity`, `status`, `verdict` |
//! | `own` | the items that the project adds, by id, with every key of `[[item]]` |
//! | `release` | the release's name |
//! | `schema` | the schema of `gonogo.toml` |
//! | `settings` | the settings module that was judged |
//!
//! What is not there is `null`. A `decision` has the keys of its table in `gonogo.toml`, all of them. Moments are RFC
//! 3339 in UTC, days `YYYY-MM-DD`.
//!
//! The commit is no part of it, neither are evidence, lines or files: the same review at a later commit has the same
//! digest. So a sign-off outlives commits that change nothing that was reviewed, that of `gonogo.toml` itself among
//! them, and no other.
//!
//! # The statement
//! A signature is not one of the digest alone but of the [`Statement`]: role, person, moment, commit, verdict and digest,
//! in the same form of JSON, with a line feed behind it.

mod canonical;
mod compare;
mod history;
mod statement;
mod verified;

pub use canonical::{canonical, digest};
pub use compare::{Difference, differences};
pub use history::{Alteration, altered};
pub use statement::{NAMESPACE, Statement};
pub use verified::{Complaint, Verification, Verified};

use super::gate::Call;
use super::state::SignOff;
use super::whole::Input;
use super::{Blocker, Review};

/// What a person signs of a review: GO where nothing but missing sign-offs stands in its way.
pub fn call(review: &Review) -> Call {
    let is_sign_off = |blocker: &Blocker| matches!(blocker, Blocker::SignOff { .. });
    if review.blockers.iter().all(is_sign_off) { Call::Go } else { Call::NoGo }
}

/// The roles in which somebody signed GO under this very review; `settings` is the settings module that was judged.
///
/// Whether an SSH signature is genuine only `gonogo verify` says: nothing is run here.
pub fn roles(input: &Input<'_>, settings: &str) -> Vec<String> {
    if input.state.sign_offs.is_empty() {
        return Vec::new();
    }
    let digest = digest(&canonical(input, settings));
    let holds = |one: &&SignOff| one.digest == digest && one.verdict == Call::Go;
    input.state.sign_offs.iter().filter(holds).map(|one| one.role.clone()).collect()
}
