//! Who wrote a line.

use std::ops::RangeInclusive;
use std::path::Path;

use git2::{BlameOptions, Oid};

use super::diff::{self, Change};
use super::history::{Commit, described};
use super::tree::object_error;
use super::{GitError, Repository};
use crate::base::RepoPath;

/// One line and the commit that last changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlamedLine {
    /// The line, from 1.
    pub line: usize,
    /// The commit that brought it in its present form; `None` where it is not committed yet.
    pub commit: Option<Commit>,
    /// Whether the commit may only stand in for older ones that a shallow clone leaves out.
    pub cut: bool,
}

impl Repository {
    /// Who wrote `lines` (from 1, both ends included) of `path` as the commit with the full hash `commit` holds it.
    ///
    /// Lines that the file does not have are left out; so is every line of a file that the commit does not hold. Moved
    /// and copied lines count for who moved or copied them, and renames of the file are not followed.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn blame(
        &self,
        commit: &str,
        path: &RepoPath,
        lines: RangeInclusive<usize>,
    ) -> Result<Vec<BlamedLine>, GitError> {
        let (first, last) = (*lines.start(), *lines.end());
        // libgit2 makes authors up for lines behind the end.
        let Some(blob) = self.blob_at(commit, path)? else { return Ok(Vec::new()) };
        let last = last.min(count_lines(&self.blob(blob)?));
        if first == 0 || last < first {
            return Ok(Vec::new());
        }
        let repository = self.inner();
        let failed = GitError::doing("find out who wrote the lines");
        let mut options = BlameOptions::new();
        options.newest_commit(Oid::from_str(commit).map_err(&failed)?).min_line(first).max_line(last);
        let blame = repository.blame_file(Path::new(path.as_str()), Some(&mut options)).map_err(&failed)?;
        let boundary = self.boundary();
        let mut blamed = Vec::new();
        for hunk in blame.iter() {
            let id = hunk.final_commit_id();
            let found = repository.find_commit(id).map_err(|error| object_error(id, &error))?;
            let commit = described(&found);
            let cut = boundary.contains(&id);
            let start = hunk.final_start_line();
            for line in start..start.saturating_add(hunk.lines_in_hunk()) {
                if (first..=last).contains(&line) {
                    blamed.push(BlamedLine { line, commit: Some(commit.clone()), cut });
                }
            }
        }
        Ok(blamed)
    }

    /// Who wrote `lines` of `contents`, which is `path` in the work tree on the commit with the full hash `commit`:
    /// lines that differ from the commit are nobody's yet.
    ///
    /// # Errors
    /// As [`Repository::blame`].
    pub fn blame_text(
        &self,
        commit: &str,
        path: &RepoPath,
        contents: &[u8],
        lines: RangeInclusive<usize>,
    ) -> Result<Vec<BlamedLine>, GitError> {
        let committed = match self.blob_at(commit, path)? {
            Some(blob) => self.blob(blob)?,
            None => Vec::new(),
        };
        if committed == contents {
            return self.blame(commit, path, lines);
        }
        // Which line of the commit each line of the contents is; `None` for new ones.
        let mut origin: Vec<Option<usize>> = Vec::new();
        let mut old = 1;
        for line in diff::every_line(&committed, contents)? {
            match line.change {
                Change::Same => {
                    origin.push(Some(old));
                    old += 1;
                }
                Change::Added => origin.push(None),
                Change::Removed => old += 1,
            }
        }
        let wanted: Vec<(usize, Option<usize>)> =
            lines.filter_map(|line| Some((line, *origin.get(line.checked_sub(1)?)?))).collect();
        let olds = || wanted.iter().filter_map(|(_, old)| *old);
        let known = match (olds().min(), olds().max()) {
            (Some(first), Some(last)) => self.blame(commit, path, first..=last)?,
            _ => Vec::new(),
        };
        Ok(wanted
            .into_iter()
            .map(|(line, old)| {
                let found = old.and_then(|old| known.iter().find(|blamed| blamed.line == old));
                BlamedLine {
                    line,
                    commit: found.and_then(|blamed| blamed.commit.clone()),
                    cut: found.is_some_and(|blamed| blamed.cut),
                }
            })
            .collect())
    }
}

/// How many lines `contents` has; text behind the last line end is one more.
fn count_lines(contents: &[u8]) -> usize {
    contents.split_inclusive(|byte| *byte == b'\n').count()
}
