//! Build contexts: which folder a Dockerfile is built in, and which of its files a source names.

use crate::base::RepoPath;
use crate::source::Tree;
use crate::syntax::dockerfile::{Dockerfile, Kind};

/// How many files one pattern may name.
const MOST: usize = 2_000;

/// The files and folders of the context that a source names; one `*` in its last part is followed.
pub(super) fn globbed(context: &RepoPath, source: &str, tree: &Tree) -> Vec<RepoPath> {
    if !source.contains(['*', '?', '[']) {
        return context
            .join(source)
            .filter(|path| tree.contains(path) || tree.is_dir(path))
            .into_iter()
            .collect();
    }
    let (folder, pattern) = source.rsplit_once('/').unwrap_or(("", source));
    let Some((before, after)) = pattern.split_once(['*', '?', '[']) else { return Vec::new() };
    let after = after.rsplit(['*', '?', ']']).next().unwrap_or_default();
    let Some(folder) = context.join(folder) else { return Vec::new() };
    tree.under(&folder)
        .iter()
        .filter(|path| path.parent().as_ref() == Some(&folder))
        .filter(|path| path.name().starts_with(before) && path.name().ends_with(after))
        .take(MOST)
        .cloned()
        .collect()
}

/// The folder, among the Dockerfile's own and those above it, that holds most of what it copies.
pub(super) fn guess(dockerfile: &Dockerfile, path: &RepoPath, tree: &Tree) -> RepoPath {
    let sources: Vec<&String> = dockerfile
        .stages
        .iter()
        .flat_map(|stage| &stage.instructions)
        .filter_map(|instruction| match &instruction.kind {
            Kind::Copy { from: None, sources, .. } => Some(sources),
            _ => None,
        })
        .flatten()
        .collect();
    let own = path.parent().unwrap_or_else(RepoPath::root);
    let is_project = ["manage.py", "pyproject.toml", "requirements.txt", "Pipfile"]
        .iter()
        .any(|name| own.join(name).is_some_and(|path| tree.contains(&path)));
    let mut best = (0, own.clone());
    let mut folder = Some(own);
    while let Some(candidate) = folder {
        let held = sources
            .iter()
            .filter(|source| !matches!(source.as_str(), "." | "./"))
            .filter(|source| !globbed(&candidate, source.trim_start_matches('/'), tree).is_empty())
            .count();
        if held > best.0 || (best.0 == 0 && candidate.is_root() && !is_project) {
            best = (held, candidate.clone());
        }
        folder = candidate.parent();
    }
    best.1
}
