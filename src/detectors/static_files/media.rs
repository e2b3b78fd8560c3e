//! `static.media`: uploaded files lie in an object store or on a persistent volume.
//!
//! # What
//! The storage of each `FileField` and `ImageField` of the project, the default storage for those that name none (and for
//! the models of known packages), `MEDIA_ROOT`, and what deployment files mount into the application's containers.
//!
//! # Pass
//! Object stores; or `MEDIA_ROOT` lies inside a volume in every container that serves the application.
//!
//! # Fail
//! A container image is built or run and nothing mounts a local `MEDIA_ROOT`: uploads die with the container.
//!
//! # N/A
//! There is no such field, and no code that stores through the default storage or `MEDIA_ROOT`.
//!
//! # Review
//! `MEDIA_ROOT` is local and the repository runs no container; or a storage cannot be known.
//!
//! # Traps
//! A volume over a folder inside `MEDIA_ROOT` saves only that folder: fail.

mod mounts;

use std::sync::LazyLock;

use mounts::{Folder, Mount, mounts};
use regex::Regex;

use crate::detectors::known::known;
use crate::detectors::words::{and_list, variables};
use crate::detectors::{Container, FieldStorage, FileField, Inputs, Lineage, Scene, Storage, in_every_scene};
use crate::model::{Absence, Evidence, Outcome, Verdict};

const ROOT: &str = "MEDIA_ROOT";
/// How many fields a message names.
const MOST_NAMED: usize = 3;

/// Judges `static.media`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

/// Where files go.
enum Place {
    Remote,
    Local,
    Unknown(String),
}

/// What stores files through one storage.
struct Use {
    place: Place,
    /// The storage, for people.
    storage: String,
    evidence: Vec<Evidence>,
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let fields = scene.inputs.file_fields();
    let by_default: Vec<&FileField> = fields.iter().filter(|field| field.storage == FieldStorage::Default).collect();
    let app = scene.file_app(&known().storages.file_apps);
    let code = if fields.is_empty() && app.is_none() { scene.inputs.stores_files() } else { None };
    if fields.is_empty() && app.is_none() && code.is_none() {
        return nothing(scene);
    }
    let mut uses = Vec::new();
    if !by_default.is_empty() || app.is_some() || code.is_some() {
        let storage = scene.storage("default");
        let places = by_default.first().map(|field| field.place.clone()).or(app).or(code);
        uses.push(of_storage(&storage, places));
    }
    let named = fields.iter().filter(|field| field.storage != FieldStorage::Default);
    uses.extend(named.map(|field| of_field(scene, field)));
    decide(scene, &uses, &who(&fields))
}

/// The fields, for a message.
fn who(fields: &[FileField]) -> String {
    let names: Vec<&str> = fields.iter().take(MOST_NAMED).map(|field| field.name.as_str()).collect();
    match fields.len() {
        0 => "uploaded files".to_owned(),
        count if count > MOST_NAMED => format!("the files of {} and {} other fields", names.join(", "), count - MOST_NAMED),
        _ => format!("the files of {}", and_list(names)),
    }
}

fn of_storage(storage: &Storage<'_>, field: Option<Evidence>) -> Use {
    let label = match &storage.class {
        Ok(class) => format!("{} is {}", storage.setting, class.rsplit('.').next().unwrap_or(class)),
        Err(_) => storage.setting.clone(),
    };
    let place = match (&storage.class, &storage.caveat) {
        (Err(reason), _) => Place::Unknown(format!("{}: {reason}", storage.setting)),
        (Ok(_), Some(caveat)) if storage.is_set => Place::Unknown(caveat.clone()),
        (Ok(class), _) => classify(class, &storage.lineage),
    };
    Use { place, storage: label, evidence: storage.evidence.iter().cloned().chain(field).collect() }
}

