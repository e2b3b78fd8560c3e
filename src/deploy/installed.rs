//! Environment files that an installer hands to what its folder deploys.
//!
//! A committed environment file beside a production file sets nothing by lying there. It does where a script of that
//! folder, or of one above it, copies, downloads or reads it: `cp variables.env .env`, `--env-file variables.env`. That
//! is one more way in which the processes run, beside the one without the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compose::{self, ComposeFile};
use super::draft::Draft;
use super::join::{Images, join};
use super::read::Reader;
use super::run::place;
use super::variable::overlay;
use super::{Kind, Place, Process, Role, Variable, role, values};
use crate::base::{RepoPath, Span};
use crate::source::Tree;
use crate::syntax::shell::{Part, Script, SimpleCommand};

/// How many scripts of one folder are read.
const MOST_SCRIPTS: usize = 50;
/// The largest script that is searched, in bytes.
const MOST_TEXT: usize = 500_000;

/// How many environment files of one folder count.
const MOST_FILES: usize = 8;
/// How many substitutions of one command are read, and how deep inside each other.
const MOST_SUBSTITUTIONS: usize = 20;
const DEEPEST: usize = 3;

/// An environment file, with the place in a script that hands it on.
#[derive(Debug, Clone)]
pub(super) struct Installed {
    pub path: RepoPath,
    pub by: Place,
}

/// One process with an installer's environment file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Where the process is declared: the place of one of [`Deployment::processes`](super::Deployment::processes).
    pub process: Place,
    /// The environment file.
    pub file: RepoPath,
    /// The process's environment with the file.
    pub variables: Vec<Variable>,
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Installers {
    /// The environment files that a folder's installers hand on.
    of_folder: BTreeMap<RepoPath, Vec<Installed>>,
    /// A compose file, read with such a file.
    read: BTreeMap<(RepoPath, RepoPath), Option<ComposeFile>>,
}

impl Reader<'_> {
    /// The process with each environment file that an installer of its folder hands to it.
    pub(super) fn installed(
        &mut self,
        draft: &Draft,
        process: &Process,
        images: &Images<'_>,
    ) -> Vec<Installation> {
        let path = process.path();
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let tree = self.tree;
        let files =
            self.installers.of_folder.entry(folder.clone()).or_insert_with(|| of_folder(&folder, tree));
        let compose = self.composes.iter().find(|compose| compose.file.path() == path);
        let mut found = Vec::new();
        for installed in files.iter() {
            let file = &installed.path;
            // Compose reads a `.env` beside it by itself.
            if draft.env_files.contains(file) || compose.is_some() && file.name() == ".env" {
                continue;
            }
            let variables = match compose {
                None => overlaid(process, file, tree),
                Some(compose) => {
                    let again = self.installers.read.entry((path.clone(), file.clone()));
                    let again = again
                        .or_insert_with(|| compose::read(Arc::clone(&compose.file), Some(file), tree).ok());
                    let services = again.iter().flat_map(|again| &again.services);
                    let Some(same) = services.into_iter().find(|other| other.place == draft.place) else {
                        continue;
                    };
                    let mut variables = join(same, images, tree, &self.names).process.environment;
                    placed(&mut variables, &process.environment, file, tree);
                    variables
                }
            };
            let by = &installed.by;
            let reason = format!("{}:{} hands it to what {folder} deploys", by.path, by.line);
            self.files.entry(file.clone()).or_insert((Kind::EnvironmentFile, Role::Production, reason));
            found.push(Installation { process: process.place.clone(), file: file.clone(), variables });
        }
        found
    }
}

