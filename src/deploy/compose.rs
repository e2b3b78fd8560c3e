//! Compose files: services with what they build, run, set, mount and publish.
//!
//! Source: the Compose specification.

use std::sync::Arc;

use super::draft::{Build, Draft};
use super::run::place;
use super::start::Start;
use super::values::{self, Known};
use super::variable::overlay;
use super::{Place, Port, Value, Variable, Volume};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::dockerfile::Invocation;
use crate::syntax::node::{Entry, Node, Shape, SyntaxError};
use crate::syntax::shell::{self, Word};
use crate::syntax::yaml;

/// How deep services may extend each other.
const DEEPEST: usize = 8;

/// A compose file.
pub(super) struct ComposeFile {
    pub file: Arc<SourceFile>,
    pub services: Vec<Draft>,
}

/// Reads a compose file; `env_file` is the environment file that it is called with, `.env` beside it without one.
pub(super) fn read(
    file: Arc<SourceFile>,
    env_file: Option<&RepoPath>,
    tree: &Tree,
) -> Result<ComposeFile, SyntaxError> {
    let root = yaml::document(file.text())?;
    let folder = file.path().parent().unwrap_or_else(RepoPath::root);
    let env_file = env_file.cloned().or_else(|| folder.join(".env"));
    let known = env_file.map(|path| values::known(&path, tree)).unwrap_or_default();
    let reader = Reader { file: &file, tree, folder, known };
    let services = root.get("services").map(Node::entries).unwrap_or_default();
    let services = services.iter().map(|entry| reader.service(entry, &root, 0)).collect();
    Ok(ComposeFile { file, services })
}

struct Reader<'r> {
    file: &'r Arc<SourceFile>,
    tree: &'r Tree,
    folder: RepoPath,
    known: Known,
}

