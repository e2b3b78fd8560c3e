//! The commands that pipelines, image builds, releases and processes run.

use serde_json::json;

use super::Inputs;
use crate::deploy::Command;

impl<'f> Inputs<'f> {
    /// The commands that count for production (and, as pipelines have it, those of any workflow) and satisfy `wanted`;
    /// `question` names them in the basis.
    pub fn commands(&self, question: &str, wanted: impl Fn(&Command) -> bool) -> Vec<&'f Command> {
        let found: Vec<&Command> =
            self.facts.deployment.production_commands().filter(|command| wanted(command)).collect();
        let told = found.iter().map(|command| {
            let moment = format!("{:?}", command.moment);
            json!([self.logical_line(&command.line()), moment, command.conditional])
        });
        self.note_each(&format!("commands {question}"), told);
        found
    }
}
