//! Pipelines: the shell commands that their jobs run, and the images that they build.

use super::run::{PathMap, Placer, Runner, SharedNames, Site, place};
use super::values::{self, Known};
use super::{Command, Moment, Place, Role, Value, Variable};
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};
use crate::syntax::node::{Entry, Node, Shape, SyntaxError};
use crate::syntax::yaml;

/// What a pipeline does.
#[derive(Default)]
pub(super) struct Pipeline {
    pub commands: Vec<Command>,
    pub builds: Vec<ImageBuild>,
    /// The first place that pushes an image or deploys, and how people call it.
    pub deploys: Option<(String, Place)>,
}

/// An image that a pipeline builds.
#[derive(Debug, Clone)]
pub(super) struct ImageBuild {
    pub context: Option<RepoPath>,
    pub dockerfile: Option<RepoPath>,
    pub target: Option<String>,
    /// The names that it gets, tags left out.
    pub names: Vec<String>,
    pub pushed: bool,
}

/// Keys under which pipelines hold shell text.
const SCRIPT_KEYS: [&str; 9] =
    ["run", "script", "before_script", "after_script", "command", "bash", "sh", "inlineScript", "commands"];

/// Reads a pipeline in YAML.
pub(super) fn read(file: &SourceFile, tree: &Tree, names: &SharedNames) -> Result<Pipeline, SyntaxError> {
    let root = yaml::document(file.text())?;
    let mut reader = Reader { file, tree, names, pipeline: Pipeline::default() };
    let known = environment(root.get("env").or_else(|| root.get("variables")), &Known::new());
    let jobs = root.get("jobs").filter(|jobs| !jobs.entries().is_empty());
    match jobs {
        Some(jobs) => {
            for job in jobs.entries() {
                reader.job(&job.key, &job.value, &known);
            }
            // CircleCI's shared commands.
            for command in root.get("commands").map(Node::entries).unwrap_or_default() {
                reader.job(&command.key, &command.value, &known);
            }
        }
        None => {
            for entry in root
                .entries()
                .iter()
                .filter(|entry| !matches!(entry.key.as_str(), "on" | "env" | "variables"))
            {
                reader.job(&entry.key, &entry.value, &known);
            }
        }
    }
    Ok(reader.pipeline)
}

/// Reads a Jenkinsfile: the texts of its `sh` steps.
pub(super) fn jenkins(file: &SourceFile, tree: &Tree, names: &SharedNames) -> Pipeline {
    let mut reader = Reader { file, tree, names, pipeline: Pipeline::default() };
    let text = file.text();
    for (at, _) in text.match_indices("sh") {
        let before = text[..at].chars().next_back();
        let rest = text[at + 2..].trim_start_matches(['(', ' ']);
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
            || rest.len() == text[at + 2..].len()
        {
            continue;
        }
        let Some(quote) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote))
        else {
            continue;
        };
        let body = &rest[quote.len()..];
        let Some(end) = body.find(quote) else { continue };
        let offset = text.len() - body.len();
        let site = reader.site("pipeline".to_owned(), RepoPath::root(), Known::new(), false);
        let mut runner = Runner::new(tree, site);
        runner.script(&body[..end], offset, &Placer::File(file));
        reader.take(runner.finish().commands);
    }
    reader.pipeline
}

fn environment(node: Option<&Node>, outer: &Known) -> Known {
    let mut known = outer.clone();
    for entry in node.map(Node::entries).unwrap_or_default() {
        if let Some(text) = entry.value.text().or_else(|| entry.value.text_at("value")) {
            known.push((entry.key.clone(), text.to_owned()));
        }
    }
    known
}

struct Reader<'r> {
    file: &'r SourceFile,
    tree: &'r Tree,
    names: &'r SharedNames,
    pipeline: Pipeline,
}

/// Where in a job a step stands.
struct Step<'s> {
    by: &'s str,
    folder: &'s str,
    known: Known,
    conditional: bool,
}

