//! What makes a work tree dirty.

use std::fs;
use std::path::Path;

use super::open;
use crate::support::repo::{TestRepo, open_with_git2};

/// Adds a file of the work tree to the index, as `git add` does.
fn stage(repo: &TestRepo, path: &str) {
    let git2 = open_with_git2(&repo.root());
    let mut index = git2.index().expect("an index");
    index.add_path(Path::new(path)).expect("a file to add");
    index.write().expect("an index that can be written");
}

fn changes(repo: &TestRepo) -> Vec<String> {
    open(&repo.root()).changes().expect("the changes").iter().map(ToString::to_string).collect()
}

#[test]
fn untracked_and_ignored_files_leave_it_clean() {
    let repo = TestRepo::with(&[("a", "1"), (".gitignore", "*.log\n")]);
    repo.write("new", "1");
    repo.write("x.log", "1");
    assert_eq!(changes(&repo), [""; 0]);
    assert_eq!(repo.git().is_dirty(&[]), Ok(false));
}

#[test]
fn changes_to_tracked_files_count_staged_or_not() {
    let repo = TestRepo::with(&[("a", "1"), ("b", "1"), ("c", "1"), ("gonogo.toml", "")]);
    repo.write("a", "22");
    repo.remove("b");
    repo.write("d", "1");
    stage(&repo, "d");
    assert_eq!(changes(&repo), ["a", "b", "d"]);
}

#[test]
fn the_record_itself_can_be_left_out_of_account() {
    let repo = TestRepo::with(&[("a", "1"), ("gonogo.toml", "")]);
    repo.write("gonogo.toml", "schema = 1\n");
    assert_eq!(open(&repo.root()).is_dirty(&["gonogo.toml"]), Ok(false));
    assert_eq!(open(&repo.root()).is_dirty(&[]), Ok(true));
    repo.write("a", "22");
    assert_eq!(open(&repo.root()).is_dirty(&["gonogo.toml"]), Ok(true));
}

#[test]
fn a_change_that_is_taken_back_leaves_it_clean() {
    let repo = TestRepo::with(&[("a", "1")]);
    repo.write("a", "2");
    assert_eq!(changes(&repo), ["a"]);
    repo.write("a", "1");
    assert_eq!(changes(&repo), [""; 0]);
}

#[test]
#[cfg(unix)]
fn the_executable_bit_counts() {
    use std::os::unix::fs::PermissionsExt;
    let repo = TestRepo::with(&[("run", "1")]);
    fs::set_permissions(repo.on_disk("run"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(changes(&repo), ["run"]);
}

#[test]
fn before_the_first_commit_what_is_staged_counts() {
    let repo = TestRepo::new();
    repo.write("a", "1");
    assert_eq!(changes(&repo), [""; 0]);
    stage(&repo, "a");
    assert_eq!(changes(&repo), ["a"]);
}

#[test]
fn tracked_files_are_those_of_the_index_ignored_ones_included() {
    let repo = TestRepo::with(&[("b", "1"), ("a/x.log", "1")]);
    repo.write(".gitignore", "*.log\n");
    repo.write("y.log", "1");
    repo.commit("Ignore logs");
    let tracked: Vec<_> = open(&repo.root()).tracked().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(tracked, [".gitignore", "a/x.log", "b"]);
}
