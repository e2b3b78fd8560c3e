//! A small Django project in a repository, for the commands that record and compare decisions.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;

use gonogo::git::{self, Repository, Stamp};
use gonogo::model::Person;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::command::{Bench, Run};
use crate::support::repo::{run_git, try_git};

/// When the first commit is made (2026-01-01T00:00:00Z); each further one is a day later.
const FIRST: i64 = 1_767_225_600;

/// Settings that meet some items, miss some, and leave some to people.
pub const SETTINGS: &str = "\
import os
DEBUG = False
SECRET_KEY = os.environ['SECRET_KEY']
ALLOWED_HOSTS = ['shop.example.org']
INSTALLED_APPS = ['django.contrib.sessions']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 60
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop', 'CONN_MAX_AGE': 60}}
";

const MANAGE: &str = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n";

/// The project, and a bench whose runs start in it.
pub struct Project {
    bench: Bench,
    repository: Repository,
    commits: Cell<i64>,
}

impl Project {
    /// The project with one commit of it.
    pub fn new() -> Self {
        let bench = Bench::new();
        let repository = git::create(&bench.work()).expect("a repository");
        let project = Self { bench, repository, commits: Cell::new(0) };
        project.write("manage.py", MANAGE);
        project.write("site/__init__.py", "");
        project.write("site/settings.py", SETTINGS);
        project.write("requirements.txt", "Django==5.2\npsycopg==3.2\n");
        project.commit("Begin");
        project
    }

    /// The bench: its runs start in the work tree, and nobody sits there.
    pub fn bench(&self) -> &Bench {
        &self.bench
    }

    /// The root of the work tree.
    pub fn root(&self) -> PathBuf {
        self.bench.work()
    }

    /// Writes a file of the work tree.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    /// Replaces `old`, which stands in the file, by `new`.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{old} in {text}");
        self.write(path, &text.replace(old, new));
    }

    /// The text of a file of the work tree.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("a file")
    }

    /// Commits the whole work tree as Ada, a day after the commit before.
    pub fn commit(&self, message: &str) -> String {
        self.commit_as(message, "Ada Example <ada@example.org>")
    }

    /// Commits the whole work tree as `by`.
    pub fn commit_as(&self, message: &str, by: &str) -> String {
        let days = self.commits.replace(self.commits.get() + 1);
        let at = Timestamp::from_second(FIRST + days * 86_400).expect("a moment");
        let by = Person::parse(by).expect("a person");
        self.repository.commit_all(message, &Stamp { by, at }).expect("a commit")
    }

    /// Runs git itself in the work tree.
    pub fn git(&self, arguments: &[&str]) -> String {
        run_git(&self.root(), arguments)
    }

    /// Runs git itself in the work tree; what it prints, or what it complains of.
    pub fn try_git(&self, arguments: &[&str]) -> Result<String, String> {
        try_git(&self.root(), arguments)
    }

    /// Runs gonogo in the work tree, 80 columns wide, as Ada.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.bench.command(arguments);
        command.env("COLUMNS", "80");
        command.env("GIT_AUTHOR_NAME", "Ada Example").env("GIT_AUTHOR_EMAIL", "ada@example.org");
        self.bench.finish(&mut command)
    }

    /// Runs gonogo as [`Project::run`] does, which must succeed; what it prints.
    pub fn done(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {run}");
        run.stdout
    }

    /// The document that gonogo prints, which must succeed.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).expect("JSON")
    }
}
