//! Files that matter by their name alone.

use serde_json::json;

use super::Inputs;
use crate::base::RepoPath;
use crate::django::is_test;
use crate::model::Evidence;

impl Inputs<'_> {
    /// The first file of the repository that is called one of `names`, tests left out.
    pub fn file_named(&self, names: &[String]) -> Option<Evidence> {
        let is_wanted = |path: &&RepoPath| {
            names.iter().any(|name| path.name() == name)
                && !is_test(path)
                && !path.parts().any(|part| matches!(part, "node_modules" | "fixtures" | "vendor"))
        };
        let path = self.facts.tree.files().iter().find(is_wanted);
        self.note(format!("file named {}", names.join(", ")), &json!(path.is_some()));
        self.facts.tree.text(path?).ok().map(|file| file.line_evidence(1))
    }

    /// The project's ASGI module: a module `asgi` beside the settings or above them, or anywhere in the project's code.
    pub fn asgi_module(&self) -> Option<Evidence> {
        let tree = self.facts.tree;
        let root = &self.facts.project.root;
        let is_asgi = |path: &&RepoPath| {
            (path.name() == "asgi.py" || path.as_str().ends_with("asgi/__init__.py")) && !is_test(path)
        };
        let found = tree.under(root).iter().filter(is_asgi).find_map(|path| {
            let file = tree.text(path).ok()?;
            let at = file.text().find("application")?;
            Some(file.line_evidence(file.line(at)))
        });
        self.note("ASGI module", &json!(found.is_some()));
        found
    }
}
