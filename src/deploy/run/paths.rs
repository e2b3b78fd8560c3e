//! Where a path inside a container comes from in the repository.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::base::RepoPath;
use crate::source::Tree;

/// How many words of one command are looked at for files that it copies.
const MOST_ARGUMENTS: usize = 50;

/// How many descriptions of packages are read for their scripts.
const MOST_PACKAGES: usize = 50;

/// What words of a command may mean in this repository.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// File names that one file alone has.
    files: HashMap<String, RepoPath>,
    /// Programs that the project installs in place of `manage.py`.
    managers: BTreeSet<String>,
}

/// Shared by every process.
pub(crate) type SharedNames = Arc<Names>;

impl Names {
    /// The names that `tree` gives a meaning.
    pub(crate) fn of(tree: &Tree) -> SharedNames {
        Arc::new(Self { files: unique_files(tree), managers: managers(tree) })
    }

    /// Whether `program` is the project's own `manage.py`.
    pub(crate) fn is_manager(&self, program: &str) -> bool {
        self.managers.contains(program)
    }
}

static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^[ \t]*["']?([\w.-]+)["']?[ \t]*=[ \t]*["']?([\w.]+):[\w.]+"#).expect("a pattern")
});

/// The console scripts of the repository's packages whose module hands the command line to Django.
///
/// Source: the entry points specification of the Python Packaging User Guide (`console_scripts`).
fn managers(tree: &Tree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let packages =
        tree.files().iter().filter(|path| matches!(path.name(), "pyproject.toml" | "setup.cfg" | "setup.py"));
    for path in packages.take(MOST_PACKAGES) {
        let Ok(file) = tree.text(path) else { continue };
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        for script in SCRIPT.captures_iter(file.text()) {
            let module = script[2].replace('.', "/");
            let hands_on = ["", "src/"].iter().any(|base| {
                [format!("{base}{module}.py"), format!("{base}{module}/__init__.py")].iter().any(|name| {
                    folder.join(name).and_then(|path| tree.text(&path).ok()).is_some_and(|file| {
                        file.text().contains("execute_from_command_line")
                            || file.text().contains("ManagementUtility")
                    })
                })
            });
            if hands_on {
                found.insert(script[1].to_owned());
            }
        }
    }
    found
}

/// The names that one file alone has, folders of installed packages left out.
fn unique_files(tree: &Tree) -> HashMap<String, RepoPath> {
    let mut names: HashMap<String, Option<RepoPath>> = HashMap::new();
    for path in tree.files().iter().filter(|path| !path.parts().any(|part| part == "node_modules")) {
        names
            .entry(path.name().to_owned())
            .and_modify(|known| *known = None)
            .or_insert_with(|| Some(path.clone()));
    }
    names.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}

/// The files of the repository as a process sees them.
#[derive(Debug, Clone, Default)]
pub(crate) struct PathMap {
    /// The working directory inside the container; `None` where the process runs in the repository itself.
    pub workdir: Option<String>,
    /// The folder of the repository that relative paths begin at.
    pub folder: Option<RepoPath>,
    /// What was copied or mounted: the path inside, and the file or folder of the repository. Later ones win.
    pub copies: Vec<(String, RepoPath)>,
    /// Where a path leads nowhere, a script of a name that the repository has once is taken to be it.
    pub names: SharedNames,
}

impl PathMap {
    /// A process that runs in `folder` of the repository.
    pub(crate) fn in_repository(folder: RepoPath, names: &SharedNames) -> Self {
        Self { workdir: None, folder: Some(folder), copies: Vec::new(), names: Arc::clone(names) }
    }

    /// Changes the working directory.
    pub(crate) fn enter(&mut self, path: &str) {
        if self.workdir.is_some() || path.starts_with('/') {
            self.workdir = absolute(path, self.workdir.as_deref()).or_else(|| self.workdir.take());
        } else if let Some(next) = self.folder.as_ref().and_then(|folder| folder.join(path)) {
            self.folder = Some(next);
        }
    }

    /// What `cp`, `mv`, `ln` or `install` puts elsewhere: the path inside, and the file of the repository.
    pub(crate) fn copied(&self, program: &str, arguments: &[String], tree: &Tree) -> Vec<(String, RepoPath)> {
        if !matches!(program, "cp" | "mv" | "ln" | "install") || arguments.len() > MOST_ARGUMENTS {
            return Vec::new();
        }
        // Flags with a value (`install -m 644`) leave a word that names no file.
        let words: Vec<&str> =
            arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
        let Some((target, sources)) = words.split_last() else { return Vec::new() };
        let Some(inside) = absolute(target, self.workdir.as_deref()) else { return Vec::new() };
        let into_folder =
            target.ends_with(['/', '.']) || self.place(&inside).is_some_and(|place| tree.is_dir(&place));
        let files = sources.iter().filter_map(|source| self.file(source, tree));
        let named = |file: &RepoPath| format!("{}/{}", inside.trim_end_matches('/'), file.name());
        files.map(|file| (if into_folder { named(&file) } else { inside.clone() }, file)).collect()
    }

    /// Where `inside`, a path in the container, would lie in the repository, by the folders that were copied or mounted.
    pub(crate) fn place(&self, inside: &str) -> Option<RepoPath> {
        self.copies.iter().rev().find_map(|(target, source)| {
            let rest = inside.strip_prefix(target.trim_end_matches('/'))?.strip_prefix('/')?;
            source.join(rest)
        })
    }

    /// The Python files that lie in the container beside the project's own, although the repository keeps them
    /// elsewhere: where each would lie in the repository, and where it does.
    pub(crate) fn moved(&self, tree: &Tree) -> Vec<(RepoPath, RepoPath)> {
        let files = self.copies.iter().filter(|(_, source)| tree.contains(source));
        files
            .filter_map(|(target, source)| Some((self.place(target)?, source.clone())))
            .filter(|(place, _)| place.extension() == "py" && !tree.contains(place))
            .collect()
    }

    /// The file that `path` names, where the repository holds it.
    pub(crate) fn file(&self, path: &str, tree: &Tree) -> Option<RepoPath> {
        let absolute = absolute(path, self.workdir.as_deref());
        if let Some(inside) = &absolute {
            for (target, source) in self.copies.iter().rev() {
                let found = if inside == target {
                    Some(source.clone())
                } else if target == "/" {
                    source.join(inside.trim_start_matches('/'))
                } else {
                    inside
                        .strip_prefix(target.as_str())
                        .and_then(|rest| rest.strip_prefix('/'))
                        .and_then(|rest| source.join(rest))
                };
                if let Some(found) = found.filter(|found| tree.contains(found)) {
                    return Some(found);
                }
            }
        }
        let relative = if path.starts_with('/') {
            None
        } else {
            let folder = self.folder.clone().unwrap_or_else(RepoPath::root);
            folder.join(path).or_else(|| RepoPath::new(path)).filter(|found| tree.contains(found))
        };
        relative.or_else(|| {
            let name = path.rsplit('/').next().filter(|name| path.contains('/') || name.contains('.'))?;
            self.names.files.get(name).cloned()
        })
    }
}

/// `path` inside a container, `.` and `..` resolved; relative ones begin at `workdir`.
pub(crate) fn absolute(path: &str, workdir: Option<&str>) -> Option<String> {
    let full = if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", workdir?) };
    let mut parts: Vec<&str> = Vec::new();
    for part in full.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(format!("/{}", parts.join("/")))
}
