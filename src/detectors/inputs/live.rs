//! Which calls the served process makes: those that what it imports makes, under conditions that hold.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use serde_json::json;

use super::Scene;
use super::calls::{Call, calls};
use super::conditions::Live;
use crate::base::RepoPath;
use crate::django::code::Module;
use crate::django::{Run, is_test};
use crate::eval::Shape;
use crate::model::Evidence;
use crate::syntax::python::{self, ast};

/// How many functions, and how many imports, are followed towards a start.
const FARTHEST: usize = 6;
/// How many calls of one function are looked at.
const MOST_CALLS: usize = 200;

/// A call that starts something, found in the project's code.
pub struct Started {
    /// What is called, as a qualified name.
    pub name: String,
    /// Where.
    pub place: Evidence,
    /// Whether the served process makes the call.
    pub live: Live,
    pub(super) call: Call,
}

impl Scene<'_> {
    /// The calls of functions whose qualified name is `wanted`; only files that mention one of `words` are read.
    pub fn started(&self, words: &[&str], wanted: impl Fn(&str) -> bool) -> Vec<Started> {
        let mut found = Vec::new();
        for path in self.files_with(words) {
            let Ok(module) = self.inputs.facts.code.module_at(&path) else { continue };
            for call in calls(&self.inputs.facts.code, &module) {
                if wanted(&call.name) {
                    let place = super::classes::at(&module, call.span().start);
                    let live = self.live(&call, FARTHEST);
                    found.push(Started { name: call.name.clone(), place, live, call });
                }
            }
        }
        found.sort_by_key(|started| (started.place.path.clone(), started.place.line));
        let told = found
            .iter()
            .map(|s| json!([super::logical::normal(&s.call.module, s.call.span()), s.live.word()]));
        self.inputs.note_each(&format!("calls {}", words.join(" ")), told);
        found
    }

    /// The project's files that may run in production and mention one of `words`.
    fn files_with(&self, words: &[&str]) -> Vec<RepoPath> {
        let facts = self.inputs.facts;
        let settings = &self.scenario.settings(Run::DebugOff).files;
        let served = self.inputs.served_files();
        let all: BTreeSet<&RepoPath> = facts.own_files().iter().chain(settings).chain(&served).collect();
        all.into_iter()
            .filter(|path| !is_test(path) && !path.parts().any(|part| part == "management"))
            .filter(|path| {
                facts.tree.text(path).is_ok_and(|file| words.iter().any(|word| file.text().contains(word)))
            })
            .cloned()
            .collect()
    }

    fn live(&self, call: &Call, depth: usize) -> Live {
        let here = self.conditions(call);
        if matches!(here, Live::Never) {
            return here;
        }
        let Some(function) = &call.function else {
            let reached = self.is_imported(&call.module, depth);
            return here.and(if reached { Live::Yes } else { Live::Unsure(not_imported(call)) });
        };
        if self.runs_by_itself(&call.module, function) {
            return here;
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Live::Unsure("it is called over too many corners".to_owned());
        };
        let outer = self.callers(&call.module, function).iter().map(|caller| self.live(caller, depth)).min();
        here.and(outer.unwrap_or_else(|| {
            Live::Unsure(format!("nothing that production imports is seen to call {function}()"))
        }))
    }

    /// Whether Django calls the function: `ready()` of an installed app's configuration.
    fn runs_by_itself(&self, module: &Arc<Module>, function: &str) -> bool {
        let Some((class, method)) = function.rsplit_once('.') else { return false };
        // django-configurations calls these methods of the class that holds the settings.
        if matches!(method, "pre_setup" | "setup" | "post_setup") {
            let settings = self.scenario.settings(Run::DebugOff);
            return self.scenario.is_class_based() && settings.files.contains(module.file().path());
        }
        if method != "ready" {
            return false;
        }
        let qualified = format!("{}.{class}", module.dotted());
        self.inputs.facts.apps().iter().filter_map(|app| app.config.as_ref()).any(|config| {
            config.qualified() == qualified || self.inputs.facts.code.ancestors(config).contains(&qualified)
        })
    }

    /// The calls of a function of the project, by its name or through a setting that holds it.
    fn callers(&self, module: &Arc<Module>, function: &str) -> Vec<Call> {
        let code = &self.inputs.facts.code;
        let qualified = format!("{}.{function}", module.dotted());
        let settings = self.scenario.settings(Run::DebugOff);
        let mut names = vec![qualified.clone()];
        let mut words = vec![function.rsplit('.').next().unwrap_or(function).to_owned()];
        if settings.files.contains(module.file().path()) {
            names.push(format!("django.conf.settings.{function}"));
        }
        for (name, setting) in &settings.entries {
            if matches!(&setting.value.shape, Shape::Named(function) if *function == qualified) {
                names.push(format!("django.conf.settings.{name}"));
                words.push(name.clone());
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.files_with(&words)
            .iter()
            .filter_map(|path| code.module_at(path).ok())
            .flat_map(|module| calls(code, &module))
            .filter(|call| names.contains(&call.name))
            .take(MOST_CALLS)
            .collect()
    }

    /// Whether starting the application imports the module.
    fn is_imported(&self, module: &Arc<Module>, depth: usize) -> bool {
        let facts = self.inputs.facts;
        let mut seen: HashSet<RepoPath> = HashSet::from([module.file().path().clone()]);
        let mut waiting = vec![Arc::clone(module)];
        for _ in 0..=depth {
            if waiting.iter().any(|module| self.is_root(module)) {
                return true;
            }
            let mut next = Vec::new();
            for module in &waiting {
                let dotted = module.dotted();
                let last = dotted.rsplit('.').next().unwrap_or(dotted);
                for path in self.files_with(&[last]) {
                    if seen.contains(&path) {
                        continue;
                    }
                    let Ok(importer) = facts.code.module_at(&path) else { continue };
                    if imports(&importer, dotted) {
                        seen.insert(path);
                        next.push(importer);
                    }
                }
            }
            waiting = next;
        }
        false
    }

    /// Whether Django or the server imports the module by itself.
    fn is_root(&self, module: &Module) -> bool {
        let facts = self.inputs.facts;
        let path = module.file().path();
        let dotted = module.dotted();
        let started: Vec<RepoPath> = self
            .scenario
            .settings(Run::DebugOff)
            .files
            .iter()
            .cloned()
            .chain(self.inputs.served_files())
            .collect();
        let is_package_of = |other: &RepoPath| {
            path.name() == "__init__.py" && path.parent().is_some_and(|folder| other.is_under(&folder))
        };
        started.iter().any(|other| other == path || is_package_of(other))
            || facts.apps().iter().any(|app| {
                let rest = dotted.strip_prefix(app.name.as_str());
                rest.is_some_and(|rest| {
                    matches!(rest, "" | ".models" | ".apps") || rest.starts_with(".models.")
                }) || app.config.as_ref().is_some_and(|config| config.module().dotted() == dotted)
            })
            || facts.routes().routes.iter().any(|route| route.module.file().path() == path)
            || self
                .middleware_names()
                .iter()
                .any(|(name, _)| name.rsplit_once('.').is_some_and(|(home, _)| home == dotted))
    }
}

fn not_imported(call: &Call) -> String {
    format!("nothing that production imports is seen to import {}", call.module.dotted())
}

/// Whether `importer` imports `dotted`, at its top or in a function.
fn imports(importer: &Arc<Module>, dotted: &str) -> bool {
    let inside =
        |name: &str| name == dotted || name.strip_prefix(dotted).is_some_and(|rest| rest.starts_with('.'));
    python::statements(importer.body()).any(|statement| match statement {
        ast::Stmt::Import(import) => import.names.iter().any(|alias| inside(alias.name.as_str())),
        ast::Stmt::ImportFrom(import) => importer.source_of(import).is_some_and(|source| {
            inside(&source)
                || import.names.iter().any(|alias| {
                    let name = if source.is_empty() {
                        alias.name.to_string()
                    } else {
                        format!("{source}.{}", alias.name)
                    };
                    inside(&name)
                })
        }),
        _ => false,
    })
}
