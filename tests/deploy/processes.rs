//! What production starts: joined with images, scripts followed, environments laid over each other.

use gonogo::deploy::ProcessKind;

use super::{environment, line, lines, process, read};

const DOCKERFILE: &str = "FROM python AS base\nARG VERSION=1\nARG BUILD\nENV A=image B=$VERSION C=$BUILD\nWORKDIR /app\n\
    FROM base AS server\nCOPY docker/run.sh /usr/local/bin/run.sh\nVOLUME /data\nRUN X=1 ./manage.py compilemessages\n\
    ENTRYPOINT [\"run.sh\"]\nCMD [\"web\"]\n";
const SCRIPT: &str = "#!/bin/sh\nset -e\nexport LATE=${LATE:-x}\n./manage.py migrate\ncase \"$1\" in\n  web) exec gunicorn -w ${W:-2} a.wsgi ;;\n  work)\n    shift\n    exec celery -A a worker ;;\n  *) exec \"$@\" ;;\nesac\n";
const COMPOSE: &str = "x-env: &env\n  A: compose\n  D: ${D:-fallback}\n  E: ${E}\n  F: ${F:?set it}\nservices:\n  web:\n    build:\n      context: .\n      target: server\n    environment:\n      <<: *env\n      W: 4\n    ports: ['127.0.0.1:80:8000', '${P:-9}:9']\n    volumes: ['media:/app/media']\n  work:\n    extends: web\n    command: work\n  other:\n    extends: web\n    command: [python, manage.py, sendmail]\n  cache:\n    image: redis\n    environment: [G=1, H]\n";

fn project() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Dockerfile", DOCKERFILE),
        ("docker/run.sh", SCRIPT),
        ("docker-compose.yml", COMPOSE),
        (".env", "E=from the file\nH=h\n"),
    ]
}

#[test]
fn a_service_has_its_images_environment_under_its_own() {
    let deployment = read(&project());
    let web = process(&deployment, "web");
    let expected = [
        "A=compose",
        "B=1 unless VERSION",
        "C=?",
        "D=fallback unless D",
        "E=from the file",
        "F=!",
        "LATE=x unless LATE",
        "W=4",
    ];
    let mut found = environment(web);
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn entrypoints_are_followed_with_the_command_as_their_arguments() {
    let deployment = read(&project());
    assert_eq!(
        lines(process(&deployment, "web")),
        ["manage.py migrate @ docker/run.sh:4", "gunicorn -w 4 a.wsgi @ docker/run.sh:6"]
    );
    assert_eq!(
        lines(process(&deployment, "work")),
        ["manage.py migrate @ docker/run.sh:4", "celery -A a worker @ docker/run.sh:9"]
    );
    assert_eq!(
        lines(process(&deployment, "other")),
        ["manage.py migrate @ docker/run.sh:4", "manage.py sendmail @ docker-compose.yml:21"]
    );
    let kinds: Vec<ProcessKind> = ["web", "work", "cache"].map(|name| process(&deployment, name).kind).into();
    assert_eq!(kinds, [ProcessKind::Web, ProcessKind::Worker, ProcessKind::Other]);
    assert!(deployment.files.iter().any(|file| file.path.as_str() == "docker/run.sh"));
}

#[test]
fn volumes_ports_and_passed_variables_are_read() {
    let deployment = read(&project());
    let web = process(&deployment, "web");
    let volumes: Vec<(&str, Option<&str>)> =
        web.volumes.iter().map(|v| (v.target.as_str(), v.source.as_deref())).collect();
    assert_eq!(volumes, [("/data", None), ("/app/media", Some("media"))]);
    let ports: Vec<_> =
        web.ports.iter().map(|p| (p.address.as_deref(), p.published.as_deref(), p.target.as_str())).collect();
    assert_eq!(ports, [(Some("127.0.0.1"), Some("80"), "8000"), (None, Some("9"), "9")]);
    assert_eq!(environment(process(&deployment, "cache")), ["G=1", "H=h"]);
}

#[test]
fn a_variable_of_one_build_step_is_not_the_processes() {
    let deployment = read(&project());
    assert!(process(&deployment, "web").variable("X").is_none());
    let build = deployment
        .commands
        .iter()
        .find(|command| command.manages("compilemessages"))
        .expect("the build step");
    assert_eq!(build.environment, [("X".to_owned(), "1".to_owned())]);
}

#[test]
fn an_image_that_nothing_starts_is_a_process_of_its_own() {
    let deployment = read(&[("Dockerfile", "FROM python\nENV A=1\nCMD gunicorn a.wsgi --timeout 30\n")]);
    let image = process(&deployment, "image");
    assert_eq!(
        (environment(image), lines(image)),
        (vec!["A=1".to_owned()], vec!["gunicorn a.wsgi --timeout 30 @ Dockerfile:3".to_owned()])
    );
}

#[test]
fn kubernetes_takes_from_config_maps_and_secrets_of_its_folder() {
    let deployment_file = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  template:\n    spec:\n      volumes:\n      - {name: m, persistentVolumeClaim: {claimName: c}}\n      - {name: t, emptyDir: {}}\n      initContainers:\n      - name: before\n        image: me/shop\n        command: [sh, -c]\n        args:\n        - |\n          set -e\n          python manage.py migrate\n      containers:\n      - name: web\n        image: me/shop\n        command: [gunicorn, shop.wsgi]\n        envFrom:\n        - configMapRef: {name: c}\n        env:\n        - {name: A, value: 'one'}\n        - name: K\n          valueFrom: {secretKeyRef: {name: s, key: k}}\n        - name: L\n          valueFrom: {secretKeyRef: {name: elsewhere, key: k}}\n        volumeMounts:\n        - {name: m, mountPath: /media}\n        - {name: t, mountPath: /tmp}\n";
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {B: two}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: c2VjcmV0}\n";
    let deployment = read(&[("k8s/d.yaml", deployment_file), ("k8s/c.yaml", config)]);
    let web = process(&deployment, "web");
    assert_eq!(environment(web), ["B=two", "A=one", "K=secret", "L=*"]);
    let mounted: Vec<&str> = web.volumes.iter().map(|volume| volume.target.as_str()).collect();
    assert_eq!(mounted, ["/media"]);
    assert_eq!(lines(process(&deployment, "before")), ["manage.py migrate @ k8s/d.yaml:17"]);
    assert_eq!(process(&deployment, "before").kind, ProcessKind::Release);
}

