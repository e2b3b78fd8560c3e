//! Real repositories in temporary folders, with fixed authors and dates, so that hashes are the same everywhere.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gonogo::base::RepoPath;
use gonogo::git::{self, Repository, Stamp};
use gonogo::model::Person;
use jiff::Timestamp;
use tempfile::TempDir;

use super::command::silence;

/// When the first commit of a [`TestRepo`] is made (2026-01-01T00:00:00Z); each further one is a minute later.
const FIRST: i64 = 1_767_225_600;

/// A repository with a work tree, removed when dropped.
pub struct TestRepo {
    folder: TempDir,
    repository: Repository,
    commits: Cell<i64>,
}

/// The author of every commit.
pub fn ada() -> Person {
    Person { name: "Ada Example".to_owned(), email: "ada@example.org".to_owned() }
}

/// Somebody else.
pub fn grace() -> Person {
    Person { name: "Grace Example".to_owned(), email: "grace@example.org".to_owned() }
}

impl TestRepo {
    /// A repository without commits, on the branch `main`.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = git::create(&folder.path().join("repo")).expect("a repository");
        Self { folder, repository, commits: Cell::new(0) }
    }

    /// A repository with one commit of `files`, pairs of path and text.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let repo = Self::new();
        for (path, text) in files {
            repo.write(path, text);
        }
        repo.commit("Start");
        repo
    }

    /// The root of the work tree.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("repo")
    }

    /// The repository, opened.
    pub fn git(&self) -> &Repository {
        &self.repository
    }

    /// A place beside the repository, in the same temporary folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where `path` lies on the disk.
    pub fn on_disk(&self, path: &str) -> PathBuf {
        RepoPath::new(path).expect("a path of the repository").on_disk(&self.root())
    }

    /// Writes a file of the work tree and the folders that hold it.
    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let file = self.on_disk(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder that can be made");
        fs::write(file, contents).expect("a file that can be written");
    }

    /// Removes a file of the work tree.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.on_disk(path)).expect("a file that can be removed");
    }

    /// Commits the whole work tree as Ada; the hash.
    pub fn commit(&self, message: &str) -> String {
        self.commit_as(message, ada())
    }

    /// Commits the whole work tree as `by`; the hash.
    pub fn commit_as(&self, message: &str, by: Person) -> String {
        let minutes = self.commits.replace(self.commits.get() + 1);
        let at = Timestamp::from_second(FIRST + minutes * 60).expect("a moment");
        self.repository.commit_all(message, &Stamp { by, at }).expect("a commit")
    }

    /// Runs git itself in the work tree, cut off from the machine's configuration, as Ada at a fixed time; what it
    /// prints.
    pub fn run_git(&self, arguments: &[&str]) -> String {
        run_git(&self.root(), arguments)
    }

    /// A bare clone beside the repository; its path.
    pub fn bare_clone(&self) -> PathBuf {
        let to = self.beside("bare.git");
        let from = self.root();
        git2::build::RepoBuilder::new()
            .bare(true)
            .clone(from.to_str().expect("a path in UTF-8"), &to)
            .expect("a clone");
        to
    }

    /// A linked worktree beside the repository, on a branch of its own; its path.
    pub fn worktree(&self, name: &str) -> PathBuf {
        let to = self.beside(name);
        open_with_git2(&self.root()).worktree(name, &to, None).expect("a worktree");
        to
    }
}

/// The same repository through git2, for what a test must do to it.
pub fn open_with_git2(path: &Path) -> git2::Repository {
    git2::Repository::open(path).expect("a repository")
}

/// Runs git itself in `folder`, cut off from the machine's configuration, as Ada at a fixed time; what it prints.
pub fn run_git(folder: &Path, arguments: &[&str]) -> String {
    try_git(folder, arguments).unwrap_or_else(|error| panic!("git {arguments:?}: {error}"))
}

/// As [`run_git`]; all that git prints where it fails.
pub fn try_git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    silence(&mut command, folder);
    let done = command
        .current_dir(folder)
        .args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .stdin(Stdio::null())
        .env("GIT_AUTHOR_NAME", "Ada Example")
        .env("GIT_AUTHOR_EMAIL", "ada@example.org")
        .env("GIT_AUTHOR_DATE", "2026-02-01T00:00:00Z")
        .env("GIT_COMMITTER_NAME", "Ada Example")
        .env("GIT_COMMITTER_EMAIL", "ada@example.org")
        .env("GIT_COMMITTER_DATE", "2026-02-01T00:00:00Z")
        .output()
        .expect("git starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if done.status.success() {
        Ok(text(&done.stdout))
    } else {
        Err(format!("{}\n{}", text(&done.stdout), text(&done.stderr)))
    }
}
