//! `static.manifest`: static files carry a hash in their names.
//!
//! # What
//! The storage behind `STORAGES["staticfiles"]`, else `STATICFILES_STORAGE`, over Django's defaults for the pinned version.
//!
//! # Pass
//! It is a manifest storage: Django's, WhiteNoise's, one of django-storages or django-pipeline, or a class of the
//! repository that descends from `ManifestFilesMixin`.
//!
//! # Fail
//! It is any other, or absent: Django's default writes plain names.
//!
//! # N/A
//! `django.contrib.staticfiles` is not installed.
//!
//! # Review
//! The storage cannot be known, or it is of an installed package that is not known here.
//!
//! # Traps
//! `STATICFILES_STORAGE` does nothing from Django 5.1 on: fail; where no file pins Django, review.

use super::installed::without_staticfiles;
use crate::detectors::known::known;
use crate::detectors::{Inputs, Scene, Storage, in_every_scene};
use crate::model::{Absence, Outcome};

/// Judges `static.manifest`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    without_staticfiles(scene).unwrap_or_else(|| storage(scene, &scene.storage("staticfiles")))
}

fn storage(scene: &Scene<'_>, storage: &Storage<'_>) -> Outcome {
    let names = &known().storages;
    let setting = &storage.setting;
    let places = || storage.evidence.iter().cloned();
    let class = match &storage.class {
        Ok(class) => class,
        Err(reason) => {
            let summary = format!("Which storage {setting} names cannot be told: {reason}");
            return Outcome::review(summary).and_all(places());
        }
    };
    let last = class.rsplit('.').next().unwrap_or(class);
    if storage.lineage.is_one_of(&names.manifest)
        && let Some(place) = storage.evidence.first()
    {
        if let Some(caveat) = &storage.caveat {
            return Outcome::review(format!("{setting} is {last}, but {caveat}")).and_all(places());
        }
        let summary = format!("Static files get a hash in their names: {setting} is {last}");
        return Outcome::pass(summary, place.clone()).and_all(places());
    }
    let lists: [&[String]; 5] =
        [&names.manifest, &names.compressed, &names.remote, &names.local, &names.neutral];
    if let Some(stranger) = storage.lineage.stranger(&lists) {
        let summary = format!(
            "Whether {setting} puts hashes into file names cannot be told: {stranger} comes from an installed package"
        );
        return Outcome::review(summary).and_all(places());
    }
    let summary = match (&storage.caveat, storage.is_set) {
        (Some(caveat), _) => format!("Static files keep their plain names: {caveat}"),
        (None, true) => format!("Static files keep their plain names: {setting} is {last}"),
        (None, false) => "Static files keep their plain names: neither STORAGES nor STATICFILES_STORAGE names a \
                          storage, and Django's default is StaticFilesStorage"
            .to_owned(),
    };
    let outcome = Outcome::fail(summary).and_all(places()).advise(advice(scene));
    if storage.is_set {
        return outcome;
    }
    // Where the settings of static files stand, the storage is missing.
    let home = ["STATIC_URL", "STATIC_ROOT"].into_iter().filter_map(|name| scene.assigned_at(name));
    outcome.and_all(home).and(Absence::new("STORAGES['staticfiles']", "the settings"))
}

fn advice(scene: &Scene<'_>) -> String {
    let module = scene.module_path();
    let class = "whitenoise.storage.CompressedManifestStaticFilesStorage";
    let old = scene.inputs.django().is_some_and(|version| (version.major, version.minor) < (4, 2));
    if old {
        format!("In {module}: STATICFILES_STORAGE = \"{class}\", or Django's own ManifestStaticFilesStorage")
    } else {
        format!(
            "In {module}: STORAGES[\"staticfiles\"] = {{\"BACKEND\": \"{class}\"}}, or Django's own \
             ManifestStaticFilesStorage"
        )
    }
}
