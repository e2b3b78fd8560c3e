//! What the world outside answers: the scan, the state file, git, the programs that a person started.

use super::action::Action;
use super::message::{Effect, Message};
use super::model::{Asked, Load, Model};
use super::notices::Level;
use super::update::counted;
use super::{act, find, lookup, mend, saving, trial};
use crate::model::ScanReport;
use crate::review::store::Saved;

/// Takes what the world outside answers.
pub(super) fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::ScanProgress { generation, progress } => {
            if generation == model.scan.generation && model.is_scanning() {
                model.scan.running = Some(progress);
            }
            Vec::new()
        }
        Message::ScanEnded { generation, result } => {
            if generation != model.scan.generation {
                return Vec::new();
            }
            scan_ended(model, result);
            if std::mem::take(&mut model.scan.again) { act::rescan(model) } else { wanted_authors(model) }
        }
        Message::AuthorsRead { generation, authors } => {
            if generation == model.scan.generation {
                model.authors = Some(authors);
                model.judge();
            }
            Vec::new()
        }
        Message::StateRead { generation, result, identity } => {
            if generation == model.reading {
                model.identity = model.identity.take().or(identity);
                state_read(model, result)
            } else {
                Vec::new()
            }
        }
        Message::Saved { generation, result } => saved(model, generation, result),
        Message::StateChanged if model.ledger.is_saving() => Vec::new(),
        Message::StateChanged => {
            model.reading += 1;
            vec![Effect::ReadState { generation: model.reading }]
        }
        Message::TreeChanged if model.is_scanning() => {
            model.scan.again = true;
            Vec::new()
        }
        Message::TreeChanged => act::rescan(model),
        Message::TornRead(torn) => {
            if let Some(torn) = torn {
                mend::found(model, *torn);
            }
            Vec::new()
        }
        Message::Settled { result } => {
            if result.is_ok() {
                model.say(Level::Info, "gonogo.toml is whole again; git add it, or commit it here");
            }
            state_read(model, result)
        }
        other => known(model, other),
    }
}

/// Takes what was found out for the screen; late answers are dropped.
fn known(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Located { generation, path, line, found } => {
            if generation == model.scan.generation {
                lookup::located(model, path, line, found);
            }
            Vec::new()
        }
        Message::Compared { generation, item, result } => {
            if generation == model.scan.generation {
                lookup::compared(model, item, result);
            }
            Vec::new()
        }
        Message::SettingsRead { generation, result } => {
            if generation == model.scan.generation {
                model.settings = Some(Asked::Known(result));
                find::refresh(model);
            }
            Vec::new()
        }
        Message::PeopleRead(people) => {
            model.people = Some(people);
            find::refresh(model);
            Vec::new()
        }
        Message::FilesListed { generation, files } => {
            if generation == model.scan.generation {
                model.files = Some(files);
                find::refresh(model);
            }
            Vec::new()
        }
        Message::SourceRead { generation, path, result } => {
            if generation == model.scan.generation {
                let load = match result {
                    Ok(source) => Load::Ready(source),
                    Err(why) => Load::Failed(why),
                };
                model.sources.insert(path, load);
            }
            Vec::new()
        }
        other => ran(model, other),
    }
}

