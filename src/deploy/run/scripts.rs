//! Scripts that Python's project tools run: poe, PDM, Hatch, Pipenv, tox and nox.
//!
//! Sources: the documentation of each tool on its task table (`[tool.poe.tasks]`, `[tool.pdm.scripts]`,
//! `[tool.hatch.envs.*.scripts]`, `[scripts]` of a Pipfile, `commands` of tox, `session.run(…)` of nox).

use super::tasks::Task;
use super::{Runner, Unwrapped};
use crate::base::{RepoPath, Span};
use crate::source::SourceFile;
use crate::syntax::node::{Entry, Node};
use crate::syntax::{ini, toml};

/// The tools, and the files that hold their scripts.
const TOOLS: [(&str, &[&str]); 6] = [
    ("poe", &["pyproject.toml", "poe_tasks.toml"]),
    ("pdm", &["pyproject.toml"]),
    ("hatch", &["pyproject.toml", "hatch.toml"]),
    ("pipenv", &["Pipfile"]),
    ("tox", &["tox.ini", "setup.cfg", "pyproject.toml"]),
    ("nox", &["noxfile.py"]),
];
/// How many scripts one start may come to.
const MOST: usize = 50;
/// The largest file of scripts that is read, in bytes.
const MOST_TEXT: usize = 200_000;
/// Words of a tool that lead to a script.
const VERBS: [&str; 3] = ["run", "exec", "r"];

impl Runner<'_> {
    /// Follows the script that `words` ask a project tool for; false where the repository has no such script.
    pub(super) fn scripts(&mut self, words: &[String], found: &Unwrapped, conditional: bool) -> bool {
        let base = |word: &String| word.rsplit('/').next().unwrap_or(word).to_owned();
        let tool = |name: &str| TOOLS.iter().find(|(tool, _)| *tool == name);
        // What `pdm run` and its like start is unwrapped already; the tool is still the first word.
        let Some((tool, files)) =
            tool(&found.program).or_else(|| words.iter().take(2).find_map(|word| tool(&base(word))))
        else {
            return false;
        };
        let rest: Vec<&String> = words.iter().skip_while(|word| base(word) != *tool).skip(1).collect();
        let asked: Vec<String> = match *tool {
            "tox" | "nox" => environments(&rest),
            _ => rest
                .iter()
                .find(|word| !word.starts_with('-') && !VERBS.contains(&word.as_str()))
                .map(|name| name.rsplit(':').next().unwrap_or(name).to_owned())
                .into_iter()
                .collect(),
        };
        if asked.is_empty() && !matches!(*tool, "tox" | "nox") {
            return false;
        }
        if self.scripts >= MOST {
            return false;
        }
        self.scripts += 1;
        let folder = self.site.paths.folder.clone().unwrap_or_else(RepoPath::root);
        for path in files.iter().filter_map(|file| folder.join(file)).collect::<Vec<_>>() {
            let Some(file) = self.tree.contains(&path).then(|| self.open(&path)).flatten() else { continue };
            if file.text().len() > MOST_TEXT {
                continue;
            }
            let tasks = match *tool {
                "tox" => tox(&file),
                "nox" => nox(&file),
                tool => table(&file, tool),
            };
            let named: Vec<String> = if asked.is_empty() {
                tasks.iter().map(|task| task.name.clone()).collect()
            } else {
                // An environment without commands of its own runs those that all share.
                let own = |name: &String| tasks.iter().any(|task| task.name == *name);
                asked.iter().map(|name| if own(name) { name.clone() } else { String::new() }).collect()
            };
            let mut any = false;
            for name in named.iter().filter(|name| tasks.iter().any(|task| task.name == **name)) {
                self.run_tasks(&file, &tasks, name, &[], conditional);
                any = true;
            }
            if any {
                return true;
            }
        }
        false
    }
}

