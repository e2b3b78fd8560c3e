//! One case for each clause of the rule.

use super::*;
use crate::base::Span;
use crate::deploy::{Deployment, Place, Process, ProcessKind, Value, Variable};
use crate::source::Tree;

const WHOLE: &str = "INSTALLED_APPS = []\n";

fn names(module: &str) -> String {
    format!(
        "import os\nfrom django.core.wsgi import get_wsgi_application\n\
         os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"{module}\")\n"
    )
}

fn setting(path: &str, module: &str) -> Deployment {
    let place = Place { path: RepoPath::new(path).unwrap(), span: Span::new(0, 1), line: 1 };
    let variable = Variable {
        name: "DJANGO_SETTINGS_MODULE".to_owned(),
        value: Value::Literal(module.to_owned()),
        place: place.clone(),
    };
    let process = Process {
        foreign: false,
        name: "web".to_owned(),
        place,
        kind: ProcessKind::Web,
        commands: Vec::new(),
        environment: vec![variable],
        dockerfile: None,
        alone: false,
        image: None,
        workdir: None,
        volumes: Vec::new(),
        ports: Vec::new(),
    };
    Deployment { processes: vec![process], ..Deployment::default() }
}

fn choose_in(files: &[(&str, &str)], deployment: &Deployment) -> Choice {
    let tree = Tree::in_memory(files.iter().map(|(path, text)| (*path, *text)));
    let project = pick(&projects(&tree, deployment), None).expect("a project");
    select(&tree, deployment, &project, None).expect("a settings module")
}

fn choose(files: &[(&str, &str)]) -> Choice {
    choose_in(files, &Deployment::default())
}

fn package<'f>(modules: &[&'f str], wsgi: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut files = vec![("site/wsgi.py", wsgi), ("site/__init__.py", ""), ("site/settings/__init__.py", "")];
    files.extend(modules.iter().map(|path| (*path, WHOLE)));
    files
}

#[test]
fn an_explicit_choice_comes_first_and_must_exist() {
    let wsgi = names("site.settings.production");
    let tree = Tree::in_memory(package(&["site/settings/production.py", "site/settings/local.py"], &wsgi));
    let none = Deployment::default();
    let project = pick(&projects(&tree, &none), None).unwrap();
    let choice = select(&tree, &none, &project, Some("site.settings.local")).unwrap();
    assert_eq!(choice.module, "site.settings.local");
    assert_eq!(choice.others, ["site.settings.production"]);
    let error = select(&tree, &none, &project, Some("site.settings.prod")).unwrap_err();
    assert!(error.to_string().contains("site.settings.production, site.settings.local"), "{error}");
}

#[test]
fn a_deployment_file_comes_before_names_and_entries() {
    let wsgi = names("site.settings.production");
    let files = package(&["site/settings/production.py", "site/settings/base.py"], &wsgi);
    let choice = choose_in(&files, &setting("app.yaml", "site.settings.base"));
    assert_eq!(choice.module, "site.settings.base");
    assert!(choice.reason.starts_with("app.yaml:1 sets"), "{}", choice.reason);
}

#[test]
fn a_development_module_set_by_a_file_does_not_choose() {
    let wsgi = names("site.settings.production");
    let files = package(&["site/settings/production.py", "site/settings/dev.py"], &wsgi);
    assert_eq!(
        choose_in(&files, &setting("compose.yml", "site.settings.dev")).module,
        "site.settings.production"
    );
}

#[test]
fn a_module_that_wholly_takes_over_development_is_development() {
    let wsgi = names("site.settings.production");
    let mut files = package(&["site/settings/production.py", "site/settings/dev.py"], &wsgi);
    files.push(("site/settings/docker.py", "from .dev import *\n"));
    assert_eq!(
        choose_in(&files, &setting("compose.yml", "site.settings.docker")).module,
        "site.settings.production"
    );
}

#[test]
fn a_module_that_is_not_in_the_repository_does_not_choose() {
    let wsgi = names("site.settings.base");
    let files = package(&["site/settings/base.py"], &wsgi);
    assert_eq!(
        choose_in(&files, &setting("compose.yml", "site.settings.secret")).module,
        "site.settings.base"
    );
}

#[test]
fn development_named_by_wsgi_gives_way_to_production_of_the_same_package() {
    let wsgi = names("site.settings.dev");
    let modules = ["site/settings/common.py", "site/settings/dev.py", "site/settings/prod.py"];
    let choice = choose(&package(&modules, &wsgi));
    assert_eq!(choice.module, "site.settings.prod");
    assert_eq!(choice.others, ["site.settings.common", "site.settings.dev"]);
    assert!(choice.reason.contains("site/wsgi.py names site.settings.dev"), "{}", choice.reason);
}

#[test]
fn production_may_be_said_by_the_docstring_or_by_a_dockerfile() {
    let wsgi = names("site.settings.local");
    let mut files = package(&["site/settings/base.py", "site/settings/local.py"], &wsgi);
    files.push((
        "site/settings/blue.py",
        "\"\"\"Settings for the production deployment.\"\"\"\nfrom .base import *\n",
    ));
    assert_eq!(choose(&files).module, "site.settings.blue");

    let mut files =
        package(&["site/settings/base.py", "site/settings/local.py", "site/settings/blue.py"], &wsgi);
    files.push(("Dockerfile.blue", "FROM python\n"));
    assert_eq!(choose(&files).module, "site.settings.blue");
}

