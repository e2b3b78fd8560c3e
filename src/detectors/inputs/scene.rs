//! The settings of one environment.

use std::borrow::Cow;

use serde_json::json;

use super::Inputs;
use crate::base::RepoPath;
use crate::detectors::seen::Seen;
use crate::django::{Run, Scenario, Value};
use crate::eval::{Datum, Origin};
use crate::model::Evidence;

/// One environment that production serves the application in, seen through the door.
#[derive(Clone, Copy)]
pub struct Scene<'i> {
    pub(in crate::detectors) inputs: &'i Inputs<'i>,
    pub(in crate::detectors) scenario: &'i Scenario<'i>,
}

impl Inputs<'_> {
    /// The environments that production serves the application in; never empty.
    pub fn scenes(&self) -> Vec<Scene<'_>> {
        self.facts.scenarios.iter().map(|scenario| Scene { inputs: self, scenario }).collect()
    }
}

impl<'i> Scene<'i> {
    /// Who runs in it, for people: "web in docker-compose.yml".
    pub fn name(&self) -> &'i str {
        self.scenario.name()
    }

    /// Where the process is declared; `None` for the empty environment.
    pub fn place(&self) -> Option<Evidence> {
        self.inputs.deployed(self.scenario.environment().place.as_ref()?)
    }

    /// `DEBUG` as the module leaves it.
    pub fn debug(&self) -> Seen<'i> {
        self.ask("DEBUG", Run::AsWritten)
    }

    /// The setting `name`, with `DEBUG` false.
    pub fn setting(&self, name: &'static str) -> Seen<'i> {
        self.ask(name, Run::DebugOff)
    }

    /// The setting that a project's own item names, with `DEBUG` false.
    pub fn own_setting(&self, name: &str) -> Seen<'i> {
        self.ask(name.to_owned(), Run::DebugOff)
    }

    /// Whether `DEBUG` would be on if `variable` were set to `value`; `None` where that cannot be known.
    pub fn debug_if(&self, variable: &str, value: &str) -> Option<bool> {
        let datum = self.scenario.value_with("DEBUG", Run::AsWritten, &[(variable, value)]);
        let on = datum.and_then(|datum| datum.truth());
        self.inputs.note(format!("DEBUG if {variable}={value}"), &json!(on));
        on
    }

    /// Whether the text of the setting `name` holds what `variable` holds.
    ///
    /// Found by experiment: the settings are evaluated again with a text of our own in the variable.
    pub fn carries(&self, name: &'static str, variable: &str) -> bool {
        const PROBE: &str = "gonogo-probe-7f3a";
        let datum = self.scenario.value_with(name, Run::DebugOff, &[(variable, PROBE)]);
        let carries =
            datum.as_ref().and_then(|datum| datum.as_str()).is_some_and(|text| text.contains(PROBE));
        self.inputs.note(format!("{name} carries {variable}"), &json!(carries));
        carries
    }

    /// What the setting `name` would be if `variable` were set to `value`, `DEBUG` false; `None` where a deployment
    /// file already gives the variable a value. Which parts of it matter, the detector says: [`Scene::looked_at`].
    pub fn setting_if(&self, name: &str, variable: &str, value: &str) -> Option<Datum> {
        if self.scenario.given(variable).is_some_and(|given| given.text().is_some()) {
            return None;
        }
        self.scenario.value_with(name, Run::DebugOff, &[(variable, value)])
    }

    /// The setting `name`, with `DEBUG` false, of which the detector reads parts ([`Seen::part`], [`Scene::looked_at`]):
    /// the whole is noted only as set, absent or not known.
    pub fn whole(&self, name: &'static str) -> Seen<'i> {
        let value = self.scenario.value(name, Run::DebugOff);
        let told = match &value {
            Value::Set(setting) if setting.value.is_open() => self.inputs.canonical(&setting.value),
            Value::Set(_) => json!("set"),
            Value::Default(_) => json!("not set"),
            Value::Unsure { .. } => json!("unsure"),
        };
        self.inputs.note(format!("whether {name} is set"), &told);
        Seen { scene: *self, name: name.into(), value }
    }

    /// Writes down a part of a setting that the detector has read: `what` it is, as people write it.
    pub fn looked_at(&self, what: impl Into<String>, value: Option<&Datum>) {
        let told = value.map(|value| self.inputs.canonical(value));
        self.inputs.note(what, &json!(told));
    }

    /// The source at `origin`.
    pub fn evidence(&self, origin: &Origin) -> Option<Evidence> {
        self.inputs.evidence(origin)
    }

    /// The source text at `origin`; see [`Inputs::code`].
    pub fn code(&self, origin: &Origin) -> String {
        self.inputs.code(origin)
    }

    /// The settings module's file, for advice.
    pub fn module_path(&self) -> &'i RepoPath {
        self.inputs.module_path()
    }

    /// The last assignment of the setting `name`, as a place only: its value is not read.
    pub fn assigned_at(&self, name: &str) -> Option<Evidence> {
        let setting = self.scenario.settings(Run::DebugOff).entries.get(name)?;
        self.inputs.evidence(setting.origins.last()?)
    }

    fn ask(&self, name: impl Into<Cow<'static, str>>, run: Run) -> Seen<'i> {
        let name = name.into();
        let value = self.scenario.value(&name, run);
        let told = match &value {
            Value::Set(setting) => self.inputs.canonical(&setting.value),
            Value::Default(Some(datum)) => json!({ "default": self.inputs.canonical(datum) }),
            Value::Default(None) => json!({ "default": "no such setting" }),
            Value::Unsure { .. } => json!({ "unsure": true }),
        };
        self.inputs.note(format!("setting {name}"), &told);
        Seen { scene: *self, name, value }
    }
}
