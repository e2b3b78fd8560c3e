//! The document `gonogo.scan/1`.

use gonogo::model::ItemId;
use gonogo::report;
use serde_json::Value;

use super::sample::sample;

fn document(only: Option<&[ItemId]>) -> Value {
    serde_json::from_str(&report::json::scan(&sample(true).scanned(only))).expect("JSON")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn has_the_keys_of_the_interface_in_their_order() {
    let document = document(None);
    assert_eq!(
        keys(&document),
        ["schema", "tool", "repository", "project", "sections", "items", "warnings", "checklist", "stats"]
    );
    assert_eq!(document["schema"], "gonogo.scan/1");
    assert_eq!(keys(&document["tool"]), ["name", "version"]);
    assert_eq!(keys(&document["repository"]), ["commit", "branch", "dirty"]);
    assert_eq!(keys(&document["project"]), ["root", "settings_module", "settings_reason", "django"]);
    assert_eq!(keys(&document["sections"][0]), ["id", "title", "done", "total"]);
    let item = &document["items"][1];
    assert_eq!(
        keys(item),
        [
            "id", "section", "title", "severity", "verdict", "summary", "evidence", "warnings", "findings",
            "basis"
        ]
    );
    assert_eq!(keys(&item["evidence"][0]), ["path", "line", "end_line", "column", "text"]);
    assert_eq!(keys(&document["items"][6]["findings"][0]), ["path", "line", "message", "fingerprint"]);
    assert_eq!(keys(&document["items"][12]["warnings"][0]), ["message", "path", "line"]);
    assert_eq!(keys(&document["stats"]), ["files", "python_files", "parsed", "failed", "elapsed_ms"]);
}

#[test]
fn says_what_the_scan_says_and_counts_what_the_review_counts() {
    let document = document(None);
    let verdicts: Vec<_> =
        (0..10).map(|at| document["items"][at]["verdict"].as_str().expect("a word")).collect();
    assert_eq!(
        verdicts,
        ["pass", "fail", "fail", "review", "fail", "pass", "fail", "review", "review", "na"]
    );
    // The pass and the tick that still holds; neither the tick against a fail nor the waiver past its date.
    assert_eq!((&document["sections"][0]["done"], &document["sections"][0]["total"]), (&2.into(), &5.into()));
    assert_eq!(document["items"].as_array().map(Vec::len), Some(30));
    assert_eq!(document["items"][0]["evidence"][0]["path"], "shop/settings/base.py");
    assert_eq!(document["stats"]["failed"][0]["path"], "old/py2.py");
}

#[test]
fn a_selection_holds_its_items_only() {
    let only: Vec<ItemId> = ["api.cors", "api.schema"].map(|id| id.parse().expect("an id")).to_vec();
    let document = document(Some(&only));
    assert_eq!(document["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(document["sections"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["sections"][0]["total"], 5);
}

#[test]
fn the_same_scan_gives_the_same_bytes_and_control_characters_are_escaped() {
    let text = report::json::scan(&sample(true).scanned(None));
    assert_eq!(text, report::json::scan(&sample(true).scanned(None)));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
}
