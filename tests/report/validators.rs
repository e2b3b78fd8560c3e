//! Reports read by the programs that other people read them with: packages from `PyPI` and npm, fetched below `target/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use gonogo::report::formats::render;
use gonogo::report::{Document, Format};
use serde_json::{Map, Value, json};

use super::document::clean;
use super::hostile::hostile;
use crate::support::{node, python};

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/reports"))
}

fn text(document: &Document, format: Format) -> String {
    render(document, format).expect("a report")
}

/// What the Python packages make of every format of `document`; `None` where there is no Python.
fn read_by_python(document: &Document) -> Option<Value> {
    let environment = python::environment("reports", &fixtures().join("requirements.txt"))?;
    let texts: Map<String, Value> = Format::ALL
        .into_iter()
        .map(|format| (format.as_str().to_owned(), json!(text(document, format))))
        .collect();
    let printed = environment.run(&fixtures().join("check.py"), &Value::Object(texts).to_string());
    Some(serde_json::from_str(&printed).expect("JSON"))
}

fn results_of<'v>(seen: &'v Value, case: &str) -> Vec<&'v str> {
    let suites = seen["junit"].as_array().expect("suites");
    let mut cases = suites.iter().flat_map(|suite| suite["cases"].as_array().expect("cases"));
    let found = cases.find(|one| one["name"].as_str().is_some_and(|name| name.contains(case))).expect(case);
    found["results"].as_array().expect("results").iter().filter_map(Value::as_str).collect()
}

#[test]
fn python_packages_read_what_is_there() {
    let Some(seen) = read_by_python(&clean()) else { return };
    assert_eq!(seen["json"], "gonogo.review/1");
    assert_eq!(seen["cyclonedx"], Value::Null, "{}", seen["cyclonedx"]);
    assert_eq!(seen["in-toto"]["result"], "FAILED");
    assert_eq!(seen["in-toto"]["subject"]["gitCommit"], "3f2c1d0a5b6978685746352413029f8e7d6c5b4a");
    assert!(results_of(&seen, "Disable Debug Mode").is_empty());
    assert_eq!(results_of(&seen, "Secret Key"), ["Failure"]);
    assert_eq!(results_of(&seen, "HSTS"), ["Skipped"]);
    assert_eq!(seen["csv"].as_array().map(Vec::len), Some(31));
    assert_eq!(seen["badge-json"]["schemaVersion"], 1);
    assert_eq!(seen["badge"], "{http://www.w3.org/2000/svg}svg");
    // One entry for each of the seven findings of the index audit, and one for every other open item.
    let open = clean().items.iter().filter(|item| !item.done).count();
    assert_eq!(seen["gitlab"], open + 6);
    let markdown = seen["markdown"]["text"].as_str().expect("text");
    assert!(markdown.contains("Launch review: kettle-leaf") && markdown.contains("NO-GO"), "{markdown}");
}

#[test]
fn python_packages_find_nothing_but_text_in_a_hostile_document() {
    let (Some(honest), Some(hostile)) = (read_by_python(&clean()), read_by_python(&hostile())) else {
        return;
    };
    for format in ["markdown", "github-summary", "html"] {
        let (before, after) = (&honest[format], &hostile[format]);
        let known = before["tags"].as_array().expect("tags");
        let new: Vec<&Value> =
            after["tags"].as_array().expect("tags").iter().filter(|tag| !known.contains(tag)).collect();
        // Only code elements, by which code with bars and backticks is shown, may be new.
        assert!(new.iter().all(|tag| **tag == "code"), "{format}: {new:?}");
        for link in after["links"].as_array().expect("links").iter().filter_map(Value::as_str) {
            assert!(link.starts_with('#') || link.is_empty(), "{format} links to {link}");
        }
    }
    assert!(hostile["markdown"]["text"].as_str().expect("text").contains("<script>alert(1)</script>"));
    let (before, after) = (honest["csv"].as_array().expect("rows"), hostile["csv"].as_array().expect("rows"));
    assert_eq!(before.len(), after.len());
    assert_eq!(hostile["cyclonedx"], Value::Null, "{}", hostile["cyclonedx"]);
    assert_eq!(hostile["badge-json"], honest["badge-json"]);
}

#[test]
fn node_packages_find_no_fault_with_pages_and_logs() {
    let Some(packages) = node::packages("reports", &fixtures().join("node")) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut broken: Value = serde_json::from_str(&text(&clean(), Format::SarifGithub)).expect("JSON");
    broken["runs"][0]["results"][0]["locations"] = json!([]);
    let files = [
        ("clean.html", text(&clean(), Format::Html)),
        ("hostile.html", text(&hostile(), Format::Html)),
        ("whole.sarif", text(&clean(), Format::Sarif)),
        ("hostile.sarif", text(&hostile(), Format::Sarif)),
        ("github.sarif", text(&clean(), Format::SarifGithub)),
        ("github-hostile.sarif", text(&hostile(), Format::SarifGithub)),
        ("github-broken.sarif", broken.to_string()),
    ];
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let done = Command::new("node")
        .arg("check.mjs")
        .arg(folder.path())
        .current_dir(&packages)
        .env("TMPDIR", folder.path())
        .output()
        .expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let seen: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    for name in ["whole.sarif", "github.sarif"] {
        assert_eq!(seen[name], json!({"ran": true, "found": []}), "{name}");
    }
    // Titles that are no sentences are warned of; nothing is against the schema or a rule of GitHub.
    for name in ["hostile.sarif", "github-hostile.sarif"] {
        let found = seen[name]["found"].as_array().expect("a list");
        let errors: Vec<&Value> =
            found.iter().filter(|one| one.as_str().is_some_and(|text| text.contains(" error "))).collect();
        assert!(errors.is_empty() && seen[name]["ran"] == true, "{name}: {errors:?}");
    }
    assert_ne!(seen["github-broken.sarif"]["found"], json!([]), "the rules of GitHub are looked at");
    let (open, critical) = (
        clean().items.iter().filter(|item| item.blocks).count(),
        clean().items.iter().filter(|item| item.severity.as_str() == "critical").count(),
    );
    for name in ["clean.html", "hostile.html"] {
        let page = &seen[name];
        for part in ["html", "noise", "wide", "axe"] {
            assert_eq!(page[part], json!([]), "{name}: {part}");
        }
        assert_eq!(
            (&page["all"], &page["blocking"], &page["critical"]),
            (&json!(30), &json!(open), &json!(critical))
        );
        assert_eq!((&page["printed"], &page["bodies"]), (&json!("%PDF-"), &json!(30)), "{name}");
    }
}
