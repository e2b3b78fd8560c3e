//! `static.compression`: static assets are served compressed.
//!
//! # What
//! The static files backend, `MIDDLEWARE`, what wraps the application in the served module, the build's commands, and the
//! proxies of the repository.
//!
//! # Pass
//! WhiteNoise's compressed storages, or files compressed by the build, served by WhiteNoise or `gzip_static`; `gzip`,
//! `brotli` or `zstd` in a proxy or CDN configuration; `GZipMiddleware` or its like.
//!
//! # Fail
//! None of these.
//!
//! # N/A
//! `django.contrib.staticfiles` is not installed.
//!
//! # Review
//! Something that decides is not known, alternative proxy files disagree, or compressed files are made and nothing in the
//! repository serves them.
//!
//! # Traps
//! `gzip` without `gzip_types` compresses HTML only; compressing dynamic responses in the process invites BREACH (passes
//! with a warning).

use serde_json::json;

use super::installed::without_staticfiles;
use crate::deploy::Command;
use crate::detectors::known::known;
use crate::detectors::{Inputs, Scene, Storage, Wrapper, in_every_scene};
use crate::model::{Absence, Evidence, Outcome};

const BREACH: &str = "Compressing dynamic responses can leak secrets that they reflect (BREACH); Django masks its CSRF \
                      token against it, other secrets are bare";

/// Judges `static.compression`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

fn judge(scene: &Scene<'_>) -> Outcome {
    if let Some(outcome) = without_staticfiles(scene) {
        return outcome;
    }
    let storage = scene.storage("staticfiles");
    let made = made(scene, &storage);
    let by_files = made.as_ref().and_then(|made| served(scene, made));
    by_files
        .or_else(|| by_proxy(scene, true))
        .or_else(|| by_middleware(scene))
        .or_else(|| by_wrapper(scene))
        .or_else(|| by_proxy(scene, false))
        .unwrap_or_else(|| none(scene, &storage, made))
}

/// Compressed copies of the files, and what makes them.
struct Made {
    by: String,
    places: Vec<Evidence>,
}

fn made(scene: &Scene<'_>, storage: &Storage<'_>) -> Option<Made> {
    if storage.lineage.is_one_of(&known().storages.compressed) && storage.caveat.is_none() {
        let class = storage.class.as_deref().unwrap_or_default();
        let by = format!("{} is {}", storage.setting, class.rsplit('.').next().unwrap_or(class));
        return Some(Made { by, places: storage.evidence.clone() });
    }
    let compresses = |command: &Command| {
        command.arguments.iter().any(|word| word == "whitenoise.compress") && command.program.starts_with("python")
    };
    let found = scene.inputs.commands("that compress static files", compresses);
    let place = scene.inputs.deployed(&found.first()?.place)?;
    Some(Made { by: "the build runs whitenoise.compress".to_owned(), places: vec![place] })
}

/// WhiteNoise, or a proxy that serves what was compressed beforehand.
fn served(scene: &Scene<'_>, made: &Made) -> Option<Outcome> {
    let whitenoise = &known().whitenoise;
    let wraps = |wrapper: &Wrapper| whitenoise.wrappers.contains(&wrapper.name) && !wrapper.conditional;
    let precompressed = scene.inputs.fronts().find(
        "compressed files",
        |proxy| proxy.compression.iter().filter(|compression| compression.precompressed).collect(),
        |found| json!(found.algorithm),
    );
    let precompressed = !precompressed.0.is_empty();
    let by = if scene.has_middleware(&whitenoise.middleware) == Some(true) || scene.inputs.wrappers().iter().any(wraps) {
        "WhiteNoise"
    } else if precompressed {
        "the web server"
    } else {
        return None;
    };
    let place = made.places.first()?.clone();
    let summary = format!("Static files are compressed beforehand ({}), and {by} serves them", made.by);
    Some(Outcome::pass(summary, place).and_all(made.places.iter().cloned()))
}

fn by_proxy(scene: &Scene<'_>, certain: bool) -> Option<Outcome> {
    let (found, agreed) = scene.inputs.fronts().find(
        "compression",
        |proxy| proxy.compression.iter().filter(|compression| !compression.precompressed).collect(),
        |found| json!([found.algorithm, found.types.is_some()]),
    );
    if agreed != certain {
        return None;
    }
    let first = found.iter().find(|compression| compression.types.is_some()).or_else(|| found.first())?;
    let place = scene.inputs.deployed(&first.place)?;
    let file = &first.place.path;
    if !agreed {
        let summary = format!(
            "{file} compresses with {}, other proxy files of the repository do not: look which one serves the site",
            first.algorithm
        );
        return Some(Outcome::review(summary).and(place));
    }
    let others = found.iter().filter_map(|compression| scene.inputs.deployed(&compression.place));
    let outcome = Outcome::pass(format!("{file} compresses responses with {}", first.algorithm), place.clone()).and_all(others);
    if first.types.is_none() {
        let warning = "No gzip_types: nginx compresses HTML only, neither style sheets nor scripts";
        return Some(outcome.warn(warning, Some(&place)));
    }
    Some(outcome)
}

