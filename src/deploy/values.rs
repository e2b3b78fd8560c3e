//! Values that deployment files interpolate, and the environment files that they read.

use super::run::place;
use super::{Place, Value, Variable};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::dotenv;
use crate::syntax::shell::{Part, Word, interpolated};

/// Names and values that interpolation knows: a committed `.env` beside a compose file.
pub(super) type Known = Vec<(String, String)>;

fn find(known: &Known, name: &str) -> Option<String> {
    known.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.clone())
}

/// The text with what is known and with defaults; what has neither stays `${NAME}`.
pub(super) fn text(raw: &str, known: &Known) -> String {
    Word { parts: interpolated(raw, true), ..Word::default() }.render(&|name| find(known, name))
}

/// What a value with `${NAME}` in it sets.
pub(super) fn value(raw: &str, known: &Known) -> Value {
    let parts = interpolated(raw, true);
    let mut from = Vec::new();
    for part in &parts {
        let Part::Variable { name, operator, .. } = part else { continue };
        if find(known, name).is_some() {
            continue;
        }
        match operator.as_str() {
            ":-" | "-" | ":=" | "=" => from.push(name.clone()),
            ":?" | "?" => return Value::Required,
            _ if is_server_url(raw) => from.push(name.clone()),
            _ => return Value::PassedThrough,
        }
    }
    let word = Word { parts, ..Word::default() };
    let mut text = word.render(&|name| find(known, name));
    if text.contains("${") && is_server_url(raw) {
        text = text.replace("${", "").replace('}', "");
    }
    if from.is_empty() {
        Value::Literal(text)
    } else if text.contains("${") {
        // A default that itself refers to what nobody sets.
        Value::PassedThrough
    } else {
        Value::Default { text, from }
    }
}

/// Whether a text is the URL of a server whose scheme and host are written out: variables stand for its user, password,
/// port or path only, which say nothing of what it is. Each is then named in its own place.
fn is_server_url(raw: &str) -> bool {
    let Some((scheme, rest)) = raw.split_once("://") else { return false };
    let Some((_, address)) = rest.rsplit_once('@') else { return false };
    let host = address.split([':', '/', '?']).next().unwrap_or_default();
    !scheme.contains('$') && !host.is_empty() && !host.contains('$')
}

/// Whether an environment file is a sample to copy: it sets nothing.
pub(super) fn is_sample(path: &RepoPath) -> bool {
    const WORDS: [&str; 9] =
        ["example", "examples", "sample", "samples", "template", "tmpl", "dist", "defaults", "tpl"];
    path.name()
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| WORDS.contains(&word))
}

/// The variables of a committed environment file; none of a sample.
pub(super) fn environment_file(path: &RepoPath, tree: &Tree) -> Vec<Variable> {
    if is_sample(path) {
        return Vec::new();
    }
    let Ok(file) = tree.text(path) else { return Vec::new() };
    let mut known: Known = Vec::new();
    let mut found = Vec::new();
    for entry in dotenv::entries(file.text()) {
        let value = match &entry.value {
            None => Value::PassedThrough,
            Some(text) if entry.interpolates => value(text, &known),
            Some(text) => Value::Literal(text.clone()),
        };
        if let Some(text) = value.text() {
            known.push((entry.name.clone(), text.to_owned()));
        }
        found.push(Variable { name: entry.name, value, place: place(&file, entry.span) });
    }
    found
}

/// The values that a committed environment file gives to interpolation.
pub(super) fn known(path: &RepoPath, tree: &Tree) -> Known {
    environment_file(path, tree)
        .into_iter()
        .filter_map(|variable| Some((variable.name, variable.value.text()?.to_owned())))
        .collect()
}

/// The place of a node of `file`.
pub(super) fn at(file: &SourceFile, node: &crate::syntax::node::Node) -> Place {
    place(file, node.span)
}
