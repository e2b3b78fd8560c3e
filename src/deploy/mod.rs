//! Facts from deployment files: which files speak for production, what they start, in which environment, and what
//! stands in front of it.
//!
//! The door is [`Deployment`]. Development and sample files are listed, with the reason, and set nothing.

mod command;
mod compose;
mod context;
mod declare;
mod draft;
mod environment;
mod file;
mod find;
mod image;
mod installed;
mod join;
mod judge;
mod kubernetes;
mod pipeline;
mod place;
mod platform;
mod process;
mod proxies;
mod proxy;
mod read;
mod role;
mod run;
mod start;
mod terraform;
mod units;
mod values;
mod variable;

pub use command::{Command, Moment, PYTHON_SERVERS};
pub use environment::Environment;
pub use file::{DeploymentFile, Kind, Problem, Role};
pub use installed::Installation;
pub use place::Place;
pub use process::{Port, Process, ProcessKind, Volume};
pub use proxy::{Answer, Compression, Header, Proxy, Scope, StaticLocation, Timeout};
pub use variable::{Value, Variable};

use crate::base::RepoPath;

/// Everything that the deployment files of a repository say.
#[derive(Debug, Clone, Default)]
pub struct Deployment {
    /// The deployment files, ordered by path.
    pub files: Vec<DeploymentFile>,
    /// What production starts, ordered by file; an image that nothing else starts is a process of its own.
    pub processes: Vec<Process>,
    /// Every command that runs anywhere, ordered by file: pipelines, image builds, releases, starts, probes.
    pub commands: Vec<Command>,
    /// The proxies in front of the application.
    pub proxies: Vec<Proxy>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The processes once more, with the environment file of an installer.
    pub installations: Vec<Installation>,
    /// Python files that production's images hold where the repository has none: where each would lie in the repository,
    /// and the file that is copied there.
    pub copies: Vec<(RepoPath, RepoPath)>,
}

impl Deployment {
    /// The deployment file at `path`.
    pub fn file(&self, path: &RepoPath) -> Option<&DeploymentFile> {
        self.files.iter().find(|file| file.path == *path)
    }

    /// The proxies that decide: those that a production file uses, or the only one there is. Otherwise all of them are
    /// alternatives, and what they do counts only where they agree.
    pub fn deciding_proxies(&self) -> (Vec<&Proxy>, bool) {
        let used: Vec<&Proxy> = self.proxies.iter().filter(|proxy| proxy.used).collect();
        if used.is_empty() {
            let all: Vec<&Proxy> = self.proxies.iter().collect();
            let certain = all.len() <= 1;
            return (all, certain);
        }
        (used, true)
    }

    /// The commands that count for production: those of production files and, as `items.md` has it for what CI runs,
    /// of any pipeline.
    pub fn production_commands(&self) -> impl Iterator<Item = &Command> {
        self.commands
            .iter()
            .filter(|command| command.role == Role::Production || command.moment == Moment::Ci)
    }
}
