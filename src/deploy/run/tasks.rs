//! Tasks of `just`, Task and taskipy: what they run.
//!
//! Sources: the manual of just (recipes, parameters, dependencies), the schema of Taskfiles, taskipy's documentation.

use super::{DEEPEST, Placer, Runner, Unwrapped, place};
use crate::base::{RepoPath, Span};
use crate::source::SourceFile;
use crate::syntax::node::{Entry, Node, Shape};
use crate::syntax::{toml, yaml};

/// How many tasks one call may reach.
const MOST: usize = 60;
/// The largest file of tasks that is read, in bytes: tasks may call tasks, and each call reads it.
const MOST_TEXT: usize = 200_000;

/// One task.
#[derive(Default)]
pub(super) struct Task {
    pub(super) name: String,
    /// Names of arguments; the last one takes all that is left where it begins with `*` or `+`.
    pub(super) parameters: Vec<String>,
    /// Tasks that run before it, and those that run in its place.
    pub(super) needs: Vec<String>,
    pub(super) lines: Vec<(String, Span)>,
}

impl Runner<'_> {
    /// Follows `just task …` and `task task …`; false where the repository has no such task.
    pub(super) fn tasks(&mut self, found: &Unwrapped, conditional: bool) -> bool {
        let folder = self.site.paths.folder.clone().unwrap_or_else(RepoPath::root);
        let mut words = found.arguments.iter().filter(|word| !word.starts_with('-') && !word.contains('='));
        let Some(name) = words.next().cloned() else { return false };
        let given: Vec<String> =
            found.arguments.iter().skip_while(|word| **word != name).skip(1).cloned().collect();
        let files: &[&str] = match found.program.as_str() {
            "just" => &["justfile", "Justfile", ".justfile"],
            _ => &["Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "Taskfile.dist.yml", "pyproject.toml"],
        };
        for path in files.iter().filter_map(|file| folder.join(file)).collect::<Vec<_>>() {
            let Some(file) = self.tree.contains(&path).then(|| self.open(&path)).flatten() else { continue };
            if file.text().len() > MOST_TEXT {
                continue;
            }
            let tasks = match path.extension() {
                "toml" => taskipy(&file),
                "yml" | "yaml" => taskfile(&file),
                _ => justfile(&file),
            };
            if tasks.iter().any(|task| task.name == name) {
                self.run_tasks(&file, &tasks, &name, &given, conditional);
                return true;
            }
        }
        false
    }

    pub(super) fn run_tasks(
        &mut self,
        file: &SourceFile,
        tasks: &[Task],
        name: &str,
        given: &[String],
        conditional: bool,
    ) {
        let mut order: Vec<&Task> = Vec::new();
        let mut open = vec![name];
        while let Some(name) = open.last().copied() {
            let Some(task) = tasks.iter().find(|task| task.name == name) else {
                open.pop();
                continue;
            };
            let known = |order: &[&Task], open: &[&str], need: &str| {
                order.iter().any(|task| task.name == need) || open.contains(&need)
            };
            let next = task.needs.iter().find(|need| !known(&order, &open, need));
            match next.filter(|_| open.len() + order.len() < MOST) {
                Some(next) if tasks.iter().any(|task| task.name == **next) => open.push(next),
                _ => {
                    open.pop();
                    if !order.iter().any(|done| done.name == task.name) {
                        order.push(task);
                    }
                }
            }
        }
        let first = self.ran.commands.len();
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        for task in order {
            let values = if task.name == name { arguments(task, given) } else { Vec::new() };
            for (text, span) in &task.lines {
                let paths = self.site.paths.clone();
                self.script(&filled(text, &values), 0, &Placer::Fixed(place(file, *span)));
                self.site.paths = paths;
            }
        }
        self.depth -= 1;
        for command in &mut self.ran.commands[first..] {
            command.conditional |= conditional;
        }
    }
}

