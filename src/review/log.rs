//! Who decided what, and when: the state file's history in git.

use std::collections::HashMap;

use super::compare::{RecordChange, Records};
use super::state::Problem;
use crate::base::RepoPath;
use crate::git::{BlobId, Commit, GitError, Repository, Version, Walk};

/// What happened to one record, or to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Where it stands in the history.
    pub origin: Origin,
    /// What happened.
    pub what: Happening,
}

/// Where an event stands in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is not committed yet.
    Uncommitted,
    /// The commit that brought it.
    Commit(Commit),
    /// The oldest commit of a shallow clone, which brought it or took it over from a commit that is left out.
    Cut(Commit),
}

impl Origin {
    /// The commit; `None` for what is not committed yet.
    pub const fn commit(&self) -> Option<&Commit> {
        match self {
            Self::Uncommitted => None,
            Self::Commit(commit) | Self::Cut(commit) => Some(commit),
        }
    }
}

/// What a commit did to the state file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A record changed.
    Record(Box<RecordChange>),
    /// The file cannot be read at this commit; the first mistake in it.
    Unreadable(Problem),
    /// The file was removed.
    Removed,
}

/// The history of the state file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// What happened, the latest first.
    pub events: Vec<Event>,
}

/// What the work tree adds to the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present<'a> {
    /// It is left out of account.
    Ignored,
    /// It has no state file.
    Absent,
    /// The text of its state file.
    Text(&'a str),
}

/// Reads the history of the state file at `path`, from the commit with the full hash `newest` backwards; what `present`
/// adds to that commit comes first.
///
/// A merge counts for what it decided itself, not for what it took over from its sides ([`Walk::FirstParent`]: for all
/// that it brought). A version that cannot be read is said, and the next one is compared with what was before.
///
/// # Errors
/// Where the history cannot be read.
pub fn log(
    repository: &Repository,
    newest: Option<&str>,
    path: &RepoPath,
    present: Present<'_>,
    walk: Walk,
) -> Result<Log, GitError> {
    let versions = match newest {
        Some(newest) => repository.history(newest, path, walk)?,
        None => Vec::new(),
    };
    let mut reader = Reader { repository, versions: &versions, read: HashMap::new() };
    let mut events = Vec::new();
    if present != Present::Ignored {
        let committed = match newest {
            Some(newest) => repository.blob_at(newest, path)?,
            None => None,
        };
        events.extend(reader.uncommitted(committed, present)?);
    }
    for version in &versions {
        let whats = reader.happened(version)?;
        let commit = version.commit.clone();
        let origin = if version.cut { Origin::Cut(commit) } else { Origin::Commit(commit) };
        events.extend(whats.into_iter().map(|what| Event { origin: origin.clone(), what }));
    }
    Ok(Log { events })
}

/// What a version of the file says; the first mistake of one that cannot be read.
type Said = Result<Records, Problem>;

struct Reader<'a> {
    repository: &'a Repository,
    versions: &'a [Version],
    read: HashMap<BlobId, Said>,
}

impl Reader<'_> {
    fn happened(&mut self, version: &Version) -> Result<Vec<Happening>, GitError> {
        let Some(blob) = version.blob else { return Ok(vec![Happening::Removed]) };
        let after = match self.said(blob)? {
            Ok(after) => after,
            Err(problem) => return Ok(vec![Happening::Unreadable(problem)]),
        };
        let parents: Vec<Records> =
            version.before.iter().map(|blob| self.readable(*blob)).collect::<Result<_, _>>()?;
        let changes = after.since_all(&parents.iter().collect::<Vec<_>>());
        Ok(changes.into_iter().map(|change| Happening::Record(Box::new(change))).collect())
    }

    fn uncommitted(
        &mut self,
        committed: Option<BlobId>,
        present: Present<'_>,
    ) -> Result<Vec<Event>, GitError> {
        let whats = match present {
            Present::Absent if committed.is_some() => vec![Happening::Removed],
            Present::Absent | Present::Ignored => Vec::new(),
            Present::Text(text) => match Records::read(text).map_err(first) {
                Err(problem) => vec![Happening::Unreadable(problem)],
                Ok(after) => {
                    let changes = after.since(&self.readable(committed)?);
                    changes.into_iter().map(|change| Happening::Record(Box::new(change))).collect()
                }
            },
        };
        Ok(whats.into_iter().map(|what| Event { origin: Origin::Uncommitted, what }).collect())
    }

    /// What the version `blob` says; where it cannot be read, what the nearest readable one before it says.
    fn readable(&mut self, blob: Option<BlobId>) -> Result<Records, GitError> {
        let mut blob = blob;
        let mut tried = Vec::new();
        while let Some(id) = blob.filter(|id| !tried.contains(id)) {
            if let Ok(records) = self.said(id)? {
                return Ok(records);
            }
            tried.push(id);
            let version = self.versions.iter().find(|version| version.blob == Some(id));
            blob = version.and_then(|version| version.before.first().copied().flatten());
        }
        Ok(Records::default())
    }

    fn said(&mut self, blob: BlobId) -> Result<Said, GitError> {
        if let Some(said) = self.read.get(&blob) {
            return Ok(said.clone());
        }
        let bytes = self.repository.blob(blob)?;
        let said = Records::read(&String::from_utf8_lossy(&bytes)).map_err(first);
        self.read.insert(blob, said.clone());
        Ok(said)
    }
}

/// The first of the mistakes; there is one, or the text would have been read.
fn first(problems: Vec<Problem>) -> Problem {
    problems.into_iter().next().expect("a text that cannot be read has a mistake")
}
