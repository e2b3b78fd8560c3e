//! The settings browser: every evaluated setting with its value, the chain of its origins and its variables.

use std::sync::Arc;

use super::find;
use super::message::Effect;
use super::model::{Asked, Model, Overlay};
use super::picker::{Entry, Offer, Pick};
use crate::eval::{Settings, State};
use crate::report::settings::python;

/// One setting on the screen, with the list to go back to.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// Its name.
    pub(super) name: String,
    /// The first visible line.
    pub(super) scroll: usize,
}

/// Opens the list of settings.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let mut effects = find::open(model, Offer::Settings);
    effects.extend(ask(model));
    effects
}

/// Has the settings evaluated, where nobody has asked for that since the last scan.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    if model.settings.is_some() || model.is_scanning() {
        return None;
    }
    model.settings = Some(Asked::Waiting);
    Some(Effect::ReadSettings { generation: model.scan.generation })
}

/// The settings, once they are known.
pub(super) fn settings(model: &Model) -> Option<&Arc<Settings>> {
    match &model.settings {
        Some(Asked::Known(Ok(settings))) => Some(settings),
        _ => None,
    }
}

pub(super) fn entries(model: &Model) -> Vec<Entry> {
    let Some(settings) = settings(model) else {
        let label = match &model.settings {
            Some(Asked::Known(Err(why))) => why.clone(),
            _ => "reading the settings…".to_owned(),
        };
        return vec![Entry {
            group: "",
            lead: String::new(),
            label,
            detail: String::new(),
            pick: Pick::Nothing,
        }];
    };
    settings
        .entries
        .iter()
        .map(|(name, setting)| {
            let lead = match setting.state() {
                State::Known => " ",
                State::Required(_) => "!",
                State::Unknown(_) => "?",
            };
            let value = python(&setting.value);
            let first = value.lines().next().unwrap_or_default();
            let more = if value.lines().nth(1).is_some() { " …" } else { "" };
            Entry {
                group: "Settings",
                lead: lead.to_owned(),
                label: name.clone(),
                detail: format!("{first}{more}"),
                pick: Pick::Setting(name.clone()),
            }
        })
        .collect()
}

/// Shows one setting in full.
pub(super) fn show(model: &mut Model, name: String) {
    model.overlay = Some(Overlay::Setting(Opened { name, scroll: 0 }));
}
