//! The deployment files of the repository, and which of them speak for production.

use std::fmt;

use crate::base::RepoPath;

/// What a deployment file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A Dockerfile or Containerfile.
    Dockerfile,
    /// A compose file.
    Compose,
    /// A Kubernetes manifest (a Kustomize file or an object).
    Kubernetes,
    /// A Helm chart's values or template.
    Helm,
    /// A Procfile.
    Procfile,
    /// A platform's own file: `app.json`, `heroku.yml`, `fly.toml`, `render.yaml`, an app specification, …
    Platform,
    /// A Terraform file.
    Terraform,
    /// A systemd unit.
    Systemd,
    /// A supervisor configuration.
    Supervisor,
    /// A uWSGI configuration.
    Uwsgi,
    /// A gunicorn configuration (a Python file).
    Gunicorn,
    /// An nginx configuration.
    Nginx,
    /// An Apache configuration.
    Apache,
    /// A Caddyfile.
    Caddy,
    /// A pipeline of GitHub, GitLab, CircleCI, Azure or Jenkins.
    Ci,
    /// A file of environment variables.
    EnvironmentFile,
    /// A script or a make target that a deployment file starts or copies.
    Script,
}

impl Kind {
    /// The kind as a noun that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dockerfile => "Dockerfile",
            Self::Compose => "compose file",
            Self::Kubernetes => "Kubernetes manifest",
            Self::Helm => "Helm chart",
            Self::Procfile => "Procfile",
            Self::Platform => "platform file",
            Self::Terraform => "Terraform file",
            Self::Systemd => "systemd unit",
            Self::Supervisor => "supervisor configuration",
            Self::Uwsgi => "uWSGI configuration",
            Self::Gunicorn => "gunicorn configuration",
            Self::Nginx => "nginx configuration",
            Self::Apache => "Apache configuration",
            Self::Caddy => "Caddy configuration",
            Self::Ci => "pipeline",
            Self::EnvironmentFile => "environment file",
            Self::Script => "script",
        }
    }

    /// Whether the file configures a proxy or web server in front of the application.
    pub const fn is_proxy(self) -> bool {
        matches!(self, Self::Nginx | Self::Apache | Self::Caddy)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Whom a deployment file speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Production: what it says counts.
    Production,
    /// Development, tests or a demonstration: counts neither for nor against.
    Development,
    /// A sample to copy and fill in: sets nothing.
    Sample,
}

/// A deployment file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentFile {
    /// The file.
    pub path: RepoPath,
    /// What it is.
    pub kind: Kind,
    /// Whom it speaks for.
    pub role: Role,
    /// Why it has that role: one sentence for people.
    pub reason: String,
}

/// A deployment file that could not be read as what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: RepoPath,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong, and what was therefore not read.
    pub message: String,
}
