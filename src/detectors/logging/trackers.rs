//! Which error trackers production starts.

use crate::deploy::{Command, Moment, Role};
use crate::detectors::known::{Tracker, known};
use crate::detectors::{Inputs, Live, Scene, Started, Switch};
use crate::model::Evidence;

/// A tracker that code or settings start.
pub struct Tracked {
    /// Which one.
    pub tracker: &'static Tracker,
    /// Whether production starts it.
    pub live: Live,
    /// The places, the deciding one first.
    pub places: Vec<Evidence>,
    /// How, for people: "`sentry_sdk.init` is called".
    pub how: String,
    /// The call, where one starts it.
    pub call: Option<Started>,
}

/// The trackers that code and settings start, those that certainly run first.
pub fn tracked(scene: &Scene<'_>) -> Vec<Tracked> {
    let trackers = &known().trackers;
    let first = |name: &'static String| name.split('.').next().unwrap_or(name);
    let words: Vec<&str> = trackers.iter().flat_map(|tracker| &tracker.calls).map(first).collect();
    let of = |name: &str| trackers.iter().find(|tracker| tracker.calls.iter().any(|call| call == name));
    let calls = scene.started(&words, |name| of(name).is_some());
    let mut found: Vec<Tracked> = calls
        .into_iter()
        .filter_map(|started| {
            Some(Tracked {
                tracker: of(&started.name)?,
                live: started.live.clone(),
                places: vec![started.place.clone()],
                how: format!("{} is called", started.name),
                call: Some(started),
            })
        })
        .collect();
    for tracker in trackers {
        let app = tracker.apps.iter().find(|app| scene.has_app(app) == Some(true));
        let middleware = tracker.middleware.iter().find(|name| scene.has_middleware(name) == Some(true));
        let place = app
            .and_then(|app| scene.app_at(app))
            .or_else(|| middleware.and_then(|name| scene.middleware_at(name)));
        let Some(name) = app.or(middleware) else { continue };
        let (live, switch) = by_switch(scene, tracker);
        found.push(Tracked {
            tracker,
            live,
            places: switch.into_iter().chain(place).collect(),
            how: format!("{name} is installed"),
            call: None,
        });
    }
    found.sort_by(|a, b| a.live.cmp(&b.live));
    found
}

/// What the tracker's own on/off setting says.
fn by_switch(scene: &Scene<'_>, tracker: &'static Tracker) -> (Live, Vec<Evidence>) {
    let Some(switch) = &tracker.switch else { return (Live::Yes, Vec::new()) };
    let seen = scene.setting(&switch.setting);
    let off = || Live::Off(format!("{} is off by default", switch.setting));
    let live = match seen.switch() {
        _ if !seen.is_set() && seen.unknown().is_none() => {
            if switch.default {
                Live::Yes
            } else {
                off()
            }
        }
        Switch::On => Live::Yes,
        Switch::Off => off(),
        Switch::Required(_) => Live::Unsure(format!("the environment decides {}", switch.setting)),
        Switch::Unknown(reason) => Live::Unsure(format!("{}: {reason}", switch.setting)),
    };
    (live, seen.evidence())
}

/// The production start commands of the application, by whether one of `wrappers` starts them.
pub struct Wrapped<'f> {
    /// Those that it starts.
    pub with: Vec<&'f Command>,
    /// Those without it.
    pub without: Vec<&'f Command>,
}

/// The start commands, by wrapper.
pub fn wrapped<'f>(inputs: &Inputs<'f>, wrappers: &[String]) -> Wrapped<'f> {
    let starts = |command: &Command| {
        command.moment == Moment::Start && command.role == Role::Production && command.is_server()
    };
    let all = inputs.commands("that serve", starts);
    let (with, without) = all
        .into_iter()
        .partition(|command| command.wrappers.iter().any(|wrapper| wrappers.contains(wrapper)));
    Wrapped { with, without }
}
