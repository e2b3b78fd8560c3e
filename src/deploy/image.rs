//! What a Dockerfile says of the image that it builds.

use std::sync::Arc;

use super::context;
use super::role;
use super::run::{PathMap, Placer, Runner, SharedNames, Site, absolute, place};
use super::start::Start;
use super::variable::overlay;
use super::{Command, Moment, Place, Role, Value, Variable, Volume};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::dockerfile::{Dockerfile, Instruction, Invocation, Kind};
use crate::syntax::shell::{Part, Word};

/// How many copied paths an image remembers.
const MOST_COPIES: usize = 2_000;
/// How many executable scripts an image remembers.
const MOST_EXECUTABLES: usize = 20;
/// How many stages are read.
const MOST_STAGES: usize = 60;

/// A Dockerfile of the repository.
pub(super) struct Image {
    pub file: Arc<SourceFile>,
    pub dockerfile: Dockerfile,
    /// The build context, named by whoever builds it or guessed from what it copies.
    pub context: RepoPath,
    pub names: SharedNames,
}

/// What building one stage gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Built {
    pub environment: Vec<Variable>,
    pub entrypoint: Option<Start>,
    pub cmd: Option<Start>,
    pub healthcheck: Option<Start>,
    pub volumes: Vec<Volume>,
    pub paths: PathMap,
    pub commands: Vec<Command>,
    /// The scripts of the repository that the build makes executable: further ways to start the image.
    pub executables: Vec<RepoPath>,
}

impl Image {
    pub(super) fn read(file: Arc<SourceFile>, tree: &Tree, names: &SharedNames) -> Self {
        let mut dockerfile = Dockerfile::parse(file.text());
        dockerfile.stages.truncate(MOST_STAGES);
        let context = context::guess(&dockerfile, file.path(), tree);
        Self { file, dockerfile, context, names: Arc::clone(names) }
    }

    /// The same Dockerfile, built in another context.
    pub(super) fn in_context(&self, context: RepoPath) -> Self {
        Self {
            file: Arc::clone(&self.file),
            dockerfile: self.dockerfile.clone(),
            context,
            names: Arc::clone(&self.names),
        }
    }

    pub(super) fn path(&self) -> &RepoPath {
        self.file.path()
    }

    /// The stage that a build with that target gives; the last one without a target.
    pub(super) fn target(&self, name: Option<&str>) -> Option<usize> {
        let last = self.dockerfile.stages.len().checked_sub(1);
        if let Some(found) = name.and_then(|name| self.dockerfile.stage(name)) {
            return Some(found);
        }
        // A Dockerfile with stages for both says with a target which one it builds: production has one.
        let has = |word: fn(&str) -> Option<String>| {
            self.dockerfile
                .stages
                .iter()
                .rposition(|stage| stage.name.as_deref().is_some_and(|n| word(n).is_some()))
        };
        match (has(role::production_word), has(role::development_word)) {
            (Some(production), Some(_)) => Some(production),
            _ => last,
        }
    }

    /// Builds a stage, `arguments` set over the defaults; the build's commands are those of all stages it needs.
    pub(super) fn build(
        &self,
        tree: &Tree,
        target: usize,
        arguments: &[(String, String)],
        role: Role,
    ) -> Built {
        let mut stages: Vec<Built> = Vec::new();
        for (index, stage) in self.dockerfile.stages.iter().enumerate().take(target + 1) {
            let base = self.dockerfile.chain(index).iter().rev().nth(1).copied();
            let mut built = base.and_then(|base| stages.get(base).cloned()).unwrap_or_default();
            built.commands = Vec::new();
            built.paths.names = Arc::clone(&self.names);
            let by = match &stage.name {
                Some(name) => format!("build stage {name}"),
                None => "image build".to_owned(),
            };
            let mut builder =
                Builder { image: self, tree, arguments, built, stages: &stages, known: Vec::new(), role, by };
            for global in &self.dockerfile.globals {
                builder.argument(global);
            }
            for instruction in &stage.instructions {
                builder.take(instruction);
            }
            stages.push(builder.built);
        }
        let mut commands = Vec::new();
        for built in &mut stages {
            commands.append(&mut built.commands);
        }
        let mut built = stages.pop().unwrap_or_default();
        built.commands = commands;
        built.paths.folder = Some(self.context.clone());
        built
    }
}

