//! `gonogo scan`, on the sample shop and on repositories that make trouble.

use std::fs;
use std::path::Path;

use gonogo::git::{self, Stamp};
use gonogo::model::Person;
use serde_json::Value;

use crate::support::command::{Bench, Run};

/// A bench with the sample shop in `shop`.
fn shop() -> Bench {
    let bench = Bench::new();
    assert_eq!(bench.run(&["demo", "shop", "--no-open"]).status, 0);
    bench
}

fn commit(root: &Path, files: &[(&str, &str)]) {
    let repository = git::create(root).expect("a new repository");
    for (path, text) in files {
        fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("a folder");
        fs::write(root.join(path), text).expect("a file");
    }
    let by = Person::parse("Ada Example <ada@example.org>").expect("a person");
    let at = "2025-01-01T00:00:00Z".parse().expect("a time");
    repository.commit_all("Begin", &Stamp { by, at }).expect("a commit");
}

fn document(run: &Run) -> Value {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run}");
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn the_security_section_of_the_sample_shop() {
    let run = shop().run(&["scan", "shop", "--section", "security"]);
    assert_eq!(run.status, 0, "{run}");
    // The counters count all sections.
    let filters = vec![
        (r"at [0-9a-f]{10}", "at @COMMIT@"),
        (r"so far: .*", "so far: @COUNTS@"),
        (r"(?m)^  \d+ items? ", "  @COUNT@ items "),
    ];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(run);
    });
}

