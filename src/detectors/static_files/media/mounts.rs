//! Whether a folder of the settings lies on a volume of a container.

use crate::deploy::{Process, Volume};

/// How a folder and the volumes of a container lie to each other.
#[derive(Debug, PartialEq, Eq)]
pub enum Mount<'v> {
    /// The folder is a volume, or lies inside one.
    On(&'v Volume),
    /// A volume covers only something inside the folder.
    Inside(&'v Volume),
    /// No volume touches it.
    Off,
}

/// A folder that the settings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// The whole path; `<root>/…` below the repository's root.
    Known(String),
    /// Only how the path ends (`/media`).
    Ends(String),
}

/// How `folder` lies to the volumes of `process`;
/// `project` is the project's own folder in the same form.
pub fn mounts<'p>(process: &'p Process, folder: &Folder, project: &str) -> Mount<'p> {
    let candidates = match folder {
        Folder::Known(folder) => inside(process.workdir.as_deref(), folder, project),
        Folder::Ends(end) => Candidates::Tail(end.clone()),
    };
    let within =
        |path: &str, around: &str| path == around || path.strip_prefix(around).is_some_and(|rest| rest.starts_with('/'));
    let on = |volume: &&Volume| {
        let target = tidy(&volume.target);
        match &candidates {
            Candidates::Paths(paths) => paths.iter().any(|path| within(path, &target)),
            Candidates::Tail(tail) => target.ends_with(tail.as_str()),
        }
    };
    let covers_a_part = |volume: &&Volume| {
        let target = tidy(&volume.target);
        matches!(&candidates, Candidates::Paths(paths) if paths.iter().any(|path| within(&target, path)))
    };
    if let Some(volume) = process.volumes.iter().find(on) {
        return Mount::On(volume);
    }
    process.volumes.iter().find(covers_a_part).map_or(Mount::Off, Mount::Inside)
}

enum Candidates {
    Paths(Vec<String>),
    /// Where the code lies inside the container is not known: the end of the path must do.
    Tail(String),
}

/// Where `folder` may lie inside the container.
fn inside(workdir: Option<&str>, folder: &str, project: &str) -> Candidates {
    if !folder.starts_with("<root>") {
        return Candidates::Paths(if folder.starts_with('/') { vec![tidy(folder)] } else { Vec::new() });
    }
    let rest = |prefix: &str| folder.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let Some(workdir) = workdir else {
        let tail = rest(project).or_else(|| rest("<root>")).unwrap_or_default();
        if tail.is_empty() || tail.contains("..") {
            return Candidates::Paths(Vec::new());
        }
        return Candidates::Tail(tail.trim_end_matches('/').to_owned());
    };
    let mut paths: Vec<String> = [project, "<root>"]
        .into_iter()
        .filter_map(rest)
        .map(|rest| tidy(&format!("{workdir}{rest}")))
        .collect();
    // The work directory may be the project's folder inside the copied repository.
    if let (Some(below), Some(rest)) = (project.strip_prefix("<root>"), rest("<root>"))
        && let Some(copied) = workdir.trim_end_matches('/').strip_suffix(below).filter(|_| !below.is_empty())
    {
        paths.push(tidy(&format!("{copied}{rest}")));
    }
    Candidates::Paths(paths)
}

/// A path without `.`, `..`, doubled slashes and a slash at its end.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RepoPath, Span};
    use crate::deploy::{Place, ProcessKind};

    fn process(workdir: Option<&str>, target: &str) -> Process {
        let place = Place { path: RepoPath::new("compose.yml").unwrap(), span: Span::new(0, 1), line: 1 };
        Process {
            name: "web".to_owned(),
            place: place.clone(),
            kind: ProcessKind::Web,
            foreign: false,
            commands: Vec::new(),
            environment: Vec::new(),
            dockerfile: None,
            alone: false,
            image: None,
            workdir: workdir.map(str::to_owned),
            volumes: vec![Volume { target: target.to_owned(), source: None, place }],
            ports: Vec::new(),
        }
    }

    #[test]
    fn a_folder_lies_on_a_volume_at_or_above_it() {
        for (workdir, target, folder, wanted) in [
            (Some("/app"), "/app/media", "<root>/media", "on"),
            (Some("/app/"), "/app", "<root>/media/", "on"),
            (Some("/app"), "/app/media/images", "<root>/media", "inside"),
            (Some("/app"), "/srv/media", "<root>/media", "off"),
            (Some("/opt/deploy/shop"), "/opt/deploy/files", "<root>/../files", "on"),
            (None, "/srv/shop/media", "<root>/media", "on"),
            (None, "/srv/shop/mymedia", "<root>/media", "off"),
            (Some("/app"), "/media", "/media", "on"),
            (Some("/app"), "/app/media", "", "off"),
        ] {
            let process = process(workdir, target);
            let got = match mounts(&process, &Folder::Known(folder.to_owned()), "<root>") {
                Mount::On(_) => "on",
                Mount::Inside(_) => "inside",
                Mount::Off => "off",
            };
            assert_eq!(got, wanted, "{workdir:?} {target} {folder}");
        }
        let process = process(Some("/srv/backend"), "/srv/backend/media");
        let folder = Folder::Known("<root>/backend/media".to_owned());
        assert!(matches!(mounts(&process, &folder, "<root>/backend"), Mount::On(_)));
    }
}