/// The environments that `tox -e a,b` and `nox -s a b` name.
fn environments(words: &[&String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for word in words {
        match word.as_str() {
            "--" => break,
            "-e" | "-s" | "--session" | "--sessions" => inside = true,
            "run" | "run-parallel" | "p" | "r" => {}
            option if option.starts_with('-') => {
                inside = false;
                let named = option.strip_prefix("-e").or_else(|| option.strip_prefix("-s"));
                found.extend(named.into_iter().flat_map(|names| names.split(',')).map(str::to_owned));
            }
            names if inside => found.extend(names.split(',').map(str::to_owned)),
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The scripts of a TOML table.
fn table(file: &SourceFile, tool: &str) -> Vec<Task> {
    let Ok(root) = toml::document(file.text()) else { return Vec::new() };
    let entries = |keys: &[&str]| root.at(keys).map(Node::entries).unwrap_or_default();
    match tool {
        "poe" => {
            let own = entries(&["tool", "poe", "tasks"]);
            own.iter().chain(entries(&["tasks"])).map(script).collect()
        }
        "pdm" => entries(&["tool", "pdm", "scripts"]).iter().map(script).collect(),
        "pipenv" => entries(&["scripts"]).iter().map(script).collect(),
        _ => {
            let envs = entries(&["tool", "hatch", "envs"]).iter().chain(entries(&["envs"]));
            envs.flat_map(|env| env.value.get("scripts").map(Node::entries).unwrap_or_default())
                .map(script)
                .collect()
        }
    }
}

/// One entry: a command, a list of commands, or a table that says what the text is.
fn script(entry: &Entry) -> Task {
    let mut task = Task { name: entry.key.clone(), ..Task::default() };
    let value = &entry.value;
    for key in ["cmd", "shell", "script"] {
        task.lines.extend(value.get(key).and_then(line));
    }
    task.lines.extend(line(value));
    for node in
        ["sequence", "composite", "deps"].iter().filter_map(|key| value.get(key)).flat_map(Node::items)
    {
        let inner = node.get("cmd").or_else(|| node.get("shell")).and_then(line);
        let named = node.text().or_else(|| node.text_at("ref"));
        match (inner, named) {
            (Some(inner), _) => task.lines.push(inner),
            // A single word names another script; more are a command.
            (None, Some(text)) if text.contains(' ') => task.lines.push((text.to_owned(), node.span)),
            (None, Some(name)) => task.needs.push(name.to_owned()),
            (None, None) => {}
        }
    }
    if value.entries().is_empty() {
        task.lines.extend(value.items().iter().filter_map(line));
    }
    task
}

fn line(node: &Node) -> Option<(String, Span)> {
    let text = node.text().map(str::to_owned).or_else(|| {
        let words: Vec<&str> = node.items().iter().filter_map(Node::text).collect();
        // A list of lists is several commands.
        (!words.is_empty() && !words.iter().any(|word| word.contains(' '))).then(|| words.join(" "))
    })?;
    Some((text, node.span))
}

/// The environments of tox: `[testenv]` is the one without a name.
fn tox(file: &SourceFile) -> Vec<Task> {
    if file.path().extension() == "toml" {
        let Ok(root) = toml::document(file.text()) else { return Vec::new() };
        let Some(tool) = root.at(&["tool", "tox"]) else { return Vec::new() };
        let shared = tool.get("env_run_base").map(|base| (String::new(), base));
        let named = tool.get("env").map(Node::entries).unwrap_or_default().iter();
        let all = shared.into_iter().chain(named.map(|entry| (entry.key.clone(), &entry.value)));
        return all
            .map(|(name, env)| {
                let commands = env.get("commands").map(Node::items).unwrap_or_default();
                Task { name, lines: commands.iter().filter_map(line).collect(), ..Task::default() }
            })
            .collect();
    }
    let sections = ini::sections(file.text());
    let tasks = sections.iter().filter_map(|section| {
        let name =
            section.name.strip_prefix("testenv").or_else(|| section.name.strip_prefix("tox:testenv"))?;
        let commands = section.get("commands")?;
        let whole = file.slice(commands.span);
        let joined = commands.value.replace("\\\n", " ");
        let lines = joined.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
            let first = line.split("  ").next().unwrap_or(line);
            let at = whole.find(first).map_or(commands.span.start, |at| commands.span.start + at);
            (filled(line), Span::new(at, commands.span.end.max(at)))
        });
        Some(Task {
            name: name.trim_start_matches(':').to_owned(),
            lines: lines.collect(),
            ..Task::default()
        })
    });
    tasks.collect()
}

/// A command of tox without its substitutions: `{posargs}`, `{envpython}`; a leading dash lets it fail.
fn filled(line: &str) -> String {
    let line = line.trim_start_matches('-').trim_start().replace("{envpython}", "python");
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The sessions of a noxfile, read off its text: the literal words of each `session.run(…)`.
fn nox(file: &SourceFile) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let text = file.text();
    for (at, _) in text.match_indices("def ") {
        let rest = &text[at + 4..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let body = rest.split("\ndef ").next().unwrap_or(rest);
        let mut lines = Vec::new();
        for (start, _) in body.match_indices(".run(") {
            let call = &body[start + 5..];
            let call = call.split_once(')').map_or(call, |(call, _)| call);
            let words: Vec<&str> = call.split(['"', '\'']).skip(1).step_by(2).collect();
            let from = at + 4 + start;
            lines.push((words.join(" "), Span::new(from, from + call.len())));
        }
        tasks.push(Task { name, lines, ..Task::default() });
    }
    tasks
}
