//! Files that name the Python packages of a project, each read into the same [`Requirement`]s.
//!
//! Read are `requirements*.txt` (pip), `pyproject.toml` (PEP 621, PEP 735 groups, Poetry, uv), `setup.cfg`, `Pipfile`,
//! `Pipfile.lock`, `poetry.lock`, `uv.lock` (and its kin `pdm.lock`, `pylock.toml`), and conda's `environment.yml`.

mod line;
mod lock;
mod project;

use super::node::SyntaxError;
use super::{ini, json, toml, yaml};
use crate::base::{LineIndex, RepoPath, Span};

pub use line::{normalised, parse_line};

/// One package that a file asks for or pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name, normalised as PEP 503 has it: lower case, runs of `-`, `_` and `.` as one `-`.
    pub name: String,
    /// The extras, normalised.
    pub extras: Vec<String>,
    /// The version specifiers as written (`>=4.2,<5`, `^4.2`); empty for any version.
    pub specifier: String,
    /// The exact version, where it is pinned (`==4.2.7`, or a lock file's).
    pub version: Option<String>,
    /// The environment marker as written, if there is one.
    pub marker: Option<String>,
    /// The group or extra that it belongs to; `None` for what is always installed.
    pub group: Option<String>,
    /// Whether its group, section or file is for development and tests.
    pub dev: bool,
    /// Whether a lock file names it, which also lists what others depend on.
    pub locked: bool,
    /// The file.
    pub path: RepoPath,
    /// The bytes that name it.
    pub span: Span,
    /// The line, from 1.
    pub line: usize,
}

/// What one file asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirements {
    /// The packages, in the order of the file.
    pub packages: Vec<Requirement>,
    /// The files that it includes (`-r`), as written, and whether only as constraints (`-c`).
    pub includes: Vec<(String, bool)>,
}

/// Whether a file of this name is one that [`read`] knows.
pub fn is_known(path: &RepoPath) -> bool {
    reader(path).is_some()
}

/// Reads a file by its name; `None` for a file of another kind.
///
/// # Errors
/// Where a TOML, JSON or YAML file cannot be parsed.
pub fn read(path: &RepoPath, text: &str) -> Option<Result<Requirements, SyntaxError>> {
    let mut collector = Collector {
        path,
        lines: LineIndex::new(text),
        dev: name_is_dev(path),
        locked: false,
        found: Requirements::default(),
    };
    let outcome = match reader(path)? {
        Format::Pip => {
            line::read(text, &mut collector);
            Ok(())
        }
        Format::Pyproject => toml::document(text).map(|root| project::pyproject(&root, &mut collector)),
        Format::SetupCfg => {
            project::setup_cfg(&ini::sections(text), &mut collector);
            Ok(())
        }
        Format::Pipfile => toml::document(text).map(|root| project::pipfile(&root, &mut collector)),
        Format::PipfileLock => json::document(text).map(|root| lock::pipfile(&root, &mut collector)),
        Format::TomlLock => toml::document(text).map(|root| lock::packages(&root, &mut collector)),
        Format::Conda => yaml::document(text).map(|root| project::conda(&root, &mut collector)),
    };
    Some(outcome.map(|()| collector.found))
}

#[derive(Clone, Copy)]
enum Format {
    Pip,
    Pyproject,
    SetupCfg,
    Pipfile,
    PipfileLock,
    TomlLock,
    Conda,
}

fn reader(path: &RepoPath) -> Option<Format> {
    let name = path.name().to_ascii_lowercase();
    let folder = path.parent().map(|folder| folder.name().to_ascii_lowercase()).unwrap_or_default();
    match name.as_str() {
        "pyproject.toml" => Some(Format::Pyproject),
        "setup.cfg" => Some(Format::SetupCfg),
        "pipfile" => Some(Format::Pipfile),
        "pipfile.lock" => Some(Format::PipfileLock),
        "poetry.lock" | "uv.lock" | "pdm.lock" | "pylock.toml" => Some(Format::TomlLock),
        "environment.yml" | "environment.yaml" | "conda.yml" | "conda.yaml" => Some(Format::Conda),
        _ => {
            let pip =
                name.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "txt" | "in" | "pip"));
            let named =
                name.contains("requirement") || name.starts_with("reqs") || name.contains("constraints");
            (pip && (named || folder.contains("requirement") || folder == "reqs")).then_some(Format::Pip)
        }
    }
}

/// Whether a name (of a file, a group or an extra) says development or tests.
pub fn is_dev_name(name: &str) -> bool {
    const WORDS: [&str; 17] = [
        "dev",
        "devel",
        "develop",
        "development",
        "test",
        "tests",
        "testing",
        "local",
        "ci",
        "lint",
        "linting",
        "docs",
        "doc",
        "typing",
        "types",
        "qa",
        "debug",
    ];
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
}

fn name_is_dev(path: &RepoPath) -> bool {
    let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
    reader(path).is_some_and(|format| matches!(format, Format::Pip)) && is_dev_name(stem)
}

/// Collects what a reader finds.
struct Collector<'c> {
    path: &'c RepoPath,
    lines: LineIndex,
    dev: bool,
    locked: bool,
    found: Requirements,
}

impl Collector<'_> {
    /// Adds the requirement that `text` (PEP 508) states, if it states one.
    fn add(&mut self, text: &str, span: Span, group: Option<&str>) {
        if let Some(line) = parse_line(text) {
            self.line(line, span, group);
        }
    }

    /// Adds a requirement given by name and specifier.
    fn named(&mut self, name: &str, specifier: &str, span: Span, group: Option<&str>) {
        let (name, specifier) = (normalised(name), specifier.to_owned());
        self.line(line::Line { name, extras: Vec::new(), specifier, marker: None }, span, group);
    }

    fn line(&mut self, line: line::Line, span: Span, group: Option<&str>) {
        self.push(Requirement {
            name: line.name,
            extras: line.extras,
            version: line::pinned(&line.specifier),
            specifier: line.specifier,
            marker: line.marker,
            group: group.map(str::to_owned),
            dev: group.is_some_and(is_dev_name),
            locked: false,
            path: self.path.clone(),
            span,
            line: 0,
        });
    }

    fn push(&mut self, mut requirement: Requirement) {
        requirement.line = self.lines.line(requirement.span.start);
        requirement.dev |= self.dev;
        requirement.locked = self.locked;
        self.found.packages.push(requirement);
    }
}
