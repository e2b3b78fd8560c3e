//! `gonogo log`: who decided what, and when.

use std::fs;

use super::project::Project;

/// A record as a person would write it by hand.
fn record(item: &str, decision: &str, by: &str, at: &str) -> String {
    format!("[items.\"{item}\"]\ndecision = \"{decision}\"\nby = \"{by}\"\nat = {at}\n")
}

fn ticked(item: &str, by: &str, at: &str) -> String {
    record(item, "ticked", by, at)
}

fn file(records: &[String]) -> String {
    format!("schema = 1\n\n{}", records.join("\n"))
}

/// A history of four commits with a merge and a broken file in it.
fn story() -> Project {
    let project = Project::new();
    let ada = ticked("api.schema", "Ada Example <ada@example.org>", "2026-01-02T09:00:00Z");
    project.write("gonogo.toml", &file(std::slice::from_ref(&ada)));
    project.commit("Begin the review");
    project.git(&["checkout", "-q", "-b", "side"]);
    let waived = format!(
        "{}kind = \"deferred\"\nreason = \"the certificate is late\"\nuntil = 2026-03-01\nticket = \"OPS-1\"\n",
        record("security.hsts", "waived", "Grace Example <grace@example.org>", "2026-01-03T09:00:00Z")
    );
    project.write("gonogo.toml", &file(&[waived.clone(), ada.clone()]));
    project.commit_as("Defer HSTS", "Grace Example <grace@example.org>");
    project.git(&["checkout", "-q", "main"]);
    project.write("gonogo.toml", &format!("{}\n[gate]\nfail-on = \"recommended\"\n", file(&[])));
    project.commit("Start over, and be strict");
    project.git(&["merge", "-q", "-s", "ours", "--no-commit", "side"]);
    project.write("gonogo.toml", &format!("{}\n[gate]\nfail-on = \"recommended\"\n", file(&[waived])));
    project.git(&["add", "-A"]);
    project.git(&["commit", "-q", "-m", "Join the side"]);
    project
}

#[test]
fn the_history_says_who_decided_what_and_when() {
    let project = story();
    project.write("gonogo.toml", &project.read("gonogo.toml").replace("fail-on = \"recommended\"", ""));
    let filters = vec![(r"(?m)^[0-9a-f]{10}  ", "@COMMIT@  ")];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(project.run(&["log"]));
        insta::assert_snapshot!(project.run(&["log", "--first-parent", "--rev", "HEAD"]));
    });
}

#[test]
fn events_can_be_chosen_by_item_and_number_and_read_by_programs() {
    let project = story();
    let all = project.json(&["log", "--format", "json"]);
    assert_eq!(all["schema"], "gonogo.log/1");
    let events = all["events"].as_array().expect("events");
    let seen: Vec<String> = events
        .iter()
        .map(|event| {
            let subject = event["item"].as_str().or(event["key"].as_str()).unwrap_or("");
            format!("{} {subject}", event["what"].as_str().unwrap_or(""))
        })
        .collect();
    assert_eq!(
        seen,
        ["set gate.fail-on", "reopened api.schema", "waived security.hsts", "ticked api.schema"]
    );
    assert_eq!(events[2]["after"]["ticket"], "OPS-1");
    assert_eq!(events[2]["commit"]["by"], "Grace Example <grace@example.org>");
    assert_eq!(events[0]["commit"]["cut"], false);

    let one = project.json(&["log", "--format", "json", "schema"]);
    assert_eq!(one["events"].as_array().map(Vec::len), Some(2));
    let one = project.json(&["log", "--format", "json", "-n", "1", "api.schema"]);
    assert_eq!(one["events"][0]["what"], "reopened");
    assert_eq!(project.run(&["log", "api.shcema"]).status, 0, "an item of the past may have a history");
    let run = project.run(&["log", "shcema"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("did you mean `schema`"), "{run}");
}

#[test]
fn a_file_that_could_not_be_read_is_said_and_skipped() {
    let project = Project::new();
    let one = ticked("api.schema", "Ada Example", "2026-01-02T09:00:00Z");
    project.write("gonogo.toml", &file(std::slice::from_ref(&one)));
    project.commit("One");
    project.write("gonogo.toml", "<<<<<<< ours\n");
    project.commit("Commit the markers");
    project.write("gonogo.toml", &file(&[one, ticked("api.cors", "Ada Example", "2026-01-04T09:00:00Z")]));
    project.commit("Repair");
    fs::remove_file(project.root().join("gonogo.toml")).expect("removed");
    let log = project.json(&["log", "--format", "json"]);
    let whats: Vec<&str> =
        log["events"].as_array().expect("events").iter().filter_map(|event| event["what"].as_str()).collect();
    assert_eq!(whats, ["file-removed", "ticked", "broken", "ticked"]);
    assert_eq!(log["events"][1]["item"], "api.cors");
    assert_eq!(log["events"][0]["commit"], serde_json::Value::Null);
}

#[test]
fn a_repository_without_decisions_says_so() {
    let project = Project::new();
    assert_eq!(project.done(&["log"]), "No decisions yet.\n");
    assert_eq!(project.json(&["log", "--format", "json"])["events"], serde_json::json!([]));
}

#[test]
fn a_shallow_clone_says_that_decisions_may_be_older() {
    let project = story();
    let from = format!("file://{}", project.root().display());
    project.git(&["clone", "-q", "--depth", "1", &from, "../shallow"]);
    let log = project.json(&["-C", "../shallow", "log", "--format", "json"]);
    assert_eq!(log["events"][0]["commit"]["cut"], true);
    assert!(project.done(&["-C", "../shallow", "log"]).contains("the clone is shallow"));
}
