//! Hooks of pre-commit that pipelines run.

use gonogo::deploy::Moment;

use super::{at, read};

const CONFIG: &str = "\
default_language_version: {python: python3}
repos:
  - repo: https://example.org/hooks
    hooks:
      - id: elsewhere
        entry: ./manage.py elsewhere
  - repo: local
    hooks:
      - id: migrations
        alias: m
        language: system
        entry: sh -c \"./manage.py makemigrations --check\"
        stages: [commit]
      - id: schema
        language: python
        entry: python manage.py spectacular
        args: [--validate, --fail-on-warn]
      - id: script
        language: script
        entry: bin/lint.sh
        always_run: true
      - id: pattern
        language: pygrep
        entry: ./manage.py pattern
      - id: pushed
        language: system
        entry: ./manage.py pushed
        stages: [pre-push]
      - id: again
        language: system
        entry: pre-commit run --all-files
";

/// The commands of the hooks, without the call itself.
fn hooks(step: &str, config: &str) -> Vec<String> {
    let workflow = format!("on: push\njobs:\n  lint:\n    steps:\n      - {step}\n");
    let deployment = read(&[
        (".github/workflows/ci.yml", &workflow),
        (".pre-commit-config.yaml", config),
        ("bin/lint.sh", "#!/bin/sh\n./manage.py lint\n"),
        ("Makefile", "lint:\n\tpoetry run pre-commit run -a\n"),
    ]);
    let found = at(&deployment, Moment::Ci).into_iter();
    found.filter(|line| line.contains("manage.py")).collect()
}

#[test]
fn a_call_runs_the_local_hooks_of_its_stage() {
    let migrations = "manage.py makemigrations --check @ .pre-commit-config.yaml:12";
    let schema = "manage.py spectacular --validate --fail-on-warn @ .pre-commit-config.yaml:16";
    let script = "manage.py lint @ bin/lint.sh:2";
    let pushed = "manage.py pushed @ .pre-commit-config.yaml:27";
    let maybe: &[&str] = &[
        "? manage.py makemigrations --check @ .pre-commit-config.yaml:12",
        "? manage.py spectacular --validate --fail-on-warn @ .pre-commit-config.yaml:16",
        script,
    ];
    let all: &[&str] = &[migrations, schema, script];
    let cases: [(&str, &[&str]); 17] = [
        ("run: pre-commit run --all-files", all),
        ("run: sfw uv run pre-commit run --all --show-diff-on-failure", all),
        ("run: uvx pre-commit run -a", all),
        ("run: python -m pre_commit run --from-ref main --to-ref HEAD", all),
        ("run: prek run -a", all),
        ("run: make lint", all),
        ("uses: pre-commit/action@v3.0.1", all),
        ("uses: j178/prek-action@v1", all),
        // Nothing is staged in a fresh checkout: only what always runs is certain.
        ("run: pre-commit", maybe),
        ("run: pre-commit run -a migrations", &[migrations]),
        ("{uses: pre-commit/action@v3, with: {extra_args: m --all-files}}", &[migrations]),
        ("run: pre-commit run --hook-stage=push -a", &[schema, pushed, script]),
        ("run: SKIP=schema,script pre-commit run -a", &[migrations]),
        ("{run: pre-commit run -a, env: {SKIP: 'migrations, script'}}", &[schema]),
        ("run: pre-commit install", &[]),
        ("run: pre-commit autoupdate", &[]),
        ("{uses: j178/prek-action@v1, with: {install-only: true}}", &[]),
    ];
    for (step, want) in cases {
        assert_eq!(hooks(step, CONFIG), want, "{step}");
    }
}

#[test]
fn stages_have_a_default() {
    let config = "default_stages: [pre-push]\nrepos:\n- repo: local\n  hooks:\n  - {id: a, language: system, entry: ./manage.py a}\n  - {id: b, language: system, entry: ./manage.py b, stages: [pre-commit]}\n";
    assert_eq!(hooks("run: pre-commit run -a", config), ["manage.py b @ .pre-commit-config.yaml:6"]);
    assert!(hooks("run: pre-commit run -a", "repos: {").is_empty());
}
