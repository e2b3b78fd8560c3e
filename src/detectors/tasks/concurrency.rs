//! `tasks.concurrency`: each worker has a concurrency that somebody chose.
//!
//! # What
//! `worker_concurrency` as Celery reads it, and the flags of the worker commands in the deployment files.
//!
//! # Pass
//! The setting is positive, or every worker command has `-c`, `--concurrency` or `--autoscale` (or the pool `solo`, which
//! is one process by nature).
//!
//! # Fail
//! A worker command without it and no setting; a flag that is 0, which overrides the setting.
//!
//! # N/A
//! Production uses no Celery and no other task queue.
//!
//! # Review
//! No setting and no worker command in a deployment file; a value that cannot be known; another task queue.
//!
//! # Traps
//! 0 and `None` are Celery's own default: as many processes as the machine has CPUs.

use num_bigint::Sign;

use super::queue::{Use, judged};
use crate::deploy::Command;
use crate::detectors::words::{and_list, variables};
use crate::detectors::{Configured, Inputs, Scene};
use crate::eval::Shape;
use crate::model::{Evidence, Outcome};

const FLAGS: [&str; 3] = ["--concurrency", "-c", "--autoscale"];

/// Judges `tasks.concurrency`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |scene, used| judge(inputs, scene, used))
}

/// What the setting says.
enum Chosen {
    Positive(String),
    Not,
    Open(String),
}

fn chosen(option: Option<&Configured>) -> Chosen {
    let Some(option) = option else { return Chosen::Not };
    match &option.value.shape {
        Shape::Int(number) if number.sign() == Sign::Plus => Chosen::Positive(format!("{} is {number}", option.name)),
        // Celery takes a text of digits, too.
        Shape::Str(text) => match text.trim().parse::<u32>() {
            Ok(0) => Chosen::Not,
            Ok(number) => Chosen::Positive(format!("{} is {number}", option.name)),
            Err(_) if text.trim().is_empty() => Chosen::Not,
            Err(_) => Chosen::Open(format!("{} is '{text}'", option.name)),
        },
        Shape::Required(names) => Chosen::Positive(format!("{} comes from {}", option.name, variables(names))),
        Shape::Unknown(reason) => Chosen::Open(format!("{}: {reason}", option.name)),
        _ => Chosen::Not,
    }
}

/// The flag of a worker command that limits it, with its value.
fn flag(command: &Command) -> Option<(&'static str, &str)> {
    FLAGS.iter().find_map(|name| Some((*name, command.option(name)?)))
}

fn is_solo(command: &Command) -> bool {
    ["-P", "--pool"].iter().any(|name| command.option(name) == Some("solo"))
}

fn judge(inputs: &Inputs<'_>, scene: &Scene<'_>, used: &Use) -> Outcome {
    let option = scene.celery_option(used.app.as_ref(), "worker_concurrency");
    let set_at: Vec<Evidence> = option.as_ref().map(|option| option.evidence.clone()).unwrap_or_default();
    let setting = chosen(option.as_ref());
    let workers = inputs.production_commands("Celery workers", Command::is_celery_worker);
    let at = |command: &&Command| inputs.deployed(&command.place);
    let zero: Vec<&Command> = workers.iter().copied().filter(|command| flag(command).is_some_and(|(_, value)| value == "0")).collect();
    if let Some(command) = zero.first() {
        return Outcome::fail(format!("{} sets the concurrency to 0: as many processes as the machine has CPUs", command.line()))
            .and_all(zero.iter().filter_map(at))
            .advise(format!("Give the worker in {} a positive --concurrency", command.place.path));
    }
    let bare: Vec<&Command> =
        workers.iter().copied().filter(|command| flag(command).is_none() && !is_solo(command)).collect();
    match setting {
        Chosen::Positive(what) => match set_at.first() {
            Some(first) => Outcome::pass(format!("{what} for every worker"), first.clone()).and_all(set_at),
            None => Outcome::review(what),
        },
        _ if !workers.is_empty() && bare.is_empty() => {
            let mut flags: Vec<String> = Vec::new();
            for command in &workers {
                let own = flag(command)
                    .map_or_else(|| "--pool solo".to_owned(), |(name, value)| format!("{name} {value}"));
                if !flags.contains(&own) {
                    flags.push(own);
                }
            }
            let mut places = workers.iter().filter_map(at);
            let summary = format!("Every worker command limits its concurrency: {}", and_list(flags));
            match places.next() {
                Some(first) => Outcome::pass(summary, first).and_all(places),
                None => Outcome::review(summary),
            }
        }
        Chosen::Open(reason) => {
            Outcome::review(format!("Whether the workers' concurrency is limited cannot be told: {reason}")).and_all(set_at)
        }
        Chosen::Not if workers.is_empty() => {
            Outcome::review("No worker_concurrency is set, and no deployment file starts a worker: look how workers are started")
                .and_all(used.place.clone())
        }
        Chosen::Not => {
            let by: Vec<String> = bare.iter().map(|command| format!("{} in {}", command.by, command.place.path)).collect();
            Outcome::fail(format!(
                "No concurrency is chosen for {}: Celery starts as many processes as the machine has CPUs",
                and_list(by)
            ))
            .and_all(bare.iter().filter_map(at))
            .and_all(set_at)
            .advise(format!(
                "Add --concurrency to the worker in {}, or set worker_concurrency for all workers in {}",
                bare.first().map_or_else(String::new, |command| command.place.path.to_string()),
                scene.module_path()
            ))
        }
    }
}
