//! The history of one file: who changed it, merges, shallow clones; and what changed in it.

use gonogo::base::RepoPath;
use gonogo::git::{Change, Repository, Walk, difference, merge_texts};

use super::open;
use crate::support::repo::{TestRepo, grace, run_git};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a path")
}

/// The summaries of the commits that changed `file`.
fn summaries(git: &Repository, file: &str, walk: Walk) -> Vec<String> {
    let head = git.resolve("HEAD").expect("a commit");
    let versions = git.history(&head, &path(file), walk).expect("a history");
    versions.into_iter().map(|version| version.commit.summary).collect()
}

#[test]
fn only_commits_that_changed_the_file_are_in_its_history() {
    let repo = TestRepo::with(&[("a", "1\n"), ("b/c", "1\n")]);
    repo.write("b/c", "2\n");
    let second = repo.commit_as("Change c\n\nat length", grace());
    repo.write("a", "2\n");
    repo.commit("Change a");
    repo.remove("b/c");
    repo.commit("Remove c");

    let git = repo.git();
    assert_eq!(summaries(git, "b/c", Walk::Whole), ["Remove c", "Change c", "Start"]);
    assert_eq!(summaries(git, "b", Walk::Whole), [""; 0], "a folder is no file");
    assert_eq!(summaries(git, "b/c/d", Walk::Whole), [""; 0]);
    let versions = git.history(&git.resolve("HEAD").unwrap(), &path("b/c"), Walk::Whole).unwrap();
    assert_eq!(versions[0].blob, None);
    assert_eq!(versions[1].commit.by, grace());
    assert_eq!(versions[1].commit.at.to_string(), "2026-01-01T00:01:00Z");
    assert_eq!(versions[1].commit.id, second);
    assert_eq!(versions[1].commit, git.commit(&second).unwrap());
    assert_eq!(versions[1].before, [versions[2].blob]);
    assert_eq!((versions[2].before.len(), versions[2].cut), (0, false));
    assert_eq!(git.blob(versions[1].blob.unwrap()).unwrap(), b"2\n");
    assert_eq!(git.blob_at(&second, &path("b/c")).unwrap(), versions[1].blob);
}

#[test]
fn a_merge_counts_where_it_differs_from_everything_that_it_merges() {
    let repo = TestRepo::with(&[("a", "1\n2\n3\n")]);
    repo.run_git(&["checkout", "-q", "-b", "side"]);
    repo.write("a", "one\n2\n3\n");
    repo.commit("Side");
    repo.run_git(&["checkout", "-q", "main"]);
    repo.write("b", "");
    repo.commit("Unrelated");
    repo.run_git(&["merge", "-q", "--no-ff", "-m", "Take over", "side"]);
    assert_eq!(summaries(repo.git(), "a", Walk::Whole), ["Side", "Start"]);
    assert_eq!(summaries(repo.git(), "a", Walk::FirstParent), ["Take over", "Start"]);

    repo.run_git(&["checkout", "-q", "-b", "other"]);
    repo.write("a", "one\n2\nthree\n");
    repo.commit("Other");
    repo.run_git(&["checkout", "-q", "main"]);
    repo.write("a", "ONE\n2\n3\n");
    repo.commit("Main");
    repo.run_git(&["merge", "-q", "--no-ff", "-m", "Join", "other"]);
    let mut whole = summaries(repo.git(), "a", Walk::Whole);
    assert_eq!(whole.remove(0), "Join");
    whole.sort();
    assert_eq!(whole, ["Main", "Other", "Side", "Start"]);
    assert_eq!(summaries(repo.git(), "a", Walk::FirstParent), ["Join", "Main", "Take over", "Start"]);
}

#[test]
fn a_shallow_clone_says_where_it_is_cut_off() {
    let repo = TestRepo::with(&[("a", "1\n")]);
    repo.write("a", "2\n");
    repo.commit("Two");
    repo.write("a", "3\n");
    repo.commit("Three");
    let from = format!("file://{}", repo.root().display());
    let to = repo.beside("shallow");
    run_git(&repo.root(), &["clone", "-q", "--depth", "2", &from, to.to_str().unwrap()]);

    let git = open(&to);
    assert!(git.is_shallow() && !repo.git().is_shallow());
    let versions = git.history(&git.resolve("HEAD").unwrap(), &path("a"), Walk::Whole).unwrap();
    let seen: Vec<(&str, bool)> =
        versions.iter().map(|version| (version.commit.summary.as_str(), version.cut)).collect();
    assert_eq!(seen, [("Three", false), ("Two", true)]);
}

#[test]
fn the_latest_tag_is_the_nearest_one_behind() {
    let repo = TestRepo::with(&[("a", "1\n")]);
    let head = || repo.git().resolve("HEAD").unwrap();
    assert_eq!(repo.git().latest_tag(&head()), Ok(None));
    repo.run_git(&["tag", "v1.0"]);
    repo.write("a", "2\n");
    repo.commit("Two");
    repo.run_git(&["tag", "-a", "v2.0", "-m", "Two"]);
    assert_eq!(repo.git().latest_tag(&head()), Ok(Some("v2.0".to_owned())));
    assert_eq!(repo.git().latest_tag(&repo.git().resolve("HEAD~1").unwrap()), Ok(Some("v1.0".to_owned())));
}

/// A difference as people read it.
fn shown(hunks: &[gonogo::git::Hunk]) -> String {
    let mark = |change| match change {
        Change::Same => ' ',
        Change::Removed => '-',
        Change::Added => '+',
    };
    let lines = hunks.iter().flat_map(|hunk| &hunk.lines);
    lines.map(|line| format!("{}{}|", mark(line.change), line.text)).collect::<Vec<_>>().concat()
}

#[test]
fn a_difference_shows_old_lines_against_new_ones() {
    let repo = TestRepo::with(&[("a", "1\n2\n3\n4\n")]);
    repo.write("a", "1\n2\r\ndrei\n4");
    repo.commit("Two");
    let hunks = repo
        .git()
        .difference(
            &repo.git().resolve("HEAD~1").unwrap(),
            &repo.git().resolve("HEAD").unwrap(),
            &path("a"),
            0,
        )
        .unwrap();
    assert_eq!(shown(&hunks), "-2|-3|-4|+2|+drei|+4|");
    assert_eq!((hunks[0].lines[1].old, hunks[0].lines[1].new), (Some(3), None));
    assert_eq!((hunks[0].lines[4].old, hunks[0].lines[4].new), (None, Some(3)));
    assert_eq!(shown(&difference(b"a\nb\nc\n", b"a\nB\nc\n", 1).unwrap()), " a|-b|+B| c|");
    assert_eq!(difference(b"a", b"a", 3).unwrap(), []);
    assert_eq!(difference(b"a\0b", b"\0", 3).unwrap(), [], "binary");
    assert_eq!(shown(&difference(b"", b"a\n", 3).unwrap()), "+a|");
}

#[test]
fn texts_are_merged_line_by_line_with_markers_where_they_conflict() {
    let clean = merge_texts(b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n").unwrap();
    assert_eq!((clean.text.as_slice(), clean.clean), (b"A\nb\nC\n".as_slice(), true));
    let both = merge_texts(b"a\n", b"b\n", b"c\n").unwrap();
    assert_eq!(both.text, b"<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n");
    assert!(!both.clean);
}
