//! Follows what is started: scripts, `sh -c`, `exec "$@"`, sourced files, make targets and npm scripts.

mod arguments;
mod follow;
mod hooks;
mod make;
mod paths;
mod scripts;
mod site;
mod tasks;
mod unwrap;
mod wrappers;

use std::sync::Arc;

use arguments::{Arguments, Local, kept};
pub(super) use paths::{Names, PathMap, SharedNames, absolute};
pub(super) use site::{Placer, Site, place};
use unwrap::{Unwrapped, unwrap};

use super::variable::overlay;
use super::{Command, Place, Value, Variable};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::shell::{Arm, Assignment, Part, Script, SimpleCommand, Word};

/// How deep scripts may start scripts.
const DEEPEST: usize = 6;
/// How many commands one start may come to.
const MOST: usize = 2_000;

/// What a start comes to.
#[derive(Debug, Default)]
pub(super) struct Ran {
    /// The commands, in order.
    pub commands: Vec<Command>,
    /// The variables that scripts export for everything after them.
    pub exports: Vec<Variable>,
    /// The scripts and environment files that were read.
    pub files: Vec<RepoPath>,
    /// What `cp` and its kind put elsewhere, come what may: the path inside, and the file of the repository.
    pub copies: Vec<(String, RepoPath)>,
}

/// Follows one start.
pub(super) struct Runner<'t> {
    tree: &'t Tree,
    site: Site,
    ran: Ran,
    depth: usize,
    /// How many scripts of project tools were followed: they may call each other.
    scripts: usize,
    /// Hooks are followed once: a hook may call its own runner again.
    in_hooks: bool,
}

impl<'t> Runner<'t> {
    pub(super) fn new(tree: &'t Tree, site: Site) -> Self {
        Self { tree, site, ran: Ran::default(), depth: 0, scripts: 0, in_hooks: false }
    }

    pub(super) fn finish(self) -> Ran {
        self.ran
    }

    /// Follows a script's text.
    pub(super) fn script(&mut self, text: &str, offset: usize, placer: &Placer<'_>) {
        self.follow(&Script::parse(text, offset), placer, &mut Arguments::default(), false);
    }

    /// Follows a script that was read already.
    pub(super) fn parsed(&mut self, script: &Script, placer: &Placer<'_>) {
        self.follow(script, placer, &mut Arguments::default(), false);
    }

    /// Follows a command of known words; the words from `own` on stand at `place`, those before at `first`.
    pub(super) fn words(&mut self, words: &[String], first: &Place, own: usize, rest: &Place) {
        let place = if own == 0 { rest } else { first };
        self.command(words, place, Some(&(own, rest.clone())), false, Vec::new());
    }

    fn follow(&mut self, script: &Script, placer: &Placer<'_>, arguments: &mut Arguments, conditional: bool) {
        let called: Vec<String> = script.commands.iter().filter_map(SimpleCommand::program).collect();
        for command in &script.commands {
            if self.ran.commands.len() >= MOST {
                return;
            }
            // A function that the script never calls does not run.
            if command.function.as_ref().is_some_and(|name| !called.contains(name)) {
                continue;
            }
            let chosen: Vec<Option<bool>> =
                command.arms.iter().map(|arm| self.runs(arm, script, arguments)).collect();
            if chosen.contains(&Some(false)) {
                continue;
            }
            // Which arm runs is known: then its commands are no conditional ones.
            let decided = !chosen.is_empty() && chosen.iter().all(Option::is_some);
            let conditional = conditional || (command.conditional && !decided);
            self.simple(command, placer, arguments, conditional);
        }
    }

    fn lookup(&self, arguments: &Arguments, name: &str) -> Option<String> {
        if let Ok(index) = name.parse::<usize>() {
            return index.checked_sub(1).and_then(|index| arguments.words.get(index).cloned());
        }
        if let Some((_, value, _)) = arguments.locals.iter().rev().find(|(local, ..)| local == name) {
            return value.known().cloned();
        }
        if matches!(name, "@" | "*") && !arguments.words.is_empty() {
            return Some(arguments.words.join(" "));
        }
        let exported =
            self.ran.exports.iter().chain(&self.site.environment).find(|variable| variable.name == name);
        exported.and_then(|variable| variable.value.text().map(str::to_owned))
    }

