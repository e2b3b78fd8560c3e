//! The snippets for pipelines, held against the schemas of those who run them.

use std::fs;
use std::path::Path;

use crate::support::python;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

#[test]
fn github_gitlab_and_pre_commit_take_them() {
    let requirements = root().join("tests/fixtures/reports/requirements.txt");
    let Some(environment) = python::environment("reports", &requirements) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let pre_commit = format!("repos:\n{}", read("assets/starter/pre-commit.yaml"));
    let checks = [
        (
            vec!["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"],
            write("w.yml", &read("assets/starter/github.yml")),
        ),
        (
            vec![
                "-m",
                "check_jsonschema",
                "--builtin-schema",
                "vendor.gitlab-ci",
                "--data-transform",
                "gitlab-ci",
            ],
            write("g.yml", &read("assets/starter/gitlab.yml")),
        ),
        (vec!["-m", "pre_commit", "validate-config"], write("c.yaml", &pre_commit)),
        (vec!["-m", "pre_commit", "validate-manifest"], root().join(".pre-commit-hooks.yaml")),
    ];
    for (arguments, file) in checks {
        let done = environment
            .command()
            .args(&arguments)
            .arg(&file)
            .env("HOME", folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .output()
            .expect("it starts");
        let said = [done.stdout, done.stderr].concat();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said));
    }
}

#[test]
fn the_readme_shows_them_as_they_are() {
    let readme = read("README.md");
    for name in ["github.yml", "gitlab.yml", "pre-commit.yaml"] {
        let snippet = read(&format!("assets/starter/{name}"));
        assert!(
            readme.contains(&format!("```yaml\n{snippet}```\n")),
            "the README shows another assets/starter/{name}"
        );
    }
}
