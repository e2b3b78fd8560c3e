//! Thresholds for slow queries in the configuration files of the repository.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::Inputs;
use crate::base::RepoPath;
use crate::deploy::Role;
use crate::django::{Run, is_test};
use crate::model::Evidence;

/// A threshold that a file sets.
pub struct Threshold {
    /// The parameter.
    pub name: String,
    /// What it is set to.
    pub value: String,
    /// Where.
    pub place: Evidence,
}

/// PostgreSQL's and MySQL's parameters, with what follows the name (their documentation, "Error reporting and logging" and
/// "The slow query log").
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(log_min_duration_statement|log_min_duration_sample|auto_explain\.log_min_duration|slow_query_log|slow-query-log)\b(?:["'\s:=,]|\bto\b|\bvalue\b)*(-?\d+|on|true)"#,
    )
    .expect("a pattern")
});

/// Files beyond are data, not configuration.
const LARGEST: usize = 512 * 1024;

impl Inputs<'_> {
    /// The first threshold for slow queries that a file of the repository sets.
    pub fn query_threshold(&self) -> Option<Threshold> {
        let found =
            self.facts.tree.files().iter().filter(|path| self.is_configuration(path)).find_map(|path| {
                let file = self.facts.tree.text(path).ok()?;
                let text = file.text();
                if text.len() > LARGEST {
                    return None;
                }
                PARAMETER.captures_iter(text).find_map(|found| {
                    let (name, value) = (found.get(1)?, found.get(2)?);
                    let line = file.line_evidence(file.line(name.start()));
                    let commented =
                        ["#", "--", "//", ";"].iter().any(|mark| line.text.trim_start().starts_with(mark));
                    let is_off = value.as_str().starts_with('-')
                        || (value.as_str() == "0" && name.as_str().to_lowercase().starts_with("slow"));
                    (!commented && !is_off).then(|| Threshold {
                        name: name.as_str().to_owned(),
                        value: value.as_str().to_owned(),
                        place: line,
                    })
                })
            });
        self.note(
            "a threshold for slow queries",
            &json!(found.as_ref().map(|found| [&found.name, &found.value])),
        );
        found
    }

    fn is_configuration(&self, path: &RepoPath) -> bool {
        let by_name = matches!(
            path.extension(),
            "conf"
                | "cnf"
                | "yml"
                | "yaml"
                | "tf"
                | "tfvars"
                | "sql"
                | "sh"
                | "toml"
                | "ini"
                | "env"
                | "cfg"
                | "tpl"
        ) || path.name().contains("Dockerfile");
        let is_settings = || {
            let scenario = self.facts.scenarios.first();
            scenario.is_some_and(|scenario| scenario.settings(Run::DebugOff).files.contains(path))
        };
        let development =
            || self.facts.deployment.file(path).is_some_and(|file| file.role != Role::Production);
        (by_name || is_settings())
            && !is_test(path)
            && !path.parts().any(|p| p == "node_modules")
            && !development()
    }
}