impl Reader<'_> {
    fn site(&self, by: String, folder: RepoPath, known: Known, conditional: bool) -> Site {
        let place = Place { path: self.file.path().clone(), span: crate::base::Span::default(), line: 1 };
        let environment = known
            .into_iter()
            .map(|(name, text)| Variable { name, value: Value::Literal(text), place: place.clone() })
            .collect();
        let paths = PathMap::in_repository(folder, self.names);
        Site { moment: Moment::Ci, role: Role::Development, by, paths, environment, conditional }
    }

    fn job(&mut self, name: &str, job: &Node, outer: &Known) {
        let known = environment(job.get("env").or_else(|| job.get("variables")), outer);
        let folder = job.at(&["defaults", "run", "working-directory"]).and_then(Node::text).unwrap_or(".");
        let by = format!("job {name}");
        // All builds of a job share the names that its steps compute.
        let first = self.pipeline.builds.len();
        let mut names = Vec::new();
        let step = Step { by: &by, folder, known, conditional: job.get("if").is_some() };
        self.walk(job, &step, &mut names, 0);
        names.sort();
        names.dedup();
        for build in &mut self.pipeline.builds[first..] {
            build.names.extend(names.iter().cloned());
        }
    }

    fn walk(&mut self, node: &Node, step: &Step<'_>, names: &mut Vec<String>, depth: usize) {
        if depth > 12 {
            return;
        }
        match &node.shape {
            Shape::List(items) => {
                for item in items {
                    self.walk(item, step, names, depth + 1);
                }
            }
            Shape::Map(entries) => {
                let folder = ["working-directory", "working_directory", "workingDirectory"]
                    .iter()
                    .find_map(|key| node.text_at(key))
                    .filter(|folder| !folder.starts_with(['~', '/', '$']));
                let inner = Step {
                    by: step.by,
                    folder: folder.unwrap_or(step.folder),
                    known: if depth == 0 {
                        step.known.clone()
                    } else {
                        environment(node.get("env"), &step.known)
                    },
                    conditional: step.conditional
                        || (depth > 0 && (node.get("if").is_some() || node.get("when").is_some())),
                };
                self.uses(node, names, &inner);
                for entry in entries {
                    let key = entry.key.as_str();
                    if matches!(key, "env" | "if" | "services" | "name" | "image" | "images" | "variables") {
                        continue;
                    }
                    if SCRIPT_KEYS.contains(&key) && !entry.value.one_or_many().is_empty() {
                        self.scripts(entry, &inner);
                    } else if entry.value.text().is_none() {
                        self.walk(&entry.value, &inner, names, depth + 1);
                    }
                }
            }
            Shape::Null | Shape::Scalar { .. } => {}
        }
    }

    fn scripts(&mut self, entry: &Entry, step: &Step<'_>) {
        for node in entry.value.one_or_many() {
            let Some(text) = node.text() else { continue };
            let raw = self.file.slice(node.span);
            let first = self.file.line(node.span.start);
            let placer = if raw.starts_with('|') {
                Placer::Lines(self.file, first + 1, text)
            } else if text.trim_end().contains('\n') {
                Placer::Lines(self.file, first, text)
            } else {
                Placer::Fixed(values::at(self.file, node))
            };
            self.shell(text, &placer, step);
        }
    }

    fn shell(&mut self, text: &str, placer: &Placer<'_>, step: &Step<'_>) {
        let folder = RepoPath::new(step.folder).unwrap_or_else(RepoPath::root);
        let site = self.site(step.by.to_owned(), folder, step.known.clone(), step.conditional);
        let mut runner = Runner::new(self.tree, site);
        runner.script(text, 0, placer);
        self.take(runner.finish().commands);
    }

    fn take(&mut self, commands: Vec<Command>) {
        for command in &commands {
            let words: Vec<&str> = command.arguments.iter().map(String::as_str).collect();
            let builds = matches!(command.program.as_str(), "docker" | "podman" | "buildah")
                && words.iter().take(3).any(|word| matches!(*word, "build" | "bud"));
            if builds {
                self.pipeline.builds.push(docker_build(command));
            }
            let deploys = match command.program.as_str() {
                "docker" | "podman" => words.contains(&"push") || (builds && words.contains(&"--push")),
                "kubectl" => words.iter().any(|word| matches!(*word, "apply" | "rollout" | "set")),
                "helm" => words.iter().any(|word| matches!(*word, "upgrade" | "install" | "push")),
                "cf" => words.contains(&"push"),
                "fly" | "flyctl" | "railway" | "zappa" | "eb" | "ansible-playbook" | "copilot" | "kamal"
                | "invoke" | "terraform" | "fab" | "cap" => {
                    words.iter().any(|word| matches!(*word, "deploy" | "apply" | "up" | "update"))
                }
                "heroku" => words.iter().any(|word| word.contains("release") || word.contains("push")),
                "aws" => words
                    .iter()
                    .any(|word| matches!(*word, "update-service" | "deploy" | "create-deployment")),
                "gcloud" => words.contains(&"deploy"),
                _ => false,
            };
            if deploys && self.pipeline.deploys.is_none() {
                self.pipeline.deploys = Some((command.line(), command.place.clone()));
            }
        }
        self.pipeline.commands.extend(commands);
    }

    /// Steps of ready-made actions: image builds and deployments.
    fn uses(&mut self, node: &Node, names: &mut Vec<String>, step: &Step<'_>) {
        let Some(action) = node.text_at("uses") else { return };
        let known = &step.known;
        let inputs = node.get("with");
        let input =
            |key: &str| inputs.and_then(|inputs| inputs.text_at(key)).map(|text| resolved(text, known));
        let listed = |key: &str| -> Vec<String> {
            input(key).unwrap_or_default().split(['\n', ',']).filter_map(full_name).collect()
        };
        // What another step computes is for the builds of the whole job.
        names.extend(listed("images"));
        let lower = action.to_ascii_lowercase();
        if let Some(program) = hook_runner(&lower)
            && input("install-only").as_deref() != Some("true")
        {
            let given = ["extra_args", "extra-args"].iter().find_map(|key| input(key));
            let line = format!("{program} run {}", given.as_deref().unwrap_or("--all-files"));
            let at = node.entry("uses").map_or(node.span, Entry::span);
            self.shell(&line, &Placer::Fixed(place(self.file, at)), step);
        }
        if lower.contains("build-push-action")
            || lower.contains("build-push")
            || inputs.is_some_and(|i| i.get("dockerfile-path").is_some())
        {
            // A path that an expression gives is not known here: the default is as good a guess.
            let path = |keys: [&str; 2]| {
                let given = keys.iter().find_map(|key| input(key)).filter(|path| !path.contains("${{"));
                given.and_then(|path| RepoPath::new(&path))
            };
            let context = path(["context", "build-context"]);
            let dockerfile = path(["file", "dockerfile-path"]);
            let pushed = input("push").is_none_or(|push| push != "false");
            let target = input("target").filter(|target| !target.is_empty() && !target.contains("${{"));
            self.pipeline.builds.push(ImageBuild {
                context,
                dockerfile,
                target,
                names: listed("tags"),
                pushed,
            });
            if pushed && self.pipeline.deploys.is_none() {
                self.pipeline.deploys = Some((action.to_owned(), values::at(self.file, node)));
            }
        } else if lower.contains("deploy") && !lower.contains("pages") && self.pipeline.deploys.is_none() {
            self.pipeline.deploys = Some((action.to_owned(), values::at(self.file, node)));
        }
    }
}

