//! Absolute paths of a repository whose place on the disk is nobody's business.
//!
//! While a module runs, the repository stands in a folder that has characters nobody writes in its name. Whatever text
//! still holds them when it is exported lies below the repository (`<root>/…`) or is not known.

use crate::base::RepoPath;

/// The folder that holds the repository. It lies deep, so that the folders above have names too.
pub const OUTSIDE: &str = "/\u{10fff0}/\u{10fff1}/\u{10fff2}/\u{10fff3}/\u{10fff4}/\u{10fff5}";
/// The repository.
pub const ROOT: &str = "/\u{10fff0}/\u{10fff1}/\u{10fff2}/\u{10fff3}/\u{10fff4}/\u{10fff5}/\u{10fffd}";
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

/// Whether a character stands for the name of a folder that nobody knows.
pub fn is_hidden(c: char) -> bool {
    ('\u{10fff0}'..='\u{10fffd}').contains(&c)
}

/// Whether a text holds a part of the repository's place.
pub fn is_marked(text: &str) -> bool {
    text.contains(is_hidden)
}

/// The text for export: the repository's place as `<root>`, the folders above as `<root>/..`; `None` where the text
/// depends on where the repository stands on the disk.
pub fn shown(text: &str) -> Option<String> {
    if !is_marked(text) {
        return Some(text.to_owned());
    }
    let mut text = text.replace(ROOT, SHOWN);
    let mut above = OUTSIDE;
    let mut written = SHOWN.to_owned();
    while !above.is_empty() && is_marked(&text) {
        written.push_str("/..");
        text = text.replace(above, &written);
        above = above.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    (!is_marked(&text)).then_some(text)
}