    /// Whether an arm runs: the first one whose pattern fits what the script was started with; `None` where nobody
    /// knows. A `case` is decided once, for `shift` may change what it compared.
    fn runs(&self, arm: &Arm, script: &Script, arguments: &mut Arguments) -> Option<bool> {
        if !arguments.cases.contains_key(&arm.case) {
            let lookup = |name: &str| self.lookup(arguments, name);
            let first = arm.subject.variables().next().is_some_and(|name| name == "1");
            let known = first && !arguments.words.is_empty() && arm.subject.is_known(&lookup);
            let subject = known.then(|| arm.subject.render(&lookup));
            let fits = |pattern: &String, subject: &String| {
                pattern == subject
                    || pattern == "*"
                    || pattern.strip_suffix('*').is_some_and(|start| subject.starts_with(start))
            };
            let arms = script
                .commands
                .iter()
                .flat_map(|command| &command.arms)
                .filter(|other| other.case == arm.case);
            let chosen = subject.map(|subject| {
                let found = arms
                    .into_iter()
                    .find(|other| other.patterns.iter().any(|pattern| fits(pattern, &subject)));
                found.map(|found| found.patterns.clone()).unwrap_or_default()
            });
            arguments.cases.insert(arm.case, chosen);
        }
        arguments.cases.get(&arm.case)?.as_ref().map(|patterns| *patterns == arm.patterns)
    }

    fn simple(
        &mut self,
        command: &SimpleCommand,
        placer: &Placer<'_>,
        arguments: &mut Arguments,
        conditional: bool,
    ) {
        let place = placer.place(command.span);
        let assigned: Vec<(String, Local)> = {
            let lookup = |name: &str| self.lookup(arguments, name);
            command.assignments.iter().map(|a| (a.name.clone(), Local::of(&a.value, &lookup))).collect()
        };
        if command.words.is_empty() {
            for assignment in &command.assignments {
                if arguments.export_all || self.ran.exports.iter().any(|known| known.name == assignment.name)
                {
                    self.export(assignment, placer, arguments, conditional);
                }
            }
            if !conditional {
                let locals = assigned
                    .into_iter()
                    .zip(&command.assignments)
                    .map(|((name, value), assignment)| (name, value, placer.place(assignment.value.span)));
                arguments.locals.extend(locals);
            }
            return;
        }
        let assigned =
            assigned.into_iter().filter_map(|(name, value)| Some((name, value.known()?.clone()))).collect();
        match command.program().as_deref() {
            Some("export") => {
                for word in &command.words[1..] {
                    if let Some(assignment) = word.assignment() {
                        self.export(&assignment, placer, arguments, conditional);
                    } else if let Some(name) = word.as_literal().filter(|_| !conditional) {
                        let known = self.lookup(arguments, &name);
                        let local = arguments.locals.iter().any(|(local, ..)| *local == name);
                        let value = match known {
                            Some(text) => Value::Literal(text),
                            None if local => Value::Secret,
                            None => continue,
                        };
                        overlay(
                            &mut self.ran.exports,
                            [Variable { name, value, place: placer.place(word.span) }],
                        );
                    }
                }
                return;
            }
            Some("set") => {
                match command.words.get(1).and_then(Word::as_literal).as_deref() {
                    Some("-a" | "-o allexport") => arguments.export_all = true,
                    Some("+a") => arguments.export_all = false,
                    _ => {}
                }
                return;
            }
            Some("shift") => {
                let count =
                    command.words.get(1).and_then(Word::as_literal).and_then(|count| count.parse().ok());
                let count: usize = count.unwrap_or(1);
                arguments.words.drain(..count.min(arguments.words.len()));
                return;
            }
            Some("cd" | "pushd") => {
                let path = command.words.get(1).map(|word| word.render(&|name| self.lookup(arguments, name)));
                if let Some(path) = path {
                    self.site.paths.enter(&path);
                }
                return;
            }
            Some("." | "source") => {
                let path = command.words.get(1).map(|word| word.render(&|name| self.lookup(arguments, name)));
                if let Some(file) = path.and_then(|path| self.site.paths.file(&path, self.tree)) {
                    self.source(&file, arguments, conditional);
                }
                return;
            }
            _ => {}
        }
        let (words, mut own) = self.render(&command.words, arguments);
        if own.is_none() && !words.is_empty() && words == arguments.words {
            // The script kept its arguments in a variable.
            own = Some(0);
        }
        let rest = arguments.place.clone().zip(own).map(|(place, own)| (own, place));
        let place = kept(&command.words, arguments).unwrap_or(place);
        self.command(&words, &place, rest.as_ref(), conditional, assigned);
    }

    /// The words in text; `"$@"` becomes the script's arguments, whose index is returned.
    fn render(&self, words: &[Word], arguments: &Arguments) -> (Vec<String>, Option<usize>) {
        // A text that is known in part still tells its words.
        let lookup = |name: &str| match arguments.locals.iter().rev().find(|(local, ..)| local == name) {
            Some((_, Local::Partly(text), _)) => Some(text.clone()),
            _ => self.lookup(arguments, name),
        };
        let mut out = Vec::new();
        let mut own = None;
        for word in words {
            if let [Part::Variable { name, operator, operand }] = word.parts.as_slice()
                && (name == "@" || name == "*")
            {
                // `${@:2}` leaves the first ones out; with a length it takes a part that is no command.
                let from = operand.parse::<usize>().unwrap_or(1).saturating_sub(1);
                if operator.is_empty() || operator == ":" && !operand.contains(':') {
                    own = Some(out.len());
                    out.extend(arguments.words.iter().skip(from).cloned());
                }
                continue;
            }
            let text = word.render(&lookup);
            if !word.quoted
                && !word.parts.iter().all(|part| matches!(part, Part::Text(_)))
                && word.is_known(&lookup)
            {
                // An unquoted variable is split into words.
                out.extend(text.split_whitespace().map(str::to_owned));
            } else {
                out.push(text);
            }
        }
        (out, own)
    }