/// The program that an action runs, where it runs the repository's hooks.
fn hook_runner(action: &str) -> Option<&'static str> {
    match action.split('@').next().unwrap_or_default() {
        "pre-commit/action" | "tox-dev/action-pre-commit-uv" | "cloudposse/github-action-pre-commit" => {
            Some("pre-commit")
        }
        "j178/prek-action" => Some("prek"),
        _ => None,
    }
}

/// `${{ env.NAME }}` by the pipeline's own environment.
fn resolved(text: &str, known: &Known) -> String {
    let mut out = text.to_owned();
    for (name, value) in known {
        for form in [format!("${{{{ env.{name} }}}}"), format!("${{{{env.{name}}}}}")] {
            if out.contains(&form) {
                out = out.replace(&form, value);
            }
        }
    }
    out
}

/// An image's name with its tag, where both are literal; without a tag that an expression gives.
pub(super) fn full_name(line: &str) -> Option<String> {
    let name = line.trim();
    let slash = name.rfind('/').map_or(0, |at| at + 1);
    let (bare, tag) = match name[slash..].find([':', '@']) {
        Some(colon) => (&name[..slash + colon], &name[slash + colon..]),
        None => (name, ""),
    };
    let literal = |text: &str| !text.contains(['$', '{', ' ', '=']);
    let tag = if literal(tag) { tag } else { "" };
    (!bare.is_empty() && literal(bare)).then(|| format!("{bare}{tag}"))
}

/// A full name without its tag.
pub(super) fn bare_name(name: &str) -> &str {
    let slash = name.rfind('/').map_or(0, |at| at + 1);
    name[slash..].find([':', '@']).map_or(name, |colon| &name[..slash + colon])
}

fn docker_build(command: &Command) -> ImageBuild {
    let all = |names: &[&str]| -> Vec<String> {
        let mut found = Vec::new();
        for (index, word) in command.arguments.iter().enumerate() {
            for name in names {
                if word == name {
                    found.extend(command.arguments.get(index + 1).cloned());
                } else if let Some(value) = word.strip_prefix(&format!("{name}=")) {
                    found.push(value.to_owned());
                }
            }
        }
        found
    };
    let context =
        command.arguments.last().filter(|word| !word.starts_with('-')).and_then(|word| RepoPath::new(word));
    let dockerfile = all(&["-f", "--file"]).first().and_then(|path| RepoPath::new(path));
    let target = all(&["--target"]).into_iter().next().filter(|target| !target.contains('$'));
    let names = all(&["-t", "--tag"]).iter().filter_map(|name| full_name(name)).collect();
    ImageBuild { context, dockerfile, target, names, pushed: command.has_flag("--push") }
}
