//! The sample project of the matrix: the demo shop, all of its layers, and edits of its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gonogo::model::ScanReport;
use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;

/// The files of a project, by path.
#[derive(Clone)]
pub struct Sample(BTreeMap<String, String>);

impl Sample {
    /// The demo shop as its last commit has it, without its state file.
    pub fn shop() -> Self {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        let mut layers: Vec<_> =
            fs::read_dir(demo).expect("the demo").map(|entry| entry.expect("an entry").path()).collect();
        layers.sort();
        let mut files = BTreeMap::new();
        for layer in layers.iter().filter(|layer| layer.is_dir()) {
            collect(layer, layer, &mut files);
        }
        files.remove("gonogo.toml");
        Self(files)
    }

    /// Replaces `old`, which must be there, by `new` in the file at `path`.
    #[must_use]
    pub fn replace(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(path).unwrap_or_else(|| panic!("no file {path}"));
        assert!(text.contains(old), "{path} has no '{old}'");
        *text = text.replace(old, new);
        self
    }

    /// Replaces `old`, which must be somewhere, by `new` in every file.
    #[must_use]
    pub fn replace_all(mut self, old: &str, new: &str) -> Self {
        let mut found = false;
        for text in self.0.values_mut() {
            found |= text.contains(old);
            *text = text.replace(old, new);
        }
        assert!(found, "no file has '{old}'");
        self
    }

    /// Writes the file at `path`, which may be there already.
    #[must_use]
    pub fn write(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Puts `text` behind the file at `path`.
    #[must_use]
    pub fn append(mut self, path: &str, text: &str) -> Self {
        self.0.get_mut(path).unwrap_or_else(|| panic!("no file {path}")).push_str(text);
        self
    }

    /// Puts `text` before the file at `path`.
    #[must_use]
    pub fn prepend(mut self, path: &str, text: &str) -> Self {
        self.0.get_mut(path).unwrap_or_else(|| panic!("no file {path}")).insert_str(0, text);
        self
    }

    /// Renames a file.
    #[must_use]
    pub fn rename(mut self, from: &str, to: &str) -> Self {
        let text = self.0.remove(from).unwrap_or_else(|| panic!("no file {from}"));
        self.0.insert(to.to_owned(), text);
        self
    }

    /// Every file through `change`.
    #[must_use]
    pub fn every(mut self, change: impl Fn(&str) -> String) -> Self {
        self.0.values_mut().for_each(|text| *text = change(text));
        self
    }

    /// Every Python file through `change`.
    #[must_use]
    pub fn python(mut self, change: impl Fn(&str) -> String) -> Self {
        let is_python = |path: &str| Path::new(path).extension().is_some_and(|end| end == "py");
        self.0.iter_mut().filter(|(path, _)| is_python(path)).for_each(|(_, text)| *text = change(text));
        self
    }

    /// The files, ordered by path.
    pub fn files(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Judges the project.
    pub fn scan(&self) -> ScanReport {
        let tree = Tree::in_memory(self.files());
        scan(&tree, &Options::default(), &|_| (), &Cancel::default()).expect("a report")
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let name = path.strip_prefix(root).expect("below the layer").to_string_lossy().into_owned();
        files.insert(name, fs::read_to_string(&path).expect("a text"));
    }
}
