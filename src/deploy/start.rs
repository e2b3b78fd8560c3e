//! What starts in a container or process, and following it.

use super::Place;
use super::run::{Placer, Ran, Runner, Site};
use crate::source::Tree;
use crate::syntax::dockerfile::Invocation;
use crate::syntax::shell::{Script, Word};

/// What starts in a container, as an image or whoever runs it says.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub invocation: Invocation,
    pub place: Place,
    /// Whether the spans of its words are true offsets into the file.
    pub exact: bool,
}

impl Start {
    /// A shell command that stands at `place`, its text starting at the byte `offset` where `exact`.
    pub(super) fn shell(text: &str, offset: usize, exact: bool, place: Place) -> Self {
        Self { invocation: Invocation::Shell(Script::parse(text, offset)), place, exact }
    }

    /// Words that are taken as they are.
    pub(super) fn exec(words: impl IntoIterator<Item = String>, place: Place) -> Self {
        let words = words.into_iter().map(|word| Word::literal(word, place.span)).collect();
        Self { invocation: Invocation::Exec(words), place, exact: false }
    }
}

/// Follows what a container starts: the entrypoint with the command as its arguments.
pub(super) fn run(tree: &Tree, site: Site, entrypoint: Option<&Start>, cmd: Option<&Start>) -> Ran {
    let mut runner = Runner::new(tree, site);
    let entrypoint = entrypoint.filter(|entrypoint| !entrypoint.invocation.is_empty());
    match (entrypoint, cmd) {
        (Some(entrypoint), cmd) => match words(entrypoint) {
            Some(mut all) => {
                let own = all.len();
                if let Some(cmd) = cmd {
                    all.extend(words(cmd).unwrap_or_else(|| as_shell_words(cmd, tree)));
                }
                let rest = cmd.map_or(&entrypoint.place, |cmd| &cmd.place);
                runner.words(&all, &entrypoint.place, own, rest);
            }
            // The shell form of an entrypoint takes no arguments.
            None => follow(&mut runner, entrypoint, tree),
        },
        (None, Some(cmd)) => follow(&mut runner, cmd, tree),
        (None, None) => {}
    }
    runner.finish()
}

fn words(start: &Start) -> Option<Vec<String>> {
    match &start.invocation {
        Invocation::Exec(words) => Some(words.iter().map(|word| word.render(&|_| None)).collect()),
        Invocation::Shell(_) => None,
    }
}

/// A command in shell form as the words that a container hands to its entrypoint.
fn as_shell_words(cmd: &Start, tree: &Tree) -> Vec<String> {
    let text =
        tree.text(&cmd.place.path).map(|file| file.slice(cmd.place.span).to_owned()).unwrap_or_default();
    let text = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    vec!["/bin/sh".to_owned(), "-c".to_owned(), text.to_owned()]
}

fn follow(runner: &mut Runner<'_>, start: &Start, tree: &Tree) {
    match &start.invocation {
        Invocation::Exec(_) => runner.words(&words(start).unwrap_or_default(), &start.place, 0, &start.place),
        Invocation::Shell(script) => match tree.text(&start.place.path) {
            Ok(file) if start.exact => runner.parsed(script, &Placer::File(&file)),
            _ => runner.parsed(script, &Placer::Fixed(start.place.clone())),
        },
    }
}
