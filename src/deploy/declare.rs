//! What production files declare, each by the reader of its kind.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::draft::{Build, Draft};
use super::find::Found;
use super::join::{Images, join};
use super::read::Reader;
use super::start::Start;
use super::variable::overlay;
use super::{Kind, Problem, Role, Variable, judge, kubernetes, platform, terraform, units};
use crate::base::RepoPath;
use crate::syntax::yaml;

/// What a platform's file sets for the Procfile beside it.
struct Beside {
    folder: RepoPath,
    file: RepoPath,
    variables: Vec<Variable>,
}

/// Gives the Procfiles' processes what the platforms' files beside them set: each file is a scenario of its own.
fn in_each_environment(drafts: &mut Vec<Draft>, beside: &[Beside]) {
    let mut all = Vec::new();
    for draft in drafts.drain(..) {
        let procfile = draft.place.path.name().starts_with("Procfile");
        let folder = draft.place.path.parent();
        let setting: Vec<&Beside> = beside
            .iter()
            .filter(|file| procfile && Some(&file.folder) == folder.as_ref() && !file.variables.is_empty())
            .collect();
        if setting.is_empty() {
            all.push(draft);
            continue;
        }
        for file in &setting {
            let mut copy = draft.clone();
            overlay(&mut copy.environment, file.variables.clone());
            if setting.len() > 1 {
                copy.name = format!("{} with {}", draft.name, file.file.name());
            }
            all.push(copy);
        }
    }
    *drafts = all;
}

impl Reader<'_> {
    /// One problem for the templates of each folder: what they say is known only when they are rendered.
    fn unrendered(&mut self, templates: &[RepoPath]) {
        let mut rest = templates;
        while let Some(first) = rest.first() {
            let folder = first.parent();
            let count = rest.iter().take_while(|path| path.parent() == folder).count();
            let message = format!(
                "{count} of this Helm chart's files are templates (`{{{{ … }}}}` outside of strings), which are no YAML until \
                 they are rendered; what they start and set was not read"
            );
            self.note(Problem { path: first.clone(), line: None, message });
            rest = &rest[count..];
        }
    }

    /// Heroku's Python buildpack runs `bin/pre_compile` and `bin/post_compile` beside a Procfile.
    fn hooks(&self, drafts: &mut Vec<Draft>) {
        let mut folders: Vec<RepoPath> = drafts
            .iter()
            .filter(|draft| draft.place.path.name() == "Procfile")
            .filter_map(|draft| draft.place.path.parent())
            .collect();
        folders.dedup();
        for folder in folders {
            for hook in ["bin/pre_compile", "bin/post_compile"] {
                let Some(file) = folder.join(hook).and_then(|path| self.tree.text(&path).ok()) else {
                    continue;
                };
                let here = super::run::place(&file, crate::base::Span::new(0, 0));
                let mut draft = Draft::new(hook, here.clone());
                draft.release = true;
                draft.folder = folder.clone();
                draft.command = Some(Start::exec(["sh".to_owned(), hook.to_owned()], here));
                drafts.push(draft);
            }
        }
    }

    /// The declarations of all production files.
    pub(super) fn drafts(&mut self, found: &[Found]) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for compose in &self.composes {
            if self.role(compose.file.path()) == Some(Role::Production) {
                drafts.extend(compose.services.iter().cloned());
            }
        }
        let mut manifests = Vec::new();
        let mut templates: Vec<RepoPath> = Vec::new();
        let mut beside: Vec<Beside> = Vec::new();
        for found in found {
            let (file, path) = (&found.file, found.file.path());
            if matches!(found.kind, Kind::Dockerfile | Kind::Compose | Kind::Ci) || found.kind.is_proxy() {
                continue;
            }
            let judged = judge::other(self, found.kind, file);
            let production = judged.0 == Role::Production;
            self.judged(path, found.kind, judged);
            if !production {
                continue;
            }
            match found.kind {
                Kind::Kubernetes | Kind::Helm => match kubernetes::read(Arc::clone(file)) {
                    Ok(manifest) => manifests.push(manifest),
                    Err(_) if found.kind == Kind::Helm && yaml::is_template(file.text()) => {
                        templates.push(path.clone());
                    }
                    Err(error) => self.problem(file, found.kind, &error),
                },
                Kind::Procfile => drafts.extend(platform::procfile(file)),
                Kind::Platform => match platform::read(file) {
                    Ok(read) => {
                        drafts.extend(read.drafts);
                        let folder = path.parent().unwrap_or_else(RepoPath::root);
                        beside.push(Beside { folder, file: path.clone(), variables: read.environment });
                    }
                    Err(error) => self.problem(file, found.kind, &error),
                },
                Kind::Terraform => drafts.extend(terraform::drafts(file)),
                Kind::Systemd => drafts.extend(units::systemd(file, self.tree)),
                Kind::Supervisor => {
                    let build = self.image_that_holds(path);
                    let programs = units::supervisor(file).into_iter();
                    let exported = build.as_ref().map(|build| self.exported(build)).unwrap_or_default();
                    drafts.extend(programs.map(|mut draft| {
                        draft.build.clone_from(&build);
                        let own = std::mem::replace(&mut draft.environment, exported.clone());
                        overlay(&mut draft.environment, own);
                        draft
                    }));
                }
                _ => {}
            }
        }
        drafts.extend(kubernetes::drafts(&manifests));
        self.unrendered(&templates);
        self.hooks(&mut drafts);
        in_each_environment(&mut drafts, &beside);
        drafts
    }

    /// What the image's own start exports before supervisor runs.
    fn exported(&self, build: &Build) -> Vec<Variable> {
        let Some(image) = self.images.iter().find(|image| *image.path() == build.dockerfile) else {
            return Vec::new();
        };
        let images = Images {
            all: std::slice::from_ref(image),
            names: Vec::new(),
            packages: BTreeSet::new(),
            only_python: None,
        };
        judge::standalone(image, None)
            .map_or_else(Vec::new, |draft| join(&draft, &images, self.tree, &self.names).process.environment)
    }

    /// The production image that a file is copied into.
    fn image_that_holds(&self, path: &RepoPath) -> Option<Build> {
        self.images.iter().filter(|image| self.role(image.path()) == Some(Role::Production)).find_map(
            |image| {
                let built = image.build(self.tree, image.target(None)?, &[], Role::Production);
                let holds = built
                    .paths
                    .copies
                    .iter()
                    .any(|(_, copied)| path.is_under(copied) && *copied != image.context);
                holds.then(|| Build {
                    context: image.context.clone(),
                    dockerfile: image.path().clone(),
                    target: None,
                    arguments: Vec::new(),
                })
            },
        )
    }
}
