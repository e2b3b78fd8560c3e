//! Names of items and sections, as people type them.

use std::path::Path;

use super::{CliError, Ui, place};
use crate::base::nearest::nearest;
use crate::catalogue::{Catalogue, Item, Section};
use crate::git::Repository;

/// The checklist of the project that holds `folder`; the standard one where there is none.
///
/// A state file that cannot be read is said, and leaves the standard one: what an item asks for can be told anyway.
pub(super) fn checklist(folder: &Path, ui: &Ui) -> Catalogue {
    let standard = || Catalogue::standard().clone();
    let Ok(repository) = Repository::open(folder) else { return standard() };
    let Ok(store) = place::store(&repository, folder) else { return standard() };
    match store.load() {
        Ok(state) => state.catalogue(),
        Err(error) => {
            ui.warn(&format!("this is the standard checklist: {error}"));
            standard()
        }
    }
}

/// What a name stands for.
pub(super) enum Named<'c> {
    /// One item.
    Item(&'c Item),
    /// A section with its items.
    Section(&'c Section),
}

/// The item called `word`: by its id, or by the part after the dot where that is unique.
pub(super) fn item<'c>(catalogue: &'c Catalogue, word: &str) -> Result<&'c Item, CliError> {
    if let Some(item) = catalogue.items().find(|item| item.id.as_str() == word) {
        return Ok(item);
    }
    let mut short = catalogue.items().filter(|item| item.id.name() == word);
    match (short.next(), short.next()) {
        (Some(item), None) => Ok(item),
        _ => Err(unknown("item", word, &item_names(catalogue)).hint("`gonogo list` shows all items")),
    }
}

/// The section called `word`.
pub(super) fn section<'c>(catalogue: &'c Catalogue, word: &str) -> Result<&'c Section, CliError> {
    catalogue.section(word).ok_or_else(|| {
        let names: Vec<&str> = catalogue.sections().iter().map(|section| section.id.as_str()).collect();
        unknown("section", word, &names).hint(format!("the sections are {}", names.join(", ")))
    })
}

/// The item or section called `word`.
pub(super) fn item_or_section<'c>(catalogue: &'c Catalogue, word: &str) -> Result<Named<'c>, CliError> {
    match catalogue.section(word) {
        Some(section) => Ok(Named::Section(section)),
        None => item(catalogue, word).map(Named::Item),
    }
}

/// Every name that [`item`] may know: the ids and the parts after the dot.
fn item_names(catalogue: &Catalogue) -> Vec<&str> {
    catalogue.order().flat_map(|id| [id.as_str(), id.name()]).collect()
}

fn unknown(kind: &str, word: &str, names: &[&str]) -> CliError {
    let error = CliError::usage(format!("there is no {kind} called '{word}'"));
    match nearest(word, names.iter().copied()) {
        Some(name) => error.hint(format!("did you mean `{name}`?")),
        None => error,
    }
}
