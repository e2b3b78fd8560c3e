//! `logging.rotation`: file logs rotate.
//!
//! # What
//! The handlers of `LOGGING` that a logger reaches with `DEBUG` false, and the logrotate configurations of the repository.
//!
//! # Pass
//! Every file handler rotates: by size (`maxBytes` and `backupCount` positive), by time (`backupCount` positive), a known
//! package's equivalent, or `FileHandler`/`WatchedFileHandler` with a logrotate rule for its file.
//!
//! # Fail
//! One does not; the summary says which and why.
//!
//! # N/A
//! There is no file handler: logs go to the console.
//!
//! # Review
//! Part of the configuration is not known, or code configures logging.
//!
//! # Traps
//! `maxBytes=0` or `backupCount=0` never rotates; a timed handler with `backupCount=0` keeps every file: fail. A
//! `FileHandler` goes on writing into the renamed file unless logrotate truncates it (a pass with a warning).

use regex::Regex;

use crate::detectors::inputs::{Log, Logrotate};
use crate::detectors::known::known;
use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Scene, in_every_scene};
use crate::django::logging::Handler;
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Evidence, Outcome};

/// Files that are the console.
const CONSOLE: [&str; 4] = ["/dev/stdout", "/dev/stderr", "/proc/1/fd/1", "/proc/1/fd/2"];
/// How many handlers a message names.
const MOST_NAMED: usize = 3;

/// Judges `logging.rotation`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

/// What becomes of a handler's file.
enum File {
    Rotates,
    ByLogrotate { place: Evidence, stale: bool },
    Grows(String),
    Unknown(String),
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let log = scene.log();
    let rules = scene.inputs.logrotate();
    let files: Vec<(&Handler, File)> =
        log.handlers().filter_map(|handler| Some((handler, file(scene, handler, &rules)?))).collect();
    for (handler, _) in &files {
        for key in ["()", "class", "filename", "maxBytes", "backupCount"] {
            scene.looked_at(format!("LOGGING['handlers']['{}']['{key}']", handler.name), handler.entry.get(key));
        }
    }
    let place = |handler: &Handler| scene.evidence(handler.origin()?);
    let places = || files.iter().filter_map(|(handler, _)| place(handler));
    let grows: Vec<(&Handler, &String)> = files
        .iter()
        .filter_map(|(handler, file)| match file {
            File::Grows(reason) => Some((*handler, reason)),
            _ => None,
        })
        .collect();
    if !grows.is_empty() {
        return fail(scene, &grows).and_all(places());
    }
    let unknown = files.iter().find_map(|(handler, file)| match file {
        File::Unknown(reason) => Some(format!("handler '{}': {reason}", handler.name)),
        _ => None,
    });
    let setting = scene.assigned_at("LOGGING");
    if let Some(reason) = unknown.or_else(|| log.gap.clone()) {
        let summary = format!("Whether file logs rotate cannot be told: {reason}");
        return Outcome::review(summary).and_all(places()).and_all(setting);
    }
    if let Some(code) = log.by_code.clone() {
        let summary = "Code configures logging, not LOGGING: look whether it writes files, and whether they rotate";
        return Outcome::review(summary).and(code).and_all(setting);
    }
    let Some(first) = places().next() else { return console(scene, &log, setting) };
    let names = and_list(files.iter().take(MOST_NAMED).map(|(handler, _)| handler.name.as_str()));
    let more = files.len().saturating_sub(MOST_NAMED);
    let names = if more == 0 { names } else { format!("{names} and {more} more") };
    let outcome = Outcome::pass(format!("Every file handler rotates: {names}"), first);
    let rotated = files.iter().filter_map(|(_, file)| match file {
        File::ByLogrotate { place, stale } => Some((place.clone(), *stale)),
        _ => None,
    });
    let rotated: Vec<(Evidence, bool)> = rotated.collect();
    let outcome = outcome.and_all(rotated.iter().map(|(place, _)| place.clone())).and_all(places());
    match rotated.iter().find(|(_, stale)| *stale) {
        Some((place, _)) => {
            let warning = "A FileHandler goes on writing into the renamed file: use WatchedFileHandler, or copytruncate \
                           in the logrotate rule";
            outcome.warn(warning, Some(place))
        }
        None => outcome,
    }
}

fn console(scene: &Scene<'_>, log: &Log, setting: Option<Evidence>) -> Outcome {
    let handlers = log.handlers().filter_map(|handler| scene.evidence(handler.origin()?));
    let summary = if setting.is_some() {
        "No handler of LOGGING writes to a file"
    } else {
        "LOGGING is not set: Django's default handlers write no file"
    };
    Outcome::not_applicable(summary, Absence::new("a file handler", "LOGGING")).and_all(handlers).and_all(setting)
}

