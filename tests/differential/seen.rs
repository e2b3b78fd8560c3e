//! What real Django sees, as `observe.py` prints it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::case::{self, Case};
use crate::support::python::Environment;

/// What one version of Django sees in all cases.
#[derive(Debug, Deserialize)]
pub struct Report {
    /// The version.
    pub django: String,
    /// By case.
    pub cases: BTreeMap<String, Seen>,
}

/// What Django sees in one case.
#[derive(Debug, Deserialize)]
pub struct Seen {
    /// What the import raises with nothing set.
    pub raises: Option<String>,
    /// What it raises with the forced variables set.
    pub error: Option<String>,
    /// The settings.
    pub settings: BTreeMap<String, Real>,
    /// The ids of `manage.py check --deploy --tag security`.
    pub checks: Vec<String>,
}

/// One setting as Django has it.
#[derive(Debug, Deserialize)]
pub struct Real {
    /// The value, as a tree that keeps what JSON would lose.
    pub value: Value,
    /// Whether it only comes from the library of a configuration class.
    pub default: bool,
    /// Whether the forced variables decide it.
    pub forced: bool,
    /// Whether it differs from run to run.
    pub volatile: bool,
}

/// Imports all cases with the Django of an environment.
pub fn observe(environment: &Environment, cases: &[Case]) -> Report {
    let input: Vec<Value> = cases
        .iter()
        .map(|case| {
            json!({"name": case.name, "root": case.root, "module": case.module,
                   "configuration": case.configuration, "forced": case.forced})
        })
        .collect();
    let output = environment.run(&case::folder().join("observe.py"), &Value::from(input).to_string());
    serde_json::from_str(&output).expect("a report")
}
