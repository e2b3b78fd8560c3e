//! Deployment files as facts: roles, processes with their environments, commands, proxies.

mod commands;
mod environments;
mod hooks;
mod hostile;
mod installed;
mod processes;
mod proxies;
mod roles;
mod tasks;

use gonogo::deploy::{Command, Deployment, Moment, Process, Value};
use gonogo::source::Tree;

/// Reads a repository of these files.
fn read(files: &[(&str, &str)]) -> Deployment {
    Deployment::read(&Tree::in_memory(files.iter().map(|(path, text)| (*path, *text))))
}

fn process<'d>(deployment: &'d Deployment, name: &str) -> &'d Process {
    let known: Vec<&String> = deployment.processes.iter().map(|process| &process.name).collect();
    let found = deployment.processes.iter().find(|process| process.name == name);
    found.unwrap_or_else(|| panic!("no process {name} among {known:?}"))
}

/// `NAME=value` of each variable; `?` for what is passed through, `*` for a secret, `!` for what must be set.
fn environment(process: &Process) -> Vec<String> {
    let value = |value: &Value| match value {
        Value::Literal(text) => text.clone(),
        Value::Default { text, from } => format!("{text} unless {}", from.join(", ")),
        Value::PassedThrough => "?".to_owned(),
        Value::Secret => "*".to_owned(),
        Value::Required => "!".to_owned(),
    };
    process
        .environment
        .iter()
        .map(|variable| format!("{}={}", variable.name, value(&variable.value)))
        .collect()
}

/// A command with its place, `?` before a conditional one.
fn line(command: &Command) -> String {
    let mark = if command.conditional { "? " } else { "" };
    format!("{mark}{} @ {}:{}", command.line(), command.place.path, command.place.line)
}

fn lines(process: &Process) -> Vec<String> {
    process.commands.iter().map(line).collect()
}

fn at(deployment: &Deployment, moment: Moment) -> Vec<String> {
    deployment.commands.iter().filter(|command| command.moment == moment).map(line).collect()
}