    fn export(
        &mut self,
        assignment: &Assignment,
        placer: &Placer<'_>,
        arguments: &Arguments,
        conditional: bool,
    ) {
        if conditional {
            return;
        }
        let lookup = |name: &str| self.lookup(arguments, name);
        let word = &assignment.value;
        let value = if word.is_known(&lookup) {
            let text = word.render(&lookup);
            let open: Vec<String> =
                word.variables().filter(|name| lookup(name).is_none()).map(str::to_owned).collect();
            if open.is_empty() { Value::Literal(text) } else { Value::Default { text, from: open } }
        } else if word.parts.iter().any(|part| matches!(part, Part::Substitution(_))) {
            Value::Secret
        } else {
            Value::PassedThrough
        };
        let variable = Variable { name: assignment.name.clone(), value, place: placer.place(word.span) };
        overlay(&mut self.ran.exports, [variable]);
    }

    fn source(&mut self, path: &RepoPath, arguments: &mut Arguments, conditional: bool) {
        let Some(file) = self.open(path) else { return };
        self.depth += 1;
        self.follow(&Script::parse(file.text(), 0), &Placer::File(&file), arguments, conditional);
        self.depth -= 1;
    }

    /// Reads a script, unless scripts are nested too deep.
    fn open(&mut self, path: &RepoPath) -> Option<Arc<SourceFile>> {
        if self.depth >= DEEPEST {
            return None;
        }
        let file = self.tree.text(path).ok()?;
        if !self.ran.files.contains(path) {
            self.ran.files.push(path.clone());
        }
        Some(file)
    }

    fn command(
        &mut self,
        words: &[String],
        place: &Place,
        rest: Option<&(usize, Place)>,
        conditional: bool,
        assigned: Vec<(String, String)>,
    ) {
        let mut found = unwrap(words);
        if self.site.paths.names.is_manager(&found.program) {
            "manage.py".clone_into(&mut found.program);
        }
        // `exec "$@"` without arguments starts nothing.
        let nothing = found.program.is_empty() || (found.program == "exec" && found.arguments.is_empty());
        if nothing || self.ran.commands.len() >= MOST {
            return;
        }
        // The words that matter may all come from the arguments: then they stand where those stand.
        let place = match rest {
            Some((own, at)) if words.len() - found.arguments.len() > *own => at.clone(),
            _ => place.clone(),
        };
        // From which of its arguments on they come from elsewhere.
        let leading = words.len().saturating_sub(found.arguments.len());
        let rest = rest.map(|(own, at)| (own.saturating_sub(leading), at.clone()));
        if self.shell(&found, &place, rest.as_ref(), conditional) {
            return;
        }
        if found.path == "/init" && self.services(conditional) {
            return;
        }
        match found.program.as_str() {
            "make" if self.make(&found, conditional) => return,
            "npm" | "yarn" | "pnpm" if self.npm(&found) => return,
            "just" | "task" | "go-task" if self.tasks(&found, conditional) => return,
            _ if self.scripts(words, &found, conditional) => return,
            _ => {}
        }
        if !conditional && !self.site.conditional {
            for copy in self.site.paths.copied(&found.program, &found.arguments, self.tree) {
                self.site.paths.copies.push(copy.clone());
                self.ran.copies.push(copy);
            }
        }
        let mut environment: Vec<(String, String)> = self
            .ran
            .exports
            .iter()
            .filter_map(|variable| Some((variable.name.clone(), variable.value.text()?.to_owned())))
            .collect();
        environment.extend(assigned);
        environment.extend(found.environment.iter().cloned());
        if matches!(found.program.as_str(), "pre-commit" | "pre_commit" | "prek") {
            let skip =
                environment.iter().rev().find(|(name, _)| name == "SKIP").map(|(_, value)| value.clone());
            let skip = skip.or_else(|| self.lookup(&Arguments::default(), "SKIP"));
            self.hooks(&found, skip.as_deref(), conditional);
        }
        let configuration = self.configuration(&found);
        self.ran.commands.push(Command {
            program: found.program,
            arguments: found.arguments,
            wrappers: found.wrappers,
            environment,
            configuration,
            moment: self.site.moment,
            conditional: conditional || self.site.conditional,
            role: self.site.role,
            by: self.site.by.clone(),
            place,
        });
    }
}
