//! The module that the server serves, and what wraps the application there.

use std::collections::BTreeSet;

use serde_json::json;

use super::Inputs;
use super::calls::calls;
use crate::base::RepoPath;
use crate::deploy::Command;
use crate::django::Run;
use crate::model::Evidence;
use crate::syntax::python;

/// Something that a served module calls when it is imported.
pub struct Wrapper {
    /// What is called, as a qualified name.
    pub name: String,
    /// The call as written, for the strings in it.
    pub code: String,
    /// Where.
    pub place: Evidence,
    /// Whether it stands under a condition.
    pub conditional: bool,
}

impl Inputs<'_> {
    /// The modules that production serves, dotted: those that a server command names, or else those that the settings
    /// and Django's custom name.
    fn served_modules(&self) -> Vec<String> {
        let facts = self.facts;
        let exists = |module: &String| facts.code.find(module).is_some();
        let named: BTreeSet<String> = facts
            .deployment
            .production_commands()
            .filter_map(Command::served_module)
            .map(str::to_owned)
            .filter(exists)
            .collect();
        if !named.is_empty() {
            return named.into_iter().collect();
        }
        let scenario = facts.scenarios.first();
        let set = ["WSGI_APPLICATION", "ASGI_APPLICATION"].into_iter().filter_map(|name| {
            let application = scenario?.value(name, Run::DebugOff).datum()?.as_str()?;
            application.rsplit_once('.').map(|(module, _)| module.to_owned())
        });
        let package = facts.choice.module.split('.').next().unwrap_or_default();
        let custom = ["wsgi", "asgi"].map(|name| format!("{package}.{name}"));
        set.chain(custom).filter(exists).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The files of the served modules.
    pub(super) fn served_files(&self) -> Vec<RepoPath> {
        self.served_modules().iter().filter_map(|module| self.facts.code.find(module)).collect()
    }

    /// What the served modules call when they are imported.
    pub fn wrappers(&self) -> Vec<Wrapper> {
        let code = &self.facts.code;
        let mut found = Vec::new();
        for path in self.served_files() {
            let Ok(module) = code.module_at(&path) else { continue };
            for call in calls(code, &module).into_iter().filter(|call| call.function.is_none()) {
                found.push(Wrapper {
                    name: call.name.clone(),
                    code: super::logical::normal(&module, python::span(&call.node)),
                    place: super::classes::at(&module, call.span().start),
                    conditional: !call.conditions.is_empty(),
                });
            }
        }
        found.sort_by_key(|wrapper| (wrapper.place.path.clone(), wrapper.place.line));
        let told: BTreeSet<&str> = found.iter().map(|wrapper| wrapper.code.as_str()).collect();
        self.note("calls of the served module", &json!(told));
        found
    }

    /// The source of the function or class of the project called `qualified`, where it satisfies `wanted`; it goes into
    /// the basis then.
    pub fn definition(&self, qualified: &str, wanted: impl Fn(&str) -> bool) -> Option<(String, Evidence)> {
        let code = &self.facts.code;
        let canonical = code.canonical(qualified);
        let (home, name) = canonical.rsplit_once('.')?;
        let module = code.module(home).ok()??;
        let span = match (module.function(name), module.class(name)) {
            (Some(function), _) => python::span(function),
            (None, Some(class)) => python::span(class),
            (None, None) => return None,
        };
        let text = module.file().slice(span).to_owned();
        if !wanted(&text) {
            return None;
        }
        self.note(format!("definition of {}", self.logical(qualified)), &json!(python::normal_text(&text)));
        Some((text, super::classes::at(&module, span.start)))
    }
}
