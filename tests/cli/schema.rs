//! `gonogo schema`: the JSON Schema of the state file.

use serde_json::Value;

use crate::support::command::Bench;

#[test]
fn the_schema_is_printed_as_it_is_shipped() {
    let run = Bench::new().run(&["schema"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(run.stdout, include_str!("../../assets/schema/gonogo.schema.json"));
    let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert!(schema["properties"]["items"].is_object(), "{schema}");
}