#[test]
fn kustomize_generates_config_maps_from_literals() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: web\n    image: x\n    envFrom:\n    - configMapRef: {name: g}\n";
    let kustomization =
        "resources: [pod.yaml]\nconfigMapGenerator:\n- name: g\n  literals:\n  - A=one\n  - B=\"two\"\n";
    let deployment = read(&[("k8s/pod.yaml", pod), ("k8s/kustomization.yaml", kustomization)]);
    assert_eq!(environment(process(&deployment, "web")), ["A=one", "B=two"]);
}

#[test]
fn platforms_declare_processes_and_variables() {
    let deployment = read(&[
        ("Procfile", "release: ./manage.py migrate\nweb: newrelic-admin run-program gunicorn a.wsgi\n"),
        (
            "app.json",
            "{\"env\": {\"A\": \"1\", \"S\": {\"generator\": \"secret\"}, \"R\": {\"required\": true}}, \"scripts\": {\"postdeploy\": \"./manage.py seed\"}}",
        ),
        ("bin/post_compile", "#!/bin/bash\npython manage.py collectstatic --noinput\n"),
        (
            "svc/fly.toml",
            "app = 'a'\n[env]\nF = '1'\n[processes]\nweb2 = 'gunicorn a.wsgi'\n[deploy]\nrelease_command = './manage.py migrate'\n[mounts]\nsource = 'm'\ndestination = '/media'\n",
        ),
        (
            "svc/render.yaml",
            "services:\n- name: shop\n  startCommand: gunicorn a.wsgi\n  buildCommand: ./manage.py collectstatic\n  envVars:\n  - {key: G, generateValue: true}\n  - {key: H, value: h}\n",
        ),
        (
            ".do/app.yaml",
            "spec:\n  services:\n  - name: do\n    envs:\n    - {key: DJANGO_SETTINGS_MODULE, value: a.settings}\n    - {key: DB, value: '${db.URL}'}\n",
        ),
    ]);
    let web = process(&deployment, "web");
    assert_eq!(environment(web), ["A=1", "S=*", "R=!"]);
    assert_eq!(web.commands[0].wrappers, ["newrelic-admin"]);
    assert_eq!(environment(process(&deployment, "web2")), ["F=1"]);
    assert_eq!(process(&deployment, "web2").volumes[0].target, "/media");
    assert_eq!(environment(process(&deployment, "shop")), ["G=*", "H=h"]);
    assert_eq!(environment(process(&deployment, "do")), ["DJANGO_SETTINGS_MODULE=a.settings", "DB=*"]);
    let released = super::at(&deployment, gonogo::deploy::Moment::Release);
    for want in [
        "manage.py migrate @ Procfile:1",
        "manage.py seed @ app.json:1",
        "manage.py collectstatic --noinput @ bin/post_compile:2",
        "manage.py migrate @ svc/fly.toml:7",
        "manage.py collectstatic @ svc/render.yaml:4",
    ] {
        assert!(released.iter().any(|found| found == want), "{want} is not among {released:?}");
    }
}

