//! The Python packages that the project installs, and the Django that it pins.

use std::collections::BTreeSet;
use std::str::FromStr;

use pep440_rs::VersionSpecifiers;

use super::{Defaults, Version};
use crate::base::RepoPath;
use crate::source::Tree;
use crate::syntax::requirements::{self, Requirement};

/// Folders that hold requirement files and nothing else.
const FOLDERS: [&str; 6] = ["requirements", "requirement", "reqs", "requires", "dependencies", "deps"];

/// The dependency files of a project, read together.
#[derive(Debug, Clone, Default)]
pub struct Packages {
    requirements: Vec<Requirement>,
    /// Dependency files that could not be read, with the reason.
    pub problems: Vec<(RepoPath, String)>,
}

impl Packages {
    /// Reads the dependency files that belong to the project at `root`: those beside it, above it, and in
    /// `requirements/` folders there; without any, all those below it.
    pub fn read(tree: &Tree, root: &RepoPath) -> Self {
        let known: Vec<&RepoPath> = tree.files().iter().filter(|path| requirements::is_known(path)).collect();
        let beside: Vec<&RepoPath> = known.iter().copied().filter(|path| is_beside(path, root)).collect();
        let chosen = if beside.is_empty() {
            known.into_iter().filter(|path| path.is_under(root)).collect()
        } else {
            beside
        };
        let mut packages = Self::default();
        for path in chosen {
            let text = match tree.text(path) {
                Ok(file) => file,
                Err(error) => {
                    packages.problems.push((path.clone(), error.to_string()));
                    continue;
                }
            };
            match requirements::read(path, text.text()) {
                Some(Ok(found)) => packages.requirements.extend(found.packages),
                Some(Err(error)) => packages.problems.push((path.clone(), error.to_string())),
                None => {}
            }
        }
        packages
    }

    /// The requirement that installs `name` (normalised as PEP 503 has it) in production, one that names it directly
    /// before a lock file's.
    pub fn get(&self, name: &str) -> Option<&Requirement> {
        let named = || self.requirements.iter().filter(|requirement| requirement.name == name);
        let direct = named().find(|requirement| !requirement.dev && !requirement.locked);
        direct.or_else(|| {
            // A lock file lists what development installs, too: a package that is only asked for there stays out.
            let only_for_development = named().any(|requirement| requirement.dev);
            named().find(|requirement| requirement.locked && !requirement.dev && !only_for_development)
        })
    }

    /// The first requirement of the file that asks for Django in production, or else of the first file that asks for
    /// anything there.
    pub fn first(&self) -> Option<&Requirement> {
        let home = self.get("django").map(|requirement| &requirement.path);
        let counts = |requirement: &&Requirement| {
            !requirement.dev && home.is_none_or(|home| requirement.path == *home)
        };
        self.requirements.iter().find(counts)
    }

    /// The names of all packages that production installs, sorted.
    pub fn names(&self) -> Vec<String> {
        let all: BTreeSet<&str> =
            self.requirements.iter().map(|requirement| requirement.name.as_str()).collect();
        all.into_iter().filter(|name| self.get(name).is_some()).map(str::to_owned).collect()
    }

    /// Whether a lock file says exactly what is installed.
    pub fn are_locked(&self) -> bool {
        self.requirements.iter().any(|requirement| requirement.locked)
    }

    /// The Django that the project pins: a lock file's version, else the exact one, else the newest that the specifiers
    /// admit. `None` where nothing names Django or nothing bounds it from above.
    pub fn django(&self) -> Option<Version> {
        let named = || {
            self.requirements.iter().filter(|requirement| requirement.name == "django" && !requirement.dev)
        };
        let exact = |requirement: &&Requirement| requirement.version.is_some();
        let pinned = named().filter(exact).max_by_key(|requirement| requirement.locked);
        if let Some(version) = pinned.and_then(|requirement| Version::parse(requirement.version.as_deref()?))
        {
            return Some(version);
        }
        named().find_map(|requirement| newest_admitted(&requirement.specifier))
    }
}

