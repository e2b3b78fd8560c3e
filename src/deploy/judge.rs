//! Judges each deployment file: production or development, and why.

use std::collections::BTreeSet;

use super::compose::ComposeFile;
use super::draft::{Build, Draft};
use super::image::Image;
use super::join::{Images, join};
use super::pipeline::{ImageBuild, bare_name, full_name};
use super::read::Reader;
use super::role::{
    Judged, by_path, development_word, gives_way, head_says_development, is_development_module,
    runs_development_server,
};
use super::{Kind, Role, Variable};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};

/// A compose file: its path, then what its services do.
pub(super) fn compose(reader: &Reader<'_>, compose: &ComposeFile) -> Judged {
    if let Some(judged) = by_path(compose.file.path(), Kind::Compose) {
        return judged;
    }
    for service in &compose.services {
        let name = &service.name;
        let starts = [&service.command, &service.entrypoint];
        if starts.into_iter().flatten().any(runs_development_server) {
            return development(format!("service {name} runs runserver"));
        }
        if let Some(target) = service.build.as_ref().and_then(|build| build.target.as_deref())
            && development_word(target).is_some()
        {
            return development(format!("service {name} builds the stage {target}"));
        }
        if let Some(module) = development_module(&service.environment) {
            return development(format!("service {name} sets DJANGO_SETTINGS_MODULE to {module}"));
        }
        for volume in &service.volumes {
            let source = volume.source.as_deref().unwrap_or_default();
            if mounts_source(source, compose.file.path(), reader.tree) {
                return development(format!("service {name} mounts the source ({source}) over the image"));
            }
        }
    }
    head_says_development(compose.file.text())
        .unwrap_or_else(|| production("it is a compose file and nothing in it says development"))
}

fn development(reason: String) -> Judged {
    (Role::Development, reason)
}

fn production(reason: &str) -> Judged {
    (Role::Production, reason.to_owned())
}

fn development_module(environment: &[Variable]) -> Option<&str> {
    let variable = environment.iter().find(|variable| variable.name == "DJANGO_SETTINGS_MODULE")?;
    variable.value.text().filter(|module| is_development_module(module))
}

/// Whether a bind mount lays the project's own Python code over the image.
fn mounts_source(source: &str, compose: &RepoPath, tree: &Tree) -> bool {
    if !source.starts_with('.') {
        return false;
    }
    let Some(folder) = compose.parent().and_then(|parent| parent.join(source)) else { return false };
    tree.is_dir(&folder)
        && tree
            .under(&folder)
            .iter()
            .any(|path| matches!(path.name(), "manage.py" | "__init__.py" | "package.json"))
}

/// The Dockerfile that a pipeline's build reads.
pub(super) fn dockerfile_of(build: &ImageBuild) -> Option<RepoPath> {
    build
        .dockerfile
        .clone()
        .or_else(|| build.context.clone().unwrap_or_else(RepoPath::root).join("Dockerfile"))
}

/// An image as a process of its own.
pub(super) fn standalone(image: &Image, target: Option<String>) -> Option<Draft> {
    let stage = image.dockerfile.stages.get(image.target(target.as_deref())?)?;
    let name = stage.name.clone().unwrap_or_else(|| "image".to_owned());
    let mut draft = Draft::new(name, super::run::place(&image.file, stage.span));
    draft.alone = true;
    draft.build = Some(Build {
        context: image.context.clone(),
        dockerfile: image.path().clone(),
        target,
        arguments: Vec::new(),
    });
    Some(draft)
}

