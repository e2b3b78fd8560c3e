//! Commands, and where they run.

use super::{Place, Role};
use crate::base::RepoPath;

/// When a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// In a pipeline.
    Ci,
    /// While an image is built.
    ImageBuild,
    /// In a platform's build or release step.
    Release,
    /// When a process starts: its entrypoint, up to the command that stays.
    Start,
    /// As a health check or probe.
    Probe,
}

/// One command as it runs after wrappers are taken off.
///
/// `poetry run python -W ignore ./manage.py migrate` and `django-admin migrate` are both `manage.py migrate`;
/// `exec newrelic-admin run-program gunicorn …` is `gunicorn …` with the wrapper `newrelic-admin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program's name without its folder; `manage.py` for every way to call Django's commands.
    pub program: String,
    /// The words after the program, variables with a known value or default replaced, others as `${NAME}`.
    pub arguments: Vec<String>,
    /// Programs that wrap it and matter (`newrelic-admin`, `ddtrace-run`, `opentelemetry-instrument`, …).
    pub wrappers: Vec<String>,
    /// Variables that are set for this command, exported before it or written in front of it.
    pub environment: Vec<(String, String)>,
    /// The configuration file that it names or finds (gunicorn, uWSGI, supervisor), where the repository holds it.
    pub configuration: Option<RepoPath>,
    /// When it runs.
    pub moment: Moment,
    /// Whether it stands under a condition (`if`, `&&` after a test, a CI `if:`).
    pub conditional: bool,
    /// Whom the file that runs it speaks for; any pipeline counts for what pipelines run.
    pub role: Role,
    /// Who runs it, for people: "service web", "job test", "stage builder".
    pub by: String,
    /// Where it is written.
    pub place: Place,
}

/// The programs that serve Python over HTTP.
pub const PYTHON_SERVERS: [&str; 9] = [
    "gunicorn",
    "uvicorn",
    "daphne",
    "hypercorn",
    "granian",
    "uwsgi",
    "waitress-serve",
    "mod_wsgi-express",
    "unitd",
];

impl Command {
    /// The first argument that is no option: `migrate` of `manage.py migrate`.
    pub fn subcommand(&self) -> Option<&str> {
        self.arguments.iter().map(String::as_str).find(|word| !word.starts_with('-'))
    }

    /// Whether it is Django's management command `name`.
    pub fn manages(&self, name: &str) -> bool {
        self.program == "manage.py" && self.subcommand() == Some(name)
    }

    /// Whether it has the flag `name` (`--check`, `-c`), alone or with a value attached.
    pub fn has_flag(&self, name: &str) -> bool {
        self.arguments.iter().any(|word| {
            word == name
                || (name.starts_with("--")
                    && word.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
        })
    }

    /// The value of an option: `--workers 4`, `--workers=4`, `-c4` or `-c 4`; the last one wins.
    pub fn option(&self, name: &str) -> Option<&str> {
        let mut found = None;
        for (index, word) in self.arguments.iter().enumerate() {
            if word == name {
                found = self.arguments.get(index + 1).map(String::as_str);
            } else if let Some(rest) = word.strip_prefix(name) {
                if name.starts_with("--") {
                    found = rest.strip_prefix('=').or(found);
                } else if !word.starts_with("--") {
                    found = Some(rest.strip_prefix('=').unwrap_or(rest));
                }
            }
        }
        found
    }

    /// Whether it serves Python over HTTP, Django's own `runserver` left out.
    pub fn is_server(&self) -> bool {
        PYTHON_SERVERS.contains(&self.program.as_str())
    }

    /// The module that a server is told to serve: `shop.wsgi` of `gunicorn shop.wsgi:application`.
    pub fn served_module(&self) -> Option<&str> {
        if !self.is_server() {
            return None;
        }
        let named = self.option("--module").or_else(|| self.option("-w").filter(|_| self.program == "uwsgi"));
        let word = named.or_else(|| {
            let is_module = |word: &&str| {
                let module = word.split(':').next().unwrap_or_default();
                (word.contains(':')
                    || module.ends_with("wsgi")
                    || module.ends_with("asgi")
                    || module.ends_with("application"))
                    && !module.is_empty()
                    && module.split('.').all(|part| {
                        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                    })
            };
            self.arguments.iter().map(String::as_str).rev().find(is_module)
        })?;
        Some(word.split(':').next().unwrap_or(word))
    }

    /// Whether it starts a Celery worker.
    pub fn is_celery_worker(&self) -> bool {
        self.is_celery("worker")
    }

    /// Whether it starts Celery beat, alone or inside a worker (`worker -B`).
    pub fn is_celery_beat(&self) -> bool {
        self.is_celery("beat")
            || (self.is_celery_worker() && (self.has_flag("-B") || self.has_flag("--beat")))
    }

    fn is_celery(&self, command: &str) -> bool {
        match self.program.as_str() {
            "celery" => self.arguments.iter().any(|word| word == command),
            "manage.py" => {
                let mut words =
                    self.arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-'));
                match words.next() {
                    Some("celery") => words.any(|word| word == command),
                    Some("celeryd") => command == "worker",
                    Some("celerybeat") => command == "beat",
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether it runs the project's Python code: a server, Celery, a management command or a Python file.
    pub fn runs_python(&self) -> bool {
        self.is_server() || matches!(self.program.as_str(), "manage.py" | "celery" | "python")
    }

    /// The command as people write it.
    pub fn line(&self) -> String {
        let mut line = self.program.clone();
        for word in &self.arguments {
            line.push(' ');
            line.push_str(word);
        }
        line
    }
}
