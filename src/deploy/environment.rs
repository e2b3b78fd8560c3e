//! The environments that the application runs in.

use super::{Deployment, Place, Process, ProcessKind, Variable};

/// The environment of one production process: one scenario to judge the settings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Who runs in it, for people: "web in docker-compose.yml"; "nothing set" where no production file starts the
    /// application.
    pub name: String,
    /// Where the process is declared; `None` for the empty environment.
    pub place: Option<Place>,
    /// The variables, each name once.
    pub variables: Vec<Variable>,
}

impl Environment {
    /// The variable of that name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    fn of(process: &Process) -> Self {
        Self {
            name: format!("{} in {}", process.name, process.path()),
            place: Some(process.place.clone()),
            variables: process.environment.clone(),
        }
    }

    /// Whether the settings would see the same values.
    fn same_values(&self, other: &Self) -> bool {
        let values = |environment: &Self| {
            let mut pairs: Vec<_> = environment
                .variables
                .iter()
                .map(|v| (v.name.clone(), v.value.text().map(str::to_owned)))
                .collect();
            pairs.sort();
            pairs
        };
        values(self) == values(other)
    }
}

impl Deployment {
    /// The distinct environments in which production serves the application, in the order of the files.
    ///
    /// Processes that serve Django count, and those of which only the environment is declared; where no file starts one, those that run the repository's own image or
    /// Python at all. An environment file that an installer hands to a process makes one more. Without any, the one
    /// environment in which nothing is set. They are never merged: where they disagree, the worst verdict decides.
    pub fn django_environments(&self) -> Vec<Environment> {
        // A platform's service without a command of its own starts what the platform finds: the application.
        let implied = |process: &Process| process.kind == ProcessKind::Web && process.commands.is_empty();
        let serving = |process: &&Process| {
            !process.foreign && (process.commands.iter().any(super::Command::is_server) || implied(process))
        };
        let python = |process: &&Process| !process.foreign && process.runs_python();
        let own = |process: &&Process| process.dockerfile.is_some() && process.kind != ProcessKind::Other;
        let mut chosen: Vec<&Process> = self.processes.iter().filter(serving).collect();
        if chosen.is_empty() {
            chosen = self.processes.iter().filter(python).collect();
        }
        if chosen.is_empty() {
            chosen = self.processes.iter().filter(own).collect();
        }
        let mut environments: Vec<Environment> = Vec::new();
        for process in chosen {
            let installed = self.installations.iter().filter(|installed| installed.process == process.place);
            let installed = installed.map(|installed| Environment {
                name: format!("{} with {} in {}", process.name, installed.file.name(), process.path()),
                place: Some(process.place.clone()),
                variables: installed.variables.clone(),
            });
            for environment in std::iter::once(Environment::of(process)).chain(installed) {
                if !environments.iter().any(|known| known.same_values(&environment)) {
                    environments.push(environment);
                }
            }
        }
        if environments.is_empty() {
            environments.push(Environment {
                name: "nothing set".to_owned(),
                place: None,
                variables: Vec::new(),
            });
        }
        environments
    }

    /// Every value that a production process gives the variable `name`, in the order of the files, each place once.
    ///
    /// What is set inside one build step only is not among them.
    pub fn settings_of(&self, name: &str) -> Vec<(&Process, &Variable)> {
        let mut found: Vec<(&Process, &Variable)> = Vec::new();
        for process in &self.processes {
            let installed = self.installations.iter().filter(|installed| installed.process == process.place);
            let all = process.environment.iter().chain(installed.flat_map(|installed| &installed.variables));
            for variable in all.filter(|variable| variable.name == name) {
                if !found.iter().any(|(_, known)| known.place == variable.place) {
                    found.push((process, variable));
                }
            }
        }
        found
    }
}
