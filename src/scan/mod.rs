//! A scan: the facts of a repository built once, the detectors run over them in parallel, the report put together.
//!
//! The same files give the same report, whatever the threads do: results are collected, then sorted.

mod open;
mod progress;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::prelude::*;

pub use open::{OpenError, Opened, open};
pub use progress::{Cancel, Progress, Stage};

use crate::base::RepoPath;
use crate::catalogue::Catalogue;
use crate::deploy::Deployment;
use crate::detectors;
use crate::django::choice::ProjectError;
use crate::django::{Facts, Run, Wanted};
use crate::model::{
    ItemId, ItemReport, Outcome, OwnItem, ProjectInfo, RepositoryInfo, ScanReport, ScanStats,
};
use crate::source::Tree;

/// What the caller knows or wants beside the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The settings module and project that the user chose.
    pub wanted: Wanted,
    /// The items that the project adds to the checklist.
    pub own: Vec<OwnItem>,
    /// Commit, branch and state, as [`open()`] hands them out.
    pub repository: RepositoryInfo,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// There is no Django project to judge, or not the one that was asked for.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The caller cancelled.
    #[error("the scan was cancelled")]
    Cancelled,
}

/// Judges every item of the catalogue on the files of `tree`.
///
/// `progress` is called from several threads; `cancel` is looked at between the steps.
///
/// # Errors
/// Where there is no Django project to judge, or the scan was cancelled.
pub fn scan(
    tree: &Tree,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &Cancel,
) -> Result<ScanReport, ScanError> {
    Scan { tree, options, progress, cancel, started: Instant::now() }.run()
}

struct Scan<'s> {
    tree: &'s Tree,
    options: &'s Options,
    progress: &'s (dyn Fn(Progress) + Sync),
    cancel: &'s Cancel,
    started: Instant,
}

impl Scan<'_> {
    fn run(&self) -> Result<ScanReport, ScanError> {
        let files = self.tree.files().len();
        self.enter(Stage::Deployment, 0, files)?;
        let deployment = Deployment::read(self.tree);
        self.enter(Stage::Project, 0, files)?;
        let tree = self.tree.with_copies(deployment.copies.iter().cloned());
        let facts = Facts::gather(&tree, &deployment, &self.options.wanted)?;
        self.evaluate(&facts)?;
        let items = self.detect(&facts)?;
        Ok(ScanReport {
            repository: self.options.repository.clone(),
            project: project(&facts),
            items,
            stats: self.stats(&facts),
        })
    }

    /// Says where the scan stands; stops it where it was cancelled.
    fn enter(&self, stage: Stage, done: usize, total: usize) -> Result<(), ScanError> {
        if self.cancel.is_cancelled() {
            return Err(ScanError::Cancelled);
        }
        (self.progress)(Progress { stage, done, total });
        Ok(())
    }

    /// Evaluates the settings in every environment, before the detectors wait for them.
    fn evaluate(&self, facts: &Facts<'_>) -> Result<(), ScanError> {
        let runs: Vec<_> = facts
            .scenarios
            .iter()
            .flat_map(|scenario| [(scenario, Run::AsWritten), (scenario, Run::DebugOff)])
            .collect();
        let done = AtomicUsize::new(0);
        self.enter(Stage::Settings, 0, runs.len())?;
        runs.par_iter().try_for_each(|(scenario, run)| {
            // A panic leaves the settings unevaluated; the detectors that ask for them then say so.
            let _ = catch_unwind(AssertUnwindSafe(|| scenario.settings(*run)));
            self.enter(Stage::Settings, done.fetch_add(1, Ordering::Relaxed) + 1, runs.len())
        })
    }

    fn detect(&self, facts: &Facts<'_>) -> Result<Vec<ItemReport>, ScanError> {
        let catalogue = Catalogue::standard().with(&self.options.own, &[]);
        let ids: Vec<&ItemId> = catalogue.order().collect();
        let done = AtomicUsize::new(0);
        self.enter(Stage::Detectors, 0, ids.len())?;
        // The order of a parallel iterator over a list is the list's: that of the catalogue.
        ids.par_iter()
            .map(|id| {
                let report = self.judge(id, facts);
                self.enter(Stage::Detectors, done.fetch_add(1, Ordering::Relaxed) + 1, ids.len())?;
                Ok(report)
            })
            .collect()
    }

    fn judge(&self, id: &ItemId, facts: &Facts<'_>) -> ItemReport {
        match self.options.own.iter().find(|own| own.id == *id) {
            Some(own) if !Catalogue::standard().order().any(|standard| standard == id) => {
                guarded(id, || detectors::detect_own(own, facts))
            }
            _ => guarded(id, || detectors::detect(id, facts)),
        }
    }

    fn stats(&self, facts: &Facts<'_>) -> ScanStats {
        let python = |path: &&RepoPath| path.extension() == "py";
        let mut failed = facts.failures();
        failed.sort();
        failed.dedup();
        ScanStats {
            files: self.tree.files().len(),
            python_files: self.tree.files().iter().filter(python).count(),
            parsed: facts.parsed(),
            failed,
            elapsed_ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// What `detect` says of one item. A detector that panics must not take the others with it: its item is for a person.
fn guarded(id: &ItemId, detect: impl FnOnce() -> ItemReport) -> ItemReport {
    catch_unwind(AssertUnwindSafe(detect)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let summary = format!(
            "gonogo failed while judging this item ({said}): judge it by hand, and report the defect"
        );
        detectors::unread(id, Outcome::review(summary))
    })
}

fn project(facts: &Facts<'_>) -> ProjectInfo {
    ProjectInfo {
        root: facts.project.root.clone(),
        settings_module: facts.choice.module.clone(),
        settings_reason: facts.choice.reason.clone(),
        other_modules: facts.choice.others.clone(),
        django: facts.django.map(|version| version.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_detector_becomes_a_review() {
        let id: ItemId = "security.debug".parse().unwrap();
        let report = guarded(&id, || panic!("index out of bounds"));
        assert_eq!(report.outcome.verdict(), crate::model::Verdict::Review);
        assert!(report.outcome.summary().contains("index out of bounds"));
        assert!(report.basis.starts_with("sha256:"));
    }
}
