//! Settings modules as files: dotted names, what they import from each other, whether they are whole.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::RepoPath;
use crate::source::Tree;

/// How many files the imports of one settings module are followed through.
const MOST_FILES: usize = 60;

/// The file that `import dotted` loads from `root`; `None` where the repository has none.
pub(super) fn resolve(tree: &Tree, root: &RepoPath, dotted: &str) -> Option<RepoPath> {
    let path = dotted.replace('.', "/");
    [format!("{path}.py"), format!("{path}/__init__.py")]
        .iter()
        .filter_map(|file| root.join(file))
        .find(|file| tree.contains(file))
}

/// The dotted name of the file at `path`, imported from `root`.
pub(super) fn dotted(root: &RepoPath, path: &RepoPath) -> Option<String> {
    let relative = path.relative_to(root)?.strip_suffix(".py")?;
    let relative = relative.strip_suffix("/__init__").unwrap_or(relative);
    // A dot inside a part (`settings.dist.py`) cannot be imported.
    (!relative.contains('.')).then(|| relative.replace('/', "."))
}

/// The package of a dotted name: what stands before its last dot; for the `__init__` of a settings package, itself.
pub(super) fn package<'m>(tree: &Tree, root: &RepoPath, module: &'m str) -> &'m str {
    let is_package = resolve(tree, root, module).is_some_and(|path| path.name() == "__init__.py");
    if is_package { module } else { module.rsplit_once('.').map_or("", |(package, _)| package) }
}

/// The text of a Python file, comment lines blanked, so that no pattern finds what is commented out.
///
/// Line feeds stay, so that lines keep their numbers. `None` where the file cannot be read.
pub(super) fn code(tree: &Tree, path: &RepoPath) -> Option<String> {
    let file = tree.text(path).ok()?;
    let mut code = String::with_capacity(file.text().len());
    for line in file.text().split_inclusive('\n') {
        code.push_str(if line.trim_start().starts_with('#') { "\n" } else { line });
    }
    Some(code)
}

static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*(?:INSTALLED_APPS|ROOT_URLCONF)\s*(?::[^=\n]+)?\+?=").expect("a pattern")
});
static IMPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^([ \t]*)from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+([^#\n]+)").expect("a pattern")
});
static INCLUDED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"["']([\w./\-]+\.py)["']"#).expect("a pattern"));
static DOCSTRING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)\A\s*[rRuU]?(?:"""(.*?)"""|'''(.*?)'''|"([^"\n]*)"|'([^'\n]*)')"#).expect("a pattern")
});

/// The docstring of the module at `path`.
pub(super) fn docstring(tree: &Tree, path: &RepoPath) -> Option<String> {
    let code = code(tree, path)?;
    let found = DOCSTRING.captures(&code)?;
    (1..=4).find_map(|group| found.get(group)).map(|text| text.as_str().to_owned())
}

/// One module of the repository whose settings another one takes over, wholly or in part.
struct Import {
    path: RepoPath,
    /// `from x import *` at the left margin: everything of the other module becomes this one's.
    adopts: bool,
}

/// The repository's own modules that the module at `path` builds on: star imports, classes of its own package (for
/// settings that are classes), files that django-split-settings includes.
fn imports(tree: &Tree, root: &RepoPath, path: &RepoPath, code: &str) -> Vec<Import> {
    let mut found = Vec::new();
    for import in IMPORT.captures_iter(code) {
        let (dots, name) = (import[2].len(), &import[3]);
        let base = if dots == 0 {
            Some(root.clone())
        } else {
            (1..dots).try_fold(path.parent().unwrap_or_else(RepoPath::root), |folder, _| folder.parent())
        };
        let Some(base) = base else { continue };
        let star = import[4].trim() == "*";
        if !star && !import[4].split(',').any(|name| is_class_name(name.trim())) {
            continue;
        }
        let module = if name.is_empty() { base.join("__init__.py") } else { resolve(tree, &base, name) };
        let beside = |module: &RepoPath| star || module.parent() == path.parent();
        if let Some(module) = module.filter(|module| tree.contains(module) && beside(module)) {
            found.push(Import { path: module, adopts: star && import[1].is_empty() });
        }
    }
    if code.contains("split_settings") {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        for name in INCLUDED.captures_iter(code) {
            if let Some(included) = folder.join(&name[1]).filter(|file| tree.contains(file)) {
                found.push(Import { path: included, adopts: false });
            }
        }
    }
    found
}

/// `Common`, `BaseSettings`; not `DEBUG`, not `env`.
fn is_class_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether the module, with what it builds on, is a settings module as Django takes one: it says which apps are
/// installed or where the URLs are. The parts of a divided settings package (`aws.py`, `logging.py`) are not.
pub(in crate::django) fn is_whole(tree: &Tree, root: &RepoPath, path: &RepoPath) -> bool {
    let says = |path: &RepoPath| code(tree, path).is_some_and(|code| WHOLE.is_match(&code));
    says(path) || chain(tree, root, path).iter().any(says)
}

/// The modules that the module at `path` wholly becomes: its unconditional star imports, and theirs.
pub(super) fn adopted(tree: &Tree, root: &RepoPath, path: &RepoPath) -> BTreeSet<RepoPath> {
    let mut adopted = reached(tree, root, path, |import| import.adopts);
    adopted.remove(path);
    adopted
}

/// The module at `path` and all that it builds on, under a condition or not: where its settings are written.
pub(super) fn chain(tree: &Tree, root: &RepoPath, path: &RepoPath) -> BTreeSet<RepoPath> {
    reached(tree, root, path, |_| true)
}

fn reached(
    tree: &Tree,
    root: &RepoPath,
    path: &RepoPath,
    follow: impl Fn(&Import) -> bool,
) -> BTreeSet<RepoPath> {
    let mut seen = BTreeSet::from([path.clone()]);
    let mut waiting = vec![path.clone()];
    while let Some(path) = waiting.pop() {
        let Some(code) = code(tree, &path) else { continue };
        for import in imports(tree, root, &path, &code).into_iter().filter(&follow) {
            if seen.len() < MOST_FILES && seen.insert(import.path.clone()) {
                waiting.push(import.path);
            }
        }
    }
    seen
}
