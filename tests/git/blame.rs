//! Who wrote a line.

use gonogo::base::RepoPath;
use gonogo::git::{BlamedLine, Repository};

use super::open;
use crate::support::repo::{TestRepo, ada, grace, run_git};

fn file() -> RepoPath {
    RepoPath::new("a").expect("a path")
}

/// Line numbers with the first names of the authors; `-` for nobody yet.
fn names(lines: &[BlamedLine]) -> Vec<String> {
    let name = |line: &BlamedLine| {
        line.commit.as_ref().map_or("-", |commit| commit.by.name.split(' ').next().unwrap_or("")).to_owned()
    };
    lines.iter().map(|line| format!("{} {}", line.line, name(line))).collect()
}

fn blamed(git: &Repository, rev: &str, lines: std::ops::RangeInclusive<usize>) -> Vec<String> {
    let commit = git.resolve(rev).expect("a commit");
    names(&git.blame(&commit, &file(), lines).expect("the authors"))
}

fn written_by_two() -> TestRepo {
    let repo = TestRepo::new();
    repo.write("a", "1\n2\n3\n4\n");
    repo.commit_as("Start", ada());
    repo.write("a", "1\ntwo\n3\n4\n5\n");
    repo.commit_as("Two", grace());
    repo
}

#[test]
fn each_line_has_the_author_who_last_changed_it() {
    let repo = written_by_two();
    let git = repo.git();
    assert_eq!(blamed(git, "HEAD", 1..=5), ["1 Ada", "2 Grace", "3 Ada", "4 Ada", "5 Grace"]);
    assert_eq!(blamed(git, "HEAD", 2..=3), ["2 Grace", "3 Ada"]);
    assert_eq!(blamed(git, "HEAD~1", 2..=2), ["2 Ada"]);
    let lines = git.blame(&git.resolve("HEAD").unwrap(), &file(), 2..=2).unwrap();
    let commit = lines[0].commit.as_ref().unwrap();
    assert_eq!((commit.summary.as_str(), &commit.id), ("Two", &git.resolve("HEAD").unwrap()));
    assert!(!lines[0].cut);
}

#[test]
fn lines_and_files_that_are_not_there_are_nobody_s() {
    let repo = written_by_two();
    let git = repo.git();
    assert_eq!(blamed(git, "HEAD", 4..=9), ["4 Ada", "5 Grace"]);
    assert_eq!(blamed(git, "HEAD", 8..=9), [""; 0]);
    assert_eq!(blamed(git, "HEAD", 0..=3), [""; 0]);
    let head = git.resolve("HEAD").unwrap();
    assert_eq!(git.blame(&head, &RepoPath::new("b").unwrap(), 1..=2).unwrap(), []);
}

#[test]
fn what_is_not_committed_is_nobody_s_yet() {
    let repo = written_by_two();
    let git = repo.git();
    let head = git.resolve("HEAD").unwrap();
    let text =
        |contents: &str, lines| names(&git.blame_text(&head, &file(), contents.as_bytes(), lines).unwrap());
    assert_eq!(
        text("0\n1\ntwo\n3\nfour\n5\n", 1..=6),
        ["1 -", "2 Ada", "3 Grace", "4 Ada", "5 -", "6 Grace"]
    );
    assert_eq!(text("0\n1\ntwo\n3\nfour\n5\n", 2..=3), ["2 Ada", "3 Grace"]);
    assert_eq!(text("1\ntwo\n3\n4\n5\n", 1..=2), ["1 Ada", "2 Grace"]);
    assert_eq!(text("two\n", 1..=1), ["1 Grace"]);
    let new = RepoPath::new("new").unwrap();
    assert_eq!(names(&git.blame_text(&head, &new, b"x\ny\n", 1..=9).unwrap()), ["1 -", "2 -"]);
}

#[test]
fn merged_lines_belong_to_who_wrote_them_and_not_to_who_merged() {
    let repo = TestRepo::with(&[("a", "1\n2\n3\n4\n5\n")]);
    repo.run_git(&["checkout", "-q", "-b", "side"]);
    repo.write("a", "one\n2\n3\n4\n5\n");
    repo.commit_as("Side", grace());
    repo.run_git(&["checkout", "-q", "main"]);
    repo.write("a", "1\n2\n3\n4\nfive\n");
    repo.commit("Main");
    repo.run_git(&["merge", "-q", "--no-ff", "-m", "Join", "side"]);
    assert_eq!(blamed(&open(&repo.root()), "HEAD", 1..=5), ["1 Grace", "2 Ada", "3 Ada", "4 Ada", "5 Ada"]);
}

#[test]
fn a_shallow_clone_marks_lines_that_may_be_older() {
    let repo = written_by_two();
    repo.write("a", "1\ntwo\n3\nfour\n5\n");
    repo.commit_as("Three", grace());
    let to = repo.beside("shallow");
    let from = format!("file://{}", repo.root().display());
    run_git(&repo.root(), &["clone", "-q", "--depth", "2", &from, to.to_str().unwrap()]);
    let git = open(&to);
    let lines = git.blame(&git.resolve("HEAD").unwrap(), &file(), 1..=5).unwrap();
    assert_eq!(lines.iter().map(|line| line.cut).collect::<Vec<_>>(), [true, true, true, false, true]);
}
