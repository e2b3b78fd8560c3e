//! A process as a file declares it, before it is joined with its image.

use super::start::Start;
use super::{Place, Port, Variable, Volume};
use crate::base::RepoPath;

/// One process as declared.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub name: String,
    pub place: Place,
    /// Whether it runs once for each release.
    pub release: bool,
    /// Whether nobody says that it runs: it counts only where it turns out to serve the application or to work a queue.
    pub possible: bool,
    /// Whether it is an image that nothing here runs.
    pub alone: bool,
    /// The image's name, where it is not built here.
    pub image: Option<String>,
    pub build: Option<Build>,
    pub entrypoint: Option<Start>,
    pub command: Option<Start>,
    pub healthcheck: Option<Start>,
    pub environment: Vec<Variable>,
    /// Environment files; those that are not committed set nothing.
    pub env_files: Vec<RepoPath>,
    pub volumes: Vec<Volume>,
    pub ports: Vec<Port>,
    pub workdir: Option<String>,
    /// The folder of the repository that it runs in where it has no image.
    pub folder: RepoPath,
    pub labels: Vec<(String, String, Place)>,
}

/// What an image is built from.
#[derive(Debug, Clone)]
pub(super) struct Build {
    pub context: RepoPath,
    pub dockerfile: RepoPath,
    pub target: Option<String>,
    pub arguments: Vec<(String, String)>,
}

impl Draft {
    pub(super) fn new(name: impl Into<String>, place: Place) -> Self {
        Self {
            name: name.into(),
            place,
            release: false,
            possible: false,
            alone: false,
            image: None,
            build: None,
            entrypoint: None,
            command: None,
            healthcheck: None,
            environment: Vec::new(),
            env_files: Vec::new(),
            volumes: Vec::new(),
            ports: Vec::new(),
            workdir: None,
            folder: RepoPath::root(),
            labels: Vec::new(),
        }
    }
}
