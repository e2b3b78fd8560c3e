//! The published JSON Schema says what the reader reads: the same tables and keys, and the same verdict on samples.

use std::collections::BTreeSet;
use std::path::Path;

use gonogo::review::State;
use gonogo::review::state::KEYS;
use serde_json::{Value, json};

use crate::support::python;

fn schema() -> Value {
    let text = include_str!("../../../assets/schema/gonogo.schema.json");
    serde_json::from_str(text).expect("the schema is JSON")
}

/// The part of the schema that describes the table at `path`: `items.*` for named tables, `item[]` for lists.
fn described<'s>(schema: &'s Value, path: &str) -> &'s Value {
    match path {
        "" => schema,
        _ => match (path.strip_suffix(".*"), path.strip_suffix("[]")) {
            (Some(name), _) => &schema["properties"][name]["additionalProperties"],
            (_, Some(name)) => &schema["properties"][name]["items"],
            _ => &schema["properties"][path],
        },
    }
}

#[test]
fn reader_and_schema_know_the_same_keys() {
    let schema = schema();
    for (path, keys) in KEYS {
        let table = described(&schema, path);
        let properties = table["properties"].as_object().unwrap_or_else(|| panic!("no table '{path}'"));
        let described: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(described, keys.iter().copied().collect(), "{path}");
        assert_eq!(table["additionalProperties"] == json!(false), !path.is_empty(), "{path}");
        for (key, property) in properties {
            assert!(property["description"].is_string(), "'{key}' of '{path}' is not explained");
        }
    }
    let top: BTreeSet<&str> =
        KEYS.iter().map(|(path, _)| path.trim_end_matches([']', '[', '*', '.'])).collect();
    let tables: BTreeSet<&str> = schema["properties"]
        .as_object()
        .expect("tables")
        .keys()
        .map(String::as_str)
        .filter(|key| *key != "schema")
        .chain([""])
        .collect();
    assert_eq!(top, tables, "every table is listed");
}

const ITEM: &str = "[[item]]\nid = \"project.runbook\"\ntitle = \"A runbook\"\nseverity = \"optional\"\ntext = \"Read it\"\n";
const DECISION: &str = "[items.\"security.debug\"]\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\n";
const FINDING: &str =
    "[[findings]]\nitem = \"database.indexes\"\nfingerprint = \"f\"\nby = \"Ada\"\nreason = \"x\"\n";
const SIGNED: &str = "[[sign-off]]\nrole = \"ops\"\nby = \"Ada\"\nat = 2026-11-22T10:00:00Z\ncommit = \"3f2c9d0a\"\nverdict = \"go\"\ndigest = \"sha256:0\"\n";

/// Samples that the reader takes.
fn good() -> Vec<String> {
    let mut good = vec![
        String::new(),
        "schema = 1\n[project]\nroot = \"shop\"\nsettings = \"shop.settings\"\n[ours]\nx = 1\n".to_owned(),
        "[gate]\nfail-on = \"optional\"\nrequire-sign-off = [\"ops\"]\nlongest-waiver = 90\nwarn-before-expiry = 0\nallow-dirty = true\ntwo-person = false\n".to_owned(),
        "[grade.\"security.hsts\"]\nseverity = \"out-of-scope\"\nreason = \"x\"\n".to_owned(),
        "[review]\nrelease = \"2.4.0\"\ncommit = \"3f2c9d0a\"\n".to_owned(),
        format!("{DECISION}decision = \"ticked\"\nwith = [\"Grace\"]\ncommit = \"3f2c9d0a\"\nbasis = \"sha256:0\"\n"),
        format!("{DECISION}decision = \"waived\"\nkind = \"deferred\"\nreason = \"x\"\nuntil = 2027-01-01\nticket = \"T\"\n"),
        format!("{DECISION}decision = \"waived\"\nkind = \"not-applicable\"\nreason = \"x\"\n"),
        format!("{DECISION}note = \"x\"\n"),
        "# kept by a comment\n[items.\"security.debug\"]\n".to_owned(),
        FINDING.to_owned(),
        format!("{FINDING}at = 2026-11-22T10:00:00Z\n"),
        SIGNED.to_owned(),
        format!("{SIGNED}signature = \"x\"\n"),
    ];
    for detection in [
        "command = \"true\"",
        "setting = \"A\"",
        "setting = \"A\"\nequals = { a = [1, true] }",
        "setting = \"A\"\none-of = [\"a\", 1.5]",
        "setting = \"A\"\npresent = false",
        "package = \"django-csp\"",
        "file = \"docs/**/*.md\"\npresent = false",
        "pattern = '^x'\nin = \"**/*.py\"",
    ] {
        good.push(format!("{ITEM}{detection}\n"));
    }
    good
}

/// Samples that the reader refuses.
fn bad() -> Vec<String> {
    let mut bad = vec![
        "schema = \"1\"\n".to_owned(),
        "schema = -1\n".to_owned(),
        "[project]\nsetting = \"x\"\n".to_owned(),
        "[gate]\nfail-on = \"hard\"\n".to_owned(),
        "[gate]\nlongest-waiver = 0\n".to_owned(),
        "[gate]\ntwo-persons = true\n".to_owned(),
        "[grade.\"security.hsts\"]\nseverity = \"optional\"\n".to_owned(),
        "[grade.hsts]\nseverity = \"optional\"\nreason = \"x\"\n".to_owned(),
        "[review]\ncommit = \"main\"\n".to_owned(),
        "[items.debug]\n".to_owned(),
        DECISION.to_owned(),
        format!("{DECISION}decision = \"maybe\"\n"),
        format!("{DECISION}decision = \"ticked\"\nreason = \"x\"\n"),
        format!("{DECISION}decision = \"waived\"\nreason = \"x\"\n"),
        format!("{DECISION}decision = \"waived\"\nkind = \"deferred\"\nreason = \"x\"\n"),
        format!("{DECISION}note = \"x\"\nuntill = 2027-01-01\n"),
        "[items.\"security.debug\"]\nnote = \"x\"\n".to_owned(),
        FINDING.replace("reason = \"x\"\n", ""),
        SIGNED.replace("digest = \"sha256:0\"\n", ""),
        ITEM.replace("title = \"A runbook\"\n", ""),
    ];
    for detection in [
        "equals = 1",
        "setting = \"A\"\nequals = 1\npresent = true",
        "setting = \"A\"\none-of = []",
        "package = \"a\"\nfile = \"b\"",
        "pattern = 'x'",
        "in = \"*.py\"",
        "present = true",
    ] {
        bad.push(format!("{ITEM}{detection}\n"));
    }
    bad
}

#[test]
fn the_reader_judges_the_samples() {
    for text in good() {
        assert!(State::parse(&text).is_ok(), "{text}\n{:?}", State::parse(&text));
    }
    for text in bad() {
        assert!(State::parse(&text).is_err(), "{text}");
    }
}

#[test]
fn a_validator_judges_the_samples_as_the_reader_does() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/schema");
    let Some(python) = python::environment("jsonschema", &here.join("requirements.txt")) else { return };
    let (good, bad) = (good(), bad());
    let texts: Vec<&String> = good.iter().chain(&bad).collect();
    let input = json!({ "schema": schema(), "texts": texts }).to_string();
    let output = python.run(&here.join("validate.py"), &input);
    let answers: Vec<&str> = output.lines().collect();
    assert_eq!(answers.len(), texts.len());
    for (number, (text, answer)) in texts.iter().zip(answers).enumerate() {
        assert_eq!(answer == "valid", number < good.len(), "{text}\n{answer}");
    }
}
