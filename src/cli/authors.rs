//! Who wrote the lines that items rest on, for the two-person rule.

use std::collections::BTreeMap;

use super::place::Place;
use crate::git::{BlamedLine, GitError};
use crate::model::{Evidence, ItemId, ItemReport, Person, ScanReport};

/// The authors of the evidence of every item of `report` that `wanted` picks.
///
/// Lines that are not committed yet count for whoever works here. An item has no entry where its authors cannot be
/// known: in a shallow clone, or where nobody works here by name.
pub(super) fn authors(
    place: &Place,
    report: &ScanReport,
    wanted: impl Fn(&ItemId) -> bool,
) -> Result<BTreeMap<ItemId, Vec<Person>>, GitError> {
    let here = place.opened.repository.identity(|name| std::env::var(name).ok());
    let mut authors = BTreeMap::new();
    for item in report.items.iter().filter(|item| wanted(&item.id)) {
        if let Some(persons) = of_item(place, item, here.as_ref())? {
            authors.insert(item.id.clone(), persons);
        }
    }
    Ok(authors)
}

fn of_item(place: &Place, item: &ItemReport, here: Option<&Person>) -> Result<Option<Vec<Person>>, GitError> {
    let mut persons: Vec<Person> = Vec::new();
    for evidence in item.outcome.evidence() {
        for line in lines(place, evidence)? {
            let author = match &line.commit {
                _ if line.cut => None,
                Some(commit) => Some(commit.by.clone()),
                None => here.cloned(),
            };
            let Some(author) = author else { return Ok(None) };
            if !persons.iter().any(|known| known.is_same(&author)) {
                persons.push(author);
            }
        }
    }
    Ok(Some(persons))
}

fn lines(place: &Place, evidence: &Evidence) -> Result<Vec<BlamedLine>, GitError> {
    let range = evidence.line..=evidence.end_line;
    let nobody = || range.clone().map(|line| BlamedLine { line, commit: None, cut: false }).collect();
    let Some(commit) = &place.opened.info.commit else { return Ok(nobody()) };
    match place.opened.tree.text(&evidence.path) {
        Ok(file) => place.opened.repository.blame_text(commit, &evidence.path, file.text().as_bytes(), range),
        Err(_) => Ok(nobody()),
    }
}
