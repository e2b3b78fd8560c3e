//! A commit or the work tree, scanned and judged by its own state file, and what changed from one to another.

use std::path::Path;

use jiff::civil::Date;

use super::place::{Choice, Place};
use super::{CliError, Ui};
use crate::base::{RepoPath, clock};
use crate::git::{Commit, Repository, Walk};
use crate::model::ScanReport;
use crate::review::compare::{self, ItemChange, Records};
use crate::review::state::{FILE_NAME, SignOff};
use crate::review::{Review, State};

/// How many versions of the state file are looked into for the one that was signed.
const MOST_VERSIONS: usize = 1_000;

/// A commit or the work tree, scanned and judged.
pub(super) struct Judged {
    /// The revision as it was named; `None` for the work tree.
    pub rev: Option<String>,
    /// The repository, read there.
    pub place: Place,
    /// The commit; of the work tree, the one that is checked out, `None` before the first one.
    pub commit: Option<Commit>,
    /// The day by which waivers were judged: that of the commit, and today for what is checked out.
    pub day: Date,
    /// What the detectors said.
    pub report: ScanReport,
    /// What that counts as.
    pub review: Review,
}

impl Judged {
    /// Scans and judges `rev` of the repository that holds `folder`; `head` is the commit that is checked out.
    ///
    /// # Errors
    /// Where there is no such revision, or no project to judge in it.
    pub fn make(
        folder: &Path,
        rev: Option<String>,
        head: Option<&str>,
        choice: &Choice,
        ui: &Ui,
    ) -> Result<Self, CliError> {
        let place = Place::open(folder, rev.as_deref())?;
        let meter = ui.meter();
        let report = place.scan(choice, &|progress| meter.show(progress));
        meter.clear();
        let report = report.map_err(|error| error.at(rev.as_deref()))?;
        let id = place.opened.info.commit.as_deref();
        let commit = id.map(|id| place.opened.repository.commit(id)).transpose()?;
        let day = match &commit {
            Some(commit) if head != Some(&commit.id) => clock::day(commit.at),
            _ => clock::day(clock::now()),
        };
        let review = place.review_on(&report, day)?;
        Ok(Self { rev, place, commit, day, report, review })
    }

    /// What is compared.
    pub const fn side(&self) -> compare::Side<'_> {
        compare::Side { report: &self.report, review: &self.review }
    }

    /// What the state file says there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn records(&self) -> Result<Records, CliError> {
        let text = self.place.state_text()?.unwrap_or_default();
        // The state was read from the same text, so it has no mistakes.
        Ok(Records::read(&text).unwrap_or_default())
    }
}

/// What has changed in verdicts, findings, statuses and decisions since `sign_off` was made: from the commit that was
/// signed, with the decisions that it was signed with and judged on that day, to `now`, which was judged in `place`.
///
/// # Errors
/// Where the commit is not here (in a shallow clone, say), or cannot be judged any more.
pub(super) fn since(
    place: &Place,
    sign_off: &SignOff,
    now: compare::Side<'_>,
    choice: &Choice,
) -> Result<Vec<ItemChange>, CliError> {
    let repository = &place.opened.repository;
    let state = match &place.opened.info.commit {
        Some(commit) => {
            versions(repository, commit)?.into_iter().rev().find(|state| state.sign_offs.contains(sign_off))
        }
        None => None,
    };
    let folder = repository.root().unwrap_or_else(|| repository.git_dir());
    let state = state.unwrap_or_else(|| place.state.clone());
    let then = Place::with_state(folder, Some(&sign_off.commit), state)?;
    let report = then.scan(choice, &|_| ()).map_err(|error| error.at(Some(&sign_off.commit)))?;
    let review = then.review_on(&report, clock::day(sign_off.at))?;
    Ok(compare::items(compare::Side { report: &report, review: &review }, now))
}

/// What the detectors say at `commit`, with the project's present choice and items; `None` where the commit is not here, or
/// cannot be judged.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn report_at(
    place: &Place,
    commit: &str,
    choice: &Choice,
) -> Result<Option<ScanReport>, CliError> {
    let repository = &place.opened.repository;
    if repository.commit(commit).is_err() {
        return Ok(None);
    }
    let folder = repository.root().unwrap_or_else(|| repository.git_dir());
    let then = Place::with_state(folder, Some(commit), place.state.clone())?;
    Ok(then.scan(choice, &|_| ()).ok())
}

/// What the state file said in the history of `commit`, the newest first. Versions that cannot be read are left out.
///
/// # Errors
/// Where the history cannot be read.
pub(super) fn versions(repository: &Repository, commit: &str) -> Result<Vec<State>, CliError> {
    let Some(path) = RepoPath::new(FILE_NAME) else { return Ok(Vec::new()) };
    let history = repository.history(commit, &path, Walk::Whole)?;
    let texts = history.iter().take(MOST_VERSIONS).filter_map(|version| {
        let bytes = repository.blob(version.blob?).ok()?;
        String::from_utf8(bytes).ok()
    });
    Ok(texts.filter_map(|text| State::parse(&text).ok()).collect())
}