/// A Dockerfile: its path, who builds it, then what it starts.
pub(super) fn image(reader: &Reader<'_>, image: &Image) -> Judged {
    let path = image.path();
    if let Some(judged) = by_path(path, Kind::Dockerfile) {
        return judged;
    }
    let started = standalone(image, None).map(|draft| {
        let images = Images {
            all: std::slice::from_ref(image),
            names: Vec::new(),
            packages: BTreeSet::new(),
            only_python: None,
        };
        join(&draft, &images, reader.tree, &reader.names).process
    });
    let serves =
        started.as_ref().is_some_and(|process| process.commands.iter().any(super::Command::is_server));
    let mut builders = reader.composes.iter().filter(|compose| {
        compose
            .services
            .iter()
            .any(|service| service.build.as_ref().is_some_and(|build| build.dockerfile == *path))
    });
    let published =
        reader.builds.iter().any(|build| build.pushed && dockerfile_of(build).as_ref() == Some(path));
    if let Some(module) = started.as_ref().and_then(|process| development_module(&process.environment)) {
        return development(format!("it sets DJANGO_SETTINGS_MODULE to {module}"));
    }
    if published {
        return production("a pipeline builds and publishes it");
    }
    let by: Vec<&ComposeFile> = builders.by_ref().collect();
    if let Some(compose) =
        by.iter().find(|compose| reader.role(compose.file.path()) == Some(Role::Production))
    {
        return production(&format!("{} builds it", compose.file.path()));
    }
    if let Some(compose) = user_by_name(reader, &by) {
        return production(&format!("{compose} runs it"));
    }
    let development_server = started.as_ref().is_some_and(|process| {
        process.commands.iter().any(|command| command.manages("runserver") && !command.conditional)
    });
    if development_server && !serves {
        return development("it starts runserver".to_owned());
    }
    if let Some(compose) = by.first()
        && !serves
        && !other_builder(reader, path)
    {
        return development(format!("only {} builds it, a development file", compose.file.path()));
    }
    if serves {
        return production("it starts a production server");
    }
    head_says_development(image.file.text())
        .unwrap_or_else(|| production("it is a Dockerfile and nothing in it says development"))
}

/// The production compose file that runs an image of the name under which another one builds it.
fn user_by_name<'r>(reader: &'r Reader<'_>, builders: &[&ComposeFile]) -> Option<&'r RepoPath> {
    let name =
        |image: &Option<String>| image.as_deref().and_then(full_name).map(|name| bare_name(&name).to_owned());
    let built: BTreeSet<String> = builders
        .iter()
        .flat_map(|compose| &compose.services)
        .filter(|service| service.build.is_some())
        .filter_map(|service| name(&service.image))
        .collect();
    let production = |compose: &&ComposeFile| reader.role(compose.file.path()) == Some(Role::Production);
    reader.composes.iter().filter(production).find_map(|compose| {
        let runs = compose
            .services
            .iter()
            .any(|service| name(&service.image).is_some_and(|name| built.contains(&name)));
        runs.then(|| compose.file.path())
    })
}

/// Whether a platform's file at the root may build the Dockerfile there (`heroku.yml`, `fly.toml`, …).
fn other_builder(reader: &Reader<'_>, path: &RepoPath) -> bool {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    ["heroku.yml", "fly.toml", "render.yaml"]
        .iter()
        .filter_map(|name| folder.join(name))
        .any(|file| reader.tree.contains(&file))
}

/// Any other file: its path, then what it starts.
pub(super) fn other(reader: &Reader<'_>, kind: Kind, file: &SourceFile) -> Judged {
    if let Some(judged) = by_path(file.path(), kind).or_else(|| gives_way(file.path(), kind, reader.tree)) {
        return judged;
    }
    if kind == Kind::Procfile {
        let images = Images { all: &[], names: Vec::new(), packages: BTreeSet::new(), only_python: None };
        let drafts = super::platform::procfile(file);
        let development_server = drafts.iter().find(|draft| {
            let commands = join(draft, &images, reader.tree, &reader.names).process.commands;
            commands.iter().any(|command| command.manages("runserver"))
                && !commands.iter().any(super::Command::is_server)
        });
        if let Some(draft) = development_server {
            return development(format!("its process {} runs runserver", draft.name));
        }
    }
    head_says_development(file.text())
        .unwrap_or_else(|| (Role::Production, format!("it is a {kind} and nothing in it says development")))
}
