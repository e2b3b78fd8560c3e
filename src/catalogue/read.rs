//! Reads section files and holds them against the catalogue's rules.

use std::collections::BTreeSet;

use super::{Example, Fix, Item, Reference, Section, Verify};
use crate::model::{ItemId, Severity};

/// The languages that examples may name; screens know how to highlight these.
const LANGUAGES: [&str; 7] = ["dockerfile", "nginx", "python", "shell", "sql", "text", "yaml"];

/// Why a section file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct CatalogueError {
    /// The file's name.
    pub file: String,
    /// What is wrong, with the item where there is one.
    pub problem: String,
}

/// A section as it stands in the file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    id: String,
    title: String,
    items: Vec<ItemEntry>,
}

/// An item as it stands in the file: its id lacks the section.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemEntry {
    id: String,
    title: String,
    severity: Severity,
    asks: String,
    why: String,
    fix: Fix,
    verify: Verify,
    references: Vec<Reference>,
}

pub(super) fn read(files: &[(&str, &str)]) -> Result<Vec<Section>, CatalogueError> {
    let mut seen = BTreeSet::new();
    files
        .iter()
        .map(|(name, text)| {
            let wrong = |problem: String| CatalogueError { file: (*name).to_owned(), problem };
            let file: SectionFile = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
            let section = section(file).map_err(wrong)?;
            if !seen.insert(section.id.clone()) {
                return Err(wrong(format!("a second section is called '{}'", section.id)));
            }
            Ok(section)
        })
        .collect()
}

fn section(file: SectionFile) -> Result<Section, String> {
    let mut items: Vec<Item> = Vec::new();
    for entry in file.items {
        let item = item(&file.id, entry)?;
        if items.iter().any(|other| other.id == item.id) {
            return Err(format!("{}: a second item has this id", item.id));
        }
        items.push(item);
    }
    if file.title.trim().is_empty() || items.is_empty() {
        return Err(format!("the section '{}' needs a title and items", file.id));
    }
    Ok(Section { id: file.id, title: file.title, items })
}

fn item(section: &str, entry: ItemEntry) -> Result<Item, String> {
    let name = format!("{section}.{}", entry.id);
    let id: ItemId = name.parse().map_err(|error: crate::model::InvalidItemId| error.to_string())?;
    let wrong = |problem: &str| format!("{id}: {problem}");

    let texts = [&entry.title, &entry.asks, &entry.why, &entry.fix.text, &entry.verify.text];
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(wrong("title, asks, why, fix and verify must not be empty"));
    }
    if entry.references.is_empty() || entry.references.iter().any(|page| !page.url.starts_with("https://")) {
        return Err(wrong("needs references, each with an https address"));
    }
    let unknown = |example: &Example| !LANGUAGES.contains(&example.language.as_str());
    if let Some(example) = entry.fix.examples.iter().find(|example| unknown(example)) {
        return Err(wrong(&format!(
            "no such language: '{}'; use one of {}",
            example.language,
            LANGUAGES.join(", ")
        )));
    }
    Ok(Item {
        title: entry.title,
        severity: entry.severity,
        asks: one_line(&entry.asks),
        why: one_line(&entry.why),
        fix: Fix {
            text: one_line(&entry.fix.text),
            examples: entry
                .fix
                .examples
                .into_iter()
                .map(|example| Example { code: example.code.trim_matches('\n').to_owned(), ..example })
                .collect(),
        },
        verify: Verify { text: one_line(&entry.verify.text), command: entry.verify.command },
        references: entry.references,
        id,
    })
}

/// Running text without the line breaks of the file, for screens that wrap by themselves.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id = "s"
title = "S"
[[items]]
id = "a"
title = "A"
severity = "critical"
asks = "x"
why = "x\ny"
fix = { text = "x" }
verify = { text = "x" }
references = [{ title = "x", url = "https://example.org/" }]
"#;

    #[test]
    fn refuses_what_breaks_a_rule_and_says_where() {
        let cases = [
            ("severity = \"critical\"", "severity = \"urgent\"", "urgent"),
            ("asks = \"x\"", "asks = \" \"", "s.a: title"),
            ("https://example.org/", "http://example.org/", "s.a: needs references"),
            ("fix = { text = \"x\" }", "fix = { text = \"x\", extra = 1 }", "extra"),
            (
                "fix = { text = \"x\" }",
                "fix = { text = \"x\", examples = [{ language = \"perl\", title = \"x\", code = \"x\" }] }",
                "no such language: 'perl'",
            ),
            ("id = \"a\"", "id = \"A b\"", "no item id"),
        ];
        assert_eq!(read(&[("s.toml", GOOD)]).unwrap()[0].items[0].why, "x y");
        for (good, bad, expected) in cases {
            let error = read(&[("s.toml", &GOOD.replacen(good, bad, 1))]).unwrap_err().to_string();
            assert!(error.starts_with("s.toml: ") && error.contains(expected), "{error}");
        }
        assert!(read(&[("s.toml", GOOD), ("t.toml", GOOD)]).is_err());
    }
}
