//! The repository's history: the only user of git2 (libgit2).
//!
//! Nothing here runs git, a hook or a filter program ([`Ssh`] alone starts a program, the user's `ssh-keygen`, where the
//! user signs or verifies), goes to the network, or changes a repository; only
//! [`create()`] makes new ones, for the demo and the tests, and [`Repository::configure`] writes an entry that the user
//! asked for. Hashes are full and lower case.

mod blame;
mod configure;
mod create;
mod diff;
mod error;
mod forge;
mod history;
mod identity;
mod merge;
mod people;
mod remote;
mod repository;
mod ssh;
mod tree;
mod work;

pub use blame::BlamedLine;
pub use create::{Stamp, create};
pub use diff::{Change, DiffLine, Hunk, difference};
pub use error::GitError;
pub use forge::{Forge, ForgeKind};
pub use history::{Commit, Version, Walk};
pub use merge::{MergedText, merge_texts};
pub use remote::Remote;
pub use repository::{Head, Repository};
pub use ssh::{Seal, Ssh, SshError};
pub use tree::{BlobId, CommitFile, CommitTree};
