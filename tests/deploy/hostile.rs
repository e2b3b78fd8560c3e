//! No repository makes the reader panic, hang, or point outside of its files.

use gonogo::deploy::Deployment;
use gonogo::source::Tree;
use proptest::prelude::*;

const NAMES: [&str; 16] = [
    "Dockerfile",
    "docker-compose.yml",
    "Procfile",
    "app.json",
    "fly.toml",
    "render.yaml",
    "k8s/web.yaml",
    "infra/main.tf",
    "a.service",
    "supervisord.conf",
    "uwsgi.ini",
    "nginx/site.conf",
    "Caddyfile",
    ".github/workflows/ci.yml",
    "Makefile",
    "run.sh",
];

fn pieces() -> impl Strategy<Value = String> {
    let text = "FROM a AS b\n¦FROM b\n¦COPY . /\n¦COPY --from=b / /x\n¦CMD [\"./run.sh\", \"make\", \"x\"]\n¦ENTRYPOINT ./run.sh\n¦RUN make x\n\
        ¦services:\n¦  web:\n¦    build: .\n¦    extends: web\n¦    command: ./run.sh \"$@\"\n¦    environment: {A: \"${A:-${B}}\"}\n\
        ¦    env_file: .env\n¦web: ./run.sh\n¦x: x\n\t./run.sh\n\tmake x\n¦#!/bin/sh\n¦. ./run.sh\n¦exec \"$@\"\n¦./run.sh \"$@\" \"$@\"\n\
        ¦sh -c './run.sh'\n¦case $1 in *) ;; esac\n¦[Service]\nExecStart=./run.sh\n¦[program:a]\ncommand=make\n¦[uwsgi]\nini=uwsgi.ini\n\
        ¦server { location / { return 200; } }\n¦apiVersion: v1\nkind: Pod\n¦jobs:\n  a:\n    steps:\n    - run: make x\n¦resource \"a\" {\n¦}\n¦{¦[¦\"¦ü¦\n¦  ¦- ";
    let pieces: Vec<&str> = text.split('¦').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
}

fn check(tree: &Tree) {
    let deployment = Deployment::read(tree);
    let places = deployment
        .commands
        .iter()
        .map(|command| &command.place)
        .chain(deployment.processes.iter().map(|process| &process.place))
        .chain(
            deployment
                .processes
                .iter()
                .flat_map(|process| &process.environment)
                .map(|variable| &variable.place),
        )
        .chain(deployment.proxies.iter().flat_map(|proxy| &proxy.headers).map(|header| &header.place));
    for place in places {
        let file = tree.text(&place.path).expect("a file of the tree");
        assert!(file.text().get(place.span.start..place.span.end).is_some(), "{place:?}");
        assert!(place.line >= 1 && place.line <= file.lines().line_count());
    }
    assert!(!deployment.django_environments().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_files(texts in prop::collection::vec((prop::sample::select(NAMES.to_vec()), pieces()), 1..8)) {
        check(&Tree::in_memory(texts));
    }
}

#[test]
fn scripts_that_start_each_other_end() {
    let script = "#!/bin/sh\n./run.sh \"$@\" \"$@\"\n./run.sh \"$@\" \"$@\"\n. ./run.sh\nmake x\n";
    let files = [
        ("Procfile", "web: ./run.sh a b c\n"),
        ("run.sh", script),
        ("Makefile", "x:\n\tmake x\n\t./run.sh a\n"),
    ];
    check(&Tree::in_memory(files));
}

#[test]
fn reading_is_deterministic() {
    let files = || {
        NAMES
            .iter()
            .map(|name| (*name, "FROM a\nservices:\n  web:\n    image: x\nweb: ./run.sh\n"))
            .collect::<Vec<_>>()
    };
    let first = format!("{:?}", Deployment::read(&Tree::in_memory(files())));
    assert_eq!(first, format!("{:?}", Deployment::read(&Tree::in_memory(files()))));
}
