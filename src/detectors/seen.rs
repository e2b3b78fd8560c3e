//! A setting as a detector sees it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::json;

use super::inputs::Scene;
use crate::deploy::{Value as Given, Variable};
use crate::django::{Run, Value};
use crate::eval::{Alternative, Datum, Origin, Shape};
use crate::model::{Absence, Evidence, Ground};

/// A setting in one environment of production: its value or Django's default, and where it comes from.
#[derive(Clone)]
pub struct Seen<'i> {
    pub(super) scene: Scene<'i>,
    pub(super) name: Cow<'static, str>,
    pub(super) value: Value<'i>,
}

/// What a switch says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    /// True.
    On,
    /// False.
    Off,
    /// Its content comes from these environment variables, which must be set.
    Required(Vec<String>),
    /// It cannot be known; the reason.
    Unknown(String),
}

impl<'i> Seen<'i> {
    /// The setting's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value or Django's default; `None` where there is neither, or where part of the settings could not be read.
    pub fn datum(&self) -> Option<&'i Datum> {
        self.value.datum()
    }

    /// Whether the settings module sets it.
    pub const fn is_set(&self) -> bool {
        matches!(self.value, Value::Set(_))
    }

    /// The reason why the value as a whole is not known; `None` where it is.
    pub fn unknown(&self) -> Option<String> {
        match &self.value {
            Value::Unsure { path, problem } => {
                Some(format!("part of {path} could not be worked out ({problem})"))
            }
            _ => match &self.datum()?.shape {
                Shape::Unknown(reason) => Some(reason.clone()),
                _ => None,
            },
        }
    }

    /// Whether it is absent although the settings files assign it: in a branch that is not taken.
    pub fn is_untaken(&self) -> bool {
        let untaken =
            !self.is_set() && !self.scene.inputs.untaken(self.scene.scenario, &self.name).is_empty();
        self.scene.inputs.note(format!("{} in a branch that is not taken", self.name), &json!(untaken));
        untaken
    }

    /// The environment variables that the value comes from and whose content nobody sees here: reading it raises until
    /// they are set, or the deployment sets them from a secret store or does not start without them.
    pub fn required(&self) -> Option<Vec<String>> {
        let datum = self.datum()?;
        if let Shape::Required(variables) = &datum.shape {
            return Some(variables.clone());
        }
        let supplied: Vec<String> = datum.env.iter().filter(|name| self.is_supplied(name)).cloned().collect();
        (!supplied.is_empty()).then_some(supplied)
    }

    fn is_supplied(&self, name: &str) -> bool {
        let given = self.scene.scenario.given(name);
        let supplied = matches!(given, Some(Given::Secret | Given::Required));
        self.scene.inputs.note(format!("{name} is supplied"), &json!(supplied));
        supplied
    }

    /// The part of a dictionary under `keys`, one inside the other; it goes into the basis.
    pub fn part(&self, keys: &[&str]) -> Option<&'i Datum> {
        let found = keys.iter().try_fold(self.datum()?, |datum, key| datum.get(key));
        let path = keys.join("']['");
        self.scene.looked_at(format!("{}['{path}']", self.name), found);
        found
    }

    /// The setting as a switch, by Python's truth test.
    pub fn switch(&self) -> Switch {
        if let Some(variables) = self.required() {
            return Switch::Required(variables);
        }
        if let Some(reason) = self.unknown() {
            return Switch::Unknown(reason);
        }
        match self.datum().map(Datum::truth) {
            Some(Some(true)) => Switch::On,
            Some(Some(false)) | None => Switch::Off,
            Some(None) => Switch::Unknown("it is an object whose truth is decided at run time".to_owned()),
        }
    }

    /// The environment variables that the value depends on, in itself, in its parts or through a condition.
    pub fn env(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if let Some(datum) = self.datum() {
            collect_env(datum, &mut found);
        }
        found
    }

    /// Those of these variables that the deployment files of this environment give a value.
    pub fn given(&self) -> Vec<&'i Variable> {
        let environment = self.scene.scenario.environment();
        self.env()
            .iter()
            .filter_map(|name| environment.get(name))
            .filter(|variable| variable.value.text().is_some())
            .collect()
    }

    /// The places that the value rests on, the deciding one first: what a deployment file sets, the last assignment,
    /// where the value itself was written. Of an absent setting, the
    /// assignments in branches that are not taken.
    pub fn evidence(&self) -> Vec<Evidence> {
        let inputs = self.scene.inputs;
        let mut places: Vec<Evidence> =
            self.given().iter().filter_map(|variable| inputs.deployed(&variable.place)).collect();
        let Value::Set(setting) = &self.value else {
            places.extend(inputs.untaken(self.scene.scenario, &self.name));
            return places;
        };
        let written = setting.value.origin.as_ref();
        // A line that does not name the setting (`setattr(module, name, value)`, a helper that fills a list) says less
        // than one that does.
        let last = setting.origins.last();
        let names_it = |origin: &&Origin| {
            self.name.contains(' ')
                || inputs.evidence(origin).is_some_and(|place| place.text.contains(&*self.name))
        };
        let named = setting.origins.iter().rev().find(names_it);
        let ordered = if named.is_some() { [named, last, written] } else { [written, last, None] };
        for origin in ordered.into_iter().flatten() {
            let new = |place: &Evidence| {
                !places.iter().any(|known| known.path == place.path && known.line == place.line)
            };
            if let Some(place) = inputs.evidence(origin).filter(new) {
                places.push(place);
            }
        }
        places
    }

    /// Where the value itself was written, and its first assignment: a list or dictionary begins there, whatever is
    /// added later.
    pub fn written(&self) -> Vec<Evidence> {
        let Value::Set(setting) = &self.value else { return Vec::new() };
        let origins = setting.value.origin.iter().chain(setting.origins.first());
        origins.filter_map(|origin| self.scene.inputs.evidence(origin)).collect()
    }

    /// What the setting would be on branches that were not taken only because of the environment, also where it is bound
    /// on such a branch alone. Which parts of it matter, the detector says: [`Scene::looked_at`].
    pub fn alternatives(&self) -> &'i [Alternative] {
        self.scene.scenario.alternatives(&self.name, run_of(&self.name))
    }

    /// The assignments that made the value, the last one first.
    pub fn origins(&self) -> Vec<&'i Origin> {
        let Value::Set(setting) = &self.value else { return Vec::new() };
        setting.origins.iter().rev().chain(setting.value.origin.as_ref()).collect()
    }

    /// The ground of a verdict: the deciding place, or that the setting is absent.
    pub fn ground(&self) -> Ground {
        match self.evidence().into_iter().next() {
            Some(place) => Ground::Place(place),
            None => Ground::Absence(Absence::new(
                self.name.clone(),
                format!("the settings ({})", self.scene.inputs.module()),
            )),
        }
    }
}

/// The run that a setting is judged by.
fn run_of(name: &str) -> Run {
    if name == "DEBUG" { Run::AsWritten } else { Run::DebugOff }
}

/// The environment variables that a value and its parts depend on.
pub fn collect_env(datum: &Datum, found: &mut BTreeSet<String>) {
    found.extend(datum.env.iter().cloned());
    let children: Vec<&Datum> = match &datum.shape {
        Shape::List(items) | Shape::Tuple(items) | Shape::Set(items) => items.iter().collect(),
        Shape::Dict(entries) => entries.iter().flat_map(|(key, value)| [&key.datum, value]).collect(),
        Shape::Object { args, kwargs, .. } => {
            args.iter().chain(kwargs.iter().map(|(_, value)| value)).collect()
        }
        Shape::Required(variables) => {
            found.extend(variables.iter().cloned());
            Vec::new()
        }
        _ => Vec::new(),
    };
    for child in children {
        collect_env(child, found);
    }
}