#[test]
fn json_is_stable_apart_from_the_time_taken() {
    let bench = shop();
    let [one, two] = [(), ()].map(|()| {
        let mut document = document(&bench.run(&["scan", "--format", "json", "shop"]));
        document["stats"]["elapsed_ms"] = 0.into();
        document.to_string()
    });
    assert_eq!(one, two);
    assert!(one.starts_with(r#"{"schema":"gonogo.scan/1","tool":{"name":"gonogo""#), "{one}");
}

#[test]
fn any_folder_of_the_repository_will_do() {
    let bench = shop();
    let whole = document(&bench.run(&["scan", "--format", "json", "shop"]));
    for arguments in [
        ["scan", "--format", "json", "-C", "shop/orders"].as_slice(),
        &["-C", "shop", "scan", "--format", "json", "orders"],
    ] {
        let part = document(&bench.run(arguments));
        assert_eq!(part["items"], whole["items"], "{arguments:?}");
    }
}

#[test]
fn a_revision_is_read_without_a_checkout() {
    let bench = shop();
    let now = document(&bench.run(&["scan", "--format", "json", "shop"]));
    let run = bench.run(&["scan", "--format", "json", "shop", "--rev", "HEAD"]);
    let head = document(&run);
    assert_eq!(head["items"], now["items"]);
    assert_eq!(head["repository"]["commit"], now["repository"]["commit"]);
    let before = document(&bench.run(&["scan", "--format", "json", "shop", "--rev", "HEAD~3"]));
    assert_ne!(before["project"]["settings_module"], now["project"]["settings_module"]);

    let run = bench.run(&["scan", "shop", "--rev", "nonsense"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run}");
    assert!(run.stderr.contains("'nonsense' names no commit"), "{run}");
}

#[test]
fn what_is_not_committed_is_seen_and_said() {
    let bench = shop();
    let file = bench.work().join("shop/shop/settings/production.py");
    let text = fs::read_to_string(&file).expect("settings");
    fs::write(&file, format!("{text}\nDEBUG = True\n")).expect("settings");
    let document = document(&bench.run(&["scan", "--format", "json", "--item", "debug", "shop"]));
    assert_eq!(document["repository"]["dirty"], true);
    assert_eq!(document["items"][0]["verdict"], "fail");
    assert_eq!(document["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn another_settings_module_can_be_chosen_on_the_line_or_in_the_state_file() {
    let bench = shop();
    let arguments = ["scan", "shop", "--format", "json", "--item", "security.debug"];
    let chosen =
        document(&bench.run(&[arguments.as_slice(), &["--settings", "shop.settings.development"]].concat()));
    assert_eq!(chosen["project"]["settings_module"], "shop.settings.development");
    assert_eq!(chosen["items"][0]["verdict"], "fail");

    let file = bench.work().join("shop/gonogo.toml");
    let text = fs::read_to_string(&file).expect("a state file");
    fs::write(&file, format!("{text}\n[project]\nsettings = \"shop.settings.development\"\n"))
        .expect("written");
    assert_eq!(document(&bench.run(&arguments))["project"], chosen["project"]);
}

#[test]
fn a_choice_that_does_not_fit_is_a_usage_error_that_names_what_there_is() {
    let bench = shop();
    insta::assert_snapshot!(bench.run(&["scan", "shop", "--settings", "shop.settings.prod"]));
    insta::assert_snapshot!(bench.run(&["scan", "shop", "--project", "orders"]));
    insta::assert_snapshot!(bench.run(&["scan", "shop", "--project", "../elsewhere"]));
}

#[test]
fn a_bare_clone_needs_a_revision() {
    let bench = shop();
    fs::rename(bench.work().join("shop/.git"), bench.work().join("bare.git")).expect("moved");
    let config = bench.work().join("bare.git/config");
    let text = fs::read_to_string(&config).expect("a configuration").replace("bare = false", "bare = true");
    fs::write(&config, text).expect("a configuration");
    let document = document(&bench.run(&["scan", "bare.git", "--rev", "main", "--format", "json"]));
    assert_eq!(document["project"]["settings_module"], "shop.settings.production");
    let run = bench.run(&["scan", "bare.git"]);
    assert_eq!(run.status, 3, "{run}");
    assert!(run.stderr.contains("--rev"), "{run}");
}

#[test]
fn no_repository_no_project_and_no_such_folder_are_said_clearly() {
    let bench = Bench::new();
    insta::assert_snapshot!(bench.run(&["scan"]));
    insta::assert_snapshot!(bench.run(&["scan", "nowhere"]));
    commit(&bench.work(), &[("main.py", "print('hello')\n")]);
    insta::assert_snapshot!(bench.run(&["scan"]));
}

#[test]
fn a_broken_state_file_is_reported_with_its_place_and_left_alone() {
    let bench = shop();
    let file = bench.work().join("shop/gonogo.toml");
    let broken = "schema = 1\n[items.\"security.hsts\"]\ndecision = \"wavied\"\n";
    fs::write(&file, broken).expect("written");
    let run = bench.run(&["scan", "shop"]);
    insta::assert_snapshot!(run);
    assert_eq!(fs::read_to_string(&file).expect("read"), broken);
}

#[test]
fn what_is_odd_in_the_state_file_is_said_and_harms_nothing() {
    let bench = shop();
    let file = bench.work().join("shop/gonogo.toml");
    let text = fs::read_to_string(&file).expect("a state file");
    let record = "decision = \"ticked\"\nby = \"Ada\"\nat = 2025-01-01T00:00:00Z\n";
    fs::write(&file, format!("{text}\n[items.\"security.unicorns\"]\n{record}")).expect("written");
    let run = bench.run(&["scan", "shop", "--item", "debug"]);
    assert_eq!(run.status, 0, "{run}");
    assert!(run.stderr.contains("warning: gonogo.toml decides on 'security.unicorns'"), "{run}");
}

#[test]
fn unknown_sections_and_items_are_met_with_suggestions() {
    let bench = Bench::new();
    commit(&bench.work(), &[("README", "")]);
    insta::assert_snapshot!(bench.run(&["scan", "--section", "secutiry"]));
    insta::assert_snapshot!(bench.run(&["scan", "--item", "security.hst"]));
}

#[test]
fn nothing_of_a_hostile_repository_reaches_the_terminal_raw() {
    let bench = Bench::new();
    let settings = "SECRET_KEY = '\u{1b}]0;owned\u{7}'\nDEBUG = True  # \u{202e}\n";
    commit(
        &bench.work(),
        &[
            ("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n"),
            ("site/__init__.py", ""),
            ("site/settings.py", settings),
        ],
    );
    let run = bench.run(&["scan"]);
    assert_eq!(run.status, 0, "{run}");
    assert!(
        run.stdout.chars().all(|c| c == '\n' || !c.is_control()) && !run.stdout.contains('\u{202e}'),
        "{run}"
    );
}
