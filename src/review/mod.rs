//! The state file, the statuses and the verdict of the whole: from a scan and people's decisions to GO or NO-GO.
//!
//! - [`state`]: what `gonogo.toml` says, read with the place of every mistake, and edited without losing a comment;
//! - [`store`]: the file on the disk: lock, read again, merge item by item, write whole;
//! - [`decide`]: what a person may say of an item, and the record of it;
//! - [`merge3`]: two branches' files as one, record by record; [`fsck()`]: whether the file is what gonogo would write;
//! - [`status`]: what one item counts as; [`gate`]: what the whole counts as;
//! - [`grounds`]: what a decision rested on, against what it would rest on now;
//! - [`compare`]: what changed between two reviews; [`log`]: who decided what, from the file's history in git;
//! - [`Review`]: all of it together, for screens, reports and exit codes. None of those computes a status itself.

pub mod change;
pub mod compare;
pub mod decide;
pub mod fsck;
pub mod gate;
pub mod grounds;
pub mod log;
mod merge;
pub mod sign;
pub mod state;
pub mod status;
pub mod store;
mod torn;
mod whole;

pub use change::{Change, Conflict, Key, Record};
pub use fsck::{Complaint, Remedy, fsck, prune, tidy};
pub use gate::{Blocker, Call, Caution};
pub use merge::{Labels, MergeError, Merged, merge3, merge3_of};
pub use state::{Problem, State, StateError};
pub use status::{Because, Status};
pub use store::{Saved, Store};
pub use torn::Torn;
pub use whole::{Input, Review, ReviewItem, ReviewSection};
