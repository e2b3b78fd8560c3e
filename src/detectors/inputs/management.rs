//! The project's own management commands.

use std::collections::BTreeSet;

use serde_json::json;

use super::Inputs;
use super::calls::calls;
use crate::syntax::python;

impl Inputs<'_> {
    /// The names of the project's management commands that call Django's command `name` (`call_command("…")`).
    pub fn management_commands_that_call(&self, name: &str) -> Vec<String> {
        let code = &self.facts.code;
        let is_command = |path: &&crate::base::RepoPath| {
            let parts: Vec<&str> = path.parts().collect();
            matches!(parts.as_slice(), [.., "management", "commands", _]) && path.extension() == "py"
        };
        let mentions = |path: &&crate::base::RepoPath| {
            self.facts.tree.text(path).is_ok_and(|file| file.text().contains(name))
        };
        let calls_it = |path: &&crate::base::RepoPath| {
            code.module_at(path).is_ok_and(|module| {
                calls(code, &module).iter().any(|call| {
                    call.name.ends_with("call_command")
                        && call.conditions.is_empty()
                        && call.node.args.first().and_then(python::string) == Some(name)
                })
            })
        };
        let files = self.facts.own_files().iter().filter(is_command).filter(mentions).filter(calls_it);
        let names: Vec<String> = files.map(|path| path.name().trim_end_matches(".py").to_owned()).collect();
        let told: BTreeSet<&String> = names.iter().collect();
        self.note(format!("management commands that call {name}"), &json!(told));
        names
    }
}
