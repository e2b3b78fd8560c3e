//! systemd units, supervisor programs and uWSGI configurations.
//!
//! Sources: systemd.exec(5) and systemd.service(5), supervisor's and uWSGI's option references.

use super::draft::Draft;
use super::run::place;
use super::start::Start;
use super::variable::overlay;
use super::{Value, Variable};
use crate::base::{RepoPath, Span};
use crate::source::{SourceFile, Tree};
use crate::syntax::ini::{self, Entry, Section};
use crate::syntax::shell;

fn entry_place(file: &SourceFile, entry: &Entry) -> super::Place {
    place(file, entry.span)
}

/// `A=1 "B=two words"`, as systemd and supervisor (with commas) write them.
fn pairs(file: &SourceFile, entry: &Entry, commas: bool) -> Vec<Variable> {
    let text = if commas { separated(&entry.value) } else { entry.value.clone() };
    shell::words(&text.replace('$', "\u{0}"), 0)
        .iter()
        .filter_map(|word| {
            let assignment = word.assignment()?;
            let text = assignment.value.render(&|_| None).replace('\u{0}', "$");
            // `%(ENV_NAME)s` hands supervisor's own environment on.
            let value = if text.contains("%(ENV_") { Value::PassedThrough } else { Value::Literal(text) };
            Some(Variable { name: assignment.name, value, place: entry_place(file, entry) })
        })
        .collect()
}

/// Commas outside of quotes as blanks.
fn separated(text: &str) -> String {
    let mut quote = None;
    text.chars()
        .map(|c| match (quote, c) {
            (None, '"' | '\'') => {
                quote = Some(c);
                c
            }
            (Some(open), _) if open == c => {
                quote = None;
                c
            }
            (None, ',') => ' ',
            _ => c,
        })
        .collect()
}

fn shell_start(file: &SourceFile, entry: &Entry, text: &str) -> Start {
    Start::shell(text, 0, false, entry_place(file, entry))
}

/// The process of a systemd unit.
pub(super) fn systemd(file: &SourceFile, tree: &Tree) -> Vec<Draft> {
    let sections = ini::sections(file.text());
    let Some(service) = sections.iter().find(|section| section.name == "Service") else { return Vec::new() };
    let mut environment = Vec::new();
    for entry in &service.entries {
        match entry.key.as_str() {
            "Environment" => overlay(&mut environment, pairs(file, entry, false)),
            "EnvironmentFile" => {
                if let Some(path) = committed(&entry.value, file, tree) {
                    overlay(&mut environment, super::values::environment_file(&path, tree));
                }
            }
            _ => {}
        }
    }
    let name = file.path().name().trim_end_matches(".service").to_owned();
    let mut found = Vec::new();
    for entry in &service.entries {
        let release = match entry.key.as_str() {
            "ExecStart" => false,
            "ExecStartPre" => true,
            _ => continue,
        };
        let command = entry.value.trim_start_matches(['-', '@', '+', '!', ':']).replace('\n', " ");
        let mut draft = Draft::new(
            if release { format!("{name} (before)") } else { name.clone() },
            entry_place(file, entry),
        );
        draft.release = release;
        draft.command = Some(shell_start(file, entry, &command));
        draft.environment.clone_from(&environment);
        found.push(draft);
    }
    found
}

/// An environment file that a unit names by its place on the server, where the repository holds it beside the unit.
fn committed(value: &str, file: &SourceFile, tree: &Tree) -> Option<RepoPath> {
    let name = value.trim_start_matches('-').rsplit('/').next()?;
    let path = file.path().parent()?.join(name)?;
    tree.contains(&path).then_some(path)
}

