//! What production starts.

use serde_json::json;

use super::{Inputs, Scene};
use crate::deploy::{Command, Moment, Port, Process, Role};
use crate::eval::{Datum, Shape};
use crate::model::Evidence;
use crate::syntax::python;

impl<'f> Inputs<'f> {
    /// The commands of production itself, pipelines and image builds left out, that satisfy `wanted`.
    pub fn production_commands(&self, question: &str, wanted: impl Fn(&Command) -> bool) -> Vec<&'f Command> {
        self.commands(question, |command| is_production(command) && wanted(command))
    }

    /// The first of those commands; only whether there is one goes into the basis, not what it says.
    pub fn production_command(
        &self,
        question: &str,
        wanted: impl Fn(&Command) -> bool,
    ) -> Option<&'f Command> {
        let mut commands = self.facts.deployment.production_commands();
        let found = commands.find(|command| is_production(command) && wanted(command));
        self.note(format!("production runs {question}"), &json!(found.is_some()));
        found
    }

    /// The ports that production processes publish on every interface, for the processes that satisfy `wanted`.
    pub fn published(&self, wanted: impl Fn(&Process, &Port) -> bool) -> Vec<(&'f Process, &'f Port)> {
        let is_open = |port: &Port| {
            port.address.as_deref().is_none_or(|address| matches!(address, "0.0.0.0" | "::" | "[::]" | ""))
        };
        let found: Vec<(&Process, &Port)> = self
            .facts
            .deployment
            .processes
            .iter()
            .flat_map(|process| process.ports.iter().map(move |port| (process, port)))
            .filter(|(process, port)| is_open(port) && wanted(process, port))
            .collect();
        let told = found.iter().map(|(process, port)| json!([process.name, port.target, port.published]));
        self.note_each("published ports", told);
        found
    }

    /// Whether a server serves a module of the project.
    pub fn serves_project(&self, command: &Command) -> bool {
        let found = command.served_module().is_some_and(|module| self.facts.code.find(module).is_some());
        self.note("serves the project", &json!([self.logical_line(&command.line()), found]));
        found
    }

    /// The variables that a command sees: its own, then its process's.
    pub fn variable_of(&self, command: &Command, name: &str) -> Option<String> {
        let own =
            command.environment.iter().find(|(variable, _)| variable == name).map(|(_, value)| value.clone());
        let process = || {
            let of = |process: &&Process| process.commands.iter().any(|other| other.place == command.place);
            let process = self.facts.deployment.processes.iter().find(of)?;
            process.variable(name)?.value.text().map(str::to_owned)
        };
        let found = own.or_else(process);
        let told = found.as_ref().map(|value| self.logical_line(value));
        self.note(format!("variable {name} of a command"), &json!(told));
        found
    }
}

impl Inputs<'_> {
    /// The line of a command's configuration file that sets `key`; a place only.
    pub fn option_at(&self, command: &Command, key: &str) -> Option<Evidence> {
        let file = self.facts.tree.text(command.configuration.as_ref()?).ok()?;
        let sets = |line: &str| {
            line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
        };
        let at = file.text().lines().position(sets)?;
        Some(file.line_evidence(at + 1))
    }
}

impl Scene<'_> {
    /// The value that the configuration file of a command, a Python module, gives the variable `name`, as far as it can be
    /// told.
    pub fn configuration(&self, command: &Command, name: &str) -> Option<(Datum, Evidence)> {
        let path = command.configuration.as_ref().filter(|path| path.extension() == "py")?;
        let module = self.inputs.facts.code.module_at(path).ok()?;
        let expr = module.value(name)?;
        let value = self.value_of(&module, expr);
        let place = module.file().evidence(python::span(expr));
        let told = if matches!(value.shape, Shape::Unknown(_)) {
            json!(python::normal(expr))
        } else {
            self.inputs.canonical(&value)
        };
        self.inputs.note(format!("configuration {name}"), &told);
        Some((value, place))
    }
}

const fn is_production(command: &Command) -> bool {
    matches!(command.role, Role::Production)
        && !matches!(command.moment, Moment::Ci | Moment::ImageBuild | Moment::Probe)
}
