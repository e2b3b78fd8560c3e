//! From a request to settings.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use indexmap::IndexMap;

use super::exec::bound;
use super::heap::{Dict, Thing};
use super::value::{Kind, Value};
use super::{Machine, Request, Setting, Settings, place};
use crate::base::RepoPath;

/// The stack of the thread that evaluates: enough for the deepest nesting that the budget allows, several times over.
pub(super) const STACK: usize = 512 * 1024 * 1024;

/// Evaluates a settings module.
///
/// It never fails: what cannot be worked out is unknown, with the reason, and [`Settings::problems`] says what went wrong.
pub fn evaluate(request: &Request<'_>) -> Settings {
    let broken = |reason: &str| Settings {
        module: request.module.clone(),
        open: Some((RepoPath::root(), reason.to_owned())),
        problems: vec![(RepoPath::root(), reason.to_owned())],
        ..Settings::default()
    };
    apart(|| run(request)).unwrap_or_else(|reason| broken(&reason))
}

/// The folders of `sys.path` once the file at `entry` (`manage.py`, `wsgi.py`) has run as a program would: those of the
/// request, and what the file puts before, between or after them. Folders outside the repository are left out.
pub fn search_path(request: &Request<'_>, entry: &RepoPath) -> Vec<RepoPath> {
    let run = || {
        let mut machine = Machine::new(request);
        let globals = machine.heap.add(Thing::Dict(Dict::default()));
        machine.set_entry(globals, "__name__", Value::str("__main__"));
        machine.set_entry(globals, "__file__", Value::str(place::absolute(entry)));
        // A file that breaks off has put into the path what it has until then.
        let _ = machine.run_file(entry, globals);
        machine.search_path()
    };
    apart(run).unwrap_or_else(|_| request.path.clone())
}

/// Runs the interpreter on a thread of its own; the error says why there is no result.
fn apart<T: Send>(run: impl FnOnce() -> T + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("settings".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(run)));
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(Ok(found))) => Ok(found),
            Ok(_) => Err("the evaluation of the settings module broke off".to_owned()),
            Err(error) => Err(format!("no thread for the evaluation: {error}")),
        }
    })
}

fn run(request: &Request<'_>) -> Settings {
    let mut machine = Machine::new(request);
    let module = machine.import_absolute(&request.module, true);
    let mut entries = IndexMap::new();
    let mut unassigned = IndexMap::new();
    let mut open = None;
    match module {
        Ok(module @ Value { kind: Kind::Module(id), .. }) => {
            if let Some(globals) = machine.heap.module(id).map(|module| module.globals) {
                if let Err(stop) = machine.configure(request, &module, globals) {
                    let reason = machine.reason(&stop);
                    let class = request.class.as_deref().unwrap_or_default();
                    open = Some((RepoPath::root(), format!("{}.{class}: {reason}", request.module)));
                }
                open = open.or_else(|| machine.more_in(globals));
                entries = machine.settings_in(globals);
                let names = machine.unassigned.remove(&globals).unwrap_or_default();
                unassigned = names
                    .into_iter()
                    .map(|(name, others)| (name.to_string(), others))
                    .filter(|(name, _)| is_setting(name) && !entries.contains_key(name))
                    .collect();
            }
        }
        Ok(_) => {
            open = Some((RepoPath::root(), format!("{} is not a module of the repository", request.module)));
        }
        Err(stop) => {
            let reason = machine.reason(&stop);
            open = Some((RepoPath::root(), format!("{}: {reason}", request.module)));
        }
    }
    debug_assert!(machine.budget.balances(), "steps are handed out twice or lost");
    machine.problems.extend(open.clone());
    Settings {
        steps: machine.budget.taken.get(),
        module: request.module.clone(),
        entries,
        unassigned,
        files: machine.files,
        open,
        problems: machine.problems,
    }
}

impl Machine<'_> {
    /// Why a namespace may hold more names than it shows.
    fn more_in(&self, globals: u32) -> Option<(RepoPath, String)> {
        let more = self.heap.dict(globals).shape.more.as_ref()?;
        let path = more.meta.origin.as_ref().map_or_else(RepoPath::root, |origin| origin.path.clone());
        let reason = match &more.kind {
            Kind::Unknown(reason) => reason.to_string(),
            _ => "it depends on variables that are not set".to_owned(),
        };
        Some((path, format!("it may hold more settings: {reason}")))
    }

    /// The upper-case names of a namespace.
    fn settings_in(&mut self, globals: u32) -> IndexMap<String, Setting> {
        let namespace = self.heap.dict(globals).clone();
        let mut entries = IndexMap::new();
        for entry in namespace.entries.values() {
            let Some(name) = entry.key.as_str().filter(|name| is_setting(name)) else { continue };
            let value = self.datum(&entry.value);
            let setting = Setting {
                value,
                origins: self.changes(globals, name),
                alternatives: entry.value.meta.others.as_deref().cloned().unwrap_or_default(),
            };
            entries.insert(name.to_string(), setting);
        }
        entries
    }

    /// What a module would bind that could not be run to its end is not known.
    pub(super) fn spoil(&mut self, globals: u32, body: &[crate::syntax::python::ast::Stmt], open: &Value) {
        let mut names = Vec::new();
        bound(body, &mut names);
        for name in names.iter().filter(|name| *name != "*") {
            self.set_entry(globals, name, open.clone());
        }
        if names.iter().any(|name| name == "*") {
            self.heap.dict_mut(globals).shape.more = Some(open.clone());
        }
    }
}

/// Whether Django takes a name of a settings module for a setting (`str.isupper`).
fn is_setting(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}
