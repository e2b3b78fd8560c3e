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

    /// Where the project's own code holds `word`, tests left out: shown where it does not count, and no answer to
    /// anything.
    pub fn mentioned(&self, word: &str) -> Vec<Evidence> {
        const SHOWN: usize = 3;
        let found = self.facts.own_files().iter().filter(|path| !is_test(path)).filter_map(|path| {
            let file = self.facts.tree.text(path).ok()?;
            // As a key first: a comment says less.
            let at = file.text().find(&format!("[\"{word}")).or_else(|| file.text().find(word))?;
            Some(file.line_evidence(file.line(at)))
        });
        found.take(SHOWN).collect()
    }

    /// The project's WSGI module: a module `wsgi` beside the settings or above them, or anywhere in the project's code.
    /// A place only.
    pub fn wsgi_module(&self) -> Option<Evidence> {
        let is_wsgi = |path: &&RepoPath| {
            (path.name() == "wsgi.py" || path.as_str().ends_with("wsgi/__init__.py")) && !is_test(path)
        };
        self.application(is_wsgi)
    }

    fn application(&self, wanted: impl Fn(&&RepoPath) -> bool) -> Option<Evidence> {
        let tree = self.facts.tree;
        tree.under(&self.facts.project.root).iter().filter(wanted).find_map(|path| {
            let file = tree.text(path).ok()?;
            let text = file.text();
            let at = text.find("\napplication").map(|at| at + 1).or_else(|| text.find("application"))?;
            Some(file.line_evidence(file.line(at)))
        })
    }

    /// The project's ASGI module: a module `asgi` beside the settings or above them, or anywhere in the project's code.
    pub fn asgi_module(&self) -> Option<Evidence> {
        let is_asgi = |path: &&RepoPath| {
            (path.name() == "asgi.py" || path.as_str().ends_with("asgi/__init__.py")) && !is_test(path)
        };
        let found = self.application(is_asgi);
        self.note("ASGI module", &json!(found.is_some()));
        found
    }
}
