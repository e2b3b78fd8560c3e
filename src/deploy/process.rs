//! What runs in production.

use super::{Command, Place, Variable};
use crate::base::RepoPath;

/// What a process is for, judged by its command and then by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProcessKind {
    /// Serves HTTP.
    Web,
    /// Works a task queue.
    Worker,
    /// Starts periodic tasks (Celery beat).
    Beat,
    /// Runs once for each release or start: migrations, initialisation.
    Release,
    /// Anything else: a database, a proxy, a command of unknown purpose.
    Other,
}

/// One process, container or service that a production file starts.
#[derive(Debug, Clone)]
pub struct Process {
    /// Its name in the file: the compose service, the Procfile entry, the container, the unit.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// What it is for.
    pub kind: ProcessKind,
    /// Whether it serves something else than Django: the repository holds the module that its server names, and there
    /// is no trace of Django in it.
    pub foreign: bool,
    /// The commands that it runs, in order: entrypoint scripts followed, `exec` and wrappers resolved.
    pub commands: Vec<Command>,
    /// Its environment: the image's, then what the file sets over it.
    pub environment: Vec<Variable>,
    /// The repository's own Dockerfile that its image is built from, where that is known.
    pub dockerfile: Option<RepoPath>,
    /// Whether it is an image of its own: nothing in the repository says how it is run, or what is mounted into it.
    pub alone: bool,
    /// The image's name as written, where it has one.
    pub image: Option<String>,
    /// The working directory inside the container, where it is known.
    pub workdir: Option<String>,
    /// What is mounted into it, the image's `VOLUME`s included.
    pub volumes: Vec<Volume>,
    /// The ports that it publishes.
    pub ports: Vec<Port>,
}

impl Process {
    /// The file that declares the process.
    pub const fn path(&self) -> &RepoPath {
        &self.place.path
    }

    /// Whether it runs the repository's own Python code: one of its commands is a Python server, a worker or
    /// `manage.py`.
    pub fn runs_python(&self) -> bool {
        self.commands.iter().any(Command::runs_python)
    }

    /// The variable of that name, as the process sees it.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.environment.iter().find(|variable| variable.name == name)
    }
}

/// Something mounted into a process's file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The path inside the container, absolute.
    pub target: String,
    /// The volume, claim or folder that is mounted; `None` for an anonymous volume.
    pub source: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A port that a process publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The port inside the container.
    pub target: String,
    /// The port outside; `None` where the system chooses one.
    pub published: Option<String>,
    /// The address that it is bound to; `None` for all interfaces.
    pub address: Option<String>,
    /// Where it is declared.
    pub place: Place,
}