fn by_middleware(scene: &Scene<'_>) -> Option<Outcome> {
    let name = known().compression.middleware.iter().find(|name| scene.has_middleware(name) == Some(true))?;
    let place = scene.middleware_at(name).or_else(|| scene.assigned_at("MIDDLEWARE"))?;
    let last = name.rsplit('.').next().unwrap_or(name);
    let seen = scene.whole("MIDDLEWARE");
    let given = seen.given();
    let by = given.first().map(|variable| format!(" with {} as the deployment sets it", variable.name)).unwrap_or_default();
    let outcome = Outcome::pass(format!("{last} compresses responses{by}"), place.clone()).and_all(seen.evidence());
    Some(outcome.warn(BREACH, Some(&place)))
}

fn by_wrapper(scene: &Scene<'_>) -> Option<Outcome> {
    let found = scene.inputs.wrappers().into_iter().filter(|wrapper| !wrapper.conditional).find_map(|wrapper| {
        if known().compression.wrappers.contains(&wrapper.name) {
            return Some((wrapper, None));
        }
        // A hand-written one: it wraps the application, and its module compresses.
        let last = wrapper.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !["gzip", "brotli", "compress", "deflate"].iter().any(|word| last.contains(word)) {
            return None;
        }
        let compresses = |text: &str| text.to_lowercase().contains("content-encoding");
        let (_, place) = scene.inputs.definition(&wrapper.name, compresses)?;
        Some((wrapper, Some(place)))
    });
    let (wrapper, definition) = found?;
    let last = wrapper.name.rsplit('.').next().unwrap_or(&wrapper.name).to_owned();
    let summary = format!("{last} wraps the application and compresses responses");
    Some(Outcome::pass(summary, wrapper.place.clone()).and_all(definition).warn(BREACH, Some(&wrapper.place)))
}

fn none(scene: &Scene<'_>, storage: &Storage<'_>, made: Option<Made>) -> Outcome {
    if let Some(made) = made {
        let summary = format!(
            "Static files are compressed beforehand ({}), but neither WhiteNoise nor a web server of the repository serves them",
            made.by
        );
        return Outcome::review(summary).and_all(made.places);
    }
    let list = scene.assigned_at("MIDDLEWARE");
    if scene.has_middleware(&known().compression.middleware[0]).is_none() {
        let summary = "Whether responses are compressed cannot be told: MIDDLEWARE is not wholly known";
        return Outcome::review(summary).and_all(list);
    }
    let names = &known().storages;
    let lists: [&[String]; 5] = [&names.manifest, &names.compressed, &names.remote, &names.local, &names.neutral];
    let unknown = match &storage.class {
        Err(reason) => Some(reason.clone()),
        Ok(_) => storage.lineage.stranger(&lists).map(|name| format!("{name} comes from an installed package")),
    };
    if let Some(reason) = unknown {
        let summary = format!("Whether {} compresses static files cannot be told: {reason}", storage.setting);
        return Outcome::review(summary).and_all(storage.evidence.iter().cloned());
    }
    let whitenoise = &known().whitenoise.middleware;
    let installed = scene.middleware_at(whitenoise).filter(|_| scene.has_middleware(whitenoise) == Some(true));
    let summary = if installed.is_some() {
        "Static files are served uncompressed: WhiteNoise runs without a compressed storage, and no proxy or middleware compresses"
    } else {
        "Static files are served uncompressed: no compressed storage, no gzip or brotli in a proxy, no GZipMiddleware"
    };
    let advice = format!(
        "In {}: STORAGES[\"staticfiles\"] = {{\"BACKEND\": \"whitenoise.storage.CompressedManifestStaticFilesStorage\"}}, or \
         switch gzip with gzip_types on in the web server",
        scene.module_path()
    );
    Outcome::fail(summary)
        .and_all(installed)
        .and_all(storage.evidence.iter().cloned())
        .and_all(list)
        .and(Absence::new("compression", "the storages, MIDDLEWARE and the proxies"))
        .advise(advice)
}
