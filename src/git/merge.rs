//! Merging texts line by line, as `git merge-file` does.

use git2::{MergeFileInput, MergeFileOptions, ObjectType, Oid};

use super::GitError;

/// A text merged from two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedText {
    /// The text; where the sides contradict each other, both with conflict markers around them.
    pub text: Vec<u8>,
    /// Whether there are no such places.
    pub clean: bool,
}

/// Merges `ours` and `theirs`, which both come from `base`, line by line; conflict markers name the sides.
///
/// # Errors
/// Where libgit2 cannot merge them.
pub fn merge_texts(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<MergedText, GitError> {
    // git2 starts libgit2 up in most of its functions, this one among them, and not in the merge.
    Oid::hash_object(ObjectType::Blob, &[]).map_err(GitError::doing("start"))?;
    let inputs = [base, ours, theirs].map(|text| {
        let mut input = MergeFileInput::new();
        input.content(text);
        input
    });
    let mut options = MergeFileOptions::new();
    options.our_label("ours").their_label("theirs").ancestor_label("base");
    let [base, ours, theirs] = &inputs;
    let merged = git2::merge_file(base, ours, theirs, Some(&mut options))
        .map_err(GitError::doing("merge two versions of a file"))?;
    Ok(MergedText { text: merged.content().to_vec(), clean: merged.is_automergeable() })
}
