//! Whether production serves a REST framework API, and the entries of `REST_FRAMEWORK`.

use super::known::KNOWN;
use crate::detectors::words::variables;
use crate::detectors::{Inputs, Scene, Seen, in_every_scene};
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Evidence, Outcome};

const APP: &str = "rest_framework";
const SETTING: &str = "REST_FRAMEWORK";

/// What an entry of `REST_FRAMEWORK` says.
pub(super) enum Entry<'i> {
    /// It is not there: DRF's own default holds.
    Absent,
    /// Its value.
    Value(&'i Datum),
    /// It cannot be known; the reason.
    Open(String),
}

/// Django REST framework as one environment of production has it.
pub(super) struct Rest<'s, 'i> {
    pub(super) scene: &'s Scene<'i>,
    config: Seen<'i>,
    place: Option<Evidence>,
}

impl Rest<'_, '_> {
    /// The entry `key` of `REST_FRAMEWORK`; it goes into the basis.
    pub(super) fn entry(&self, key: &str) -> Entry<'_> {
        self.config.part(&[key]);
        self.read(key)
    }

    /// The entry `key` of `REST_FRAMEWORK`, of which only the part under `inner` matters and goes into the basis.
    pub(super) fn part(&self, key: &str, inner: &str) -> Entry<'_> {
        self.config.part(&[key, inner]);
        self.read(key)
    }

    fn read(&self, key: &str) -> Entry<'_> {
        if let Some(reason) = self.config.unknown() {
            return Entry::Open(reason);
        }
        if self.config.required().is_some() {
            return Entry::Open(format!("{SETTING} comes from outside the repository"));
        }
        match self.config.datum().and_then(|datum| datum.get(key)) {
            None => Entry::Absent,
            Some(value) => match &value.shape {
                Shape::Unknown(reason) => Entry::Open(reason.clone()),
                Shape::Required(names) if names.is_empty() => {
                    Entry::Open("it comes from outside the repository".to_owned())
                }
                Shape::Required(names) => {
                    Entry::Open(format!("it comes from {}, without a default", variables(names)))
                }
                _ => Entry::Value(value),
            },
        }
    }

    /// The places to show for a value in `REST_FRAMEWORK`, or for one that is missing there.
    pub(super) fn evidence(&self, value: Option<&Datum>) -> Vec<Evidence> {
        let own =
            value.and_then(|value| value.origin.as_ref()).and_then(|origin| self.scene.evidence(origin));
        own.into_iter().chain(self.config.evidence()).chain(self.place.clone()).collect()
    }

    /// That `key` is missing, as a ground to show.
    pub(super) fn absence(&self, key: &str) -> Absence {
        Absence::new(key, if self.config.is_set() { SETTING } else { "the settings" })
    }

    /// Where to write what is missing: `REST_FRAMEWORK in shop/settings.py`.
    pub(super) fn home(&self) -> String {
        let place = self.config.evidence().last().map(|place| place.path.clone());
        format!("{SETTING} in {}", place.as_ref().unwrap_or_else(|| self.scene.module_path()))
    }
}

/// Another API framework that the served process imports.
pub(super) fn other_framework(inputs: &Inputs<'_>) -> Option<(&'static str, Vec<Evidence>)> {
    KNOWN.frameworks.iter().find_map(|framework| {
        let place = inputs.imports(framework.imports.iter().map(String::as_str))?;
        let package = framework.packages.iter().find_map(|package| inputs.package_at(package));
        Some((framework.name.as_str(), package.into_iter().chain([place]).collect()))
    })
}

/// Whether production has REST framework, with the place that says so; `None` where that cannot be known.
pub(super) fn installed(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Option<Result<Evidence, Absence>> {
    if let Some(place) = scene.app_at(APP) {
        scene.has_app(APP);
        return Some(Ok(place));
    }
    // It also works without being installed as an app; only its templates and translations are missing then.
    if let Some(place) = inputs.imports([APP]) {
        return Some(Ok(place));
    }
    match scene.has_app(APP) {
        Some(false) => Some(Err(Absence::new(
            "Django REST framework",
            "INSTALLED_APPS and what the served process imports",
        ))),
        _ => None,
    }
}

/// Judges an item of REST framework in every environment: n/a without any API framework, review with another one.
pub(super) fn judged(inputs: &Inputs<'_>, judge: impl Fn(&Rest<'_, '_>) -> Outcome) -> Outcome {
    in_every_scene(inputs, |scene| {
        match installed(scene, inputs) {
        Some(Ok(place)) => judge(&Rest { scene, config: scene.whole(SETTING), place: Some(place) }),
        Some(Err(absence)) => instead(inputs).unwrap_or_else(|| {
            Outcome::not_applicable(
                "Django REST framework is not installed, and no other API framework is",
                absence,
            )
            .and_all(scene.app_list())
            .and_all(inputs.requirements())
        }),
        None => instead(inputs).unwrap_or_else(|| {
            Outcome::review(
                "Whether Django REST framework is installed cannot be told: INSTALLED_APPS is not wholly known",
            )
            .and_all(scene.assigned_at("INSTALLED_APPS"))
        }),
    }
    })
}

/// What is said where another framework stands in its place.
fn instead(inputs: &Inputs<'_>) -> Option<Outcome> {
    let (name, places) = other_framework(inputs)?;
    let summary =
        format!("The API is built with {name} instead of Django REST framework: a person must judge it");
    Some(Outcome::review(summary).and_all(places))
}
