//! Where a project starts: `wsgi.py`, `asgi.py`, `manage.py`, and the settings module that each names.

use std::sync::LazyLock;

use regex::Regex;

use super::module;
use crate::base::{RepoPath, Span};
use crate::source::Tree;

/// What starts there. Ordered as `items.md` asks them for the settings module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// `wsgi.py`.
    Wsgi,
    /// `asgi.py`.
    Asgi,
    /// `manage.py`.
    Manage,
}

/// A file that starts the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it starts.
    pub kind: EntryKind,
    /// The file.
    pub path: RepoPath,
    /// The settings modules that it names, in order.
    pub named: Vec<Named>,
}

/// A settings module named by a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The module, dotted.
    pub module: String,
    /// Where it is named.
    pub span: Span,
}

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"DJANGO_SETTINGS_MODULE["']\s*(?:,|\]\s*=)\s*["']([\w.\-]+)["']"#).expect("a pattern")
});

/// What a file starts, by its name.
fn kind(path: &RepoPath) -> Option<EntryKind> {
    let name = match path.name() {
        "__init__.py" => path.parent()?.name().to_owned(),
        name => name.strip_suffix(".py")?.to_owned(),
    };
    match name.as_str() {
        "wsgi" => Some(EntryKind::Wsgi),
        "asgi" => Some(EntryKind::Asgi),
        "manage" => Some(EntryKind::Manage),
        _ => None,
    }
}

/// Every file of the tree that starts a Django project.
pub(super) fn entries(tree: &Tree) -> Vec<Entry> {
    tree.files().iter().filter_map(|path| entry(tree, path)).collect()
}

fn entry(tree: &Tree, path: &RepoPath) -> Option<Entry> {
    let kind = kind(path)?;
    let file = tree.text(path).ok()?;
    let text = file.text();
    let about_django = [
        "DJANGO_SETTINGS_MODULE",
        "execute_from_command_line",
        "get_wsgi_application",
        "get_asgi_application",
    ]
    .iter()
    .any(|word| text.contains(word));
    if !about_django {
        return None;
    }
    let named = NAMED
        .captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let line_start = text[..whole.start()].rfind('\n').map_or(0, |at| at + 1);
            let commented = text[line_start..whole.start()].trim_start().starts_with('#');
            let module = found.get(1)?.as_str().to_owned();
            (!commented).then_some(Named { module, span: Span::new(whole.start(), whole.end()) })
        })
        .collect();
    Some(Entry { kind, path: path.clone(), named })
}

/// The folder that the modules of the project that `entry` starts are imported from.
///
/// It is the nearest folder above the file, or directly below it (`src/`, `apps/`), where the named settings module is
/// found; without one, the folder of `manage.py`, or the folder above the outermost package.
pub(super) fn root_of(tree: &Tree, entry: &Entry) -> RepoPath {
    let folder = entry.path.parent().unwrap_or_else(RepoPath::root);
    let above = std::iter::successors(Some(folder.clone()), RepoPath::parent);
    let below = tree.list(&folder).into_iter().filter_map(|child| match child {
        crate::source::Child::Folder(path) => Some(path),
        crate::source::Child::File(_) => None,
    });
    let candidates: Vec<RepoPath> = above.chain(below).collect();
    for named in &entry.named {
        if let Some(root) =
            candidates.iter().find(|root| module::resolve(tree, root, &named.module).is_some())
        {
            return root.clone();
        }
    }
    if entry.kind == EntryKind::Manage { folder } else { above_packages(tree, &folder) }
}

/// The nearest folder, from `folder` upwards, that is no Python package.
pub(super) fn above_packages(tree: &Tree, folder: &RepoPath) -> RepoPath {
    let mut folder = folder.clone();
    while folder.join("__init__.py").is_some_and(|init| tree.contains(&init)) {
        match folder.parent() {
            Some(parent) => folder = parent,
            None => break,
        }
    }
    folder
}
