//! `--evidence FILE`: what other tools found, for a report. Nothing of it is stored.

use std::path::PathBuf;

use super::place::Place;
use super::{CliError, Global, Ui, output};
use crate::model::ItemId;
use crate::report::document::Imported;
use crate::report::evidence;

/// Reads the files, and says on standard error how much of each belongs to an item.
///
/// # Errors
/// Where a file cannot be read, or is of no known form.
pub(super) fn read(
    files: &[PathBuf],
    place: &Place,
    global: &Global,
    ui: &Ui,
) -> Result<Vec<(ItemId, Imported)>, CliError> {
    let mut imported = Vec::new();
    for file in files {
        // A report names the file and not the folder of this machine that it happened to lie in.
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let text = output::read(file, global)?;
        let root = place.opened.root.as_deref();
        let found = evidence::read(&name, &text, root).map_err(|error| {
            CliError::usage(format!("{} cannot be used as evidence: {error}", file.display())).hint(
                "give the output of `manage.py check --deploy`, or a SARIF log of ruff, bandit or semgrep",
            )
        })?;
        let matching = found.found.len();
        let noun = if found.results == 1 { "result" } else { "results" };
        ui.note(&format!("{name}: {matching} of {} {noun} on items of the checklist", found.results));
        imported.extend(found.found);
    }
    Ok(imported)
}
