//! What proxies and web servers in front of the application do.

use super::{Kind, Place};
use crate::base::RepoPath;

/// One proxy configuration.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// The file.
    pub path: RepoPath,
    /// What it is; Terraform where a CDN is configured there.
    pub kind: Kind,
    /// Whether a production deployment file uses it (copies, mounts or includes it).
    pub used: bool,
    /// The response headers that it sets.
    pub headers: Vec<Header>,
    /// The locations that it serves from files.
    pub statics: Vec<StaticLocation>,
    /// The compression that it applies.
    pub compression: Vec<Compression>,
    /// How long it waits for the application.
    pub timeouts: Vec<Timeout>,
    /// The locations that it answers itself, without asking the application.
    pub answers: Vec<Answer>,
}

/// For which requests something is configured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// The host names; empty for all of the file's.
    pub hosts: Vec<String>,
    /// The path or pattern, as written; `None` for all.
    pub location: Option<String>,
    /// Whether a condition beside host and location guards it.
    pub conditional: bool,
}

/// A response header that a proxy sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name, as written.
    pub name: String,
    /// The value, without quotes.
    pub value: String,
    /// For which requests.
    pub scope: Scope,
    /// Where it is set.
    pub place: Place,
}

/// A location that a proxy serves from files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticLocation {
    /// For which requests; the location is the URL path.
    pub scope: Scope,
    /// The folder that is served, as written.
    pub folder: String,
    /// Where it is declared.
    pub place: Place,
}

/// A compression of responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compression {
    /// `gzip`, `br` or `zstd`.
    pub algorithm: String,
    /// Whether it serves files that were compressed beforehand (`gzip_static`).
    pub precompressed: bool,
    /// The media types; `None` where none are named (nginx: HTML alone).
    pub types: Option<Vec<String>>,
    /// For which requests.
    pub scope: Scope,
    /// Where it is switched on.
    pub place: Place,
}

/// A time that a proxy waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeout {
    /// The directive, as written.
    pub name: String,
    /// Seconds.
    pub seconds: u64,
    /// For which requests.
    pub scope: Scope,
    /// Where it is set.
    pub place: Place,
}

/// A location that a proxy answers itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For which requests.
    pub scope: Scope,
    /// The status.
    pub status: String,
    /// Where it is declared.
    pub place: Place,
}
