//! The one place that an item is shown at where a format asks for one.

use crate::report::document::{Document, Item};

/// A file and lines of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    /// The file, from the repository's root.
    pub(super) path: String,
    /// The first line, from 1.
    pub(super) line: usize,
    /// The last line.
    pub(super) end_line: usize,
    /// Whether the item itself points here; otherwise this is only where it would be set right.
    pub(super) own: bool,
}

/// The deciding place of `item`; where it has none (something is absent), a trap's or a finding's, else the beginning of
/// the settings module, where most of what is absent belongs; `None` where that file is not known either.
pub(super) fn of(document: &Document, item: &Item) -> Option<At> {
    let at = |path: &str, line: usize, end_line: usize, own: bool| At {
        path: path.to_owned(),
        line: line.max(1),
        end_line: end_line.max(line).max(1),
        own,
    };
    let finding = item.findings.iter().find(|finding| finding.dismissed.is_none());
    item.place()
        .map(|place| at(&place.path, place.line, place.end_line, true))
        .or_else(|| finding.map(|finding| at(&finding.path, finding.line, finding.line, true)))
        .or_else(|| document.project.settings_file.as_deref().map(|path| at(path, 1, 1, false)))
}
