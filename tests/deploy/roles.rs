//! Which files speak for production, and why.

use gonogo::base::RepoPath;
use gonogo::deploy::Role;

use super::read;

/// The role and the reason of the first file.
fn judged(files: &[(&str, &str)]) -> (Role, String) {
    let deployment = read(files);
    let path = RepoPath::new(files[0].0).expect("a path");
    let file = deployment.file(&path).unwrap_or_else(|| panic!("{path} is not among {:?}", deployment.files));
    (file.role, file.reason.clone())
}

const SERVICE: &str = "services:\n  web:\n    image: x\n";

#[test]
fn the_words_of_the_path_decide_first_and_the_name_before_its_folders() {
    let cases = [
        ("docker-compose.yml", Role::Production),
        ("docker-compose.override.yml", Role::Development),
        ("compose.dev.yaml", Role::Development),
        ("docker-compose-local.yml", Role::Development),
        ("deploy/docker-compose.yml", Role::Production),
        ("docker/test/compose.production.yml", Role::Production),
        ("e2e/compose.yml", Role::Development),
        (".devcontainer/docker-compose.yml", Role::Development),
        ("docs/install/docker-compose.yml", Role::Production),
        ("etc/usr/local/app/compose.yml", Role::Production),
        ("contest/compose.yml", Role::Production),
    ];
    for (path, role) in cases {
        let (found, reason) = judged(&[(path, SERVICE)]);
        assert_eq!(found, role, "{path}: {reason}");
        assert!(!reason.is_empty());
    }
}

#[test]
fn what_a_compose_file_does_may_say_development() {
    let cases = [
        ("services:\n  web:\n    build: .\n    command: python manage.py runserver\n", "runs runserver"),
        (
            "services:\n  web:\n    build:\n      context: .\n      target: development\n",
            "builds the stage development",
        ),
        ("services:\n  web:\n    build: .\n    volumes: ['.:/app']\n", "mounts the source"),
        (
            "services:\n  web:\n    image: x\n    environment:\n      DJANGO_SETTINGS_MODULE: a.settings.local\n",
            "a.settings.local",
        ),
        ("# For local development only.\nservices:\n  web:\n    image: x\n", "head comment"),
    ];
    for (text, why) in cases {
        let (role, reason) = judged(&[("docker-compose.yml", text), ("manage.py", "")]);
        assert_eq!(role, Role::Development, "{text}");
        assert!(reason.contains(why), "{reason:?} for {text}");
    }
    let text =
        "services:\n  web:\n    build: .\n    volumes: ['./nginx.conf:/etc/nginx.conf', 'data:/data']\n";
    assert_eq!(judged(&[("docker-compose.yml", text), ("manage.py", "")]).0, Role::Production);
}

const SERVES: &str = "FROM python\nCOPY . .\nCMD [\"gunicorn\", \"a.wsgi\"]\n";
const DEVELOPS: &str = "FROM python\nCMD [\"python\", \"manage.py\", \"runserver\"]\n";
const DEVELOPERS_COMPOSE: &str = "services:\n  web:\n    build: .\n    command: ./manage.py runserver\n";

#[test]
fn a_dockerfile_is_judged_by_who_builds_it_and_what_it_starts() {
    assert_eq!(judged(&[("Dockerfile", SERVES)]).0, Role::Production);
    assert_eq!(judged(&[("Dockerfile", DEVELOPS)]).0, Role::Development);
    assert_eq!(judged(&[("Dockerfile.dev", SERVES)]).0, Role::Development);
    // A development compose file may build the production image.
    assert_eq!(judged(&[("Dockerfile", SERVES), ("compose.yml", DEVELOPERS_COMPOSE)]).0, Role::Production);
    let bare = "FROM python\nRUN pip install x\n";
    let (role, reason) = judged(&[("Dockerfile", bare), ("compose.yml", DEVELOPERS_COMPOSE)]);
    assert_eq!((role, reason.contains("only compose.yml builds it")), (Role::Development, true), "{reason}");
    let publish = "on: push\njobs:\n  x:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n";
    let files =
        [("Dockerfile", bare), ("compose.yml", DEVELOPERS_COMPOSE), (".github/workflows/p.yml", publish)];
    assert_eq!(judged(&files).0, Role::Production);
    let module = "FROM python\nENV DJANGO_SETTINGS_MODULE=a.settings.dev\nCMD gunicorn a.wsgi\n";
    assert_eq!(judged(&[("Dockerfile", module)]).0, Role::Development);
}

#[test]
fn an_image_that_production_runs_by_name_is_production() {
    let built = "services:\n  web:\n    build: .\n    image: me/shop:ci\n";
    let run = "services:\n  web:\n    image: me/shop:1\n";
    let files = [("Dockerfile", "FROM python\n"), ("compose.ci.yml", built), ("docker/default.yml", run)];
    let (role, reason) = judged(&files);
    assert_eq!((role, reason.as_str()), (Role::Production, "docker/default.yml runs it"));
}

#[test]
fn a_branch_for_development_does_not_make_a_script_one() {
    let script =
        "#!/bin/sh\nif [ \"$ENV\" = dev ]; then\n  ./manage.py runserver\nelse\n  gunicorn a.wsgi\nfi\n";
    let image = "FROM python\nCOPY run.sh /run.sh\nCMD [\"/run.sh\"]\n";
    assert_eq!(judged(&[("Dockerfile", image), ("run.sh", script)]).0, Role::Production);
}

#[test]
fn a_procfile_that_runs_runserver_through_make_is_development() {
    let makefile = "MANAGE = python -m manage\nrun:\n\t$(MANAGE) runserver\n";
    let (role, reason) = judged(&[("Procfile", "web: make run\n"), ("Makefile", makefile)]);
    assert_eq!((role, reason.as_str()), (Role::Development, "its process web runs runserver"));
}

#[test]
fn a_stage_before_production_gives_way_to_the_file_for_production() {
    let manifest = "applications:\n- name: a\n  buildpack: python\n  command: gunicorn a.wsgi\n";
    assert_eq!(judged(&[("manifest_stage.yml", manifest)]).0, Role::Production);
    assert_eq!(
        judged(&[("manifest_stage.yml", manifest), ("manifest_prod.yml", manifest)]).0,
        Role::Development
    );
}

#[test]
fn sample_environment_files_are_listed_and_set_nothing() {
    let compose = "services:\n  web:\n    image: x\n    env_file: [.env.example, web.env]\n";
    let files = [(".env.example", "A=1\n"), ("web.env", "B=2\n"), ("docker-compose.yml", compose)];
    assert_eq!(judged(&files).0, Role::Sample);
    assert_eq!(super::environment(super::process(&read(&files), "web")), ["B=2"]);
}

#[test]
fn a_file_that_does_not_parse_is_a_problem_with_its_line_and_nothing_else() {
    let deployment = read(&[
        ("docker-compose.yml", "services:\n  web:\n   - [\n"),
        ("Procfile", "web: gunicorn a.wsgi\n"),
    ]);
    assert_eq!(deployment.problems.len(), 1);
    assert!(deployment.problems[0].line.is_some());
    assert!(deployment.problems[0].message.ends_with("what this compose file says was not read"));
    assert_eq!(deployment.processes.len(), 1);
    let chart = [
        ("chart/Chart.yaml", "name: x\n"),
        ("chart/templates/d.yaml", "kind: Deployment\nmetadata:\n  name: {{ .x }}\n"),
    ];
    let problems = read(&chart).problems;
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.starts_with("1 of this Helm chart's files are templates"), "{problems:?}");
}
