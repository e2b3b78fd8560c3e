//! Paths inside the repository: relative to its root, `/` between the parts on every system.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A path relative to the repository's root, with `/` as separator; the root itself is `.`.
///
/// Never absolute and never with `.` or `..` parts: it cannot leave the repository.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// The repository's root.
    pub fn root() -> Self {
        Self(Arc::from("."))
    }

    /// Reads a relative path and resolves `.` and `..` in it.
    ///
    /// `None` where it is absolute or leaves the repository.
    pub fn new(path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(if parts.is_empty() { Self::root() } else { Self(Arc::from(parts.join("/"))) })
    }

    /// The path as text, `.` for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the repository's root.
    pub fn is_root(&self) -> bool {
        &*self.0 == "."
    }

    /// The last part; `.` for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The part of the name after its last dot, without the dot; empty where there is none.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The folder that holds this path; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(self.0.rsplit_once('/').map_or_else(Self::root, |(folder, _)| Self(Arc::from(folder))))
    }

    /// `relative` as seen from this folder; `None` where that leaves the repository.
    pub fn join(&self, relative: &str) -> Option<Self> {
        if relative.starts_with('/') {
            return None;
        }
        if self.is_root() { Self::new(relative) } else { Self::new(&format!("{}/{relative}", self.0)) }
    }

    /// Whether this path is `folder` or lies below it.
    pub fn is_under(&self, folder: &Self) -> bool {
        folder.is_root()
            || self == folder
            || self.0.strip_prefix(&*folder.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// This path relative to `folder`; `None` where it does not lie below it.
    pub fn relative_to(&self, folder: &Self) -> Option<&str> {
        if folder.is_root() {
            return Some(&self.0);
        }
        self.0.strip_prefix(&*folder.0)?.strip_prefix('/')
    }

    /// The parts of the path; none for the root.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| *part != ".")
    }

    /// The path on disk, below `root`.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        if self.is_root() { root.to_path_buf() } else { root.join(&*self.0) }
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RepoPath({})", self.0)
    }
}

impl serde::Serialize for RepoPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// `path` for an address: everything but slashes and the unreserved characters of RFC 3986 percent-encoded.
pub fn percent_encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_inside_the_repository() {
        assert_eq!(RepoPath::new("a/./b/../c").unwrap().as_str(), "a/c");
        assert_eq!(RepoPath::new("./").unwrap(), RepoPath::root());
        assert!(RepoPath::new("../a").is_none());
        assert!(RepoPath::new("/etc").is_none());
        assert!(RepoPath::new("a").unwrap().join("../../b").is_none());
    }

    #[test]
    fn relates_paths_by_whole_parts() {
        let folder = RepoPath::new("apps/api").unwrap();
        let file = folder.join("manage.py").unwrap();
        assert!(file.is_under(&folder));
        assert_eq!(file.relative_to(&folder), Some("manage.py"));
        assert!(!RepoPath::new("apps/api2/x").unwrap().is_under(&folder));
        assert_eq!(file.parent(), Some(folder));
        assert_eq!(file.extension(), "py");
    }
}
