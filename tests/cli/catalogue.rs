//! `gonogo list` and `gonogo explain`.

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
