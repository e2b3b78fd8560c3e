//! Environment files that installers hand to what their folder deploys.

use super::read;

const COMPOSE: &str = "services:\n  web:\n    image: shop/web\n    command: gunicorn shop.wsgi\n    environment:\n      KEY: ${KEY:-default}\n      HOST: ${HOST}\n      DB: ${DB:-postgres}\n";
const VARIABLES: &str = "KEY=committed\nHOST=http://${NAME}\nNAME=shop\nDB=\n";

/// Each scenario with the variables that it sets and the lines where they stand.
fn scenarios(files: &[(&str, &str)]) -> Vec<String> {
    let told = |environment: gonogo::deploy::Environment| {
        let variables = environment.variables.iter().map(|variable| {
            let value = variable.value.text().unwrap_or("?");
            format!(" {}={value}@{}:{}", variable.name, variable.place.path.name(), variable.place.line)
        });
        format!("{}:{}", environment.name, variables.collect::<String>())
    };
    read(files).django_environments().into_iter().map(told).collect()
}

fn with_script(path: &str, script: &str, file: &str) -> Vec<String> {
    scenarios(&[("deploy/shop/compose.yml", COMPOSE), (path, script), (file, VARIABLES)])
}

#[test]
fn a_script_that_hands_the_file_on_makes_a_scenario_beside_the_one_without() {
    let file = "deploy/shop/variables.env";
    for (path, script) in [
        ("deploy/shop/install.sh", "cp variables.env .env\n"),
        ("deploy/shop/install.sh", "main() {\n  cp -f ./variables.env $DIR/shop.env\n}\nmain \"$@\"\n"),
        ("deploy/shop/install.sh", "R=$(curl -sL \"$URL/$RELEASE/variables.env?$(date +%s)\")\n"),
        ("deploy/shop/install.sh", "docker compose --env-file=variables.env up -d\n"),
        ("deploy/shop/up", "#!/bin/bash\ndocker compose --env-file variables.env up -d\n"),
        ("setup.sh", "wget https://example.org/deploy/shop/variables.env\n"),
        ("deploy/setup.sh", "set -a; . shop/variables.env\n"),
    ] {
        let found = with_script(path, script, file);
        let want = [
            "web in deploy/shop/compose.yml: KEY=default@compose.yml:6 HOST=?@compose.yml:7 DB=postgres@compose.yml:8",
            "web with variables.env in deploy/shop/compose.yml: KEY=committed@variables.env:1 HOST=?@compose.yml:7 DB=postgres@compose.yml:8",
        ];
        assert_eq!(found, want, "{path}: {script}");
    }
}

#[test]
fn a_file_that_nothing_hands_on_sets_nothing() {
    let file = "deploy/shop/variables.env";
    for (path, script, file) in [
        ("deploy/shop/install.sh", "echo edit variables.env\n", file),
        ("deploy/shop/install.sh", "# cp variables.env .env\n", file),
        ("deploy/shop/install.sh", "cp shop.env variables.env\n", file),
        ("deploy/shop/install.sh", "cp variables.env.bak other\n", file),
        ("deploy/other/install.sh", "cp variables.env .env\n", file),
        ("setup.sh", "cp variables.env .env\n", file),
        ("deploy/shop/install.sh", "cp example.env .env\n", "deploy/shop/example.env"),
        ("deploy/shop/install.sh", "cp test.env .env\n", "deploy/shop/test.env"),
    ] {
        assert_eq!(with_script(path, script, file).len(), 1, "{path}: {script}");
    }
}

#[test]
fn without_a_compose_file_it_lies_under_what_the_process_declares_and_over_the_image() {
    let image = "FROM python\nENV KEY=image A=1\nCOPY run.conf /etc/supervisor.conf\nCMD [\"gunicorn\", \"shop.wsgi\"]\n";
    let unit = "[program:api]\ncommand=gunicorn shop.wsgi\nenvironment=NAME=unit\n";
    let found = scenarios(&[
        ("deploy/Dockerfile", image),
        ("deploy/run.conf", unit),
        ("deploy/build.sh", "cp ./variables.env dist/shop.env\n"),
        ("deploy/variables.env", "KEY=committed\nNAME=file\n"),
    ]);
    let with: Vec<&String> = found.iter().filter(|name| name.starts_with("api with")).collect();
    assert_eq!(
        with,
        [
            "api with variables.env in deploy/run.conf: KEY=committed@variables.env:1 A=1@Dockerfile:2 NAME=unit@run.conf:3"
        ]
    );
}
