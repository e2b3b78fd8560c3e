//! Joins what a file declares with the image that it runs: environment, commands, volumes.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::image::{Built, Image};
use super::run::{PathMap, SharedNames, Site};
use super::start;
use super::variable::overlay;
use super::{Command, Moment, Process, ProcessKind, Role, Variable, pipeline, values};
use crate::base::RepoPath;
use crate::source::Tree;

/// The images that the repository builds, and by which names others call them.
pub(super) struct Images<'i> {
    pub all: &'i [Image],
    /// Name without tag, index of the image, target.
    pub names: Vec<(String, usize, Option<String>)>,
    /// The names of the repository's Django packages, as [`plain`] writes them.
    pub packages: BTreeSet<String>,
    /// The one production image that runs Python, where there is exactly one.
    pub only_python: Option<usize>,
}

/// A process with the files that were read for it.
pub(super) struct Joined {
    pub process: Process,
    /// All commands: those of the process and its probe.
    pub commands: Vec<Command>,
    /// The scripts that it runs.
    pub scripts: Vec<RepoPath>,
    /// The committed environment files that it reads.
    pub env_files: Vec<RepoPath>,
    /// What of the repository lies in its file system, whole copies of the context left out.
    pub contents: Vec<RepoPath>,
    /// The Python files that its image holds where the repository has none.
    pub moved: Vec<(RepoPath, RepoPath)>,
    /// The index of its image.
    pub image: Option<usize>,
}

impl Images<'_> {
    /// The image that a declaration runs: index, build, or none.
    fn of(&self, draft: &Draft, tree: &Tree) -> Option<(usize, Built)> {
        if let Some(build) = &draft.build {
            let index = self.all.iter().position(|image| *image.path() == build.dockerfile)?;
            let image = self.all[index].in_context(build.context.clone());
            let target = image.target(build.target.as_deref())?;
            return Some((index, image.build(tree, target, &build.arguments, Role::Production)));
        }
        let (index, target) = self.named(draft.image.as_deref()?)?;
        Some((index, self.built(index, target, tree)?))
    }

    /// The image that goes by a name: with the very tag, else without.
    fn named(&self, image: &str) -> Option<(usize, Option<&str>)> {
        let name = pipeline::full_name(image)?;
        let exact = self.names.iter().find(|(known, _, _)| *known == name);
        let bare = || {
            let name = pipeline::bare_name(&name);
            self.names.iter().find(|(known, _, _)| pipeline::bare_name(known) == name)
        };
        exact.or_else(bare).map(|(_, index, target)| (*index, target.as_deref()))
    }

    /// Whether a declaration can only be the application: it chooses Django's settings, its image is called like a
    /// package of the repository, or a variable of it is.
    fn is_application(&self, draft: &Draft, environment: &[Variable]) -> bool {
        let chooses = |variables: &[Variable]| variables.iter().any(|v| v.name == "DJANGO_SETTINGS_MODULE");
        let called = draft.image.as_deref().and_then(pipeline::full_name).is_some_and(|name| {
            let last = pipeline::bare_name(&name).rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            self.packages.contains(&plain(&last))
        });
        // `SHOP_DEBUG` is meant for the package `shop`.
        let meant = draft.image.is_some()
            && draft.environment.iter().any(|variable| {
                let prefix = variable.name.split_once('_').map_or("", |(prefix, _)| prefix);
                prefix.len() > 2 && self.packages.contains(&plain(prefix))
            });
        called || meant || chooses(&draft.environment) || (draft.image.is_none() && chooses(environment))
    }

    fn built(&self, index: usize, target: Option<&str>, tree: &Tree) -> Option<Built> {
        let image = &self.all[index];
        Some(image.build(tree, image.target(target)?, &[], Role::Production))
    }
}

/// A name without the marks that people write differently.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The names of the folders that hold an entry for servers, and of those at the root that are packages.
pub(super) fn packages(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in tree.files() {
        let Some(folder) = path.parent().filter(|folder| !folder.is_root()) else { continue };
        let top = folder.parent().is_some_and(|parent| parent.is_root()) && path.name() == "__init__.py";
        if top || matches!(path.name(), "wsgi.py" | "asgi.py") {
            names.insert(plain(folder.name()));
        }
    }
    for common in [
        "config", "core", "app", "apps", "api", "web", "backend", "tests", "test", "docs", "src", "db",
        "postgres", "redis",
    ] {
        names.remove(common);
    }
    names
}

/// Joins one declaration.
pub(super) fn join(draft: &Draft, images: &Images<'_>, tree: &Tree, names: &SharedNames) -> Joined {
    let found = images.of(draft, tree);
    let mut joined = run(draft, found, tree, names);
    let application = images.is_application(draft, &joined.process.environment);
    if joined.image.is_none() && draft.image.is_some() && (application || joined.process.runs_python()) {
        // It runs the application in an image of a name that nobody here gives: that can only be the repository's own.
        let only = images.only_python.and_then(|index| Some((index, images.built(index, None, tree)?)));
        if only.is_some() {
            joined = run(draft, only, tree, names);
        }
    }
    if application && joined.process.commands.is_empty() && joined.process.kind == ProcessKind::Other {
        joined.process.kind = ProcessKind::Web;
    }
    joined
}

