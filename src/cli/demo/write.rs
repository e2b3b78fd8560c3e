//! Writes the sample project with its history.

use std::fs;
use std::io;
use std::path::Path;

use super::story::{self, Commit, Decided};
use crate::cli::CliError;
use crate::cli::place::{self, Choice, Place};
use crate::git::{self, Stamp};
use crate::model::{ItemId, ItemReport};
use crate::review::Change;
use crate::review::decide::{self, DecideError, Session};

/// Writes every commit of the story into `root`, an empty folder.
pub(super) fn write(root: &Path) -> Result<(), CliError> {
    let repository = git::create(root)?;
    for commit in story::commits() {
        lay(root, &commit).map_err(|error| {
            CliError::usage(format!("the sample cannot be written into `{}`", root.display())).because(&error)
        })?;
        record(root, &commit.decisions)?;
        repository.commit_all(&commit.message, &Stamp { by: commit.by, at: commit.at })?;
    }
    Ok(())
}

/// Lays the files of `commit` over those that are there.
fn lay(root: &Path, commit: &Commit) -> io::Result<()> {
    for (path, text) in &commit.files {
        let file = root.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)?;
    }
    Ok(())
}

/// Records decisions as the walkthrough does: judged against a scan of the files, written by the state file's own code.
fn record(root: &Path, decisions: &[Decided]) -> Result<(), CliError> {
    if decisions.is_empty() {
        return Ok(());
    }
    let mut place = Place::open(root, None)?;
    let store = place::store(&place.opened.repository, root)?;
    let report = place.scan(&Choice::default(), &|_| {})?;
    let order: Vec<ItemId> = place.catalogue.order().cloned().collect();
    for decided in decisions {
        let item = report.item(&decided.item).ok_or_else(|| odd(&decided.item, "no such item"))?;
        let change = decide(decided, item, &place).map_err(|error| odd(&decided.item, error))?;
        place.state = store.save(&[change], &order)?.state;
    }
    Ok(())
}

/// The change that a person's word makes.
fn decide(decided: &Decided, item: &ItemReport, place: &Place) -> Result<Change, DecideError> {
    let session = Session {
        by: decided.by.clone(),
        with: decided.with.clone(),
        at: decided.at,
        commit: place.opened.info.commit.clone(),
    };
    let (before, note) = (place.state.decision(&decided.item), decided.note.as_deref());
    match &decided.waiver {
        Some(waiver) => decide::waive(item, before, waiver, note, &session),
        None => decide::tick(item, before, note, &session),
    }
}

/// The story no longer fits the detectors; a test finds this before anybody else.
fn odd(item: &ItemId, why: impl std::fmt::Display) -> CliError {
    CliError::usage(format!("the sample's decision on {item} cannot be recorded: {why}"))
}