/// Takes what programs that a person started say.
fn ran(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Edited { result } => {
            if let Err(why) = result {
                model.say(Level::Error, why);
            }
            Vec::new()
        }
        Message::Output { generation, line } => {
            trial::output(model, generation, line);
            Vec::new()
        }
        Message::Beat { generation } => {
            trial::beat(model, generation);
            Vec::new()
        }
        Message::Ran { generation, result } => {
            trial::ended(model, generation, result);
            Vec::new()
        }
        Message::Committed { result } => {
            match result {
                Ok(()) => model.say(Level::Info, "gonogo.toml is committed"),
                Err(why) => model.say(Level::Error, format!("gonogo.toml is not committed: {why}")),
            }
            Vec::new()
        }
        Message::Signed { result } => {
            if let Err(why) = result {
                model.say(Level::Error, format!("The review is not signed: {why}"));
            }
            model.reading += 1;
            vec![Effect::ReadState { generation: model.reading }]
        }
        Message::ConfigWritten { result } => {
            match result {
                Ok(path) => model.say(Level::Warning, format!("The default settings stand in {path}")),
                Err(why) => model.say(Level::Error, format!("The settings were not written: {why}")),
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Under the two-person rule the authors of the deciding lines are asked for once a scan; until they are known, the rule
/// blocks.
fn wanted_authors(model: &Model) -> Vec<Effect> {
    let wanted = model.ledger.state().gate.two_person && model.report.is_some() && model.authors.is_none();
    if wanted { vec![Effect::ReadAuthors { generation: model.scan.generation }] } else { Vec::new() }
}

/// The scan is over.
fn scan_ended(model: &mut Model, result: Result<Box<ScanReport>, String>) {
    model.scan.running = None;
    model.sources.clear();
    model.located.clear();
    model.compared.clear();
    model.authors = None;
    model.files = None;
    model.settings = None;
    match result {
        Ok(report) => {
            let failed = &report.stats.failed;
            if !failed.is_empty() {
                let list: Vec<String> = failed.iter().map(|(path, why)| format!("{path}: {why}")).collect();
                let text = format!(
                    "{} not read in full; what depends on that is for a person to review:\n{}",
                    counted(failed.len(), "file was", "files were"),
                    list.join("\n")
                );
                model.say(Level::Warning, text);
            }
            model.scan.error = None;
            model.report = Some(*report);
        }
        Err(why) => {
            model.say(Level::Error, format!("The scan did not end: {why}"));
            model.scan.error = Some(why);
        }
    }
    model.judge();
}

/// The state file was read.
fn state_read(model: &mut Model, result: Result<Box<crate::review::State>, String>) -> Vec<Effect> {
    match result {
        Ok(state) => {
            model.mending = None;
            for problem in &state.notices {
                model.say(Level::Warning, format!("gonogo.toml, {problem}"));
            }
            let told = model.adopt(*state);
            model.judge();
            for text in told {
                model.say(Level::Info, text);
            }
            saving::save(model).into_iter().chain(wanted_authors(model)).collect()
        }
        Err(why) => {
            let key = model.keys.key(Action::Rescan);
            let then = if model.ledger.is_ready() {
                "What you decide is kept here until it can be saved"
            } else {
                "Nobody can decide until it can be read"
            };
            model.say(Level::Error, format!("{why}\n{then}; {key} reads it again."));
            vec![Effect::ReadTorn]
        }
    }
}

/// The state file was written.
fn saved(model: &mut Model, generation: u64, result: Result<Box<Saved>, String>) -> Vec<Effect> {
    match result {
        Ok(saved) => {
            let Some(conflicts) = model.ledger.landed(generation, *saved) else { return Vec::new() };
            // A reading that began before this save is out of date.
            model.reading += 1;
            model.judge();
            match model.done.take() {
                Some(done) if conflicts.is_empty() => {
                    model.say(Level::Info, format!("{done}; saved in gonogo.toml"));
                }
                _ if conflicts.is_empty() => model.say(Level::Info, "Saved in gonogo.toml"),
                _ => {}
            }
            for conflict in conflicts {
                model.say(Level::Error, saving::conflict_text(&conflict));
            }
            if model.leaving && model.ledger.unsaved() == 0 {
                return vec![Effect::Quit];
            }
            saving::save(model).into_iter().collect()
        }
        Err(why) => {
            if !model.ledger.failed(generation) {
                return Vec::new();
            }
            let unsaved = counted(model.ledger.unsaved(), "decision is", "decisions are");
            let key = model.keys.key(Action::Save);
            model.say(
                Level::Error,
                format!("{unsaved} not saved: {why}\nThey are kept here; {key} tries again."),
            );
            if std::mem::take(&mut model.leaving) {
                saving::ask_to_leave(model);
            }
            Vec::new()
        }
    }
}
