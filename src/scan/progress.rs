//! How far a scan is, and how to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a scan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done.
    pub done: usize,
    /// Out of how much; for the stages that only read files, how many files the repository has.
    pub total: usize,
}

/// What a scan does, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Reads the deployment files.
    Deployment,
    /// Finds the Django project and its settings module.
    Project,
    /// Evaluates the settings, counted in runs.
    Settings,
    /// Judges the items, counted in items.
    Detectors,
}

impl Stage {
    /// What people read while it lasts.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Deployment => "reading deployment files",
            Self::Project => "finding the project",
            Self::Settings => "evaluating settings",
            Self::Detectors => "judging items",
        }
    }
}

/// A flag that stops a scan, shared between threads.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the scan to stop at its next step.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
