//! Opening a repository from anywhere, and what HEAD is then.

use std::fs;

use gonogo::base::RepoPath;
use gonogo::git::{GitError, Head, Repository};

use super::{open, same};
use crate::support::repo::{TestRepo, open_with_git2};

#[test]
fn a_subfolder_and_a_file_lead_to_the_root() {
    let repo = TestRepo::with(&[("shop/settings.py", "DEBUG = False\n")]);
    for inside in ["shop", "shop/settings.py"] {
        let git = open(&repo.on_disk(inside));
        assert!(same(git.root().unwrap(), &repo.root()));
        assert!(same(git.git_dir(), &repo.root().join(".git")));
        assert_eq!(git.relative(&repo.on_disk(inside)), RepoPath::new(inside));
    }
    let git = open(&repo.root());
    assert_eq!(git.relative(&repo.root()), Some(RepoPath::root()));
    assert_eq!(git.relative(repo.root().parent().unwrap()), None);
}

#[test]
fn head_names_commit_and_branch() {
    let repo = TestRepo::new();
    let unborn = Head { commit: None, branch: Some("main".to_owned()) };
    assert_eq!(repo.git().head(), Ok(unborn));
    repo.write("a", "1");
    let commit = repo.commit("One");
    assert_eq!(repo.git().head(), Ok(Head { commit: Some(commit.clone()), branch: Some("main".to_owned()) }));

    let git2 = open_with_git2(&repo.root());
    git2.set_head_detached(commit.parse().unwrap()).unwrap();
    assert_eq!(open(&repo.root()).head(), Ok(Head { commit: Some(commit), branch: None }));
}

#[test]
fn a_broken_head_is_an_error_and_not_an_empty_repository() {
    let repo = TestRepo::with(&[("a", "1")]);
    fs::write(repo.root().join(".git/refs/heads/main"), "no hash\n").unwrap();
    assert!(matches!(open(&repo.root()).head(), Err(GitError::Other { .. })));
    fs::write(repo.root().join(".git/refs/heads/main"), format!("{}\n", "1".repeat(40))).unwrap();
    assert!(matches!(open(&repo.root()).head(), Err(GitError::Other { .. })));
}

#[test]
fn a_linked_worktree_has_its_own_root_head_and_git_directory() {
    let repo = TestRepo::with(&[("shop/settings.py", "DEBUG = False\n")]);
    let linked = repo.worktree("release");
    let git = open(&linked.join("shop"));
    assert!(same(git.root().unwrap(), &linked));
    assert!(same(git.git_dir(), &repo.root().join(".git/worktrees/release")));
    assert_eq!(git.head().unwrap().branch.as_deref(), Some("release"));
    assert_eq!(git.head().unwrap().commit, repo.git().head().unwrap().commit);
}

#[test]
fn a_bare_clone_has_commits_and_no_work_tree() {
    let repo = TestRepo::with(&[("manage.py", "import django\n")]);
    let git = open(&repo.bare_clone());
    assert_eq!(git.root(), None);
    let commit = git.resolve("main").unwrap();
    assert_eq!(Some(&commit), repo.git().head().unwrap().commit.as_ref());
    assert_eq!(git.files(&commit).unwrap().files.len(), 1);
    assert_eq!(git.changes(), Ok(vec![]));
    assert_eq!(git.tracked(), Ok(vec![]));
}

#[test]
fn what_is_no_repository_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = Repository::open(folder.path()).err().unwrap();
    assert_eq!(error, GitError::NotARepository(folder.path().to_path_buf()));
    assert!(error.to_string().contains("-C"), "{error}");

    let absent = folder.path().join("absent");
    assert_eq!(Repository::open(&absent).err(), Some(GitError::NoSuchFolder(absent)));

    let repo = TestRepo::with(&[("a", "1")]);
    let mut configuration = open_with_git2(&repo.root()).config().unwrap();
    configuration.set_i32("core.repositoryformatversion", 1).unwrap();
    configuration.set_str("extensions.tomorrow", "true").unwrap();
    let error = Repository::open(&repo.root()).err().unwrap();
    assert!(
        matches!(&error, GitError::Unsupported { message, .. } if message.contains("tomorrow")),
        "{error}"
    );
}

#[test]
fn revisions_name_commits_or_say_why_not() {
    let repo = TestRepo::with(&[("a", "1")]);
    let first = repo.git().head().unwrap().commit.unwrap();
    repo.write("a", "2");
    let second = repo.commit("Two");
    let git2 = open_with_git2(&repo.root());
    let tagger = git2::Signature::new("Ada", "a@example.org", &git2::Time::new(0, 0)).unwrap();
    let target = git2.find_object(first.parse().unwrap(), None).unwrap();
    git2.tag("v1", &target, &tagger, "One", false).unwrap();

    for (rev, commit) in [("HEAD", &second), ("main~1", &first), ("v1", &first), (&first[..9], &first)] {
        assert_eq!(repo.git().resolve(rev).as_ref(), Ok(commit), "{rev}");
    }
    for rev in ["", "nowhere", "HEAD~7", "HEAD:a", "-x", "\u{1b}[0m"] {
        let error = repo.git().resolve(rev).unwrap_err();
        assert!(matches!(&error, GitError::NoSuchRevision { rev: named, .. } if named == rev), "{error}");
    }
}

#[test]
fn threads_may_share_a_repository() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let repo = TestRepo::with(&[("a", "1"), ("b", "22"), ("c", "333")]);
    let git = shared(open(&repo.root()));
    let files = git.files(&git.resolve("HEAD").unwrap()).unwrap().files;
    std::thread::scope(|scope| {
        let readers: Vec<_> = files
            .iter()
            .map(|file| scope.spawn(|| (file.size, git.blob(file.blob).unwrap().len())))
            .collect();
        for reader in readers {
            let (size, read) = reader.join().unwrap();
            assert_eq!(size, read as u64);
        }
    });
}