fn is_beside(path: &RepoPath, root: &RepoPath) -> bool {
    let folder = path.parent().unwrap_or_else(RepoPath::root);
    let up = |folder: RepoPath| folder.parent().unwrap_or_else(RepoPath::root);
    let folder = if FOLDERS.contains(&folder.name()) {
        up(folder)
    } else if FOLDERS.contains(&up(folder.clone()).name()) {
        // `dependencies/pip/`, `requirements/production/`.
        up(up(folder))
    } else {
        folder
    };
    root.is_under(&folder)
}

/// The newest Django of the table that `specifier` admits, where it excludes newer ones.
fn newest_admitted(specifier: &str) -> Option<Version> {
    let specifiers = VersionSpecifiers::from_str(&as_pep440(specifier)).ok()?;
    let admits = |version: Version| {
        ["0", "99"].iter().any(|patch| {
            pep440_rs::Version::from_str(&format!("{version}.{patch}"))
                .is_ok_and(|version| specifiers.contains(&version))
        })
    };
    let newest = Defaults::get().newest();
    if admits(Version::new(newest.major + 50, 0)) {
        return None;
    }
    Defaults::get().versions().iter().rev().copied().find(|version| admits(*version))
}

/// Poetry's `^4.2` and `~4.2` as PEP 440 has them.
fn as_pep440(specifier: &str) -> String {
    let convert = |part: &str| -> String {
        let part = part.trim();
        if let Some(version) = part.strip_prefix('^') {
            let major = Version::parse(version).map_or(0, |version| version.major);
            return format!(">={version},<{}", major + 1);
        }
        match part.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
            Some(version) => match Version::parse(version) {
                Some(bound) if version.contains('.') => {
                    format!(">={version},<{}.{}", bound.major, bound.minor + 1)
                }
                Some(bound) => format!(">={version},<{}", bound.major + 1),
                None => part.to_owned(),
            },
            None if part.starts_with(|c: char| c.is_ascii_digit()) => format!("=={part}"),
            None => part.to_owned(),
        }
    };
    specifier.split(',').map(convert).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn django(files: &[(&str, &str)]) -> Option<String> {
        let tree = Tree::in_memory(files.iter().map(|(path, text)| (*path, *text)));
        Packages::read(&tree, &RepoPath::root()).django().map(|version| version.to_string())
    }

    #[test]
    fn django_is_what_the_files_admit() {
        for (line, version) in [
            ("Django==4.2.7", Some("4.2")),
            ("django>=4.2,<5", Some("4.2")),
            ("django~=5.2.0", Some("5.2")),
            ("django<5.1", Some("5.0")),
            ("django==5.1.*", Some("5.1")),
            ("django>=3.2", None),
            ("django", None),
            ("flask==3.0", None),
        ] {
            assert_eq!(django(&[("requirements.txt", line)]).as_deref(), version, "{line}");
        }
        let poetry = "[tool.poetry.dependencies]\ndjango = \"^4.0\"\n";
        assert_eq!(django(&[("pyproject.toml", poetry)]).as_deref(), Some("4.2"));
    }

    #[test]
    fn a_lock_file_decides() {
        let files = [
            ("requirements.txt", "django>=3.2\n"),
            ("poetry.lock", "[[package]]\nname = \"Django\"\nversion = \"5.0.3\"\n"),
        ];
        assert_eq!(django(&files).as_deref(), Some("5.0"));
    }

    #[test]
    fn what_development_asks_for_is_not_installed() {
        let tree = Tree::in_memory([
            ("requirements.txt", "Django==5.2\nDjango_Redis\n"),
            ("requirements/dev.txt", "django-debug-toolbar\n"),
            ("docs/requirements.txt", "sphinx\n"),
        ]);
        let packages = Packages::read(&tree, &RepoPath::root());
        assert_eq!(packages.names(), ["django", "django-redis"]);
        assert!(packages.get("django-redis").is_some());
    }
}
