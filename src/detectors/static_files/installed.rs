//! Whether the section applies at all.

use crate::detectors::Scene;
use crate::model::{Absence, Outcome};

const APP: &str = "django.contrib.staticfiles";

/// The verdict where `django.contrib.staticfiles` is not installed, or where that cannot be known; `None` where it is.
pub fn without_staticfiles(scene: &Scene<'_>) -> Option<Outcome> {
    match scene.has_app(APP) {
        Some(true) => None,
        Some(false) => {
            let summary = format!("{APP} is not installed: Django manages no static files here");
            let outcome = Outcome::not_applicable(summary, Absence::new(APP, "INSTALLED_APPS"));
            Some(outcome.and_all(scene.app_list()))
        }
        None => {
            let summary =
                format!("Whether {APP} is installed cannot be told: INSTALLED_APPS is not wholly known");
            Some(Outcome::review(summary).and_all(scene.assigned_at("INSTALLED_APPS")))
        }
    }
}
