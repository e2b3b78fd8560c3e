//! Where the modules of a project are imported from: `sys.path`, as far as it lies in the repository.

use super::entry::EntryKind;
use super::project::Project;
use crate::base::RepoPath;
use crate::eval::{self, Request};
use crate::source::{Child, Tree};

/// What says that a folder is a distribution, which the project's environment then has installed in place.
const DISTRIBUTIONS: [&str; 3] = ["pyproject.toml", "setup.py", "setup.cfg"];

/// The folders that modules of the project are imported from: its root, what its `wsgi.py`, `asgi.py` or else `manage.py`
/// puts into `sys.path`, and the packages of the distributions that it stands in (`src/`, or beside `setup.py`).
pub(in crate::django) fn search_path(tree: &Tree, project: &Project) -> Vec<RepoPath> {
    let mut path = vec![project.root.clone()];
    let started = |manage: bool| {
        project.entries.iter().filter(move |entry| (entry.kind == EntryKind::Manage) == manage)
    };
    for entry in started(false).chain(started(true)) {
        let changes = tree.text(&entry.path).is_ok_and(|file| file.text().contains("sys.path"));
        if changes {
            let request = Request { path: path.clone(), ..Request::new(tree, "") };
            path = eval::search_path(&request, &entry.path);
            break;
        }
    }
    for folder in std::iter::successors(Some(project.root.clone()), RepoPath::parent) {
        let has = |name: &str| folder.join(name).is_some_and(|file| tree.contains(&file));
        if DISTRIBUTIONS.iter().any(|name| has(name)) {
            let source = folder.join("src").filter(|source| holds_packages(tree, source));
            for packages in source.into_iter().chain([folder]) {
                if !path.contains(&packages) {
                    path.push(packages);
                }
            }
        }
    }
    path
}

/// Whether a folder has Python packages directly in it.
fn holds_packages(tree: &Tree, folder: &RepoPath) -> bool {
    tree.list(folder).iter().any(|child| match child {
        Child::Folder(path) => path.join("__init__.py").is_some_and(|init| tree.contains(&init)),
        Child::File(_) => false,
    })
}
