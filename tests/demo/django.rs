//! Django itself runs the sample project: its checks, its migrations, its own tests, its production settings.

use std::path::Path;

use crate::support::command::Bench;
use crate::support::python::{Environment, environment};

/// Runs `manage.py` in `folder` and hands back what it printed.
fn manage(python: &Environment, folder: &Path, settings: &str, arguments: &[&str]) -> String {
    let done = python
        .command()
        .current_dir(folder)
        .env("DJANGO_SETTINGS_MODULE", settings)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg("manage.py")
        .args(arguments)
        .output()
        .expect("the interpreter starts");
    let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(done.status.success(), "manage.py {arguments:?} with {settings}:\n{text}");
    text
}

#[test]
fn django_runs_the_sample_project() {
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/demo/requirements.txt");
    let Some(python) = environment("demo", &requirements) else { return };
    let bench = Bench::new();
    let run = bench.run(&["demo", "shop", "--no-open"]);
    assert_eq!(run.status, 0, "{run}");
    let folder = bench.work().join("shop");

    let development = "shop.settings.development";
    manage(&python, &folder, development, &["check"]);
    manage(&python, &folder, development, &["makemigrations", "--check", "--dry-run"]);
    let tests = manage(&python, &folder, development, &["test"]);
    assert!(tests.contains("Ran 8 tests") && tests.contains("OK"), "{tests}");

    let production = "shop.settings.production";
    manage(&python, &folder, production, &["check"]);
    manage(&python, &folder, production, &["makemigrations", "--check", "--dry-run", "--skip-checks"]);
    let collected = manage(&python, &folder, production, &["collectstatic", "--noinput"]);
    assert!(collected.contains("post-processed"), "{collected}");
}
