//! The class of django-configurations that production runs with, where a project keeps its settings in classes.

use std::sync::LazyLock;

use regex::Regex;

use super::entry::Entry;
use super::module::{chain, code};
use super::names::{self, Purpose};
use crate::base::RepoPath;
use crate::source::Tree;

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"DJANGO_CONFIGURATION["']\s*(?:,|\]\s*=)\s*["'](\w+)["']"#).expect("a pattern")
});
static CLASS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^class[ \t]+(\w+)[ \t]*\([^)\n]+\)").expect("a pattern"));

/// The class to use where no deployment file sets `DJANGO_CONFIGURATION`: one named as production's in the module at
/// `path`, else the one that `wsgi.py`, `asgi.py` or `manage.py` name. `None` where the settings are no such classes.
pub(in crate::django) fn configuration(
    tree: &Tree,
    root: &RepoPath,
    path: &RepoPath,
    entries: &[Entry],
) -> Option<String> {
    let uses = |path: &RepoPath| {
        code(tree, path).is_some_and(|code| {
            code.contains("from configurations") || code.contains("import configurations")
        })
    };
    if !chain(tree, root, path).iter().any(uses) {
        return None;
    }
    let code_here = code(tree, path)?;
    let classes: Vec<&str> =
        CLASS.captures_iter(&code_here).filter_map(|found| Some(found.get(1)?.as_str())).collect();
    let production =
        classes.iter().find(|class| names::purpose_of_name(class, &[]) == Purpose::Production).copied();
    production.map(str::to_owned).or_else(|| {
        entries.iter().find_map(|entry| {
            let code = code(tree, &entry.path)?;
            NAMED.captures(&code).map(|found| found[1].to_owned())
        })
    })
}
