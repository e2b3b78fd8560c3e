//! What changed in one file, line by line.

use git2::{DiffLineType, DiffOptions, Patch};

use super::{GitError, Repository};
use crate::base::RepoPath;

/// The largest file that is compared line by line, bytes; larger ones differ as a whole.
const LIMIT: usize = 4 * 1024 * 1024;

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It stands on both sides.
    Same,
    /// It stands on the old side only.
    Removed,
    /// It stands on the new side only.
    Added,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What happened to it.
    pub change: Change,
    /// Its number on the old side, from 1; `None` for an added one.
    pub old: Option<usize>,
    /// Its number on the new side, from 1; `None` for a removed one.
    pub new: Option<usize>,
    /// Its text without the line end (unsafe for terminals until printed safely); bytes that are not UTF-8 are replaced.
    pub text: String,
}

/// Lines that changed together, with `context` unchanged ones around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The lines, in order.
    pub lines: Vec<DiffLine>,
}

impl Repository {
    /// What changed in `path` from the commit with the full hash `from` to the one with `to`, with `context` unchanged
    /// lines around each change. A file that one side does not have is empty there.
    ///
    /// Empty where nothing changed. Where the file is binary or very large there is no line to show; that the blobs
    /// differ, [`Repository::blob_at`] tells.
    ///
    /// # Errors
    /// Where a commit or the contents are missing or damaged.
    pub fn difference(
        &self,
        from: &str,
        to: &str,
        path: &RepoPath,
        context: u32,
    ) -> Result<Vec<Hunk>, GitError> {
        let read = |commit: &str| match self.blob_at(commit, path)? {
            Some(blob) => self.blob(blob),
            None => Ok(Vec::new()),
        };
        difference(&read(from)?, &read(to)?, context)
    }
}

/// What changed from the text `old` to the text `new`, with `context` unchanged lines around each change; empty where
/// nothing did, or where a side is binary or very large.
///
/// # Errors
/// Where libgit2 cannot compare them.
pub fn difference(old: &[u8], new: &[u8], context: u32) -> Result<Vec<Hunk>, GitError> {
    if old == new || old.len() > LIMIT || new.len() > LIMIT {
        return Ok(Vec::new());
    }
    let failed = GitError::doing("compare two versions of a file");
    let mut options = DiffOptions::new();
    options.context_lines(context).interhunk_lines(0);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options)).map_err(&failed)?;
    let mut hunks = Vec::new();
    for hunk in 0..patch.num_hunks() {
        let mut lines = Vec::new();
        for line in 0..patch.num_lines_in_hunk(hunk).map_err(&failed)? {
            let line = patch.line_in_hunk(hunk, line).map_err(&failed)?;
            let change = match line.origin_value() {
                DiffLineType::Context => Change::Same,
                DiffLineType::Deletion => Change::Removed,
                DiffLineType::Addition => Change::Added,
                // Remarks on a missing line end at the end of the file are no lines.
                _ => continue,
            };
            let text = String::from_utf8_lossy(line.content());
            let text = text.strip_suffix('\n').unwrap_or(&text);
            let number = |number: Option<u32>| number.and_then(|number| usize::try_from(number).ok());
            lines.push(DiffLine {
                change,
                old: number(line.old_lineno()),
                new: number(line.new_lineno()),
                text: text.strip_suffix('\r').unwrap_or(text).to_owned(),
            });
        }
        hunks.push(Hunk { lines });
    }
    Ok(hunks)
}

/// Every line of both texts in order. Where they cannot be compared line by line, all old ones are removed and all new
/// ones added.
pub(super) fn every_line(old: &[u8], new: &[u8]) -> Result<Vec<DiffLine>, GitError> {
    let whole = u32::try_from(LIMIT).unwrap_or(u32::MAX);
    let lines: Vec<DiffLine> = difference(old, new, whole)?.into_iter().flat_map(|hunk| hunk.lines).collect();
    if !lines.is_empty() {
        return Ok(lines);
    }
    let all = |bytes: &[u8], change| -> Vec<DiffLine> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let line = |(at, text): (usize, &str)| DiffLine {
            change,
            old: (change != Change::Added).then_some(at + 1),
            new: (change != Change::Removed).then_some(at + 1),
            text: text.to_owned(),
        };
        text.lines().enumerate().map(line).collect()
    };
    if old == new {
        return Ok(all(old, Change::Same));
    }
    Ok([all(old, Change::Removed), all(new, Change::Added)].concat())
}
