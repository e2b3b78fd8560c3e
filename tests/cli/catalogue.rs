//! `gonogo list` and `gonogo explain`.

use super::project::Project;
use crate::support::command::Bench;

#[test]
fn list_shows_the_thirty_items_by_section() {
    let run = Bench::new().run(&["list"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn list_as_json_is_versioned_and_complete() {
    let run = Bench::new().run(&["list", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(document["schema"], "gonogo.list/1");
    let sections = document["sections"].as_array().expect("sections");
    let items: Vec<_> =
        sections.iter().flat_map(|section| section["items"].as_array().expect("items")).collect();
    assert_eq!((sections.len(), items.len()), (6, 30));
    assert_eq!(items[0]["id"], "security.debug");
    assert_eq!(items[0]["severity"], "critical");
}

#[test]
fn explain_says_what_why_and_how() {
    let run = Bench::new().run(&["explain", "security.hsts"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn explain_knows_short_names_sections_and_everything() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["explain", "hsts"]), bench.run(&["explain", "security.hsts"]));
    let section = bench.run(&["explain", "tasks"]).stdout;
    assert!(section.contains("tasks.asgi-timeout") && !section.contains("static.media"), "{section}");
    assert_eq!(bench.run(&["explain"]).stdout.matches("  Asks for\n").count(), 30);
}

#[test]
fn an_unknown_item_is_met_with_the_nearest_name() {
    let run = Bench::new().run(&["explain", "security.alowed-hosts"]);
    insta::assert_snapshot!(run, @r"
    --- err
    error: there is no item called 'security.alowed-hosts'
      hint: did you mean `security.allowed-hosts`?
      hint: `gonogo list` shows all items

    --- exit 2
    ");
    let run = Bench::new().run(&["explain", "zebra"]);
    insta::assert_snapshot!(run, @r"
    --- err
    error: there is no item called 'zebra'
      hint: `gonogo list` shows all items

    --- exit 2
    ");
}

/// A project with an item of its own, another weight, and one item out of scope.
fn altered() -> Project {
    let project = Project::new();
    project.write(
        "gonogo.toml",
        "schema = 1\n\n[[item]]\nid = \"security.penetration-test\"\ntitle = \"Penetration Test\"\nseverity = \
         \"critical\"\ntext = \"The report has no open finding.\"\ncommand = \"cat report.txt\"\n\n\
         [grade.\"tasks.concurrency\"]\nseverity = \"optional\"\nreason = \"one nightly job\"\n",
    );
    project
}

#[test]
fn in_a_project_the_checklist_is_the_project_s() {
    let project = altered();
    let list = flat(&project.done(&["list"]));
    assert!(list.contains("security.penetration-test"), "{list}");
    assert!(list.contains("optional here, recommended in the checklist: one nightly job"), "{list}");
    let document = project.json(&["list", "--format", "json"]);
    assert_eq!(document["sections"][0]["items"].as_array().map(Vec::len), Some(6));
    let kinds: Vec<_> =
        document["checklist"].as_array().expect("a list").iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["added", "graded"]);
    assert_eq!(project.json(&["scan", "--format", "json"])["checklist"], document["checklist"]);
    let own = project.done(&["explain", "penetration-test"]);
    assert!(own.contains("The report has no open finding.") && own.contains("$ cat report.txt"), "{own}");
    assert!(!own.contains("Read on") && own.matches("no open finding").count() == 1, "{own}");
    let graded = flat(&project.done(&["explain", "concurrency"]));
    assert!(graded.contains("In this project") && graded.contains("one nightly job"), "{graded}");
    assert!(project.done(&["log", "penetration-test"]).contains("No decisions yet."));
}

#[test]
fn a_broken_state_file_leaves_the_standard_checklist_and_is_said() {
    let project = altered();
    project.write("gonogo.toml", "schema = \n");
    let run = project.run(&["explain", "hsts"]);
    assert_eq!(run.status, 0, "{run}");
    assert!(
        run.stderr.contains("this is the standard checklist") && run.stdout.contains("Asks for"),
        "{run}"
    );
}

/// `text` without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
