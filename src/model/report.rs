//! What a scan found: the document that screens and reports are made from.

use super::{ItemId, Outcome};
use crate::base::RepoPath;

/// The result of one scan, items in the catalogue's order.
#[derive(Debug, Clone)]
pub struct ScanReport {
    /// The repository and its state.
    pub repository: RepositoryInfo,
    /// The Django project that was judged.
    pub project: ProjectInfo,
    /// One entry an item.
    pub items: Vec<ItemReport>,
    /// What the scan read.
    pub stats: ScanStats,
}

impl ScanReport {
    /// The entry of `id`.
    pub fn item(&self, id: &ItemId) -> Option<&ItemReport> {
        self.items.iter().find(|item| item.id == *id)
    }
}

/// One item as the scan left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemReport {
    /// The item.
    pub id: ItemId,
    /// What the detector said.
    pub outcome: Outcome,
    /// The digest of everything that the detector read, `sha256:…`.
    pub basis: String,
    /// Everything that the detector read: what [`ItemReport::basis`] is the digest of, by name.
    pub readings: Vec<Reading>,
}

/// One thing that a detector read: what it asked, and what it was told.
///
/// Neither holds a line or a file, so that moving code or renaming files changes nothing. A question that was asked more
/// than once, in several environments say, stands once for each different answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// The question: `setting DEBUG`, `commands that collect static files`.
    pub what: String,
    /// The answer, as JSON.
    pub value: String,
}

/// The repository as the scan saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepositoryInfo {
    /// The full hash of the commit; `None` before the first commit.
    pub commit: Option<String>,
    /// The branch; `None` on a detached head.
    pub branch: Option<String>,
    /// Whether the work tree differs from the commit; false where a commit was read.
    pub dirty: bool,
}

/// The Django project that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectInfo {
    /// The folder that settings modules are imported from.
    pub root: RepoPath,
    /// The settings module, dotted.
    pub settings_module: String,
    /// Why that module, one sentence with the deciding place.
    pub settings_reason: String,
    /// The other candidates, best first.
    pub other_modules: Vec<String>,
    /// The pinned Django version as `major.minor`; `None` where the repository does not say.
    pub django: Option<String>,
}

/// What the scan read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanStats {
    /// All files of the repository that the scan could see.
    pub files: usize,
    /// Those that are Python.
    pub python_files: usize,
    /// Python files that were parsed.
    pub parsed: usize,
    /// Files that could not be read or parsed, with the reason.
    pub failed: Vec<(RepoPath, String)>,
    /// Wall time, milliseconds.
    pub elapsed_ms: u64,
}
