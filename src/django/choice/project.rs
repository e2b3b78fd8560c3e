//! The Django projects of a repository, and the rule that picks one.

use std::collections::BTreeMap;

use super::ProjectError;
use super::entry::{self, Entry, EntryKind};
use super::module;
use super::names::{self, Purpose};
use crate::base::RepoPath;
use crate::deploy::Deployment;
use crate::source::Tree;

/// A Django project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The folder that its modules are imported from.
    pub root: RepoPath,
    /// The files that start it, ordered by kind, then by path.
    pub entries: Vec<Entry>,
    /// The settings modules below the root, ordered by path.
    pub(super) modules: Vec<Candidate>,
}

/// A settings module that the project could run with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) module: String,
    pub(super) path: RepoPath,
    pub(super) purpose: Purpose,
}

/// Folders of packages that others wrote.
const FOREIGN: [&str; 4] = ["node_modules", "site-packages", ".venv", "venv"];
/// Folders whose projects are nobody's production.
const ASIDE: [&str; 12] = [
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "test",
    "tests",
    "testing",
    "docs",
    "doc",
    "templates",
];
/// Folders that hold settings modules under any name.
const SETTINGS_FOLDERS: [&str; 7] =
    ["settings", "config", "conf", "configuration", "configurations", "environments", "envs"];

impl Project {
    /// Whether the project stands in a folder of examples, tests, documentation or templates.
    fn is_aside(&self) -> bool {
        self.root.parts().any(|part| ASIDE.contains(&part) || part.contains("{{"))
            || (!self.modules.is_empty()
                && self.entries.is_empty()
                && self.modules.iter().all(|candidate| candidate.purpose == Purpose::Development))
    }

    fn has_server_entry(&self) -> bool {
        self.entries.iter().any(|entry| entry.kind != EntryKind::Manage)
    }
}

/// Every Django project of the repository, the one to judge first.
///
/// The order: the project that deployment files start; then those that are no example, test, documentation or
/// template; then those with `wsgi.py` or `asgi.py`; then the shallowest.
pub fn projects(tree: &Tree, deployment: &Deployment) -> Vec<Project> {
    let foreign = |path: &RepoPath| path.parts().any(|part| FOREIGN.contains(&part));
    let mut by_root: BTreeMap<RepoPath, Vec<Entry>> = BTreeMap::new();
    for entry in entry::entries(tree).into_iter().filter(|entry| !foreign(&entry.path)) {
        by_root.entry(entry::root_of(tree, &entry)).or_default().push(entry);
    }
    let files: Vec<&RepoPath> =
        tree.files().iter().filter(|path| !foreign(path) && may_be_settings(path)).collect();
    for path in &files {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let below_a_project = by_root.keys().any(|root| path.is_under(root));
        if !below_a_project {
            let outer = if SETTINGS_FOLDERS.contains(&folder.name()) {
                folder.parent().unwrap_or_else(RepoPath::root)
            } else {
                folder
            };
            let root = entry::above_packages(tree, &outer);
            if module::is_whole(tree, &root, path) {
                by_root.entry(root).or_default();
            }
        }
    }
    let images: Vec<String> = tree.files().iter().filter_map(|path| names::image_name(path.name())).collect();
    let roots: Vec<RepoPath> = by_root.keys().cloned().collect();
    let mut projects: Vec<Project> = by_root
        .into_iter()
        .map(|(root, mut entries)| {
            entries.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
            let own = |path: &RepoPath| {
                let nearest =
                    roots.iter().filter(|root| path.is_under(root)).max_by_key(|root| root.parts().count());
                nearest == Some(&root)
            };
            let modules = files
                .iter()
                .filter(|path| own(path))
                .filter_map(|path| candidate(tree, &root, path, &images))
                .collect();
            Project { root, entries, modules }
        })
        .collect();
    projects.retain(|project| !project.modules.is_empty() || !project.entries.is_empty());
    projects.sort_by_cached_key(|project| {
        (
            !is_started(tree, project, deployment),
            project.is_aside(),
            !project.has_server_entry(),
            project.root.parts().count(),
            project.root.clone(),
        )
    });
    projects
}

/// Picks the project at `wanted`, or the first by the rule of [`projects`].
///
/// # Errors
/// Where the repository has no Django project, or none at `wanted`.
pub fn pick(projects: &[Project], wanted: Option<&RepoPath>) -> Result<Project, ProjectError> {
    let Some(wanted) = wanted else { return projects.first().cloned().ok_or(ProjectError::None) };
    let at = |project: &&Project| project.root == *wanted;
    let below = |project: &&Project| project.root.is_under(wanted);
    projects.iter().find(at).or_else(|| projects.iter().find(below)).cloned().ok_or_else(|| {
        ProjectError::NotThere {
            wanted: wanted.clone(),
            known: projects.iter().map(|project| project.root.clone()).collect(),
        }
    })
}

/// Whether a file's name or folder lets it be a settings module at all.
fn may_be_settings(path: &RepoPath) -> bool {
    let Some(stem) = path.name().strip_suffix(".py") else { return false };
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    stem.split(['_', '-']).any(|word| word == "settings")
        || (SETTINGS_FOLDERS.contains(&folder.name()) && !matches!(stem, "urls" | "wsgi" | "asgi" | "celery"))
}

fn candidate(tree: &Tree, root: &RepoPath, path: &RepoPath, images: &[String]) -> Option<Candidate> {
    let module = module::dotted(root, path)?;
    module::is_whole(tree, root, path).then(|| {
        let purpose = purpose(tree, root, &module, path, images);
        Candidate { module, path: path.clone(), purpose }
    })
}

/// What a module is for: by its name, its docstring, and what it wholly takes over from a development module.
fn purpose(tree: &Tree, root: &RepoPath, module: &str, path: &RepoPath, images: &[String]) -> Purpose {
    let by_name = names::purpose_of_name(module, images);
    if matches!(by_name, Purpose::Development | Purpose::Production) {
        return by_name;
    }
    let from_development = module::adopted(tree, root, path).iter().any(|adopted| {
        module::dotted(root, adopted)
            .is_some_and(|name| names::purpose_of_name(&name, images) == Purpose::Development)
    });
    if from_development {
        return Purpose::Development;
    }
    let last = module.rsplit('.').next().unwrap_or(module);
    let documented = !names::is_base(last)
        && module::docstring(tree, path).is_some_and(|text| names::documents_production(&text));
    if documented { by_name.min(Purpose::Documented) } else { by_name }
}

/// Whether a deployment file starts the project: names a settings, WSGI or ASGI module of it, or builds its folder.
fn is_started(tree: &Tree, project: &Project, deployment: &Deployment) -> bool {
    let here = |module: &str| module::resolve(tree, &project.root, module).is_some();
    let named = deployment.settings_of("DJANGO_SETTINGS_MODULE");
    if named.iter().any(|(_, variable)| variable.value.text().is_some_and(here)) {
        return true;
    }
    let application = |word: &String| {
        let module = word.split(':').next().unwrap_or_default();
        module.rsplit('.').next().is_some_and(|last| matches!(last, "wsgi" | "asgi")) && here(module)
    };
    deployment.processes.iter().any(|process| {
        process
            .commands
            .iter()
            .any(|command| command.is_server() && command.arguments.iter().any(application))
            || process.dockerfile.as_ref().is_some_and(|file| {
                !project.root.is_root() && process.runs_python() && file.is_under(&project.root)
            })
    })
}
