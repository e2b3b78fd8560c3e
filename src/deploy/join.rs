//! Joins what a file declares with the image that it runs: environment, commands, volumes.

use super::draft::Draft;
use super::image::{Built, Image};
use super::run::{PathMap, Site, UniqueNames};
use super::start;
use super::variable::overlay;
use super::{Command, Moment, Process, ProcessKind, Role, Variable, values};
use crate::base::RepoPath;
use crate::source::Tree;

/// The images that the repository builds, and by which names others call them.
pub(super) struct Images<'i> {
    pub all: &'i [Image],
    /// Name without tag, index of the image, target.
    pub names: Vec<(String, usize, Option<String>)>,
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
        let name = super::pipeline::image_name(draft.image.as_deref()?)?;
        let (_, index, target) = self.names.iter().find(|(known, _, _)| *known == name)?;
        Some((*index, self.built(*index, target.as_deref(), tree)?))
    }

    fn built(&self, index: usize, target: Option<&str>, tree: &Tree) -> Option<Built> {
        let image = &self.all[index];
        Some(image.build(tree, image.target(target)?, &[], Role::Production))
    }
}

/// Joins one declaration.
pub(super) fn join(draft: &Draft, images: &Images<'_>, tree: &Tree, unique: &UniqueNames) -> Joined {
    let found = images.of(draft, tree);
    let joined = run(draft, found, tree, unique);
    if joined.image.is_some() || !joined.process.runs_python() || draft.image.is_none() {
        return joined;
    }
    // It runs Python in an image of a name that nobody here gives: that can only be the repository's own one.
    let only = images.only_python.and_then(|index| Some((index, images.built(index, None, tree)?)));
    if only.is_some() { run(draft, only, tree, unique) } else { joined }
}

fn run(draft: &Draft, found: Option<(usize, Built)>, tree: &Tree, unique: &UniqueNames) -> Joined {
    let index = found.as_ref().map(|(index, _)| *index);
    let built = found.map(|(_, built)| built);
    let mut paths = match &built {
        Some(built) => built.paths.clone(),
        None => PathMap::in_repository(draft.folder.clone(), unique),
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
    overlay(&mut environment, ran.exports);
    let process = Process {
        name: draft.name.clone(),
        place: draft.place.clone(),
        kind: kind(draft, &ran.commands, built.is_some()),
        commands: ran.commands.clone(),
        environment,
        dockerfile: None,
        image: draft.image.clone(),
        workdir,
        volumes,
        ports: draft.ports.clone(),
    };
    let mut commands = ran.commands;
    commands.extend(probe.unwrap_or_default());
    Joined { process, commands, scripts: ran.files, env_files, contents, image: index }
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
