//! Django's own deployment checks beside the checklist's five security items.

use std::collections::BTreeMap;

use gonogo::django::Wanted;
use gonogo::model::Verdict;
use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;

/// The five items, and the checks of `manage.py check --deploy` that complain of the same thing.
pub const ITEMS: [(&str, &[&str]); 5] = [
    ("security.debug", &["security.W018"]),
    ("security.secret-key", &["security.W009", "security.W025"]),
    ("security.cookies", &["security.W010", "security.W011", "security.W012", "security.W016"]),
    ("security.allowed-hosts", &["security.W020"]),
    ("security.hsts", &["security.W001", "security.W004", "security.W005", "security.W021"]),
];

/// What the five detectors say of a project, by item.
pub fn verdicts(tree: &Tree, module: &str) -> BTreeMap<String, Verdict> {
    let wanted = Wanted { settings: Some(module.to_owned()), ..Wanted::default() };
    let options = Options { wanted, ..Options::default() };
    let report = scan(tree, &options, &|_| {}, &Cancel::default()).expect("a report");
    let of = |id: &str| report.item(&id.parse().expect("an item id")).map(|item| item.outcome.verdict());
    ITEMS.iter().filter_map(|(id, _)| Some(((*id).to_owned(), of(id)?))).collect()
}

/// Whether Django complains of what the item asks for.
pub fn complains(item: &str, ids: &[String]) -> bool {
    ITEMS
        .iter()
        .find(|(id, _)| *id == item)
        .is_some_and(|(_, checks)| ids.iter().any(|id| checks.contains(&id.as_str())))
}
