//! gonogo is the go/no-go review of a Django launch, in the terminal.
//!
//! It reads a repository without running it, decides what it can of a thirty-item production checklist, walks people
//! through the rest, keeps their decisions in a committed TOML file tied to git commits, and writes the sign-off.
//!
//! # The house
//!
//! A module imports modules of a smaller number only; siblings never import each other. `tests/architecture.rs`
//! holds the code against this table.
//!
//! | n | module | responsibility |
//! | --- | --- | --- |
//! | 0 | [`base`] | spans and line index, repository-relative paths, clock, atomic write and lock, text made safe for terminals |
//! | 1 | [`model`] | plain data: items, verdicts, evidence, findings, outcomes, the scan report, decisions |
//! | 2 | [`catalogue`] | reads and checks `assets/catalogue/<section>.toml`; the order and the texts of the items |
//! | 2 | [`source`] | the repository as a read-only tree of files: work tree or the blobs of any commit, bounded |
//! | 2 | [`git`] | the only user of git2: HEAD, dirty state, files and history, who wrote a line, links into forges |
//! | 2 | [`syntax`] | one file or folder a format, text to spanned tree |
//! | 3 | [`eval`] | abstract interpreter of Python settings modules: values, provenance, helper libraries |
//! | 3 | [`deploy`] | facts from deployment files: commands, environment, headers |
//! | 4 | [`django`] | the project: settings choice, settings over Django's defaults, packages |
//! | 5 | [`detectors`] | one checklist item a file: facts to [`model::Outcome`] |
//! | 6 | [`scan`] | builds the facts once, runs the detectors in parallel |
//! | 6 | [`review`] | the state file, statuses, the verdict of the whole |
//! | 7 | [`report`] | one file a format |
//! | 8 | [`tui`] | the terminal walkthrough |
//! | 9 | [`cli`] | arguments, one file a command, exit codes |
//!
//! The way of the data: bytes, syntax, facts, verdicts, statuses, then screen, report or exit code; never back.

pub mod base;
pub mod catalogue;
pub mod cli;
pub mod deploy;
pub mod detectors;
pub mod django;
pub mod eval;
pub mod git;
pub mod model;
pub mod report;
pub mod review;
pub mod scan;
pub mod source;
pub mod syntax;
pub mod tui;