fn fail(scene: &Scene<'_>, grows: &[(&Handler, &String)]) -> Outcome {
    let told = grows.iter().take(MOST_NAMED).map(|(handler, reason)| format!("'{}' {reason}", handler.name));
    let summary = format!("Log files grow without end: handler {}", and_list(told.collect::<Vec<_>>()));
    let names = and_list(grows.iter().map(|(handler, _)| handler.name.as_str()));
    let advice = format!(
        "In {}, give {names} maxBytes and backupCount (RotatingFileHandler), or log to the console",
        scene.module_path()
    );
    let places = grows.iter().filter_map(|(handler, _)| scene.evidence(handler.origin()?));
    Outcome::fail(summary).and_all(places).advise(advice)
}

/// What becomes of the file of a handler; `None` where it writes none.
fn file(scene: &Scene<'_>, handler: &Handler, rules: &[Logrotate]) -> Option<File> {
    let names = &known().logging;
    let filename = handler.entry.get("filename");
    if filename.and_then(Datum::as_str).is_some_and(|name| CONSOLE.contains(&name)) {
        return None;
    }
    let Some(class) = &handler.class else {
        let reason = "its class is not known".to_owned();
        return (handler.entry.get("()").is_some() || filename.is_some()).then_some(File::Unknown(reason));
    };
    let lineage = scene.inputs.lineage(class);
    if lineage.is_one_of(&names.rotating) {
        return Some(by(handler, &["maxBytes", "backupCount"], "never rotates"));
    }
    if lineage.is_one_of(&names.timed) {
        return Some(by(handler, &["backupCount"], "keeps every file"));
    }
    if lineage.is_one_of(&names.file_handlers) {
        let watches = lineage.names.iter().any(|name| name == "logging.handlers.WatchedFileHandler");
        return Some(by_logrotate(filename, watches, rules));
    }
    let stranger = lineage.foreign.iter().find(|name| !name.starts_with("logging.") && !name.starts_with("django."));
    match (filename, stranger) {
        (Some(_), Some(stranger)) => Some(File::Unknown(format!("{stranger} comes from an installed package"))),
        _ => None,
    }
}

fn by(handler: &Handler, arguments: &[&str], effect: &str) -> File {
    for name in arguments {
        match handler.entry.get(name).map(|datum| (&datum.shape, datum.truth())) {
            None => return File::Grows(format!("{effect}: {name} is not set")),
            Some((Shape::Int(number), _)) if number.sign() != num_bigint::Sign::Plus => {
                return File::Grows(format!("{effect}: {name} is {number}"));
            }
            Some((Shape::Int(_), _) | (Shape::Float(_), Some(true))) => {}
            Some((Shape::None | Shape::Float(_), _)) => {
                return File::Grows(format!("{effect}: {name} is zero"));
            }
            Some(_) => return File::Unknown(format!("{name} is not known")),
        }
    }
    File::Rotates
}

fn by_logrotate(filename: Option<&Datum>, watches: bool, rules: &[Logrotate]) -> File {
    let name = filename.and_then(Datum::as_str).map(|path| path.rsplit('/').next().unwrap_or(path));
    let rule = match name {
        Some(name) => rules.iter().find(|rule| rule.pattern.split_whitespace().any(|glob| matches(glob, name))),
        None => rules.first(),
    };
    match (rule, name) {
        (Some(rule), Some(_)) => {
            File::ByLogrotate { place: rule.place.clone(), stale: !watches && !rule.truncates }
        }
        (Some(_), None) => File::Unknown("which file it writes is not known".to_owned()),
        (None, _) => File::Grows("does not rotate, and no logrotate configuration names its file".to_owned()),
    }
}

/// Whether the last part of a logrotate pattern matches a file name: the folder on the host is another than the container's.
fn matches(glob: &str, name: &str) -> bool {
    let last = glob.rsplit('/').next().unwrap_or(glob);
    let pattern = format!("^{}$", regex::escape(last).replace("\\*", ".*").replace("\\?", "."));
    Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pattern_is_held_against_the_file_name() {
        for (glob, name, wanted) in [
            ("/var/log/site/*.log", "app.log", true),
            ("/var/log/site/app.log", "app.log", true),
            ("/var/log/other.log", "app.log", false),
            ("/srv/*", "app.log", true),
        ] {
            assert_eq!(super::matches(glob, name), wanted, "{glob} {name}");
        }
    }
}