fn classify(class: &str, lineage: &Lineage) -> Place {
    let names = &known().storages;
    if lineage.is_one_of(&names.remote) {
        return Place::Remote;
    }
    let lists: [&[String]; 5] = [&names.manifest, &names.compressed, &names.remote, &names.local, &names.neutral];
    match lineage.stranger(&lists) {
        Some(stranger) => Place::Unknown(format!("{stranger} comes from an installed package")),
        None if lineage.is_one_of(&names.local) => Place::Local,
        None => Place::Unknown(format!("where {class} stores files cannot be told")),
    }
}

fn of_field(scene: &Scene<'_>, field: &FileField) -> Use {
    let at = |place, storage| Use { place, storage, evidence: vec![field.place.clone()] };
    match &field.storage {
        FieldStorage::Default => at(Place::Unknown(String::new()), String::new()),
        FieldStorage::Alias(alias) => {
            let storage = scene.storage(alias);
            if storage.is_set {
                return of_storage(&storage, Some(field.place.clone()));
            }
            at(Place::Unknown(format!("STORAGES has no '{alias}'")), alias.clone())
        }
        FieldStorage::Class(class, location) => {
            let place = match (classify(class, &scene.inputs.lineage(class)), location) {
                (Place::Local, Some(written)) if !written.ends_with(ROOT) => {
                    Place::Unknown(format!("{} stores in {written}", field.name))
                }
                (place, _) => place,
            };
            at(place, format!("{} names {class}", field.name))
        }
        FieldStorage::Other(written) => {
            at(Place::Unknown(format!("{} stores in {written}", field.name)), written.clone())
        }
    }
}

fn nothing(scene: &Scene<'_>) -> Outcome {
    let summary = "No model has a file or image field, and no code stores through the default storage or MEDIA_ROOT";
    let absence = Absence::new("a FileField or ImageField", "the project's models");
    let outcome = Outcome::not_applicable(summary, absence);
    match scene.whole("INSTALLED_APPS").unknown() {
        Some(reason) => Outcome::review(format!("Whether files are uploaded cannot be told: {reason}"))
            .and_all(scene.assigned_at("INSTALLED_APPS")),
        None => outcome,
    }
}

fn decide(scene: &Scene<'_>, all: &[Use], who: &str) -> Outcome {
    let local: Vec<&Use> = all.iter().filter(|used| matches!(used.place, Place::Local)).collect();
    let open = all.iter().find_map(|used| match &used.place {
        Place::Unknown(reason) => Some((used, reason)),
        _ => None,
    });
    if let Some(first) = local.first() {
        let on_disk = on_disk(scene, first, who);
        return match open {
            Some((used, reason)) if on_disk.verdict() == Verdict::Pass => {
                Outcome::review(format!("Where some files are stored cannot be told: {reason}"))
                    .and_all(used.evidence.iter().cloned())
                    .and_all(on_disk.evidence().to_vec())
            }
            _ => on_disk,
        };
    }
    if let Some((used, reason)) = open {
        let summary = format!("Where {who} are stored cannot be told: {reason}");
        return Outcome::review(summary).and_all(used.evidence.iter().cloned());
    }
    let places: Vec<Evidence> = all.iter().flat_map(|used| used.evidence.iter().cloned()).collect();
    let labels = and_list(all.iter().map(|used| used.storage.as_str()).take(MOST_NAMED));
    match places.first() {
        Some(first) => Outcome::pass(format!("Uploaded files go to an object store: {labels}"), first.clone()).and_all(places),
        None => Outcome::review(format!("Where {who} are stored cannot be told")),
    }
}

/// `MEDIA_ROOT` as far as it is known.
struct Root {
    /// For messages.
    shown: String,
    /// The folder, or the end of it where only that is known.
    folder: Folder,
    /// Why it is not known.
    unknown: Option<String>,
}