/// What the parameters of a task stand for.
fn arguments(task: &Task, given: &[String]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (index, parameter) in task.parameters.iter().enumerate() {
        let (name, default) = parameter.split_once('=').unwrap_or((parameter, ""));
        let rest = name.starts_with(['*', '+']);
        let own = given.get(index..).unwrap_or_default();
        let own = if rest { own } else { &own[..own.len().min(1)] };
        let value = if own.is_empty() { default.trim_matches(['"', '\'']).to_owned() } else { own.join(" ") };
        values.push((name.trim_start_matches(['*', '+', '$']).to_owned(), value));
    }
    values
}

/// `{{ name }}` by its value; as a variable where that is not known.
fn filled(text: &str, values: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        let name = name.trim().trim_start_matches('.');
        out.push_str(before);
        if let Some((_, value)) = values.iter().find(|(known, _)| known == name) {
            out.push_str(value);
        } else {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            out.push_str("${");
            out.extend(name.chars().map(plain));
            out.push('}');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn justfile(file: &SourceFile) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let mut inside = false;
    let mut continued = false;
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let begin = start;
        start += line.len();
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            let Some(task) = tasks.last_mut().filter(|_| inside) else { continue };
            let at = begin + (line.len() - line.trim_start().len());
            match task.lines.last_mut() {
                Some((last, span)) if continued => {
                    last.push('\n');
                    last.push_str(body);
                    span.end = at + body.len();
                }
                // A recipe in another language is no shell.
                None if body.starts_with("#!") && !body.ends_with("sh") => inside = false,
                _ => {
                    let text = body.trim_start_matches(['@', '-']).to_owned();
                    task.lines.push((text, Span::new(at, at + body.len())));
                }
            }
            continued = body.ends_with('\\');
            continue;
        }
        continued = false;
        let head = body.split_once(':').filter(|(name, needs)| {
            !needs.starts_with('=') && !name.starts_with(['#', '[', '"', '\'']) && !name.contains(":=")
        });
        inside = head.is_some();
        let Some((head, needs)) = head else { continue };
        let mut words = head.split_whitespace().map(str::to_owned);
        let Some(name) = words.next() else { continue };
        let needs = needs.split('#').next().unwrap_or_default();
        let needs = needs.split_whitespace().map(|need| need.trim_matches(['(', ')']).to_owned());
        tasks.push(Task {
            name: name.trim_start_matches('@').to_owned(),
            parameters: words.collect(),
            needs: needs.filter(|need| need != "&&").collect(),
            lines: Vec::new(),
        });
    }
    tasks
}

fn taskfile(file: &SourceFile) -> Vec<Task> {
    let Ok(root) = yaml::document(file.text()) else { return Vec::new() };
    let task = |entry: &Entry| {
        let mut task = Task { name: entry.key.clone(), ..Task::default() };
        let node = &entry.value;
        for need in node.get("deps").map(Node::items).unwrap_or_default() {
            task.needs.extend(need.text().or_else(|| need.text_at("task")).map(str::to_owned));
        }
        let whole = matches!(node.shape, Shape::List(_) | Shape::Scalar { .. }).then_some(node);
        let commands = whole.or_else(|| node.get("cmds")).or_else(|| node.get("cmd"));
        for command in commands.map(Node::one_or_many).unwrap_or_default() {
            task.needs.extend(command.text_at("task").map(str::to_owned));
            let text = command.text().or_else(|| command.text_at("cmd"));
            task.lines.extend(text.map(|text| (text.to_owned(), command.span)));
        }
        task
    };
    root.get("tasks").map(Node::entries).unwrap_or_default().iter().map(task).collect()
}

fn taskipy(file: &SourceFile) -> Vec<Task> {
    let Ok(root) = toml::document(file.text()) else { return Vec::new() };
    let tasks = root.at(&["tool", "taskipy", "tasks"]).map(Node::entries).unwrap_or_default();
    let task = |entry: &Entry| {
        let node = entry.value.get("cmd").unwrap_or(&entry.value);
        let before = format!("pre_{}", entry.key);
        let lines = node.text().map(|text| (text.to_owned(), node.span)).into_iter().collect();
        Task { name: entry.key.clone(), needs: vec![before], lines, ..Task::default() }
    };
    tasks.iter().map(task).collect()
}
