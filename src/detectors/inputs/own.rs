//! What a project's own items ask for.

use regex::Regex;
use serde_json::json;

use super::Inputs;
use crate::base::RepoPath;
use crate::model::{Evidence, OwnItem};

/// The state file: it holds the patterns of its own items, and would match them.
const STATE_FILE: &str = "gonogo.toml";

/// What files hold of a pattern.
pub struct Hits {
    /// The first lines that match, in the order of the files.
    pub places: Vec<Evidence>,
    /// How many files were looked into.
    pub files: usize,
    /// The files that could not be read.
    pub unread: Vec<RepoPath>,
}

impl Inputs<'_> {
    /// What the item asks for goes into the basis: who ticked it, ticked this.
    pub fn asked(&self, item: &OwnItem) {
        self.note("the item asks", &json!([item.title, item.text, format!("{:?}", item.probe)]));
    }

    /// The first file whose path matches `glob`; tests are files, too.
    pub fn file_like(&self, glob: &Regex) -> Option<Evidence> {
        let path = self.paths(glob).next();
        self.note(format!("a file like {glob}"), &json!(path.is_some()));
        let path = path?;
        let of_text = self.facts.tree.text(path).ok().map(|file| file.line_evidence(1));
        let bare = Evidence { path: path.clone(), line: 1, end_line: 1, column: 1, text: String::new() };
        Some(of_text.unwrap_or(bare))
    }

    /// The lines that match `pattern`, in the files whose paths match `glob`.
    pub fn lines_like(&self, pattern: &Regex, glob: &Regex) -> Hits {
        const SHOWN: usize = 5;
        let mut hits = Hits { places: Vec::new(), files: 0, unread: Vec::new() };
        let mut words = Vec::new();
        for path in self.paths(glob) {
            hits.files += 1;
            let Ok(file) = self.facts.tree.text(path) else {
                hits.unread.push(path.clone());
                continue;
            };
            for (number, line) in file.text().lines().enumerate().filter(|(_, line)| pattern.is_match(line)) {
                words.push(json!(line.split_whitespace().collect::<Vec<_>>().join(" ")));
                if hits.places.len() < SHOWN {
                    hits.places.push(file.line_evidence(number + 1));
                }
            }
        }
        self.note_each(&format!("lines like {pattern} in {glob}"), words);
        self.note("files that cannot be read", &json!(hits.unread.len()));
        self.note("files to look into", &json!(hits.files > 0));
        hits
    }

    fn paths<'s>(&'s self, glob: &'s Regex) -> impl Iterator<Item = &'s RepoPath> {
        let files = self.facts.tree.files().iter();
        files.filter(|path| path.as_str() != STATE_FILE && glob.is_match(path.as_str()))
    }
}
