//! From a request to settings.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use indexmap::IndexMap;

use super::exec::bound;
use super::value::{Kind, Value};
use super::{Machine, Request, Setting, Settings};
use crate::base::RepoPath;

/// The stack of the thread that evaluates: enough for the deepest nesting that the budget allows, several times over.
const STACK: usize = 512 * 1024 * 1024;

/// Evaluates a settings module.
///
/// It never fails: what cannot be worked out is unknown, with the reason, and [`Settings::problems`] says what went wrong.
pub fn evaluate(request: &Request<'_>) -> Settings {
    let broken = |reason: &str| Settings {
        module: request.module.clone(),
        problems: vec![(RepoPath::root(), reason.to_owned())],
        ..Settings::default()
    };
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("settings".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(|| run(request))));
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(Ok(settings))) => settings,
            Ok(_) => broken("the evaluation of the settings module broke off"),
            Err(error) => broken(&format!("no thread for the evaluation: {error}")),
        }
    })
}

fn run(request: &Request<'_>) -> Settings {
    let mut machine = Machine::new(request);
    let module = machine.import_absolute(&request.module, true);
    let mut entries = IndexMap::new();
    match module {
        Ok(module @ Value { kind: Kind::Module(id), .. }) => {
            if let Some(globals) = machine.heap.module(id).map(|module| module.globals) {
                if let Err(stop) = machine.configure(request, &module, globals) {
                    let reason = machine.reason(&stop);
                    let class = request.class.as_deref().unwrap_or_default();
                    machine
                        .problems
                        .push((RepoPath::root(), format!("{}.{class}: {reason}", request.module)));
                }
                entries = machine.settings_in(globals);
            }
        }
        Ok(_) => machine
            .problems
            .push((RepoPath::root(), format!("{} is not a module of the repository", request.module))),
        Err(stop) => {
            let reason = machine.reason(&stop);
            machine.problems.push((RepoPath::root(), format!("{}: {reason}", request.module)));
        }
    }
    Settings { module: request.module.clone(), entries, files: machine.files, problems: machine.problems }
}

impl Machine<'_> {
    /// The upper-case names of a namespace.
    fn settings_in(&mut self, globals: u32) -> IndexMap<String, Setting> {
        let namespace = self.heap.dict(globals).clone();
        if let Some(Value { kind: Kind::Unknown(reason), meta }) = &namespace.shape.more {
            let path = meta.origin.as_ref().map_or_else(RepoPath::root, |origin| origin.path.clone());
            self.problems.push((path, format!("it may hold more settings: {reason}")));
        }
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
    }
}

/// Whether Django takes a name of a settings module for a setting (`str.isupper`).
fn is_setting(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}
