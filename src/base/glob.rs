//! Globs over paths of a repository.

use regex::Regex;

/// A glob as a matcher of whole paths: `?` and `*` stand for characters of one name, `**` for any folders.
///
/// `None` where it is too large to be compiled.
pub fn compile(glob: &str) -> Option<Regex> {
    let mut pattern = String::from("^");
    let mut rest = glob;
    while let Some(first) = rest.chars().next() {
        let (token, written): (&str, String) = if rest.starts_with("**/") {
            ("**/", "(?:[^/]*/)*".to_owned())
        } else if rest.starts_with("**") {
            ("**", ".*".to_owned())
        } else {
            let token = &rest[..first.len_utf8()];
            let written = match first {
                '*' => "[^/]*".to_owned(),
                '?' => "[^/]".to_owned(),
                _ => regex::escape(token),
            };
            (token, written)
        };
        pattern.push_str(&written);
        rest = &rest[token.len()..];
    }
    pattern.push('$');
    Regex::new(&pattern).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stay_in_a_name_and_double_stars_cross_folders() {
        let hits = |glob: &str, path: &str| compile(glob).unwrap().is_match(path);
        assert!(hits("docs/*.md", "docs/run.md") && !hits("docs/*.md", "docs/ops/run.md"));
        assert!(hits("**/run.md", "run.md") && hits("**/run.md", "docs/ops/run.md"));
        assert!(hits("docs/**", "docs/ops/run.md") && !hits("docs/**", "doc/run.md"));
        assert!(hits("a?c.[x]", "abc.[x]") && !hits("a?c", "a/c") && !hits("a.c", "abc"));
    }
}
