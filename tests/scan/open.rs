//! From a folder to the files that are judged.

use gonogo::base::RepoPath;
use gonogo::scan::{OpenError, open};

use crate::support::repo::TestRepo;

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a path")
}

#[test]
fn the_work_tree_is_opened_from_anywhere_inside() {
    let repo = TestRepo::with(&[("shop/settings.py", "DEBUG = False\n"), (".gitignore", "secret\n")]);
    repo.write("secret", "x");
    repo.write("new.py", "x = 1\n");
    let opened = open(&repo.on_disk("shop"), None).expect("the work tree");
    assert!(opened.tree.contains(&path("shop/settings.py")) && opened.tree.contains(&path("new.py")));
    assert!(!opened.tree.contains(&path("secret")), "ignored");
    assert_eq!(opened.info.branch.as_deref(), Some("main"));
    assert_eq!(opened.info.commit.map(|commit| commit.len()), Some(40));
    assert!(!opened.info.dirty, "an untracked file changes nothing that is committed");
}

#[test]
fn a_changed_file_makes_it_dirty_and_gonogos_own_does_not() {
    let repo = TestRepo::with(&[("a.py", "x = 1\n"), ("gonogo.toml", "schema = 1\n")]);
    repo.write("gonogo.toml", "schema = 1\n# more\n");
    assert!(!open(&repo.root(), None).expect("the work tree").info.dirty);
    repo.write("a.py", "x = 2\n");
    assert!(open(&repo.root(), None).expect("the work tree").info.dirty);
}

#[test]
fn a_commit_is_read_as_it_was() {
    let repo = TestRepo::with(&[("a.py", "x = 1\n")]);
    repo.write("a.py", "x = 2\n");
    let second = repo.commit("Two");
    repo.write("a.py", "x = 3\n");
    let text = |rev: &str| {
        let opened = open(&repo.root(), Some(rev)).expect("a commit");
        assert!(!opened.info.dirty);
        (opened.tree.text(&path("a.py")).expect("the file").text().to_owned(), opened.info)
    };
    let (first_text, first) = text("HEAD~1");
    assert_eq!((first_text.as_str(), first.branch), ("x = 1\n", None));
    let (second_text, info) = text("main");
    assert_eq!((second_text.as_str(), info.branch.as_deref()), ("x = 2\n", Some("main")));
    assert_eq!(info.commit, Some(second));
}

#[test]
fn a_bare_repository_needs_a_revision() {
    let repo = TestRepo::with(&[("a.py", "x = 1\n")]);
    let bare = repo.bare_clone();
    let error = open(&bare, None).err().expect("an error");
    assert!(matches!(error, OpenError::Bare(_)) && error.to_string().contains("--rev"), "{error}");
    assert!(open(&bare, Some("HEAD")).expect("the commit").tree.contains(&path("a.py")));
}

#[test]
fn a_repository_without_commits_is_read_from_its_work_tree() {
    let repo = TestRepo::new();
    repo.write("a.py", "x = 1\n");
    let opened = open(&repo.root(), None).expect("the work tree");
    assert!(opened.tree.contains(&path("a.py")));
    assert_eq!(opened.info.commit, None);
    assert!(open(&repo.root(), Some("HEAD")).is_err());
}

#[test]
fn a_folder_without_git_and_a_wrong_revision_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = open(folder.path(), None).err().expect("an error").to_string();
    assert!(error.contains("not inside a git repository"), "{error}");
    let repo = TestRepo::with(&[("a.py", "x = 1\n")]);
    let error = open(&repo.root(), Some("nowhere")).err().expect("an error").to_string();
    assert!(error.contains("'nowhere' names no commit"), "{error}");
}