/// The environment files of `folder` that a script hands on, ordered by path.
fn of_folder(folder: &RepoPath, tree: &Tree) -> Vec<Installed> {
    let files: Vec<RepoPath> =
        beside(folder, tree).into_iter().filter(is_environment).take(MOST_FILES).collect();
    let mut found: Vec<Installed> = Vec::new();
    let mut at = if files.is_empty() { None } else { Some(folder.clone()) };
    while let Some(current) = at {
        for path in beside(&current, tree).iter().filter(|path| is_script(path)).take(MOST_SCRIPTS) {
            let Ok(script) = tree.text(path) else { continue };
            let text = script.text();
            let shell =
                path.extension() != "" || text.lines().next().is_some_and(|line| line.ends_with("sh"));
            if !shell || text.len() > MOST_TEXT || !files.iter().any(|file| text.contains(file.name())) {
                continue;
            }
            for (word, span) in handed_on(&Script::parse(text, 0), None, 0) {
                for file in files.iter().filter(|file| names(&word, file, &current)) {
                    if !found.iter().any(|known| known.path == *file) {
                        found.push(Installed { path: file.clone(), by: place(&script, span) });
                    }
                }
            }
        }
        at = current.parent();
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The files that `folder` itself holds.
fn beside(folder: &RepoPath, tree: &Tree) -> Vec<RepoPath> {
    let own = |path: &&RepoPath| path.parent().unwrap_or_else(RepoPath::root) == *folder;
    tree.under(folder).iter().filter(own).cloned().collect()
}

/// Whether the name is that of an environment file which may count for production.
fn is_environment(path: &RepoPath) -> bool {
    let name = path.name();
    (path.extension() == "env" || name == ".env" || name.starts_with(".env."))
        && !values::is_sample(path)
        && role::by_path(path, Kind::EnvironmentFile).is_none_or(|(role, _)| role == Role::Production)
}

fn is_script(path: &RepoPath) -> bool {
    matches!(path.extension(), "sh" | "bash" | "")
        && role::by_path(path, Kind::Script).is_none_or(|(role, _)| role == Role::Production)
}

/// The words that a script's commands copy, download or read, with their places.
fn handed_on(script: &Script, within: Option<Span>, depth: usize) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for command in &script.commands {
        let words: Vec<(String, Span)> =
            command.words.iter().map(|word| (word.render(&|_| None), within.unwrap_or(word.span))).collect();
        found.extend(sources(&words).into_iter().cloned());
        for (text, span) in substitutions(command).take(MOST_SUBSTITUTIONS) {
            if depth < DEEPEST {
                let inner = text.trim_start_matches("$(").trim_end_matches(')').trim_matches('`');
                found.extend(handed_on(&Script::parse(inner, 0), Some(within.unwrap_or(span)), depth + 1));
            }
        }
    }
    found
}

fn substitutions(command: &SimpleCommand) -> impl Iterator<Item = (&str, Span)> {
    let words = command.assignments.iter().map(|assignment| &assignment.value).chain(&command.words);
    words.flat_map(|word| {
        word.parts.iter().filter_map(move |part| match part {
            Part::Substitution(text) => Some((text.as_str(), word.span)),
            _ => None,
        })
    })
}

/// The words of one command that name what it hands on or reads, not where it puts it.
fn sources(words: &[(String, Span)]) -> Vec<&(String, Span)> {
    let Some(((first, _), rest)) = words.split_first() else { return Vec::new() };
    let program = first.rsplit('/').next().unwrap_or_default();
    match program {
        "cp" | "mv" | "install" | "ln" | "rsync" | "scp" => {
            rest.split_last().map(|(_, sources)| sources.iter().collect()).unwrap_or_default()
        }
        "curl" | "wget" => rest.iter().filter(|(word, _)| word.contains('/')).collect(),
        "source" | "." | "cat" | "envsubst" => rest.iter().collect(),
        // `docker compose --env-file variables.env up`, whatever the program is called.
        _ => rest
            .iter()
            .enumerate()
            .filter(|(index, (word, _))| {
                word.starts_with("--env-file=")
                    || index.checked_sub(1).is_some_and(|before| rest[before].0 == "--env-file")
            })
            .map(|(_, word)| word)
            .collect(),
    }
}

/// Whether a word of a script in `folder` names `file`: by its path from there, at the end of a longer path or address.
fn names(word: &str, file: &RepoPath, folder: &RepoPath) -> bool {
    let word =
        word.split_once('=').filter(|(name, _)| name.starts_with("--")).map_or(word, |(_, value)| value);
    let word = word.split(['?', '#']).next().unwrap_or_default();
    let Some(relative) = file.relative_to(folder) else { return false };
    word == relative || word.strip_suffix(relative).is_some_and(|before| before.ends_with('/'))
}

/// The environment of a process with the file's variables: under what is declared, over what the image sets.
fn overlaid(process: &Process, file: &RepoPath, tree: &Tree) -> Vec<Variable> {
    let mut environment = process.environment.clone();
    let declared = |name: &str| {
        let known = process.environment.iter().find(|variable| variable.name == name);
        known.is_some_and(|known| Some(&known.place.path) != process.dockerfile.as_ref())
    };
    let variables = values::environment_file(file, tree).into_iter();
    overlay(&mut environment, variables.filter(|variable| !declared(&variable.name)));
    environment
}

/// Lets each variable that the file decides stand where the file sets it.
fn placed(with: &mut [Variable], without: &[Variable], file: &RepoPath, tree: &Tree) {
    let given = values::environment_file(file, tree);
    for variable in with {
        let same = |other: &&Variable| other.name == variable.name && other.value == variable.value;
        let Some(source) = given.iter().find(same) else { continue };
        if !without.iter().any(|other| same(&other)) {
            variable.place = source.place.clone();
        }
    }
}