struct Builder<'b> {
    image: &'b Image,
    tree: &'b Tree,
    arguments: &'b [(String, String)],
    built: Built,
    stages: &'b [Built],
    /// Build arguments of this stage: the name, and the value where there is one.
    known: Vec<(String, Option<String>)>,
    role: Role,
    by: String,
}

impl Builder<'_> {
    fn lookup(&self, name: &str) -> Option<String> {
        let variable = self.built.environment.iter().find(|variable| variable.name == name);
        match variable {
            Some(variable) => variable.value.text().map(str::to_owned),
            None => {
                self.known.iter().rev().find(|(known, _)| known == name).and_then(|(_, value)| value.clone())
            }
        }
    }

    fn render(&self, word: &Word) -> String {
        word.render(&|name| self.lookup(name))
    }

    fn text(&self, text: &str) -> String {
        Word { parts: crate::syntax::shell::interpolated(text, false), ..Word::default() }
            .render(&|name| self.lookup(name))
    }

    fn argument(&mut self, instruction: &Instruction) {
        let Kind::Arg(arguments) = &instruction.kind else { return };
        for (_, name, default) in arguments {
            let given =
                self.arguments.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            let earlier =
                self.known.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.clone());
            let value = given.or_else(|| default.as_ref().map(|word| self.render(word))).or(earlier);
            self.known.push((name.clone(), value));
        }
    }

    fn value(&self, word: &Word) -> Value {
        let from: Vec<String> = word
            .variables()
            .filter(|name| self.known.iter().any(|(known, _)| known == name))
            .map(str::to_owned)
            .collect();
        // A variable that nothing sets is empty in an image.
        let known = word.parts.iter().all(|part| match part {
            Part::Variable { name, .. } => !from.contains(name) || self.lookup(name).is_some(),
            _ => true,
        });
        let text = word.render(&|name| Some(self.lookup(name).unwrap_or_default()));
        match (known, from.is_empty()) {
            (false, _) => Value::PassedThrough,
            (true, true) => Value::Literal(text),
            (true, false) => Value::Default { text, from },
        }
    }

    fn take(&mut self, instruction: &Instruction) {
        let here = place(&self.image.file, instruction.span);
        match &instruction.kind {
            Kind::Arg(_) => self.argument(instruction),
            Kind::Env(pairs) => {
                let set: Vec<Variable> = pairs
                    .iter()
                    .map(|(word, name, value)| Variable {
                        name: name.clone(),
                        value: self.value(value),
                        place: place(&self.image.file, word.span),
                    })
                    .collect();
                overlay(&mut self.built.environment, set);
            }
            Kind::Copy { from, sources, target } => self.copy(from.as_deref(), sources, target),
            Kind::Workdir(path) => {
                let path = self.text(path);
                let current = self.built.paths.workdir.clone().unwrap_or_else(|| "/".to_owned());
                self.built.paths.workdir = absolute(&path, Some(&current));
            }
            Kind::Volume(paths) => {
                for path in paths {
                    if let Some(target) = absolute(&self.text(path), Some("/")) {
                        self.built.volumes.push(Volume { target, source: None, place: here.clone() });
                    }
                }
            }
            Kind::Entrypoint(invocation) => {
                self.built.entrypoint =
                    Some(Start { invocation: invocation.clone(), place: here, exact: true });
                // A new entrypoint takes the base's command back.
                self.built.cmd = None;
            }
            Kind::Cmd(invocation) => {
                self.built.cmd = Some(Start { invocation: invocation.clone(), place: here, exact: true });
            }
            Kind::Healthcheck(check) => {
                self.built.healthcheck =
                    check.as_ref().map(|check| Start { invocation: check.clone(), place: here, exact: true });
            }
            Kind::Run(invocation) => self.run(invocation, &here),
            Kind::From { .. } | Kind::Expose(_) | Kind::Other(_) => {}
        }
    }

    fn run(&mut self, invocation: &Invocation, here: &Place) {
        let mut paths = self.built.paths.clone();
        paths.folder = Some(self.image.context.clone());
        let mut environment = self.built.environment.clone();
        let arguments = self.known.iter().filter_map(|(name, value)| {
            let value = Value::Literal(value.clone()?);
            Some(Variable { name: name.clone(), value, place: here.clone() })
        });
        overlay(&mut environment, arguments);
        let site = Site {
            moment: Moment::ImageBuild,
            role: self.role,
            by: self.by.clone(),
            paths,
            environment,
            conditional: false,
        };
        let mut runner = Runner::new(self.tree, site);
        match invocation {
            Invocation::Shell(script) => runner.parsed(script, &Placer::File(&self.image.file)),
            Invocation::Exec(words) => {
                let words: Vec<String> = words.iter().map(|word| word.render(&|_| None)).collect();
                runner.words(&words, here, 0, here);
            }
        }
        let ran = runner.finish();
        for command in ran.commands.iter().filter(|command| command.program == "chmod") {
            self.executable(&command.arguments);
        }
        self.built.commands.extend(ran.commands);
        let room = MOST_COPIES.saturating_sub(self.built.paths.copies.len());
        self.built.paths.copies.extend(ran.copies.into_iter().take(room));
    }

    /// `chmod +x`, `chmod 755`: the scripts among what it names.
    fn executable(&mut self, arguments: &[String]) {
        let mut words = arguments.iter().filter(|word| !word.starts_with('-'));
        let Some(mode) = words.next() else { return };
        let owner = mode.trim_start_matches('0').chars().next();
        if !(mode.contains("+x") || mode.contains("+rx") || matches!(owner, Some('5' | '7'))) {
            return;
        }
        for path in words.filter_map(|word| self.built.paths.file(word, self.tree)) {
            let script = matches!(path.extension(), "sh" | "bash" | "");
            if script
                && self.built.executables.len() < MOST_EXECUTABLES
                && !self.built.executables.contains(&path)
            {
                self.built.executables.push(path);
            }
        }
    }

    fn copy(&mut self, from: Option<&str>, sources: &[String], target: &str) {
        let target = self.text(target);
        let workdir = self.built.paths.workdir.clone().unwrap_or_else(|| "/".to_owned());
        let Some(inside) = absolute(&target, Some(&workdir)) else { return };
        let into_folder = target.ends_with('/') || target == "." || sources.len() > 1;
        for source in sources {
            let source = self.text(source);
            if self.built.paths.copies.len() >= MOST_COPIES {
                return;
            }
            match from {
                Some(stage) => self.copy_from_stage(stage, &source, &inside, into_folder),
                None => self.copy_from_context(&source, &inside, into_folder),
            }
        }
    }

    fn copy_from_context(&mut self, source: &str, inside: &str, into_folder: bool) {
        let context = &self.image.context;
        let source = source.trim_start_matches('/');
        for path in context::globbed(context, source, self.tree) {
            let target = if self.tree.contains(&path) && into_folder {
                format!("{}/{}", inside.trim_end_matches('/'), path.name())
            } else {
                inside.to_owned()
            };
            self.built.paths.copies.push((target, path));
        }
    }

    fn copy_from_stage(&mut self, stage: &str, source: &str, inside: &str, into_folder: bool) {
        let Some(stage) = self.image.dockerfile.stage(stage).and_then(|index| self.stages.get(index)) else {
            return;
        };
        let Some(source) = absolute(source, Some("/")) else { return };
        let name = source.rsplit('/').next().unwrap_or_default();
        for (target, path) in &stage.paths.copies {
            let copied = if *target == source {
                let file = self.tree.contains(path);
                if file && into_folder {
                    format!("{}/{name}", inside.trim_end_matches('/'))
                } else {
                    inside.to_owned()
                }
            } else if let Some(rest) = target.strip_prefix(&source).filter(|rest| rest.starts_with('/')) {
                format!("{}{rest}", inside.trim_end_matches('/'))
            } else if source == "/"
                || source.strip_prefix(target.as_str()).is_some_and(|rest| rest.starts_with('/'))
            {
                let rest = source.strip_prefix(target.as_str()).unwrap_or_default().trim_start_matches('/');
                if let Some(path) = path.join(rest) {
                    self.built.paths.copies.push((inside.to_owned(), path));
                }
                continue;
            } else {
                continue;
            };
            self.built.paths.copies.push((copied, path.clone()));
            if self.built.paths.copies.len() >= MOST_COPIES {
                return;
            }
        }
    }
}
