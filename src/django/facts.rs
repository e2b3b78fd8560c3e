//! Everything that detectors may ask of a repository, gathered once for a scan.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::choice::{self, Choice, Project, ProjectError};
use super::code::Code;
use super::own::Own;
use super::settings::{Run, Scenario, Subject};
use super::{Packages, Version};
use crate::base::RepoPath;
use crate::deploy::{Deployment, Environment};
use crate::eval::Origin;
use crate::model::Evidence;
use crate::source::Tree;

/// What the user chose instead of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The settings module, dotted.
    pub settings: Option<String>,
    /// The folder of the Django project.
    pub project: Option<RepoPath>,
}

/// The facts of one Django project.
pub struct Facts<'t> {
    /// The repository's files.
    pub tree: &'t Tree,
    /// What the deployment files say.
    pub deployment: &'t Deployment,
    /// The project that is judged.
    pub project: Project,
    /// The roots of the other Django projects in the repository.
    pub other_projects: Vec<RepoPath>,
    /// The settings module that is judged, and why.
    pub choice: Choice,
    /// The packages that it installs.
    pub packages: Packages,
    /// The Django that it pins.
    pub django: Option<Version>,
    /// The environments that production serves the application in; never empty.
    pub scenarios: Vec<Scenario<'t>>,
    /// The project's Python code.
    pub code: Code<'t>,
    subject: Arc<Subject<'t>>,
    pub(super) own: Own,
}

impl<'t> Facts<'t> {
    /// Finds the project and its settings module; the settings themselves are evaluated when first asked for.
    ///
    /// # Errors
    /// Where the repository has no Django project, or not the one that is `wanted`.
    pub fn gather(tree: &'t Tree, deployment: &'t Deployment, wanted: &Wanted) -> Result<Self, ProjectError> {
        let projects = choice::projects(tree, deployment);
        let project = choice::pick(&projects, wanted.project.as_ref())?;
        let choice = choice::select(tree, deployment, &project, wanted.settings.as_deref())?;
        let other_projects =
            projects.into_iter().map(|other| other.root).filter(|root| *root != project.root).collect();
        let packages = Packages::read(tree, &project.root);
        let django = packages.django();
        let subject = Arc::new(Subject {
            tree,
            roots: choice::search_path(tree, &project),
            module: choice.module.clone(),
            class: choice::configuration(tree, &project.root, &choice.path, &project.entries),
            version: django,
            whole: choice::is_whole(tree, &project.root, &choice.path),
            packages: packages.are_locked().then(|| packages.names()),
        });
        // For people it is the file of the repository, not the place that a deployment copies it to.
        let written = tree.text(&choice.path).map(|file| file.path().clone());
        let choice = Choice { path: written.unwrap_or_else(|_| choice.path.clone()), ..choice };
        let scenarios = deployment
            .django_environments()
            .into_iter()
            .map(|environment| Scenario::new(Arc::clone(&subject), environment))
            .collect();
        let code = Code::new(tree, import_roots(tree, &project.root));
        Ok(Self {
            tree,
            deployment,
            project,
            other_projects,
            choice,
            packages,
            django,
            scenarios,
            code,
            subject,
            own: Own::default(),
        })
    }

    /// The settings where no environment variable is set at all.
    pub fn empty_environment(&self) -> Scenario<'t> {
        let environment = Environment { name: "nothing set".to_owned(), place: None, variables: Vec::new() };
        Scenario::new(Arc::clone(&self.subject), environment)
    }

    /// The source at `origin` as evidence; `None` where the file cannot be read any more.
    pub fn evidence(&self, origin: &Origin) -> Option<Evidence> {
        self.tree.text(&origin.path).ok().map(|file| file.evidence(origin.span))
    }

    /// The source text at `origin`, runs of white space as one blank: what it says, wherever it stands.
    pub fn words(&self, origin: &Origin) -> String {
        let Ok(file) = self.tree.text(&origin.path) else { return String::new() };
        file.slice(origin.span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the settings files assign `name` in a branch that `scenario` does not take, or in what is not followed.
    pub fn untaken(&self, scenario: &Scenario<'_>, name: &str) -> Vec<Evidence> {
        let files = &scenario.settings(Run::DebugOff).files;
        let lines = |path: &RepoPath| {
            let file = self.tree.text(path).ok()?;
            let assigns = |text: &str| {
                let rest = text.trim_start().strip_prefix(name).map(str::trim_start);
                rest.is_some_and(|rest| rest.starts_with('=') && !rest.starts_with("=="))
            };
            let found = file.text().lines().enumerate().filter(|(_, text)| assigns(text));
            Some(found.map(|(at, _)| file.line_evidence(at + 1)).collect::<Vec<_>>())
        };
        files.iter().filter_map(lines).flatten().collect()
    }

    /// The files that were needed and could not be read or parsed, with the reason.
    pub fn failures(&self) -> Vec<(RepoPath, String)> {
        let settings =
            self.scenarios.iter().flat_map(|scenario| &scenario.settings(Run::DebugOff).problems).cloned();
        let deployment =
            self.deployment.problems.iter().map(|problem| (problem.path.clone(), problem.message.clone()));
        settings
            .chain(deployment)
            .chain(self.packages.problems.iter().cloned())
            .chain(self.code.failures())
            .collect()
    }

    /// How many Python files were parsed.
    pub fn parsed(&self) -> usize {
        let mut files: BTreeSet<&RepoPath> =
            self.scenarios.iter().flat_map(|scenario| &scenario.settings(Run::DebugOff).files).collect();
        let code = self.code.parsed();
        files.extend(&code);
        files.len()
    }
}

/// Where Python finds the repository's own modules: the project's folder, then, where the repository is itself a package
/// to install (a reusable app with a project to try it in), the folder that its packages lie in.
fn import_roots(tree: &Tree, project: &RepoPath) -> Vec<RepoPath> {
    let mut roots = vec![project.clone()];
    let top = RepoPath::root();
    let installable = ["pyproject.toml", "setup.py", "setup.cfg"]
        .iter()
        .filter_map(|name| top.join(name))
        .any(|path| tree.contains(&path));
    if project.is_root() || !installable {
        return roots;
    }
    let src = top.join("src").filter(|src| src != project && tree.is_dir(src));
    roots.extend(src);
    roots.push(top);
    roots
}
