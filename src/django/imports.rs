//! Which modules a process imports, and which names of installed packages.
//!
//! Read off the text of the `import` statements alone, those inside functions and conditions included: what may be
//! imported counts as imported. No file is parsed, so that the question stays cheap for the largest project.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use crate::base::RepoPath;

/// How many modules are followed at most.
const MOST_MODULES: usize = 50_000;

/// What some modules import, directly and through each other.
#[derive(Debug, Clone, Default)]
pub struct Imports {
    /// The repository's own files, ordered by path.
    pub files: BTreeSet<RepoPath>,
    /// What comes from elsewhere: the dotted name as imported, with every file and line that imports it.
    pub foreign: BTreeMap<String, BTreeSet<(RepoPath, usize)>>,
}

impl Imports {
    /// Follows the imports of the modules `roots`; a root may name something inside a module.
    pub fn follow(code: &Code<'_>, roots: impl IntoIterator<Item = String>) -> Self {
        let mut found = Self::default();
        let mut waiting: Vec<String> = roots.into_iter().collect();
        while let Some(name) = waiting.pop() {
            for path in modules_on_the_way(code, &name) {
                if found.files.len() >= MOST_MODULES || !found.files.insert(path.clone()) {
                    continue;
                }
                let (Ok(file), Some(dotted)) = (code.tree().text(&path), code.dotted(&path)) else {
                    continue;
                };
                let package = if path.name() == "__init__.py" {
                    dotted.as_str()
                } else {
                    dotted.rsplit_once('.').map_or("", |(package, _)| package)
                };
                for (imported, line) in statements(file.text(), package) {
                    if modules_on_the_way(code, &imported).is_empty() {
                        found.foreign.entry(imported).or_default().insert((path.clone(), line));
                    } else {
                        waiting.push(imported);
                    }
                }
            }
        }
        found
    }

    /// The first place that imports the package or module `name`, or something in it.
    pub fn of(&self, name: &str) -> Option<&(RepoPath, usize)> {
        let inside = |other: &str| {
            other.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.foreign.iter().filter(|(other, _)| inside(other)).flat_map(|(_, places)| places).min()
    }
}

/// The files that importing `name` runs: its packages, then the module itself; none where the repository has none.
fn modules_on_the_way(code: &Code<'_>, name: &str) -> Vec<RepoPath> {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    ends.filter_map(|end| code.find(&name[..end])).collect()
}

/// The names that `text` imports, each with its line; `package` is what a leading dot stands for.
fn statements(text: &str, package: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim_start();
        if !line.starts_with("import ") && !line.starts_with("from ") {
            continue;
        }
        let mut statement = without_comment(line).to_owned();
        while (statement.contains('(') && !statement.contains(')')) || statement.ends_with('\\') {
            let Some((_, more)) = lines.next() else { break };
            statement = format!("{} {}", statement.trim_end_matches('\\'), without_comment(more));
        }
        let names = statement.strip_prefix("import ").map_or_else(|| from(&statement, package), plain);
        found.extend(names.into_iter().map(|name| (name, at + 1)));
    }
    found
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim_end()
}

/// The names of `a.b, c as d`.
fn plain(list: &str) -> Vec<String> {
    list.split(',')
        .map(|part| part.split_whitespace().next().unwrap_or_default().to_owned())
        .filter(|n| is_dotted(n))
        .collect()
}

/// The names of `from a import b, c`.
fn from(statement: &str, package: &str) -> Vec<String> {
    let Some((source, list)) = statement.trim_start_matches("from ").split_once(" import") else {
        return Vec::new();
    };
    let source = source.trim();
    let named = source.trim_start_matches('.');
    let mut base = package;
    for _ in 1..source.len() - named.len() {
        base = base.rsplit_once('.').map_or("", |(parent, _)| parent);
    }
    let source = match (named.len() == source.len(), named.is_empty()) {
        (true, _) => named.to_owned(),
        (false, true) => base.to_owned(),
        (false, false) => format!("{base}.{named}"),
    };
    if !is_dotted(&source) {
        return Vec::new();
    }
    let items = plain(list.trim().trim_matches(['(', ')']));
    if items.is_empty() {
        vec![source]
    } else {
        items.into_iter().map(|name| format!("{source}.{name}")).collect()
    }
}

/// Whether a text is a dotted name as Python writes them.
pub(super) fn is_dotted(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Tree;

    #[test]
    fn follows_imports_of_every_form() {
        let tree = Tree::in_memory([
            ("site/__init__.py", ""),
            (
                "site/urls.py",
                "from . import views, other as o\nfrom .deep.api import (\n    a,  # why\n    b,\n)\nimport graphene\n",
            ),
            ("site/views.py", "def f():\n    from rest_framework.views import APIView\n"),
            ("site/other.py", "from site.deep import *\n"),
            ("site/deep/__init__.py", "import celery.app as c, json\n"),
            ("site/deep/api.py", ""),
            ("site/unused.py", "import huey\n"),
        ]);
        let code = Code::new(&tree, vec![RepoPath::root()]);
        let imports = Imports::follow(&code, ["site.urls.urlpatterns".to_owned()]);
        let files: Vec<&str> = imports.files.iter().map(RepoPath::as_str).collect();
        let expected = [
            "site/__init__.py",
            "site/deep/__init__.py",
            "site/deep/api.py",
            "site/other.py",
            "site/urls.py",
            "site/views.py",
        ];
        assert_eq!(files, expected);
        let place = |name: &str| imports.of(name).map(|(path, line)| format!("{path}:{line}"));
        assert_eq!(place("graphene").as_deref(), Some("site/urls.py:6"));
        assert_eq!(place("rest_framework").as_deref(), Some("site/views.py:2"));
        assert_eq!(place("celery").as_deref(), Some("site/deep/__init__.py:1"));
        assert_eq!(place("huey"), None);
        assert_eq!(place("graph"), None);
    }
}
