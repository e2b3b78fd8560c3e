//! `tasks.dead-letter`: failing tasks retry with backoff, and what is exhausted is kept.
//!
//! # What
//! The Celery tasks of the project with their decorators, base classes and annotations; the places where exhausted tasks
//! go.
//!
//! # Pass
//! Every task retries with exponential backoff (`autoretry_for` with `retry_backoff`, or `self.retry` with a growing
//! countdown), by itself, its base class or an annotation, and has a place where exhausted tasks go: dead-letter arguments
//! of a queue, a redrive policy, an `on_failure` or a `task_failure` handler that stores them.
//!
//! # Fail
//! Otherwise; the summary says which half is missing and names tasks.
//!
//! # N/A
//! Production uses no Celery and no other task queue; no task is defined.
//!
//! # Review
//! Another task queue.
//!
//! # Traps
//! A handler that only logs keeps nothing.

use super::queue::{Use, judged};
use crate::detectors::words::is_are;
use crate::detectors::{Inputs, Scene, TaskSeen};
use crate::model::{Absence, Evidence, Outcome};

/// How many tasks a summary names.
const NAMED: usize = 3;
/// How many tasks are shown as evidence.
const SHOWN: usize = 20;

/// Judges `tasks.dead-letter`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |scene, used| judge(inputs, scene, used))
}

fn judge(inputs: &Inputs<'_>, scene: &Scene<'_>, used: &Use) -> Outcome {
    let tasks = scene.tasks();
    if tasks.is_empty() {
        if let Some(reason) = inputs.apps_gap() {
            return Outcome::review(format!("Which tasks there are cannot be told: {reason}")).and_all(used.place.clone());
        }
        return Outcome::not_applicable("No Celery task is defined", Absence::new("a Celery task", "the project's code"))
            .and_all(used.place.clone());
    }
    let kept = inputs.dead_letters();
    let hasty: Vec<&TaskSeen> = tasks.iter().filter(|task| !task.backs_off).collect();
    let lost: Vec<&TaskSeen> = if kept.is_some() { Vec::new() } else { tasks.iter().filter(|task| task.kept.is_none()).collect() };
    if hasty.is_empty() && lost.is_empty() {
        let summary = format!(
            "{} {} with exponential backoff, and what is exhausted is kept",
            all(tasks.len()),
            if tasks.len() == 1 { "retries" } else { "retry" }
        );
        let ground = kept.or_else(|| tasks.iter().find_map(|task| task.kept.clone()));
        return match ground {
            Some(ground) => Outcome::pass(summary, tasks[0].place.clone()).and(ground).and_all(shown(&tasks.iter().collect::<Vec<_>>())),
            None => Outcome::review(summary),
        };
    }
    let mut parts = Vec::new();
    if !hasty.is_empty() {
        let verb = if hasty.len() == 1 { "does" } else { "do" };
        parts.push(format!("{} of {} {verb} not retry with exponential backoff ({})", hasty.len(), all(tasks.len()), names(&hasty)));
    }
    if lost.len() == tasks.len() {
        parts.push("nothing takes tasks that fail for good".to_owned());
    } else if !lost.is_empty() {
        parts.push(format!("{} {} dropped after failing for good ({})", lost.len(), is_are(lost.len()), names(&lost)));
    }
    // What half meets the item tells most: tasks that do back off, handlers that keep or only log.
    let half: Vec<Evidence> = tasks.iter().find(|task| task.backs_off).map(|task| task.place.clone()).into_iter().collect();
    let handler = tasks.iter().find_map(|task| task.forgetful.clone().or_else(|| task.kept.clone()));
    let missing = if hasty.is_empty() { &lost } else { &hasty };
    let outcome = Outcome::fail(parts.join("; ")).and_all(half).and_all(handler).and_all(shown(missing)).and_all(kept);
    outcome.advise(format!(
        "Give the tasks one base class with autoretry_for, retry_backoff and max_retries, and an on_failure that stores what \
         failed (or queues with x-dead-letter-exchange), beginning with {}",
        names(missing)
    ))
}

fn shown(tasks: &[&TaskSeen]) -> Vec<Evidence> {
    tasks.iter().take(SHOWN).map(|task| task.place.clone()).collect()
}

fn all(count: usize) -> String {
    if count == 1 { "1 task".to_owned() } else { format!("{count} tasks") }
}

fn names(tasks: &[&TaskSeen]) -> String {
    let short = |task: &&TaskSeen| task.name.rsplit('.').next().unwrap_or(&task.name).to_owned();
    let first: Vec<String> = tasks.iter().take(NAMED).map(short).collect();
    let more = tasks.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", first.join(", ")) } else { first.join(", ") }
}
