//! The repository's history: the only user of git2 (libgit2).
//!
//! Nothing here runs git, a hook or a filter program, goes to the network, or changes a repository; only
//! [`create()`] makes new ones, for the demo and the tests. Hashes are full and lower case.

mod create;
mod error;
mod identity;
mod people;
mod repository;
mod tree;
mod work;

pub use create::{Stamp, create};
pub use error::GitError;
pub use repository::{Head, Repository};
pub use tree::{BlobId, CommitFile, CommitTree};
