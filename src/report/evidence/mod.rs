//! What other tools found, as supporting evidence on the matching item: `manage.py check --deploy` and SARIF.
//!
//! It is shown beside what gonogo found, with tool, version and commit, and changes no verdict and no status: a tool that
//! found nothing proves nothing, and one that found something may have looked at another environment.

mod checks;
mod rules;
mod sarif;

use std::path::Path;

use super::document::Imported;
use crate::model::ItemId;

/// What one file says of the items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// What belongs to an item, in the file's order.
    pub found: Vec<(ItemId, Imported)>,
    /// How many results the file holds.
    pub results: usize,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEvidence {
    /// It looks like JSON and is no SARIF.
    #[error("it is JSON and no SARIF 2.1.0 log ({0})")]
    NotSarif(String),
    /// It is neither.
    #[error("it is neither a SARIF log nor what `manage.py check` prints")]
    Unknown,
}

/// Reads what a tool printed. `name` is what the file is called in reports, `root` the folder of the repository, below
/// which absolute paths are the repository's.
///
/// # Errors
/// Where it is neither SARIF nor the output of Django's system checks.
pub fn read(name: &str, text: &str, root: Option<&Path>) -> Result<Evidence, NoEvidence> {
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim_start().starts_with('{') { sarif::read(name, text, root) } else { checks::read(name, text) }
}
