//! The demo's history as it is written down in `assets/demo/history.toml`.

use jiff::Timestamp;
use jiff::civil::Date;

use super::files::FILES;
use crate::model::{ItemId, Person, Waiver, WaiverKind};

/// One commit of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit {
    /// Author and committer.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The whole message.
    pub message: String,
    /// The files that it adds or changes: the path in the repository, and the whole text.
    pub files: Vec<(&'static str, &'static str)>,
    /// The decisions that people record on these files.
    pub decisions: Vec<Decided>,
}

/// A decision of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    /// The item.
    pub item: ItemId,
    /// Who.
    pub by: Person,
    /// Who sat beside them.
    pub with: Vec<Person>,
    /// When.
    pub at: Timestamp,
    /// Free text.
    pub note: Option<String>,
    /// The waiver; `None` for a tick.
    pub waiver: Option<Waiver>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoryFile {
    commits: Vec<CommitEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CommitEntry {
    folder: String,
    author: String,
    at: toml::value::Datetime,
    message: String,
    #[serde(default)]
    decisions: Vec<DecisionEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionEntry {
    item: ItemId,
    by: String,
    with: Option<String>,
    at: toml::value::Datetime,
    note: Option<String>,
    waived: Option<String>,
    reason: Option<String>,
    until: Option<toml::value::Datetime>,
    ticket: Option<String>,
}

/// The commits, oldest first.
pub(super) fn commits() -> Vec<Commit> {
    read().expect("a test reads the embedded history")
}

/// Reads the embedded history; `None` where something in it is not well formed.
fn read() -> Option<Vec<Commit>> {
    let (_, text) = FILES.iter().find(|(path, _)| *path == "history.toml")?;
    let file: HistoryFile = toml::from_str(text).ok()?;
    file.commits.into_iter().map(commit).collect()
}

fn commit(entry: CommitEntry) -> Option<Commit> {
    let folder = format!("{}/", entry.folder);
    let files = FILES.iter().filter_map(|(path, text)| Some((path.strip_prefix(&folder)?, *text)));
    Some(Commit {
        by: Person::parse(&entry.author)?,
        at: entry.at.to_string().parse().ok()?,
        message: entry.message,
        files: files.collect(),
        decisions: entry.decisions.into_iter().map(decided).collect::<Option<_>>()?,
    })
}

fn decided(entry: DecisionEntry) -> Option<Decided> {
    let until: Option<Date> = match entry.until {
        Some(day) => Some(day.to_string().parse().ok()?),
        None => None,
    };
    let waiver = match entry.waived {
        Some(kind) => Some(Waiver {
            kind: WaiverKind::parse(&kind)?,
            reason: entry.reason?,
            until,
            ticket: entry.ticket,
        }),
        None => None,
    };
    Some(Decided {
        item: entry.item,
        by: Person::parse(&entry.by)?,
        with: entry.with.iter().filter_map(|with| Person::parse(with)).collect(),
        at: entry.at.to_string().parse().ok()?,
        note: entry.note,
        waiver,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_is_well_formed_and_uses_every_file() {
        let commits = read().expect("well formed");
        assert_eq!(commits.iter().map(|commit| commit.decisions.len()).sum::<usize>(), 3);
        assert_eq!(commits.iter().map(|commit| commit.files.len()).sum::<usize>(), FILES.len() - 1);
        assert!(commits.is_sorted_by_key(|commit| commit.at));
        assert!(commits.iter().all(|commit| !commit.files.is_empty()));
    }
}
