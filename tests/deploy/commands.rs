//! Which commands run where.

use gonogo::deploy::Moment;

use super::{at, read};

#[test]
fn pipelines_of_every_kind_are_read_with_their_lines() {
    let deployment = read(&[
        (
            ".github/workflows/ci.yml",
            "on: push\nenv:\n  X: 1\njobs:\n  test:\n    steps:\n    - run: python manage.py check\n    - if: always()\n      run: |\n        cd backend\n        uv run ./manage.py makemigrations --check --dry-run\n    - run: make ci\n",
        ),
        (
            "Makefile",
            "ci: lint\n\t@uv run python -m manage test --tag=$(TAG)\nlint:\n\truff check\nTAG := fast\n",
        ),
        (
            ".gitlab-ci.yml",
            "test:\n  script:\n    - ./manage.py migrate\n    - docker compose run --rm web python manage.py collectstatic\n",
        ),
        (
            ".circleci/config.yml",
            "jobs:\n  build:\n    steps:\n      - run:\n          name: x\n          command: |\n            ./manage.py spectacular\n",
        ),
        ("azure-pipelines.yml", "steps:\n- script: ./manage.py compress\n"),
        (
            "Jenkinsfile",
            "node {\n  sh 'make -C app build'\n  sh \"\"\"\n    ./manage.py loaddata\n  \"\"\"\n}\n",
        ),
        ("app/Makefile", "build:\n\tnpm run build\n"),
    ]);
    let found = at(&deployment, Moment::Ci);
    for want in [
        "manage.py check @ .github/workflows/ci.yml:7",
        "? manage.py makemigrations --check --dry-run @ .github/workflows/ci.yml:11",
        "ruff check @ Makefile:4",
        "manage.py test --tag=fast @ Makefile:2",
        "manage.py migrate @ .gitlab-ci.yml:3",
        "manage.py collectstatic @ .gitlab-ci.yml:4",
        "manage.py spectacular @ .circleci/config.yml:7",
        "manage.py compress @ azure-pipelines.yml:2",
        "manage.py loaddata @ Jenkinsfile:4",
        "npm run build @ app/Makefile:2",
    ] {
        assert!(found.iter().any(|line| line == want), "{want} is not among {found:#?}");
    }
}

#[test]
fn image_builds_and_probes_are_commands_too() {
    let text = "FROM python\nWORKDIR /app\nCOPY . .\nRUN SECRET=x python manage.py collectstatic --noinput && \\\n    python manage.py compress\nHEALTHCHECK CMD curl -f http://localhost/health/\nCMD gunicorn a.wsgi\n";
    let deployment = read(&[("Dockerfile", text), ("manage.py", "")]);
    assert_eq!(
        at(&deployment, Moment::ImageBuild),
        ["manage.py collectstatic --noinput @ Dockerfile:4", "manage.py compress @ Dockerfile:5"]
    );
    assert_eq!(at(&deployment, Moment::Probe), ["curl -f http://localhost/health/ @ Dockerfile:6"]);
}

#[test]
fn options_are_found_in_all_their_forms() {
    let text = "a: celery -A x worker -c4 -l info\nb: celery -A x worker --concurrency=8 -B\nc: manage.py celery worker --autoscale 10,3\n";
    let deployment = read(&[("Procfile", text)]);
    let command = |name: &str| &super::process(&deployment, name).commands[0];
    assert_eq!(command("a").option("-c"), Some("4"));
    assert_eq!(command("b").option("--concurrency"), Some("8"));
    assert!(command("b").is_celery_worker() && command("b").is_celery_beat());
    assert!(command("c").is_celery_worker() && command("c").has_flag("--autoscale"));
    assert!(!command("a").is_celery_beat());
}

#[test]
fn a_script_may_keep_its_arguments_in_a_variable() {
    let script = "#!/bin/bash\nn=1\n(\n  COMMAND=${@:$n}\n  $COMMAND\n) &\n";
    let deployment = read(&[("Procfile", "web: bin/start gunicorn -c g.py a.wsgi\n"), ("bin/start", script)]);
    assert_eq!(super::lines(super::process(&deployment, "web")), ["gunicorn -c g.py a.wsgi @ Procfile:1"]);
}

#[test]
fn what_a_script_does_not_know_stays_a_variable() {
    let script = "#!/bin/sh\nN=$(nproc)\nM=3\nexport KEY=$(cat /run/key)\ncelery -A a worker -c $N --prefetch $M ${EXTRA}\n";
    let deployment = read(&[("Procfile", "w: ./w.sh\n"), ("w.sh", script)]);
    let worker = super::process(&deployment, "w");
    assert_eq!(super::lines(worker), ["celery -A a worker -c ${N} --prefetch 3 ${EXTRA} @ w.sh:5"]);
    assert_eq!(super::environment(worker), ["KEY=*"]);
}
