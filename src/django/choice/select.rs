//! The choice of the settings module that production runs with.
//!
//! In this order: what was asked for; what a production deployment file sets; among the modules of one settings
//! package, production's before the neutral ones before those for development; then what `wsgi.py`, `asgi.py` and
//! `manage.py` name, which also settles ties within the package.

use super::entry::{EntryKind, Named};
use super::names::{self, Purpose};
use super::project::{Candidate, Project};
use super::{ProjectError, module};
use crate::base::RepoPath;
use crate::deploy::{Deployment, Moment, Place, Role};
use crate::model::Evidence;
use crate::source::Tree;

/// The settings module that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The module, dotted.
    pub module: String,
    /// Its file.
    pub path: RepoPath,
    /// Why this one: one sentence, with the deciding place.
    pub reason: String,
    /// The deciding place, where there is one.
    pub place: Option<Evidence>,
    /// The other settings modules of the project, best first.
    pub others: Vec<String>,
}

/// Chooses the settings module of `project`: `wanted`, or by the rule.
///
/// # Errors
/// Where `wanted` is not in the repository, or no settings module is.
pub fn select(
    tree: &Tree,
    deployment: &Deployment,
    project: &Project,
    wanted: Option<&str>,
) -> Result<Choice, ProjectError> {
    let chooser = Chooser { tree, deployment, project };
    match wanted {
        Some(module) => chooser.explicit(module),
        None => chooser.by_deployment().or_else(|| chooser.by_package()).ok_or_else(|| {
            ProjectError::NoSettings { root: project.root.clone(), named: chooser.all_named() }
        }),
    }
}

struct Chooser<'c> {
    tree: &'c Tree,
    deployment: &'c Deployment,
    project: &'c Project,
}

