//! The containers that run the application, and what is mounted into them.

use std::collections::BTreeSet;

use serde_json::json;

use super::Inputs;
use crate::deploy::{Kind, Process, ProcessKind, Role};
use crate::model::Evidence;

/// A container that runs the application.
pub struct Container<'f> {
    /// Who it is, for people: "web in docker-compose.yml".
    pub name: String,
    /// Where it is declared.
    pub place: Option<Evidence>,
    /// The process.
    pub process: &'f Process,
    /// Whether it is an image that no other file runs.
    pub bare: bool,
}

impl<'f> Inputs<'f> {
    /// The containers in which production serves the application.
    pub fn containers(&self) -> Vec<Container<'f>> {
        let deployment = &self.facts.deployment;
        let contained = |process: &&Process| {
            let kind = deployment.file(process.path()).map(|file| file.kind);
            let by_file = matches!(
                kind,
                Some(Kind::Dockerfile | Kind::Compose | Kind::Kubernetes | Kind::Helm | Kind::Terraform)
            );
            !process.foreign && (by_file || process.dockerfile.is_some() || process.image.is_some())
        };
        let all: Vec<&Process> = deployment.processes.iter().filter(contained).collect();
        let serving = |process: &&Process| {
            process.commands.iter().any(crate::deploy::Command::is_server)
                || (process.kind == ProcessKind::Web && process.commands.is_empty())
        };
        let own = |process: &&Process| {
            process.runs_python() || (process.dockerfile.is_some() && process.kind == ProcessKind::Web)
        };
        let mut chosen: Vec<&Process> = all.iter().copied().filter(serving).collect();
        if chosen.is_empty() {
            chosen = all.iter().copied().filter(own).collect();
        }
        let told = chosen.iter().map(|process| {
            let targets: BTreeSet<&str> = process.volumes.iter().map(|v| v.target.as_str()).collect();
            json!([targets, process.workdir])
        });
        self.note_each("containers", told);
        chosen
            .into_iter()
            .map(|process| Container {
                name: format!("{} in {}", process.name, process.path()),
                place: self.deployed(&process.place),
                process,
                bare: deployment.file(process.path()).is_some_and(|file| file.kind == Kind::Dockerfile),
            })
            .collect()
    }

    /// A Dockerfile that speaks for production.
    pub fn production_image(&self) -> Option<Evidence> {
        let deployment = &self.facts.deployment;
        let is_image = |file: &&crate::deploy::DeploymentFile| {
            file.kind == Kind::Dockerfile && file.role == Role::Production
        };
        let found = deployment.files.iter().find(is_image);
        self.note("an image for production", &json!(found.is_some()));
        self.facts.tree.text(&found?.path).ok().map(|file| file.line_evidence(1))
    }

    /// Where deployment files set the variable `name`.
    pub fn set_by_deployment(&self, name: &str) -> Vec<Evidence> {
        let set = self.facts.deployment.settings_of(name);
        self.note(format!("deployment sets {name}"), &json!(set.len()));
        set.iter().filter_map(|(_, variable)| self.deployed(&variable.place)).collect()
    }

    /// The folder of the project below the repository's root, as `<root>/…` paths begin.
    pub fn project_root(&self) -> String {
        let root = &self.facts.project.root;
        if root.is_root() { "<root>".to_owned() } else { format!("<root>/{root}") }
    }
}