impl Reader<'_> {
    fn text(&self, node: &Node) -> Option<String> {
        node.text().map(|raw| values::text(raw, &self.known))
    }

    fn at(&self, node: &Node) -> Place {
        place(self.file, node.span)
    }

    fn service(&self, entry: &Entry, root: &Node, depth: usize) -> Draft {
        let node = &entry.value;
        let here = place(self.file, entry.key_span);
        let mut service = self.extended(node, root, depth).unwrap_or_else(|| Draft::new("", here));
        service.name.clone_from(&entry.key);
        service.place = place(self.file, entry.key_span);
        service.image = node.get("image").and_then(|image| self.text(image)).or(service.image);
        service.build = node.get("build").and_then(|build| self.build(build)).or(service.build);
        if let Some(entrypoint) = node.entry("entrypoint") {
            service.entrypoint = Some(self.start(entrypoint));
            service.command = None;
        }
        service.command = node.entry("command").map(|command| self.start(command)).or(service.command);
        let check = node.get("healthcheck").and_then(|check| check.entry("test"));
        service.healthcheck = check.map(|check| self.start(check)).or(service.healthcheck);
        if let Some(files) = node.get("env_file") {
            service.env_files.extend(self.env_files(files));
        }
        if let Some(environment) = node.get("environment") {
            overlay(&mut service.environment, self.environment(environment));
        }
        service.volumes.extend(
            node.get("volumes").map(Node::items).unwrap_or_default().iter().filter_map(|v| self.volume(v)),
        );
        service.ports.extend(
            node.get("ports").map(Node::items).unwrap_or_default().iter().filter_map(|p| self.port(p)),
        );
        service.workdir = node.get("working_dir").and_then(|path| self.text(path)).or(service.workdir);
        service.labels.extend(self.labels(node.get("labels")));
        service.labels.extend(self.labels(node.at(&["deploy", "labels"])));
        service
    }

    /// The service that this one extends, of this file or another.
    fn extended(&self, node: &Node, root: &Node, depth: usize) -> Option<Draft> {
        if depth >= DEEPEST {
            return None;
        }
        let extends = node.get("extends")?;
        let name = extends.text().or_else(|| extends.text_at("service"))?;
        let Some(path) = extends.text_at("file").and_then(|path| self.folder.join(path)) else {
            return Some(self.service(root.get("services")?.entry(name)?, root, depth + 1));
        };
        let file = self.tree.text(&path).ok()?;
        let root = yaml::document(file.text()).ok()?;
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let reader = Reader { file: &file, tree: self.tree, folder, known: self.known.clone() };
        Some(reader.service(root.get("services")?.entry(name)?, &root, depth + 1))
    }

    fn build(&self, node: &Node) -> Option<Build> {
        let context = node.text().or_else(|| node.text_at("context")).unwrap_or(".");
        let context = self.folder.join(&values::text(context, &self.known))?;
        let dockerfile = node.text_at("dockerfile").map(|name| values::text(name, &self.known));
        let dockerfile = context.join(dockerfile.as_deref().unwrap_or("Dockerfile"))?;
        let arguments = node.get("args").map(|arguments| self.environment(arguments)).unwrap_or_default();
        let arguments =
            arguments.into_iter().filter_map(|a| Some((a.name, a.value.text()?.to_owned()))).collect();
        let target = node.get("target").and_then(|target| self.text(target));
        Some(Build { context, dockerfile, target, arguments })
    }

    /// A command: a list is taken as it is, a text is split into words (no shell runs it).
    fn start(&self, entry: &Entry) -> Start {
        let node = &entry.value;
        let words: Vec<Word> = match &node.shape {
            Shape::List(items) => {
                let mut words: Vec<Word> = items
                    .iter()
                    .filter_map(|item| Some(Word::literal(self.text(item)?, item.span)))
                    .collect();
                // `test: ["CMD", …]` and `["CMD-SHELL", …]` of health checks.
                match words.first().and_then(Word::as_literal).as_deref() {
                    Some("CMD") => {
                        words.remove(0);
                    }
                    Some("CMD-SHELL") => {
                        let span = words.remove(0).span;
                        words.splice(0..0, [Word::literal("sh", span), Word::literal("-c", span)]);
                    }
                    _ => {}
                }
                words
            }
            Shape::Scalar { text, .. } => shell::words(&values::text(text, &self.known), 0),
            Shape::Null | Shape::Map(_) => Vec::new(),
        };
        Start { invocation: Invocation::Exec(words), place: place(self.file, entry.span()), exact: false }
    }

    fn env_files(&self, node: &Node) -> Vec<RepoPath> {
        node.one_or_many()
            .iter()
            .filter_map(|item| item.text().or_else(|| item.text_at("path")))
            .filter_map(|path| self.folder.join(&values::text(path, &self.known)))
            .collect()
    }

    fn environment(&self, node: &Node) -> Vec<Variable> {
        let passed = |name: &str| {
            let known = self.known.iter().rev().find(|(known, _)| known == name);
            known.map_or(Value::PassedThrough, |(_, value)| Value::Literal(value.clone()))
        };
        let of_item = |item: &Node| {
            let text = item.text()?;
            let (name, value) = match text.split_once('=') {
                Some((name, value)) => (name, values::value(value, &self.known)),
                None => (text, passed(text)),
            };
            Some(Variable { name: name.trim().to_owned(), value, place: self.at(item) })
        };
        let of_entry = |entry: &Entry| {
            let value = match entry.value.text() {
                Some(text) => values::value(text, &self.known),
                None => passed(&entry.key),
            };
            Variable { name: entry.key.clone(), value, place: place(self.file, entry.span()) }
        };
        match &node.shape {
            Shape::List(items) => items.iter().filter_map(of_item).collect(),
            Shape::Map(entries) => entries.iter().map(of_entry).collect(),
            _ => Vec::new(),
        }
    }

    fn volume(&self, node: &Node) -> Option<Volume> {
        let place = self.at(node);
        if let Some(text) = self.text(node) {
            let parts = outside_braces(&text);
            return match parts.as_slice() {
                [target] => Some(Volume { target: target.clone(), source: None, place }),
                [source, target, ..] => {
                    Some(Volume { target: target.clone(), source: Some(source.clone()), place })
                }
                [] => None,
            };
        }
        let target = self.text(node.get("target")?)?;
        Some(Volume { target, source: node.get("source").and_then(|source| self.text(source)), place })
    }

    fn port(&self, node: &Node) -> Option<Port> {
        let place = self.at(node);
        if let Some(text) = self.text(node) {
            let text = text.split('/').next().unwrap_or_default();
            let mut parts = outside_braces(text);
            let target = parts.pop()?;
            let published = parts.pop();
            let address = (!parts.is_empty()).then(|| parts.join(":").trim_matches(['[', ']']).to_owned());
            return Some(Port { target, published, address, place });
        }
        let get = |key: &str| node.get(key).and_then(|value| self.text(value));
        Some(Port { target: get("target")?, published: get("published"), address: get("host_ip"), place })
    }

    fn labels(&self, node: Option<&Node>) -> Vec<(String, String, Place)> {
        let Some(node) = node else { return Vec::new() };
        let of_item = |item: &Node| {
            let text = self.text(item)?;
            let (name, value) = text.split_once('=')?;
            Some((name.to_owned(), value.to_owned(), self.at(item)))
        };
        match &node.shape {
            Shape::List(items) => items.iter().filter_map(of_item).collect(),
            Shape::Map(entries) => entries
                .iter()
                .filter_map(|entry| {
                    Some((entry.key.clone(), self.text(&entry.value)?, place(self.file, entry.span())))
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Splits at colons that do not stand inside `${…}`.
fn outside_braces(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}