impl Chooser<'_> {
    fn resolve(&self, module: &str) -> Option<RepoPath> {
        module::resolve(self.tree, &self.project.root, module)
    }

    /// The candidate of that name; one that only a file names is taken by its name.
    fn candidate(&self, module: &str) -> Option<Candidate> {
        let known = self.project.modules.iter().find(|candidate| candidate.module == module).cloned();
        known.or_else(|| {
            let path = self.resolve(module)?;
            Some(Candidate { module: module.to_owned(), path, purpose: names::purpose_of_name(module, &[]) })
        })
    }

    fn explicit(&self, module: &str) -> Result<Choice, ProjectError> {
        let candidate = self.candidate(module).ok_or_else(|| ProjectError::NoSuchModule {
            module: module.to_owned(),
            root: self.project.root.clone(),
            known: self.ranked(None).into_iter().map(|candidate| candidate.module).collect(),
        })?;
        Ok(self.choice(candidate, "chosen explicitly".to_owned(), None))
    }

    /// What production deployment files set. A development module set by a file says that the file is not production's.
    fn by_deployment(&self) -> Option<Choice> {
        let variables =
            self.deployment.settings_of("DJANGO_SETTINGS_MODULE").into_iter().filter_map(|(_, variable)| {
                Some((variable.value.text()?.trim().to_owned(), &variable.place))
            });
        let commands = self
            .deployment
            .commands
            .iter()
            .filter(|command| command.role == Role::Production)
            .filter(|command| matches!(command.moment, Moment::Start | Moment::Release))
            .filter_map(|command| {
                let flag = command.option("--settings").filter(|_| command.program == "manage.py");
                let set = command
                    .environment
                    .iter()
                    .find(|(name, _)| name == "DJANGO_SETTINGS_MODULE")
                    .map(|(_, value)| value.as_str());
                let handed = ["--env", "-e"].iter().find_map(|option| {
                    command.option(option).and_then(|pair| pair.strip_prefix("DJANGO_SETTINGS_MODULE="))
                });
                Some((flag.or(set).or(handed)?.to_owned(), &command.place))
            });
        let named: Vec<(Candidate, &Place)> = variables
            .chain(commands)
            .filter_map(|(module, place)| Some((self.candidate(&module)?, place)))
            .filter(|(candidate, _)| candidate.purpose != Purpose::Development)
            .collect();
        // Production's own name first where files disagree; then the order of the files.
        let (candidate, place) = named.into_iter().min_by_key(|(candidate, _)| candidate.purpose)?;
        let kind =
            self.deployment.file(&place.path).map_or_else(String::new, |file| format!(" ({})", file.kind));
        let reason = format!("{}:{} sets DJANGO_SETTINGS_MODULE to it{kind}", place.path, place.line);
        let place = self.tree.text(&place.path).ok().map(|file| file.evidence(place.span));
        Some(self.choice(candidate, reason, place))
    }

    /// The best module of the settings package that the project's own files name, or of any.
    fn by_package(&self) -> Option<Choice> {
        let named = self.named();
        let best = self
            .ranked(named.first().map(|(_, candidate, _)| candidate.module.as_str()))
            .into_iter()
            .next()?;
        let by_entry = named.iter().find(|(_, candidate, _)| candidate.module == best.module);
        let displaced = named.iter().find(|(_, candidate, _)| candidate.module != best.module);
        let (reason, place) = if let Some((path, _, name)) = by_entry {
            let place = self.tree.text(path).ok().map(|file| file.evidence(name.span));
            let line = place.as_ref().map_or(1, |place| place.line);
            (format!("{path}:{line} names it"), place)
        } else {
            let place = self.tree.text(&best.path).ok().map(|file| file.line_evidence(1));
            let why = match best.purpose {
                Purpose::Production => "it is named as production's",
                Purpose::Documented => "its docstring says that it is production's",
                Purpose::Image => "a Dockerfile has the same name",
                Purpose::Platform => "it is named after the platform that production runs on",
                Purpose::Neutral => "it is what the others build on",
                Purpose::Development => "it is the only kind of settings module here",
            };
            let instead = displaced
                .map(|(path, candidate, _)| format!("; {path} names {}", candidate.module))
                .unwrap_or_default();
            (format!("{}:1: {why}{instead}", best.path), place)
        };
        Some(self.choice(best, reason, place))
    }

    /// What `wsgi.py`, `asgi.py` and `manage.py` name and the repository has, in this order.
    ///
    /// A file that names several is taken by its first that is not for development.
    fn named(&self) -> Vec<(&RepoPath, Candidate, &Named)> {
        let mut found: Vec<(EntryKind, &RepoPath, Candidate, &Named)> = Vec::new();
        for entry in &self.project.entries {
            let known = entry.named.iter().filter_map(|name| Some((self.candidate(&name.module)?, name)));
            if let Some((candidate, name)) =
                known.min_by_key(|(candidate, _)| candidate.purpose == Purpose::Development)
            {
                found.push((entry.kind, &entry.path, candidate, name));
            }
        }
        found.sort_by_key(|(kind, ..)| *kind);
        found.into_iter().map(|(_, path, candidate, name)| (path, candidate, name)).collect()
    }

    fn all_named(&self) -> Vec<String> {
        let mut named: Vec<String> = self
            .project
            .entries
            .iter()
            .flat_map(|entry| &entry.named)
            .map(|name| name.module.clone())
            .collect();
        named.dedup();
        named
    }

    /// Every candidate, best first: those of the package of `first` before others, production's before neutral before
    /// development's, what the project's files name before what they do not.
    fn ranked(&self, first: Option<&str>) -> Vec<Candidate> {
        let named = self.named();
        let package_of = |module: &str| module::package(self.tree, &self.project.root, module).to_owned();
        let home = first.map(package_of);
        let mut candidates = self.project.modules.clone();
        for (_, candidate, _) in &named {
            if !candidates.iter().any(|known| known.module == candidate.module) {
                candidates.push(candidate.clone());
            }
        }
        candidates.sort_by_cached_key(|candidate| {
            let last = candidate.module.rsplit('.').next().unwrap_or_default();
            (
                home.as_ref().is_some_and(|home| package_of(&candidate.module) != *home),
                candidate.purpose,
                named.iter().position(|(_, known, _)| known.module == candidate.module).unwrap_or(usize::MAX),
                !names::is_base(last),
                candidate.path.parts().count(),
                candidate.module.clone(),
            )
        });
        candidates
    }

    fn choice(&self, chosen: Candidate, reason: String, place: Option<Evidence>) -> Choice {
        let others = self
            .ranked(Some(&chosen.module))
            .into_iter()
            .map(|candidate| candidate.module)
            .filter(|module| *module != chosen.module)
            .collect();
        Choice { module: chosen.module, path: chosen.path, reason, place, others }
    }
}
