//! Absolute paths of a repository whose place on the disk is nobody's business.
//!
//! While a module runs, the repository stands in a folder that has characters nobody writes in its name. Whatever text
//! still holds them when it is exported lies below the repository (`<root>/…`) or is not known.

use crate::base::RepoPath;

/// The folder that holds the repository.
pub const OUTSIDE: &str = "/\u{10fffc}";
/// The repository.
pub const ROOT: &str = "/\u{10fffc}/\u{10fffd}";
/// How the repository is written for people.
pub const SHOWN: &str = "<root>";

/// The absolute path of a file or folder of the repository.
pub fn absolute(path: &RepoPath) -> String {
    if path.is_root() { ROOT.to_owned() } else { format!("{ROOT}/{path}") }
}

/// The path inside the repository of an absolute path; `None` where it lies outside or is relative.
pub fn inside(text: &str) -> Option<RepoPath> {
    if !text.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let whole = format!("/{}", parts.join("/"));
    let rest = whole.strip_prefix(ROOT)?;
    if rest.is_empty() { Some(RepoPath::root()) } else { RepoPath::new(rest.strip_prefix('/')?) }
}

/// The text for export: the repository's place as `<root>`; `None` where the text depends on where the repository
/// stands on the disk.
pub fn shown(text: &str) -> Option<String> {
    let text = if text.contains(ROOT) { text.replace(ROOT, SHOWN) } else { text.to_owned() };
    (!text.contains(['\u{10fffc}', '\u{10fffd}'])).then_some(text)
}