fn run(draft: &Draft, found: Option<(usize, Built)>, tree: &Tree, names: &SharedNames) -> Joined {
    let index = found.as_ref().map(|(index, _)| *index);
    let built = found.map(|(_, built)| built);
    let mut paths = match &built {
        Some(built) => built.paths.clone(),
        None => PathMap::in_repository(draft.folder.clone(), names),
    };
    let context = built.as_ref().and_then(|built| built.paths.folder.clone());
    let mut contents: Vec<RepoPath> = paths
        .copies
        .iter()
        .map(|(_, path)| path.clone())
        .filter(|path| Some(path) != context.as_ref())
        .collect();
    let mut volumes = built.as_ref().map(|built| built.volumes.clone()).unwrap_or_default();
    let folder = draft.place.path.parent().unwrap_or_else(RepoPath::root);
    for volume in &draft.volumes {
        let source =
            volume.source.as_deref().filter(|source| source.starts_with('.') || source.contains('/'));
        if let Some(path) = source.and_then(|source| folder.join(source))
            && (tree.contains(&path) || tree.is_dir(&path))
        {
            paths.copies.push((volume.target.trim_end_matches('/').to_owned(), path.clone()));
            contents.push(path);
        }
        volumes.retain(|known| known.target != volume.target);
        volumes.push(volume.clone());
    }
    let mut environment: Vec<Variable> =
        built.as_ref().map(|built| built.environment.clone()).unwrap_or_default();
    let mut env_files = Vec::new();
    for path in &draft.env_files {
        if tree.contains(path) {
            env_files.push(path.clone());
            overlay(&mut environment, values::environment_file(path, tree));
        }
    }
    overlay(&mut environment, draft.environment.iter().cloned());
    if let Some(workdir) = &draft.workdir {
        paths.enter(workdir);
    }
    let moment = if draft.release { Moment::Release } else { Moment::Start };
    let workdir = paths.workdir.clone();
    let site = |moment: Moment, by: String| Site {
        moment,
        role: Role::Production,
        by,
        paths: paths.clone(),
        environment: environment.clone(),
        conditional: false,
    };
    // Naming another entrypoint takes the image's command back.
    let image_entrypoint = built.as_ref().and_then(|built| built.entrypoint.as_ref());
    let image_cmd =
        built.as_ref().and_then(|built| built.cmd.as_ref()).filter(|_| draft.entrypoint.is_none());
    let ran = start::run(
        tree,
        site(moment, format!("process {}", draft.name)),
        draft.entrypoint.as_ref().or(image_entrypoint),
        draft.command.as_ref().or(image_cmd),
    );
    let probe = draft.healthcheck.as_ref().or_else(|| built.as_ref()?.healthcheck.as_ref());
    let probe = probe.map(|probe| {
        start::run(tree, site(Moment::Probe, format!("health check of {}", draft.name)), None, Some(probe))
            .commands
    });
    paths.copies.extend(ran.copies);
    let moved = if index.is_some() { paths.moved(tree) } else { Vec::new() };
    overlay(&mut environment, ran.exports);
    let process = Process {
        name: draft.name.clone(),
        place: draft.place.clone(),
        kind: kind(draft, &ran.commands, built.is_some()),
        commands: ran.commands.clone(),
        environment,
        dockerfile: None,
        alone: draft.alone,
        foreign: is_foreign(&ran.commands, tree),
        image: draft.image.clone(),
        workdir,
        volumes,
        ports: draft.ports.clone(),
    };
    let mut commands = ran.commands;
    commands.extend(probe.unwrap_or_default());
    Joined { process, commands, scripts: ran.files, env_files, contents, moved, image: index }
}

/// Whether a server names a module of the repository in which there is no trace of Django.
fn is_foreign(commands: &[Command], tree: &Tree) -> bool {
    let modules: Vec<&str> = commands.iter().filter_map(Command::served_module).collect();
    !modules.is_empty()
        && modules.iter().all(|module| {
            let path = module.replace('.', "/");
            let names = [format!("{path}.py"), format!("{path}/__init__.py")];
            let mut found = false;
            let mut django = false;
            for file in tree.files() {
                let text = file.as_str();
                let is = |name: &String| {
                    text.strip_suffix(name.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
                };
                if names.iter().any(is)
                    && let Ok(source) = tree.text(file)
                {
                    found = true;
                    django |= source.text().to_ascii_lowercase().contains("django");
                }
            }
            found && !django
        })
}

/// Management commands that work a queue.
const WORKER_COMMANDS: [&str; 9] = [
    "rqworker",
    "rqworker-pool",
    "qcluster",
    "run_huey",
    "rundramatiq",
    "db_worker",
    "djangoq",
    "process_tasks",
    "procrastinate",
];

fn kind(draft: &Draft, commands: &[Command], own: bool) -> ProcessKind {
    let any = |test: &dyn Fn(&Command) -> bool| commands.iter().any(test);
    if any(&|command| command.is_server() || command.manages("runserver")) && !draft.release {
        return ProcessKind::Web;
    }
    if any(&Command::is_celery_worker) {
        return ProcessKind::Worker;
    }
    let works = |command: &Command| {
        matches!(command.program.as_str(), "rq" | "dramatiq" | "huey_consumer" | "huey_consumer.py" | "arq")
            || (command.program == "manage.py"
                && command.subcommand().is_some_and(|name| WORKER_COMMANDS.contains(&name)))
    };
    if any(&works) {
        return ProcessKind::Worker;
    }
    if any(&Command::is_celery_beat) {
        return ProcessKind::Beat;
    }
    if draft.release || any(&|command| command.manages("migrate")) {
        return ProcessKind::Release;
    }
    if !own && draft.image.is_some() {
        return ProcessKind::Other;
    }
    let name = draft.name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["worker", "celery"]) {
        ProcessKind::Worker
    } else if has(&["beat", "scheduler"]) {
        ProcessKind::Beat
    } else if has(&["migrat"]) {
        ProcessKind::Release
    } else if has(&["web", "api", "app", "django", "server", "backend"]) {
        ProcessKind::Web
    } else {
        ProcessKind::Other
    }
}
