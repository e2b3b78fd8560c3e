//! `pre-commit run` and `prek run`: the commands of the repository's own hooks.
//!
//! Source: pre-commit's documentation ("Creating new hooks", "Confining hooks to run at certain stages",
//! `pre-commit run`), and prek's, which reads the same file.

use super::{Runner, Unwrapped, place};
use crate::base::RepoPath;
use crate::source::SourceFile;
use crate::syntax::node::Node;
use crate::syntax::{shell, toml, yaml};

/// Languages whose `entry` is no command of the repository: a pattern, a message, a container.
const NO_COMMAND: [&str; 4] = ["pygrep", "fail", "docker", "docker_image"];

/// Options of `run` that take the next word.
const WITH_VALUE: [&str; 14] = [
    "-c",
    "--config",
    "--color",
    "--hook-stage",
    "--stage",
    "--from-ref",
    "--to-ref",
    "--source",
    "--origin",
    "-s",
    "-o",
    "--skip",
    "-d",
    "--directory",
];

/// What one call asks for.
struct Call {
    config: Option<String>,
    stage: String,
    /// The hooks that it names; all of the stage without a name.
    named: Vec<String>,
    skipped: Vec<String>,
    /// Whether it says for which files: without, only what is staged counts, and a fresh checkout has nothing staged.
    files: bool,
}

impl Call {
    fn read(found: &Unwrapped) -> Option<Self> {
        let mut words = found.arguments.iter().map(String::as_str).peekable();
        let mut call = Self {
            config: None,
            stage: "pre-commit".to_owned(),
            named: Vec::new(),
            skipped: Vec::new(),
            files: false,
        };
        // The subcommand is `run` where none is written.
        let mut ran = false;
        while let Some(word) = words.next() {
            let (name, attached) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value)),
                _ => (word, None),
            };
            let value = attached.or_else(|| if WITH_VALUE.contains(&name) { words.next() } else { None });
            match (name, value) {
                ("-c" | "--config", Some(path)) => call.config = Some(path.to_owned()),
                ("--hook-stage" | "--stage", Some(stage)) => stage_name(stage).clone_into(&mut call.stage),
                ("--skip", Some(hook)) => call.skipped.push(hook.to_owned()),
                (
                    "--from-ref" | "--to-ref" | "--source" | "--origin" | "-s" | "-o" | "--directory" | "-d",
                    Some(_),
                )
                | ("-a" | "--last-commit", None) => call.files = true,
                ("--files", _) => {
                    call.files = true;
                    while words.peek().is_some_and(|word| !word.starts_with('-')) {
                        words.next();
                    }
                }
                // argparse takes any unmistakable beginning of `--all-files`.
                (option, None) if option.len() > 2 && "--all-files".starts_with(option) => call.files = true,
                (option, _) if option.starts_with('-') => {}
                ("run", _) if !ran => ran = true,
                _ if !ran => return None,
                (hook, _) => call.named.push(hook.to_owned()),
            }
        }
        Some(call)
    }
}

/// A stage by its present name.
fn stage_name(name: &str) -> &str {
    match name {
        "commit" => "pre-commit",
        "push" => "pre-push",
        "merge-commit" => "pre-merge-commit",
        other => other,
    }
}

impl Runner<'_> {
    /// Follows the local hooks that a call of pre-commit or prek runs; hooks of other repositories stay unknown.
    pub(super) fn hooks(&mut self, found: &Unwrapped, skip: Option<&str>, conditional: bool) {
        let Some(mut call) = Call::read(found).filter(|_| !self.in_hooks) else { return };
        call.skipped.extend(skip.unwrap_or_default().split(',').map(|hook| hook.trim().to_owned()));
        let folder = self.site.paths.folder.clone().unwrap_or_else(RepoPath::root);
        // git's root is where hooks run, whatever folder calls them.
        let names: &[&str] = if found.program == "prek" {
            &["prek.toml", ".pre-commit-config.yaml", ".pre-commit-config.yml"]
        } else {
            &[".pre-commit-config.yaml"]
        };
        let path = if let Some(name) = &call.config {
            folder.join(name).filter(|path| self.tree.contains(path))
        } else {
            names.iter().filter_map(|name| RepoPath::new(name)).find(|path| self.tree.contains(path))
        };
        let Some(file) = path.and_then(|path| self.open(&path)) else { return };
        let is_toml = file.path().extension() == "toml";
        let root = if is_toml { toml::document(file.text()) } else { yaml::document(file.text()) };
        let Ok(root) = root else { return };
        let paths = self.site.paths.clone();
        self.in_hooks = true;
        for repository in root.get("repos").map(Node::items).unwrap_or_default() {
            if repository.text_at("repo") != Some("local") {
                continue;
            }
            for hook in repository.get("hooks").map(Node::items).unwrap_or_default() {
                if runs(hook, &root, &call) {
                    self.site.paths.workdir = None;
                    self.site.paths.folder = Some(RepoPath::root());
                    let always = hook.get("always_run").is_some_and(Node::is_true);
                    self.hook(&file, hook, conditional || !(call.files || always));
                }
            }
        }
        self.in_hooks = false;
        self.site.paths = paths;
    }

    fn hook(&mut self, file: &SourceFile, hook: &Node, conditional: bool) {
        let Some(entry) = hook.get("entry") else { return };
        let Some(text) = entry.text() else { return };
        let render = |word: shell::Word| word.render(&|_| None);
        let mut words: Vec<String> = shell::words(text, 0).into_iter().map(render).collect();
        // Its language runs a file of the repository.
        if hook.text_at("language").is_some_and(|language| language.ends_with("script"))
            && let Some(first) = words.first_mut()
            && !first.contains('/')
        {
            first.insert_str(0, "./");
        }
        let arguments = hook.get("args").map(Node::items).unwrap_or_default();
        words.extend(arguments.iter().filter_map(|item| item.text().map(str::to_owned)));
        self.command(&words, &place(file, entry.span), None, conditional, Vec::new());
    }
}

/// Whether the call runs this hook.
fn runs(hook: &Node, root: &Node, call: &Call) -> bool {
    let id = hook.text_at("id").unwrap_or_default();
    let is = |name: &String| !name.is_empty() && (name == id || hook.text_at("alias") == Some(name));
    let language = hook.text_at("language").unwrap_or_default();
    let stages = hook.get("stages").or_else(|| root.get("default_stages"));
    let stages: Vec<&str> =
        stages.map(Node::one_or_many).unwrap_or_default().iter().filter_map(Node::text).collect();
    (call.named.is_empty() || call.named.iter().any(is))
        && !call.skipped.iter().any(is)
        && !NO_COMMAND.contains(&language)
        && (stages.is_empty() || stages.iter().any(|stage| stage_name(stage) == call.stage))
}
