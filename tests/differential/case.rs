//! The cases: what their `case.toml` declares, and a copy of each to work on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The series of Django that the copies pin.
pub const NEWEST: &str = "5.2";

/// One small project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The folder's name.
    #[serde(skip)]
    pub name: String,
    /// The copy that is imported and evaluated.
    #[serde(skip)]
    pub root: PathBuf,
    /// The technique, in one line.
    pub about: String,
    /// The settings module.
    pub module: String,
    /// Whether the version of Django decides which settings there are.
    #[serde(default)]
    pub varies: bool,
    /// The class of django-configurations, where it is one.
    pub configuration: Option<String>,
    /// Variables without which the import raises, with two values each; settings that differ are forced by them.
    #[serde(default)]
    pub forced: BTreeMap<String, [String; 2]>,
    /// Settings that are expected to stay unknown, with the reason.
    #[serde(default)]
    pub unknown: BTreeMap<String, String>,
    /// Security items whose verdict is meant to differ from Django's deployment checks, with the reason.
    #[serde(default)]
    pub differs: BTreeMap<String, String>,
}

/// Where the cases live.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/settings")
}

/// The distributions of the environment with this Django, by name.
pub fn packages(series: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(format!("django-{series}.txt"))).expect("the requirements");
    text.lines().filter_map(|line| line.split_once("==")).map(|(name, _)| name.to_lowercase()).collect()
}

/// Every case, in order, each copied below a folder, so that neither side can leave traces in the fixtures or see what
/// lies above them.
pub fn all(copies: &Path) -> Vec<Case> {
    let copies = copies.canonicalize().expect("the temporary folder");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|folder| read(folder, &copies)).collect()
}

fn read(folder: &Path, copies: &Path) -> Case {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(folder.join("case.toml")).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}/case.toml: {error}"));
    case.root = copies.join(&name);
    copy(folder, &case.root);
    make_project(&case);
    assert!(!case.about.is_empty(), "{name} says nothing about itself");
    case.name = name;
    case
}

/// What a Django project has beside its settings: who names the settings module, and what is installed.
fn make_project(case: &Case) {
    let mut manage = format!(
        "import os\n\nfrom django.core.management import execute_from_command_line\n\n\
         os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"{}\")\n",
        case.module
    );
    if let Some(class) = &case.configuration {
        writeln!(manage, "os.environ.setdefault(\"DJANGO_CONFIGURATION\", \"{class}\")")
            .expect("a string takes it");
    }
    manage.push_str("execute_from_command_line()\n");
    fs::write(case.root.join("manage.py"), manage).expect("a file of the copy");
    let requirements = folder().join(format!("django-{NEWEST}.txt"));
    fs::copy(requirements, case.root.join("requirements.txt")).expect("a file of the copy");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of the fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            if name != "__pycache__" {
                copy(&path, &to.join(name));
            }
        } else if name != "case.toml" {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
