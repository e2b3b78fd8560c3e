//! The scenarios in which the application's settings are judged.

use super::read;

fn scenarios(files: &[(&str, &str)]) -> Vec<String> {
    read(files)
        .django_environments()
        .into_iter()
        .map(|environment| {
            let values: Vec<String> = environment
                .variables
                .iter()
                .map(|variable| format!("{}={}", variable.name, variable.value.text().unwrap_or("?")))
                .collect();
            format!("{}: {}", environment.name, values.join(" "))
        })
        .collect()
}

const IMAGE: &str = "FROM python\nENV A=1\nCMD [\"gunicorn\", \"shop.wsgi\"]\n";

#[test]
fn without_deployment_files_nothing_is_set() {
    assert_eq!(scenarios(&[("manage.py", "")]), ["nothing set: "]);
}

#[test]
fn an_image_alone_sets_what_it_says() {
    assert_eq!(scenarios(&[("Dockerfile", IMAGE)]), ["image in Dockerfile: A=1"]);
}

#[test]
fn production_files_that_disagree_stay_apart_and_equal_ones_are_one() {
    let compose = "services:\n  web:\n    build: .\n    environment: {B: '2'}\n  again:\n    build: .\n    environment: {B: '2'}\n  worker:\n    build: .\n    command: celery -A shop worker\n    environment: {W: w}\n";
    let files =
        [("Dockerfile", IMAGE), ("docker-compose.yml", compose), ("Procfile", "web: gunicorn shop.wsgi\n")];
    assert_eq!(scenarios(&files), ["web in Procfile: ", "web in docker-compose.yml: A=1 B=2"]);
}

#[test]
fn development_files_are_no_scenario() {
    let compose =
        "services:\n  web:\n    build: .\n    command: ./manage.py runserver\n    environment: {B: '2'}\n";
    assert_eq!(
        scenarios(&[("Dockerfile", IMAGE), ("docker-compose.yml", compose)]),
        ["image in Dockerfile: A=1"]
    );
}

#[test]
fn another_application_beside_django_is_no_scenario() {
    let other = "FROM python\nENV X=1\nCMD [\"uvicorn\", \"app:app\"]\n";
    let files = [
        ("Dockerfile", IMAGE),
        ("shop/wsgi.py", "from django.core.wsgi import get_wsgi_application\n"),
        ("tools/scan/Dockerfile", other),
        ("tools/scan/app.py", "from flask import Flask\n"),
    ];
    assert_eq!(scenarios(&files), ["image in Dockerfile: A=1"]);
}

#[test]
fn each_platform_file_beside_a_procfile_is_a_scenario() {
    let manifest =
        |name: &str| format!("applications:\n- name: {name}\n  buildpack: python\n  env: {{N: {name}}}\n");
    let (one, two) = (manifest("one"), manifest("two"));
    let files = [
        ("Procfile", "web: gunicorn a.wsgi\n"),
        ("manifest_one.yml", one.as_str()),
        ("manifest_two.yml", two.as_str()),
    ];
    assert_eq!(
        scenarios(&files),
        ["web with manifest_one.yml in Procfile: N=one", "web with manifest_two.yml in Procfile: N=two"]
    );
}

#[test]
fn every_value_of_a_variable_is_found_once_by_place() {
    let compose = "services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery worker\n";
    let image = "FROM python\nENV DJANGO_SETTINGS_MODULE=shop.settings.production\nCMD gunicorn shop.wsgi\n";
    let deployment = read(&[("Dockerfile", image), ("docker-compose.yml", compose)]);
    let found = deployment.settings_of("DJANGO_SETTINGS_MODULE");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1.value.text(), Some("shop.settings.production"));
    assert_eq!((found[0].1.place.path.as_str(), found[0].1.place.line), ("Dockerfile", 2));
}
