//! The repository as a read-only tree of files.
