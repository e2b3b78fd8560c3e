//! Tasks of task runners that pipelines call.

use gonogo::deploy::Moment;

use super::{at, read};

fn commands(call: &str, file: &str, text: &str) -> Vec<String> {
    let workflow = format!("on: push\njobs:\n  a:\n    steps:\n      - run: {call}\n");
    at(&read(&[(".github/workflows/ci.yml", &workflow), (file, text)]), Moment::Ci)
}

#[test]
fn just_runs_recipes_with_their_needs_and_arguments() {
    let text = "set shell := [\"bash\"]\nname := \"x\"\n\n[group('a')]\n@check: lint (manage \"x\") # all\n    uv run ./manage.py check \\\n      --deploy\n\nlint:\n    ruff check {{ name }}\n\nmanage *ARGS:\n    -docker compose run --rm web python manage.py {{ARGS}}\n\nother:\n    #!/usr/bin/env python\n    print(1)\n";
    let cases: [(&str, &[&str]); 5] = [
        ("just lint", &["ruff check ${name} @ justfile:10"]),
        ("just manage makemigrations --check", &["manage.py makemigrations --check @ justfile:13"]),
        ("just other", &[]),
        ("just nothing", &["just nothing @ .github/workflows/ci.yml:5"]),
        (
            "just check",
            &[
                "manage.py check --deploy @ justfile:6",
                "ruff check ${name} @ justfile:10",
                // What a need is given is not read.
                "manage.py ${ARGS} @ justfile:13",
            ],
        ),
    ];
    for (call, want) in cases {
        assert_eq!(commands(call, "justfile", text), want, "{call}");
    }
}

#[test]
fn task_runs_tasks_of_taskfiles_and_of_taskipy() {
    let text = "version: '3'\ntasks:\n  a:\n    deps: [b]\n    cmds:\n      - ./manage.py a {{.X}}\n      - cmd: ./manage.py b\n      - task: c\n  b: ./manage.py deps\n  c:\n    cmds: [task: a]\n";
    assert_eq!(
        commands("task a", "Taskfile.yml", text),
        [
            "manage.py a ${X} @ Taskfile.yml:6",
            "manage.py b @ Taskfile.yml:7",
            "manage.py deps @ Taskfile.yml:9"
        ]
    );
    let text = "[tool.taskipy.tasks]\nmigrate = 'python manage.py migrate'\npre_migrate = {cmd = 'python manage.py wait'}\n";
    assert_eq!(
        commands("poetry run task migrate", "pyproject.toml", text),
        ["manage.py migrate @ pyproject.toml:2", "manage.py wait @ pyproject.toml:3"]
    );
}

#[test]
fn tasks_that_need_each_other_end() {
    let text = "a: b\n    just a\nb: a\n    just b\n";
    let found = commands("just a", "justfile", text);
    assert!(found.iter().all(|line| line.starts_with("just ")), "{found:?}");
}

#[test]
fn python_project_tools_run_their_scripts() {
    let deployment = read(&[
        (
            ".github/workflows/ci.yml",
            "on: push\njobs:\n  test:\n    steps:\n    - run: uv run poe check\n    - run: pdm run docs\n    - run: pipenv run assets\n    - run: hatch run prod:deploy\n    - run: tox -e checks\n    - run: nox -s audit\n    - run: uv run --locked -m manage compress\n",
        ),
        (
            "pyproject.toml",
            "[tool.poe.tasks]\nschema = \"./manage.py spectacular\"\n[tool.poe.tasks.check]\nsequence = [{ cmd = \"./manage.py makemigrations --check\" }, \"schema\"]\n[tool.pdm.scripts]\ndocs = {cmd = [\"python\", \"manage.py\", \"graph\"]}\n[tool.hatch.envs.prod.scripts]\ndeploy = [\"python manage.py check --deploy\"]\n",
        ),
        ("Pipfile", "[scripts]\nassets = \"python manage.py collectstatic\"\n"),
        (
            "tox.ini",
            "[tox]\nenvlist = checks\n[testenv]\ncommands = pytest\n[testenv:checks]\ncommands =\n    python manage.py migrate {posargs}\n    -{envpython} manage.py showmigrations\n",
        ),
        (
            "noxfile.py",
            "import nox\n\n@nox.session\ndef audit(session):\n    session.run(\"python\", \"manage.py\", \"audit\")\n\n@nox.session\ndef other(session):\n    session.run(\"python\", \"manage.py\", \"never\")\n",
        ),
    ]);
    let found = at(&deployment, Moment::Ci);
    for want in [
        "manage.py makemigrations --check @ pyproject.toml:4",
        "manage.py spectacular @ pyproject.toml:2",
        "manage.py graph @ pyproject.toml:6",
        "manage.py collectstatic @ Pipfile:2",
        "manage.py check --deploy @ pyproject.toml:8",
        "manage.py migrate @ tox.ini:7",
        "manage.py showmigrations @ tox.ini:8",
        "manage.py audit @ noxfile.py:5",
        "manage.py compress @ .github/workflows/ci.yml:11",
    ] {
        assert!(found.iter().any(|line| line == want), "{want} is not among {found:#?}");
    }
    assert!(!found.iter().any(|line| line.contains("never") || line.contains("pytest")), "{found:#?}");
}
