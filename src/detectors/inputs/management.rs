//! The project's own management commands.

use std::collections::BTreeMap;

use serde_json::json;

use super::Inputs;
use super::calls::calls;
use crate::base::RepoPath;
use crate::syntax::python;

impl Inputs<'_> {
    /// The names of the project's management commands that call Django's command `name` (`call_command("…")`), and
    /// whether each does so under a condition.
    pub fn management_commands_that_call(&self, name: &str) -> BTreeMap<String, bool> {
        let code = &self.facts.code;
        let is_command = |path: &&RepoPath| {
            let parts: Vec<&str> = path.parts().collect();
            matches!(parts.as_slice(), [.., "management", "commands", _]) && path.extension() == "py"
        };
        let mentions =
            |path: &&RepoPath| self.facts.tree.text(path).is_ok_and(|file| file.text().contains(name));
        let mut found: BTreeMap<String, bool> = BTreeMap::new();
        for path in self.facts.own_files().iter().filter(is_command).filter(mentions) {
            let Ok(module) = code.module_at(path) else { continue };
            for call in calls(code, &module) {
                if call.name.ends_with("call_command")
                    && call.node.args.first().and_then(python::string) == Some(name)
                {
                    let command = path.name().trim_end_matches(".py").to_owned();
                    let conditional = !call.conditions.is_empty();
                    found.entry(command).and_modify(|known| *known &= conditional).or_insert(conditional);
                }
            }
        }
        self.note(format!("management commands that call {name}"), &json!(found));
        found
    }
}