/// The end of a path that an expression adds to something unknown: `BASE_DIR / "media"`, `join(BASE_DIR, "media")`.
static END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:/|,)\s*["']/?([\w./-]+)["']\s*\)?\s*\)?$"#).expect("a pattern"));

fn root(scene: &Scene<'_>) -> Root {
    let root = scene.setting(ROOT);
    let open = root.required().map(|names| format!("{} decides it", variables(names)));
    let unknown = root.unknown().or(open);
    if unknown.is_none() {
        let text = root.datum().and_then(|datum| datum.as_str()).unwrap_or_default().to_owned();
        let shown = if text.is_empty() { "not set".to_owned() } else { text.replace("<root>/", "") };
        return Root { shown, folder: Folder::Known(text), unknown };
    }
    let code = root.origins().first().map(|origin| scene.code(origin)).unwrap_or_default();
    let shown = code.split_once('=').map_or(code.as_str(), |(_, value)| value.trim()).to_owned();
    match END.captures(&code) {
        Some(end) => Root { shown, folder: Folder::Ends(format!("/{}", end[1].trim_matches('/'))), unknown },
        None => Root { shown, folder: Folder::Known(String::new()), unknown },
    }
}

/// The files lie on a disk: whose?
fn on_disk(scene: &Scene<'_>, used: &Use, who: &str) -> Outcome {
    let seen = scene.setting(ROOT);
    let places = || seen.evidence().into_iter().chain(used.evidence.iter().cloned());
    let Root { shown, folder, unknown } = root(scene);
    let mut containers = scene.inputs.containers();
    if containers.iter().any(|container| !container.process.alone) {
        // An image that nobody runs here says nothing of what is mounted into it.
        containers.retain(|container| !container.process.alone);
    }
    if containers.is_empty() {
        let Some(image) = scene.inputs.production_image() else {
            let summary =
                format!("{ROOT} is a local folder ({shown}): look whether it outlives a release and is backed up ({who})");
            return Outcome::review(summary).and_all(places());
        };
        return unmounted(scene, &shown, who, "the image").and_all(places().take(1)).and(image).and_all(places());
    }
    let project = scene.inputs.project_root();
    let mut judged: Vec<(&Container<'_>, Mount<'_>)> =
        containers.iter().map(|container| (container, mounts(container.process, &folder, &project))).collect();
    // An image that nothing here runs gives way to the files that say how the application is run.
    if judged.iter().any(|(container, mount)| !container.bare && matches!(mount, Mount::On(_))) {
        judged.retain(|(container, _)| !container.bare);
    }
    let volume = judged.iter().find_map(|(_, mount)| match mount {
        Mount::On(volume) => scene.inputs.deployed(&volume.place),
        _ => None,
    });
    let Some((container, mount)) = judged.iter().find(|(_, mount)| !matches!(mount, Mount::On(_))) else {
        let summary = format!("Uploaded files survive the container: {ROOT} ({shown}) lies on a mounted volume");
        return match volume {
            Some(place) => Outcome::pass(summary, place).and_all(places()),
            None => Outcome::review(summary).and_all(places()),
        };
    };
    let mounted = judged.iter().any(|(container, _)| !container.process.volumes.is_empty());
    if let Some(reason) = unknown.filter(|_| mounted) {
        let summary = format!("Whether {ROOT} ({shown}) lies on a volume cannot be told: {reason}");
        return Outcome::review(summary).and_all(places());
    }
    let outcome = unmounted(scene, &shown, who, &container.name);
    let outcome = outcome.and_all(places().take(1)).and_all(container.place.clone()).and_all(places()).and_all(volume);
    match mount {
        Mount::Inside(volume) => {
            let place = scene.inputs.deployed(&volume.place);
            outcome.warn(format!("A volume covers only a folder inside {ROOT}"), place.as_ref()).and_all(place)
        }
        _ => outcome,
    }
}

fn unmounted(scene: &Scene<'_>, shown: &str, who: &str, container: &str) -> Outcome {
    let summary = format!("{ROOT} ({shown}) lies on the container's own disk: {container} mounts nothing there, so {who} are lost with it");
    let advice = format!(
        "Mount a persistent volume at {ROOT}, or name an object store as STORAGES[\"default\"] in {}",
        scene.module_path()
    );
    Outcome::fail(summary).and(Absence::new(format!("a volume at {ROOT}"), "the deployment files")).advise(advice)
}