#[test]
fn units_supervisor_and_uwsgi_are_read() {
    let deployment = read(&[
        (
            "etc/shop.service",
            "[Service]\nEnvironment=A=1 \"B=two words\"\nEnvironmentFile=-/etc/default/shop.env\nExecStart=/venv/bin/gunicorn \\\n  a.wsgi\n",
        ),
        ("etc/shop.env", "C=3\n"),
        (
            "etc/supervisord.conf",
            "[program:worker]\ncommand=/venv/bin/celery -A a worker -c 2 ; note\nenvironment=D=\"4\",E=\"%(ENV_E)s\"\n",
        ),
        (
            "docker/uwsgi.ini",
            "[uwsgi]\nmodule = a.wsgi:application\nenv = F=6\nattach-daemon = ./manage.py sendmail --port %(_)\nstatic-map = /static=/srv/static\n",
        ),
    ]);
    let shop = process(&deployment, "shop");
    assert_eq!(environment(shop), ["A=1", "B=two words", "C=3"]);
    assert_eq!(lines(shop), ["gunicorn a.wsgi @ etc/shop.service:4"]);
    let worker = process(&deployment, "worker");
    assert_eq!(environment(worker), ["D=4", "E=?"]);
    assert_eq!(worker.commands[0].option("-c"), Some("2"));
    let uwsgi = process(&deployment, "uwsgi");
    assert_eq!(environment(uwsgi), ["F=6"]);
    assert_eq!(uwsgi.commands[0].served_module(), Some("a.wsgi"));
    let attached = process(&deployment, "uwsgi attach-daemon");
    assert_eq!(lines(attached), ["manage.py sendmail --port %(_) @ docker/uwsgi.ini:4"]);
    assert_eq!(deployment.proxies[0].statics[0].folder, "/srv/static");
}

#[test]
fn terraform_containers_are_read_as_far_as_they_are_literal() {
    let text = "resource \"google_cloud_run_v2_service\" \"shop\" {\n  template {\n    containers {\n      image = \"docker.io/x/shop\"\n      env {\n        name  = \"A\"\n        value = \"1\"\n      }\n      env {\n        name  = \"B\"\n        value = var.b\n      }\n      env {\n        name = \"S\"\n        value_source {}\n      }\n    }\n  }\n}\nresource \"aws_ecs_task_definition\" \"t\" {\n  container_definitions = jsonencode([\n    { name = \"job\", command = [\"celery\", \"-A\", \"a\", \"worker\"], environment = [{ name = \"C\", value = \"3\" }] },\n  ])\n}\n";
    let deployment = read(&[("infra/main.tf", text), ("shop/wsgi.py", "django")]);
    let shop = process(&deployment, "google_cloud_run_v2_service.shop");
    assert_eq!(environment(shop), ["A=1", "B=?", "S=*"]);
    assert_eq!(shop.kind, ProcessKind::Web, "its image is called like the project's package");
    let job = process(&deployment, "job");
    assert_eq!((environment(job), job.kind), (vec!["C=3".to_owned()], ProcessKind::Worker));
    assert_eq!(line(&job.commands[0]), "celery -A a worker @ infra/main.tf:22");
}

#[test]
fn images_are_known_by_the_names_that_pipelines_give_them() {
    let pipeline = "on: push\njobs:\n  publish:\n    steps:\n    - uses: docker/metadata-action@v5\n      with: {images: me/shop}\n    - uses: docker/build-push-action@v6\n      with: {context: ., push: true}\n";
    let compose = "services:\n  app:\n    image: me/shop:1.2\n";
    let deployment = read(&[
        (".github/workflows/p.yml", pipeline),
        ("Dockerfile", "FROM python\nENV A=1\nCMD [\"gunicorn\", \"a.wsgi\"]\n"),
        ("docker-compose.yml", compose),
    ]);
    let app = process(&deployment, "app");
    assert_eq!(app.dockerfile.as_ref().map(ToString::to_string).as_deref(), Some("Dockerfile"));
    assert_eq!(environment(app), ["A=1"]);
    assert_eq!(deployment.processes.len(), 1, "the image is not a process besides");
}
