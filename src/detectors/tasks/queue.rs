//! Whether production uses Celery, another task queue or none.

use super::known::KNOWN;
use crate::deploy::Command;
use crate::detectors::{Celery, Inputs, Scene, Seen, in_every_scene};
use crate::eval::Datum;
use crate::model::{Absence, Evidence, Outcome};

/// Celery as production uses it.
pub(super) struct Use {
    /// Its application.
    pub(super) app: Option<Celery>,
    /// The place that says that it is used.
    pub(super) place: Option<Evidence>,
}

/// The Celery that production uses: the project makes an application, defines tasks or starts workers.
fn celery(inputs: &Inputs<'_>) -> Option<Use> {
    let app = inputs.celery();
    let workers = inputs.production_command("Celery workers", Command::is_celery_worker);
    let place = app
        .as_ref()
        .map(|app| app.place.clone())
        .or_else(|| inputs.first_task())
        .or_else(|| inputs.deployed(&workers?.place));
    place.is_some().then_some(Use { app, place })
}

/// Another task queue that production configures, by name, and the place that does.
fn other(inputs: &Inputs<'_>, scene: &Scene<'_>) -> Option<(String, Vec<Evidence>)> {
    for queue in &KNOWN.queues {
        let app =
            queue.apps.iter().find(|app| scene.has_app(app) == Some(true)).and_then(|app| scene.app_at(app));
        let setting = queue.settings.iter().map(|name| scene.setting(name)).find(Seen::is_set);
        let starts = |program: &str, subcommand: Option<&str>| {
            let word = if program == "manage.py" { subcommand.unwrap_or_default() } else { program };
            queue.commands.iter().any(|command| command == word)
        };
        let command = inputs
            .production_commands(&format!("workers of {}", queue.name), |command| {
                starts(&command.program, command.subcommand())
            })
            .first()
            .and_then(|command| inputs.deployed(&command.place));
        let import = if queue.imports.is_empty() {
            None
        } else {
            inputs.imports(queue.imports.iter().map(String::as_str))
        };
        let places: Vec<Evidence> = setting
            .iter()
            .flat_map(|setting| setting.written().into_iter().chain(setting.evidence()))
            .chain(app)
            .chain(command)
            .chain(import)
            .collect();
        if !places.is_empty() {
            return Some((queue.name.clone(), places));
        }
    }
    let tasks = scene.whole("TASKS");
    let backend = tasks.part(&["default", "BACKEND"]).and_then(Datum::as_str);
    let is_queue = tasks.is_set()
        && backend.is_none_or(|backend| !KNOWN.immediate.backends.iter().any(|known| known == backend));
    is_queue
        .then(|| (format!("TASKS ({})", backend.unwrap_or("a backend that is not known")), tasks.evidence()))
}

/// Judges an item of Celery in every environment: n/a without any task queue, review with another one.
pub(super) fn judged(inputs: &Inputs<'_>, judge: impl Fn(&Scene<'_>, &Use) -> Outcome) -> Outcome {
    let used = celery(inputs);
    in_every_scene(inputs, |scene| {
        if let Some(used) = &used {
            return judge(scene, used);
        }
        if let Some((name, places)) = other(inputs, scene) {
            return Outcome::review(format!(
                "Background tasks run on {name} instead of Celery: a person must judge it"
            ))
            .and_all(places);
        }
        if let Some(place) = inputs.imports(["celery"]) {
            return Outcome::review("Celery is imported, and neither its application nor a task was found")
                .and(place);
        }
        let package = inputs.has_package("celery");
        if scene.apps_gap().is_some() && package {
            return Outcome::review(
                "Celery is installed, and INSTALLED_APPS is not wholly known: look whether tasks run",
            )
            .and_all(inputs.package_at("celery"));
        }
        Outcome::not_applicable(
            "Production uses no Celery and no other task queue",
            Absence::new(
                "a Celery application, a task or another task queue",
                "the settings and the project's code",
            ),
        )
        .and_all(scene.app_list())
        .and_all(inputs.requirements())
    })
}
