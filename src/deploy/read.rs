//! Puts the facts of all deployment files together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compose::{self, ComposeFile};
use super::draft::Draft;
use super::find::{self, Found};
use super::image::Image;
use super::installed::Installers;
use super::join::{Images, join, packages};
use super::judge;
use super::pipeline::{self, ImageBuild, Pipeline};
use super::role::{self, Judged};
use super::run::{Names, SharedNames};
use super::start::Start;
use super::{Command, Deployment, DeploymentFile, Kind, Problem, Role, proxies, units};
use crate::base::{RepoPath, Span};
use crate::source::{SourceFile, Tree};
use crate::syntax::node::SyntaxError;

impl Deployment {
    /// Reads the deployment files of a tree.
    ///
    /// It is a pure function of the tree. What cannot be read is listed in [`Deployment::problems`] and says nothing.
    pub fn read(tree: &Tree) -> Self {
        let (found, problems) = find::all(tree);
        let mut reader = Reader::new(tree, problems);
        reader.images(&found);
        reader.compose_files(&found);
        reader.pipelines(&found);
        reader.judge_compose_files();
        reader.judge_images();
        let drafts = reader.drafts(&found);
        reader.join(drafts);
        reader.proxies(&found);
        reader.finish()
    }
}

/// What a production file declares, with the file's own kind.
pub(super) struct Reader<'t> {
    pub(super) tree: &'t Tree,
    pub(super) names: SharedNames,
    pub(super) images: Vec<Image>,
    pub(super) composes: Vec<ComposeFile>,
    /// Image builds of pipelines.
    pub(super) builds: Vec<ImageBuild>,
    pub(super) files: BTreeMap<RepoPath, (Kind, Role, String)>,
    /// What production files copy, mount or name.
    used: BTreeSet<RepoPath>,
    /// The environment files that installers hand on, by folder.
    pub(super) installers: Installers,
    out: Deployment,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree, problems: Vec<Problem>) -> Self {
        Self {
            tree,
            names: Names::of(tree),
            images: Vec::new(),
            composes: Vec::new(),
            builds: Vec::new(),
            files: BTreeMap::new(),
            used: BTreeSet::new(),
            installers: Installers::default(),
            out: Deployment { problems, ..Deployment::default() },
        }
    }

    pub(super) fn problem(&mut self, file: &SourceFile, kind: Kind, error: &SyntaxError) {
        let line = error.line(file.text());
        let message = format!("{error}; what this {kind} says was not read");
        self.out.problems.push(Problem { path: file.path().clone(), line: Some(line), message });
    }

    pub(super) fn note(&mut self, problem: Problem) {
        self.out.problems.push(problem);
    }

    pub(super) fn judged(&mut self, path: &RepoPath, kind: Kind, judged: Judged) {
        self.files.insert(path.clone(), (kind, judged.0, judged.1));
    }

    pub(super) fn role(&self, path: &RepoPath) -> Option<Role> {
        self.files.get(path).map(|(_, role, _)| *role)
    }

    fn images(&mut self, found: &[Found]) {
        for found in found.iter().filter(|found| found.kind == Kind::Dockerfile) {
            self.images.push(Image::read(Arc::clone(&found.file), self.tree, &self.names));
        }
    }

    fn compose_files(&mut self, found: &[Found]) {
        for found in found.iter().filter(|found| found.kind == Kind::Compose) {
            match compose::read(Arc::clone(&found.file), None, self.tree) {
                Ok(file) => self.composes.push(file),
                Err(error) => self.problem(&found.file, found.kind, &error),
            }
        }
    }

    fn pipelines(&mut self, found: &[Found]) {
        for found in found.iter().filter(|found| found.kind == Kind::Ci) {
            let file = &found.file;
            let yaml = matches!(file.path().extension(), "yml" | "yaml");
            let pipeline = if yaml {
                pipeline::read(file, self.tree, &self.names)
            } else {
                Ok(pipeline::jenkins(file, self.tree, &self.names))
            };
            match pipeline {
                Ok(pipeline) => self.pipeline(file, pipeline),
                Err(error) => self.problem(file, found.kind, &error),
            }
        }
    }

    fn pipeline(&mut self, file: &SourceFile, mut pipeline: Pipeline) {
        let judged = match &pipeline.deploys {
            Some((what, _)) => (Role::Production, format!("it builds or deploys ({what})")),
            None => (Role::Development, "it tests and neither publishes nor deploys".to_owned()),
        };
        for command in &mut pipeline.commands {
            command.role = judged.0;
        }
        self.judged(file.path(), Kind::Ci, judged);
        self.builds.append(&mut pipeline.builds);
        self.out.commands.append(&mut pipeline.commands);
    }

    fn judge_compose_files(&mut self) {
        for index in 0..self.composes.len() {
            let compose = &self.composes[index];
            let path = compose.file.path().clone();
            let judged = judge::compose(self, compose);
            self.judged(&path, Kind::Compose, judged);
        }
    }

    fn judge_images(&mut self) {
        for index in 0..self.images.len() {
            let path = self.images[index].path().clone();
            let judged = judge::image(self, &self.images[index]);
            let image = &self.images[index];
            if let Some(target) = image.target(None) {
                let built = image.build(self.tree, target, &[], judged.0);
                self.out.commands.extend(built.commands);
            }
            self.judged(&path, Kind::Dockerfile, judged);
        }
    }

    fn join(&mut self, drafts: Vec<Draft>) {
        let images = std::mem::take(&mut self.images);
        let by_name = self.image_names(&images);
        let mut run: BTreeSet<usize> = BTreeSet::new();
        let mut configured: BTreeSet<RepoPath> = BTreeSet::new();
        let mut queue: std::collections::VecDeque<Draft> = drafts.into();
        let mut round = 0;
        loop {
            let Some(draft) = queue.pop_front() else {
                round += 1;
                match round {
                    1 => queue.extend(self.standalone(&images, &run, &configured)),
                    2 => queue.extend(self.executables(&images, &run)),
                    _ => break,
                }
                continue;
            };
            let mut joined = join(&draft, &by_name, self.tree, &self.names);
            let stays = |command: &Command| {
                command.is_server() || command.is_celery_worker() || command.is_celery_beat()
            };
            if draft.possible && !joined.process.commands.iter().any(stays) {
                continue;
            }
            if let Some(index) = joined.image {
                run.insert(index);
                joined.process.dockerfile = Some(images[index].path().clone());
            }
            for at in 0..joined.process.commands.len() {
                let command = &joined.process.commands[at];
                let Some(configuration) = command.configuration.clone() else { continue };
                let first = configured.insert(configuration.clone());
                let Ok(file) = self.tree.text(&configuration) else { continue };
                self.used.insert(configuration.clone());
                let uwsgi = if command.program == "uwsgi" { units::uwsgi(&file) } else { None };
                let Some(uwsgi) = uwsgi else { continue };
                super::variable::overlay(&mut joined.process.environment, uwsgi.server.environment);
                for command in joined.commands.iter_mut().chain(&mut joined.process.commands) {
                    if command.configuration.as_ref() == Some(&configuration) {
                        command.arguments.extend(uwsgi.options.iter().cloned());
                    }
                }
                if first {
                    queue.extend(uwsgi.attached.into_iter().map(|attached| Draft {
                        build: draft.build.clone(),
                        image: draft.image.clone(),
                        environment: joined.process.environment.clone(),
                        folder: draft.folder.clone(),
                        entrypoint: attached.command,
                        command: None,
                        ..attached
                    }));
                }
            }
            let installations = self.installed(&draft, &joined.process, &by_name);
            self.out.installations.extend(installations);
            self.take(joined);
        }
        self.images = images;
    }

    fn take(&mut self, joined: super::join::Joined) {
        let name = format!("{} in {}", joined.process.name, joined.process.path());
        for (kind, paths) in [(Kind::Script, joined.scripts), (Kind::EnvironmentFile, joined.env_files)] {
            for path in paths {
                let sample = kind == Kind::EnvironmentFile && super::values::is_sample(&path);
                let judged = if sample {
                    (Role::Sample, "its name says that it is a sample to copy".to_owned())
                } else {
                    (Role::Production, format!("{name} reads it"))
                };
                self.files.entry(path).or_insert((kind, judged.0, judged.1));
            }
        }
        self.used.extend(joined.contents);
        self.out.copies.extend(joined.moved);
        self.out.commands.extend(joined.commands);
        self.out.processes.push(joined.process);
    }

    /// The names that images of the repository go by.
    fn image_names<'i>(&self, images: &'i [Image]) -> Images<'i> {
        let mut names = Vec::new();
        let index_of = |path: &RepoPath| images.iter().position(|image| image.path() == path);
        for service in self.composes.iter().flat_map(|compose| &compose.services) {
            let Some(build) = &service.build else { continue };
            if let (Some(name), Some(index)) =
                (service.image.as_deref().and_then(pipeline::full_name), index_of(&build.dockerfile))
            {
                names.push((name, index, build.target.clone()));
            }
        }
        for build in &self.builds {
            let Some(index) = judge::dockerfile_of(build).and_then(|path| index_of(&path)) else { continue };
            names.extend(build.names.iter().map(|name| (name.clone(), index, build.target.clone())));
        }
        let nothing = Images { all: images, names: Vec::new(), packages: BTreeSet::new(), only_python: None };
        let python: Vec<usize> = (0..images.len())
            .filter(|index| self.role(images[*index].path()) == Some(Role::Production))
            .filter(|index| {
                let draft = judge::standalone(&images[*index], None);
                draft
                    .is_some_and(|draft| join(&draft, &nothing, self.tree, &self.names).process.runs_python())
            })
            .collect();
        let only_python = if let [only] = python.as_slice() { Some(*only) } else { None };
        Images { all: images, names, packages: packages(self.tree), only_python }
    }

    /// Production images that nothing starts, and server configurations that no command names.
    fn standalone(
        &self,
        images: &[Image],
        run: &BTreeSet<usize>,
        configured: &BTreeSet<RepoPath>,
    ) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (index, image) in images.iter().enumerate() {
            if run.contains(&index) || self.role(image.path()) != Some(Role::Production) {
                continue;
            }
            let target = self
                .builds
                .iter()
                .filter(|build| build.pushed && judge::dockerfile_of(build).as_ref() == Some(image.path()))
                .find_map(|build| build.target.clone());
            drafts.extend(judge::standalone(image, target));
        }
        for (path, (kind, role, _)) in &self.files {
            if *kind == Kind::Uwsgi && *role == Role::Production && !configured.contains(path) {
                let Ok(file) = self.tree.text(path) else { continue };
                if let Some(uwsgi) = units::uwsgi(&file) {
                    drafts.push(uwsgi.server);
                    drafts.extend(uwsgi.attached);
                }
            }
        }
        drafts
    }

    /// Scripts that production images make executable and that nothing here starts: whoever runs the image may.
    fn executables(&self, images: &[Image], run: &BTreeSet<usize>) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let production = |index: &&usize| self.role(images[**index].path()) == Some(Role::Production);
        for index in run.iter().filter(production) {
            let image = &images[*index];
            let Some(target) = image.target(None) else { continue };
            let built = image.build(self.tree, target, &[], Role::Production);
            for script in built.executables {
                let development =
                    role::by_path(&script, Kind::Script).is_some_and(|(role, _)| role != Role::Production);
                let Some(whole) = judge::standalone(image, None).filter(|_| !development) else { continue };
                if self.files.contains_key(&script) || drafts.iter().any(|known| known.place.path == script) {
                    continue;
                }
                let Ok(file) = self.tree.text(&script) else { continue };
                let place = super::run::place(&file, Span::new(0, 0));
                drafts.push(Draft {
                    name: script.name().split('.').next().unwrap_or_default().to_owned(),
                    entrypoint: Some(Start::exec([script.as_str().to_owned()], place.clone())),
                    place,
                    possible: true,
                    ..whole
                });
            }
        }
        drafts
    }

    fn proxies(&mut self, found: &[Found]) {
        for found in found
            .iter()
            .filter(|found| found.kind.is_proxy() || matches!(found.kind, Kind::Terraform | Kind::Uwsgi))
        {
            let path = found.file.path();
            let Some(mut proxy) = proxies::read(found.kind, &found.file) else { continue };
            proxy.used = found.kind == Kind::Terraform
                || self.used.iter().any(|used| path.is_under(used) && !used.is_root());
            if !self.files.contains_key(path) {
                let judged = role::by_path(path, found.kind).unwrap_or_else(|| {
                    let reason = if proxy.used {
                        "a production file uses it"
                    } else {
                        "nothing in it says development"
                    };
                    (Role::Production, reason.to_owned())
                });
                self.judged(path, found.kind, judged);
            }
            if self.role(path) == Some(Role::Production) {
                self.out.proxies.push(proxy);
            }
        }
        for compose in &self.composes {
            if self.files.get(compose.file.path()).is_some_and(|(_, role, _)| *role == Role::Production) {
                for mut proxy in compose.services.iter().filter_map(proxies::traefik) {
                    proxy.used = true;
                    self.out.proxies.push(proxy);
                }
            }
        }
    }

    fn finish(mut self) -> Deployment {
        self.out.files = self
            .files
            .into_iter()
            .map(|(path, (kind, role, reason))| DeploymentFile { path, kind, role, reason })
            .collect();
        // Where two images disagree, the first file in order stands.
        self.out.copies.sort();
        self.out.copies.dedup_by(|later, first| later.0 == first.0);
        self.out.processes.sort_by(|a, b| (&a.place.path, a.place.line).cmp(&(&b.place.path, b.place.line)));
        self.out.commands.sort_by(|a, b| {
            (&a.place.path, a.place.span, a.moment, &a.by).cmp(&(
                &b.place.path,
                b.place.span,
                b.moment,
                &b.by,
            ))
        });
        self.out.commands.dedup();
        self.out.proxies.sort_by(|a, b| a.path.cmp(&b.path));
        self.out
    }
}
