//! The output of `manage.py check`: lines of `object: (app.W001) message`, and of `HINT: …` below them.
//!
//! It names no version, no commit, no file and no line, so that the imported evidence has none either.

use std::sync::LazyLock;

use regex::Regex;

use super::{Evidence, NoEvidence, rules};
use crate::report::document::Imported;

/// How Django's `CheckMessage` prints itself: the object (or `?`), the id, the message.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:.*?): \(([A-Za-z_][A-Za-z0-9_.]*\.[A-Z]\d{3})\) (.*)$").expect("a pattern")
});
/// How the command's output begins or ends.
const MARK: &str = "System check identified";

pub(super) fn read(name: &str, text: &str) -> Result<Evidence, NoEvidence> {
    if !text.lines().any(|line| line.trim_start().starts_with(MARK)) {
        return Err(NoEvidence::Unknown);
    }
    let mut evidence = Evidence::default();
    for line in text.lines() {
        let Some(found) = LINE.captures(line.trim_end()) else { continue };
        let (rule, message) = (&found[1], &found[2]);
        evidence.results += 1;
        if let Some(item) = rules::item("django", rule, message) {
            let imported = Imported {
                tool: "manage.py check".to_owned(),
                version: None,
                commit: None,
                file: name.to_owned(),
                rule: rule.to_owned(),
                message: message.to_owned(),
                path: None,
                line: None,
            };
            evidence.found.push((item.clone(), imported));
        }
    }
    Ok(evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "System check identified some issues:\n\nWARNINGS:\n\
        ?: (security.W018) You should not have DEBUG set to True in deployment.\n\
        ?: (security.W008) Your SECURE_SSL_REDIRECT setting is not set to True.\n\
        shop.Order.total: (fields.W162) no database index\n\tHINT: see (security.W020)\n\n\
        System check identified 3 issues (0 silenced).\n";

    #[test]
    fn reads_ids_and_leaves_the_rest() {
        let evidence = read("check.txt", OUTPUT).unwrap();
        assert_eq!(evidence.results, 3);
        let [(item, imported)] = evidence.found.as_slice() else { panic!("{evidence:?}") };
        assert_eq!(item.as_str(), "security.debug");
        assert_eq!((imported.rule.as_str(), imported.file.as_str()), ("security.W018", "check.txt"));
        assert_eq!(read("x", "Traceback (most recent call last):"), Err(NoEvidence::Unknown));
        let none = read("x", "System check identified no issues (0 silenced).").unwrap();
        assert_eq!(none, Evidence::default());
    }
}
