//! Modules, packages and files.

use super::{lines, run};

#[test]
fn a_star_import_brings_public_names_and_can_be_overridden() {
    let settings = run(&[
        ("pkg/__init__.py", ""),
        ("pkg/base.py", "A = 1\n_B = 2\nAPPS = ['x']\n"),
        ("settings.py", "from pkg.base import *\nAPPS += ['y']\nC = A + 1\n"),
    ]);
    assert_eq!(lines(&settings), ["A = 1", "APPS = [\"x\", \"y\"]", "C = 2"]);
    let files: Vec<&str> = settings.files.iter().map(gonogo::base::RepoPath::as_str).collect();
    assert_eq!(files, ["settings.py", "pkg/__init__.py", "pkg/base.py"]);
    let places: Vec<String> = settings.entries["APPS"]
        .origins
        .iter()
        .map(|origin| format!("{}:{}", origin.path, origin.line))
        .collect();
    assert_eq!(places, ["pkg/base.py:3", "settings.py:2"]);
}

#[test]
fn all_decides_what_a_star_import_brings() {
    let settings =
        run(&[("base.py", "__all__ = ['B']\nA = 1\nB = 2\n"), ("settings.py", "from base import *\n")]);
    assert_eq!(lines(&settings), ["B = 2"]);
}

#[test]
fn private_settings_that_are_not_there_do_not_exist() {
    let settings = run(&[(
        "settings.py",
        "try:\n    from local_settings import *\nexcept ImportError:\n    A = 'none'\n",
    )]);
    assert_eq!(lines(&settings), ["A = \"none\""]);
}

#[test]
fn paths_below_the_repository_and_above() {
    let settings = run(&[(
        "settings.py",
        "import os\nfrom pathlib import Path\nBASE = Path(__file__).resolve().parent\nA = os.path.join(BASE, 'static')\nB = BASE.parent / 'x'\nC = BASE.name\nD = (BASE / 'settings.py').exists()\nE = os.path.exists('/srv/secret')\n",
    )]);
    assert_eq!(
        lines(&settings),
        [
            "BASE = Path(\"<root>\")",
            "A = \"<root>/static\"",
            "B = Path(\"<root>/../x\")",
            "C = <unknown: where the repository is checked out>",
            "D = True",
            "E = False",
        ]
    );
}

#[test]
fn files_of_the_repository_are_read() {
    let settings = run(&[
        ("conf.json", "{\"a\": [1, null]}"),
        ("extra.py", "B = A + 1\n"),
        (
            "settings.py",
            "import json, os\nHERE = os.path.dirname(__file__)\nA = 1\nwith open(os.path.join(HERE, 'conf.json')) as f:\n    CONF = json.load(f)\nexec(open(HERE + '/extra.py').read())\ntry:\n    open('/nowhere/x').read()\nexcept FileNotFoundError:\n    C = 'missing'\n",
        ),
    ]);
    assert_eq!(
        lines(&settings),
        ["HERE = \"<root>\"", "A = 1", "CONF = {\"a\": [1, None]}", "B = 2", "C = \"missing\""]
    );
}

#[test]
fn a_file_that_is_no_python_is_a_problem_and_no_promise() {
    let settings = run(&[("base.py", "A = (\n"), ("settings.py", "from base import *\nB = 1\n")]);
    assert_eq!(lines(&settings), ["B = 1"]);
    assert!(settings.problems.iter().any(|(path, _)| path.as_str() == "base.py"), "{:?}", settings.problems);
}

#[test]
fn a_circular_import_sees_what_is_there() {
    let settings = run(&[
        ("other.py", "import settings\nX = settings.A\n"),
        ("settings.py", "A = 1\nfrom other import X\n"),
    ]);
    assert_eq!(lines(&settings), ["A = 1", "X = 1"]);
}