#[test]
fn a_platform_names_production_but_a_part_of_the_settings_does_not() {
    let wsgi = names("site.settings.base");
    let files = package(&["site/settings/base.py", "site/settings/heroku.py"], &wsgi);
    assert_eq!(choose(&files).module, "site.settings.heroku");

    let mut files = package(&["site/settings/base.py"], &wsgi);
    files.push(("site/settings/aws.py", "AWS_REGION = 'eu'\n"));
    assert_eq!(choose(&files).module, "site.settings.base");
}

#[test]
fn the_package_itself_counts_as_a_module() {
    let wsgi = names("site.settings");
    let mut files = package(&["site/settings/base.py"], &wsgi);
    files[2].1 = "from .base import *\n";
    files.push(("site/settings/dev.py", "from .base import *\n"));
    let choice = choose(&files);
    assert_eq!(choice.module, "site.settings");
    assert_eq!(choice.others, ["site.settings.base", "site.settings.dev"]);
    assert!(choice.reason.starts_with("site/wsgi.py:3 names it"), "{}", choice.reason);
}

#[test]
fn examples_are_never_chosen() {
    let wsgi = names("site.settings.base");
    let files = package(&["site/settings/base.py", "site/settings/production.example.py"], &wsgi);
    let choice = choose(&files);
    assert_eq!((choice.module.as_str(), choice.others.len()), ("site.settings.base", 0));
}

#[test]
fn a_commented_name_is_no_name() {
    let wsgi = format!(
        "# os.environ[\"DJANGO_SETTINGS_MODULE\"] = \"site.settings.b\"\n{}",
        names("site.settings.a")
    );
    let files = package(&["site/settings/a.py", "site/settings/b.py"], &wsgi);
    assert_eq!(choose(&files).module, "site.settings.a");
}

#[test]
fn the_root_is_where_the_settings_are_imported_from() {
    let manage = names("plane.settings");
    let tree = Tree::in_memory([
        ("apps/api/manage.py", manage.as_str()),
        ("apps/api/plane/__init__.py", ""),
        ("apps/api/plane/settings.py", WHOLE),
    ]);
    let none = Deployment::default();
    let project = pick(&projects(&tree, &none), None).unwrap();
    assert_eq!(project.root.as_str(), "apps/api");

    let manage = names("config.settings");
    let tree = Tree::in_memory([("manage.py", manage.as_str()), ("src/config/settings.py", WHOLE)]);
    assert_eq!(pick(&projects(&tree, &none), None).unwrap().root.as_str(), "src");

    let tree = Tree::in_memory([("a/mysite/__init__.py", ""), ("a/mysite/settings.py", WHOLE)]);
    assert_eq!(pick(&projects(&tree, &none), None).unwrap().root.as_str(), "a");
}

#[test]
fn one_of_several_projects_is_picked_by_the_rule() {
    let (one, two) = (names("one.settings"), names("two.settings"));
    let files = [
        ("examples/wsgi.py", one.as_str()),
        ("examples/one/settings.py", WHOLE),
        ("x/manage.py", one.as_str()),
        ("x/one/settings.py", WHOLE),
        ("y/z/wsgi.py", two.as_str()),
        ("y/two/settings.py", WHOLE),
    ];
    let tree = Tree::in_memory(files);
    let order = |deployment: &Deployment| -> Vec<String> {
        projects(&tree, deployment).into_iter().map(|project| project.root.to_string()).collect()
    };
    assert_eq!(order(&Deployment::default()), ["y", "x", "examples"], "wsgi.py first, examples last");
    let mut started = setting("Procfile", "one.settings");
    assert_eq!(order(&started)[0], "x", "what deployment files start");
    started.processes.clear();
    let found = projects(&tree, &started);
    assert_eq!(pick(&found, RepoPath::new("x").as_ref()).unwrap().root.as_str(), "x");
    let error = pick(&found, RepoPath::new("z").as_ref()).unwrap_err();
    assert!(error.to_string().contains("y, x, examples"), "{error}");
}

#[test]
fn a_repository_without_django_says_what_was_looked_for() {
    let tree = Tree::in_memory([("main.py", "print(1)\n"), ("settings.py", "COLOUR = 1\n")]);
    let error = pick(&projects(&tree, &Deployment::default()), None).unwrap_err();
    assert!(error.to_string().contains("manage.py"), "{error}");
}

#[test]
fn a_project_whose_settings_are_not_committed_says_so() {
    let tree = Tree::in_memory([("manage.py", names("site.settings"))]);
    let none = Deployment::default();
    let project = pick(&projects(&tree, &none), None).unwrap();
    let error = select(&tree, &none, &project, None).unwrap_err();
    assert!(error.to_string().contains("it names site.settings"), "{error}");
}

#[test]
fn the_production_class_of_a_settings_module_is_used() {
    let settings = "from configurations import Configuration\nclass Base(Configuration):\n    INSTALLED_APPS = []\n\
                    class Dev(Base):\n    DEBUG = True\nclass Production(Base):\n    pass\n";
    let manage = "os.environ.setdefault('DJANGO_CONFIGURATION', 'Dev')\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n";
    let class = |settings: &str| {
        let tree = Tree::in_memory([("manage.py", manage), ("site/settings.py", settings)]);
        let project = pick(&projects(&tree, &Deployment::default()), None).unwrap();
        configuration(&tree, &project.root, &RepoPath::new("site/settings.py").unwrap(), &project.entries)
    };
    assert_eq!(class(settings).as_deref(), Some("Production"));
    assert_eq!(class(&settings.replace("Production", "Staging")).as_deref(), Some("Dev"));
    assert_eq!(class(WHOLE), None);
}