/// The programs of a supervisor configuration.
pub(super) fn supervisor(file: &SourceFile) -> Vec<Draft> {
    let sections = ini::sections(file.text());
    let shared = sections
        .iter()
        .find(|section| section.name == "supervisord")
        .and_then(|section| section.get("environment"));
    let shared = shared.map(|entry| pairs(file, entry, true)).unwrap_or_default();
    sections
        .iter()
        .filter_map(|section| {
            let name = section.name.strip_prefix("program:")?;
            let command = section.get("command")?;
            let mut draft = Draft::new(name, entry_place(file, command));
            // An inline comment begins with a blank and a semicolon; `%` is doubled.
            let text =
                command.value.split(" ;").next().unwrap_or_default().replace("%%", "%").replace('\n', " ");
            draft.command = Some(shell_start(file, command, &text));
            draft.environment.clone_from(&shared);
            if let Some(entry) = section.get("environment") {
                overlay(&mut draft.environment, pairs(file, entry, true));
            }
            draft.workdir = section.get("directory").map(|entry| entry.value.clone());
            Some(draft)
        })
        .collect()
}

/// What a uWSGI configuration adds to the process that it configures.
pub(super) struct Uwsgi {
    /// The process itself: a `uwsgi` command with the configuration's keys as its options.
    pub server: Draft,
    /// The configuration's keys as the options that they stand for: `--key`, `value`.
    pub options: Vec<String>,
    /// The commands that it attaches, and Python files or commands that it runs before it serves.
    pub attached: Vec<Draft>,
}

/// Reads a uWSGI configuration in INI form.
pub(super) fn uwsgi(file: &SourceFile) -> Option<Uwsgi> {
    let sections = ini::sections(file.text());
    let sections: Vec<&Section> =
        sections.iter().filter(|section| section.name.starts_with("uwsgi")).collect();
    let first = sections.first()?;
    let serving = sections.iter().flat_map(|section| &section.entries).find(|entry| {
        matches!(
            entry.key.as_str(),
            "module" | "wsgi-file" | "wsgi" | "mount" | "http" | "http-socket" | "socket"
        )
    });
    let here = serving.map_or_else(|| place(file, first.span), |entry| entry_place(file, entry));
    let mut server = Draft::new("uwsgi", here.clone());
    let mut options = Vec::new();
    let mut attached = Vec::new();
    for entry in sections.iter().flat_map(|section| &section.entries) {
        let value = entry.value.trim();
        match entry.key.as_str() {
            "env" => {
                if let Some((name, value)) = value.split_once('=') {
                    let value = if value.contains("$(") {
                        Value::PassedThrough
                    } else {
                        Value::Literal(value.trim().to_owned())
                    };
                    let variable =
                        Variable { name: name.trim().to_owned(), value, place: entry_place(file, entry) };
                    overlay(&mut server.environment, [variable]);
                }
            }
            "attach-daemon"
            | "attach-daemon2"
            | "smart-attach-daemon"
            | "legion-attach-daemon"
            | "exec-asap"
            | "exec-pre-app"
            | "hook-pre-app"
            | "hook-asap"
            | "exec-as-user" => {
                let command = value.rsplit_once("cmd=").map_or(value, |(_, command)| command);
                let command = command.strip_prefix("exec:").unwrap_or(command);
                let offset = entry.value_start + entry.value.find(command).unwrap_or(0);
                let here = place(file, Span::new(offset, entry.span.end));
                let mut draft = Draft::new(format!("uwsgi {}", entry.key), here.clone());
                let words = shell::words(&command.replace('%', "\u{0}"), 0);
                let words = words.iter().map(|word| word.render(&|_| None).replace('\u{0}', "%"));
                draft.command = Some(Start::exec(words, here));
                draft.release = entry.key.starts_with("exec") || entry.key.starts_with("hook");
                attached.push(draft);
            }
            _ => {}
        }
        options.push(format!("--{}", entry.key));
        if !value.is_empty() {
            options.push(value.to_owned());
        }
    }
    let words = std::iter::once("uwsgi".to_owned()).chain(options.iter().cloned());
    server.command = Some(Start::exec(words, here));
    Some(Uwsgi { server, options, attached })
}
