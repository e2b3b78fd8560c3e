//! Which Django project of the repository is judged, and with which settings module: the first rule of the verdicts.

mod configuration;
mod entry;
mod module;
mod names;
mod path;
mod project;
mod select;
#[cfg(test)]
mod tests;

pub(super) use configuration::configuration;
pub use entry::{Entry, EntryKind, Named};
pub(super) use module::is_whole;
pub(super) use path::search_path;
pub use project::{Project, pick, projects};
pub use select::{Choice, select};

use crate::base::RepoPath;

/// Why no settings module can be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// The repository has no Django project.
    #[error(
        "no Django project here: no manage.py, wsgi.py or asgi.py that names Django, and no settings module that sets \
         INSTALLED_APPS or ROOT_URLCONF"
    )]
    None,
    /// The project that was asked for is not there.
    #[error("no Django project in {wanted}; the projects of this repository are in: {}", list(.known))]
    NotThere {
        /// What was asked for.
        wanted: RepoPath,
        /// The roots of the projects that there are.
        known: Vec<RepoPath>,
    },
    /// The settings module that was asked for is not there.
    #[error("the settings module '{module}' is not below {root}; the settings modules there are: {}", list(.known))]
    NoSuchModule {
        /// What was asked for.
        module: String,
        /// The project's root.
        root: RepoPath,
        /// The settings modules that there are.
        known: Vec<String>,
    },
    /// The project has no settings module in the repository.
    #[error(
        "the Django project in {root} has no settings module in the repository{}; name one that is committed",
        naming(.named)
    )]
    NoSettings {
        /// The project's root.
        root: RepoPath,
        /// The modules that its files name, none of which is in the repository.
        named: Vec<String>,
    },
}

fn list<T: ToString>(items: &[T]) -> String {
    if items.is_empty() {
        return "none".to_owned();
    }
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn naming(modules: &[String]) -> String {
    if modules.is_empty() { String::new() } else { format!(" (it names {})", modules.join(", ")) }
}
