//! The evaluator: one technique a case, and properties that hold for all Python.

mod branches;
mod environment;
mod hostile;
mod language;
mod modules;
mod properties;

use gonogo::eval::{Debug, Request, Settings, Variable, evaluate};
use gonogo::report::settings::python;
use gonogo::source::Tree;

/// The settings that `files` leave behind; `settings.py` is the module.
fn run(files: &[(&str, &str)]) -> Settings {
    run_with(files, &[], Debug::AsWritten)
}

/// As [`run`], with these environment variables.
fn run_with(files: &[(&str, &str)], environment: &[(&str, &str)], debug: Debug) -> Settings {
    let tree = Tree::in_memory(files.iter().copied());
    let environment = environment
        .iter()
        .map(|(name, value)| Variable { name: (*name).to_owned(), value: (*value).to_owned(), origin: None })
        .collect();
    evaluate(&Request { environment, debug, ..Request::new(&tree, "settings") })
}

/// The settings as lines: the value, then the variables and the deciding line in brackets.
fn lines(settings: &Settings) -> Vec<String> {
    settings
        .entries
        .iter()
        .map(|(name, setting)| {
            let env = setting.env();
            let mut notes = env.join(" ");
            if let Some(origin) = setting.origin().filter(|_| !env.is_empty()) {
                notes = format!("{notes} line {}", origin.line);
            }
            let notes = if notes.is_empty() { notes } else { format!("  [{notes}]") };
            format!("{name} = {}{notes}", python(&setting.value))
        })
        .collect()
}

/// Runs a case: the source of `settings.py`, and the lines that it must come to.
fn check(source: &str, expected: &[&str]) {
    let settings = run(&[("settings.py", source)]);
    assert_eq!(lines(&settings), expected, "{source}\nproblems: {:?}", settings.problems);
}
