//! Which rule of which tool belongs to which item: `assets/evidence.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::ItemId;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    tool: String,
    rules: Vec<String>,
    item: ItemId,
    mentions: Option<String>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../assets/evidence.toml"))
        .expect("a test reads the embedded table");
    file.rule
});

/// The item that `rule` of `tool` belongs to, where `text` (the message and the source) says what the table asks for.
pub(super) fn item(tool: &str, rule: &str, text: &str) -> Option<&'static ItemId> {
    let tool = tool.to_lowercase();
    // Semgrep calls itself "Semgrep OSS" and "Semgrep PRO", too.
    let tool = tool.split_whitespace().next().unwrap_or_default();
    let named = |one: &&Rule| one.tool == tool && one.rules.iter().any(|pattern| matches(pattern, rule));
    let said = |one: &&Rule| one.mentions.as_ref().is_none_or(|words| text.contains(words.as_str()));
    RULES.iter().filter(named).find(said).map(|one| &one.item)
}

fn matches(pattern: &str, rule: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => rule.starts_with(start),
        None => rule == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_entry_names_an_item_of_the_checklist() {
        for rule in RULES.iter() {
            assert!(Catalogue::standard().item(&rule.item).is_some(), "{}", rule.item);
        }
    }

    #[test]
    fn a_password_is_the_key_only_where_it_says_so() {
        let of = |text| item("Bandit", "B105", text).map(ItemId::as_str);
        assert_eq!(of("SECRET_KEY = 'x'"), Some("security.secret-key"));
        assert_eq!(of("password = 'x'"), None);
        let semgrep =
            item("Semgrep OSS", "python.django.performance.access-foreign-keys.access-foreign-keys", "");
        assert_eq!(semgrep.map(ItemId::as_str), Some("database.n-plus-one"));
    }
}
