//! Procfiles and the files of platforms: what they start, release and set.
//!
//! Sources: the manifests' references of Heroku, Fly.io, Render, DigitalOcean App Platform, Cloud Foundry, Google App
//! Engine, Amazon ECS and Nixpacks.

use super::draft::{Build, Draft};
use super::run::place;
use super::start::Start;
use super::values::at;
use super::{Place, Value, Variable};
use crate::base::RepoPath;
use crate::source::SourceFile;
use crate::syntax::node::{Node, Shape, SyntaxError};
use crate::syntax::{json, procfile, toml, yaml};

/// The processes of a Procfile.
pub(super) fn procfile(file: &SourceFile) -> Vec<Draft> {
    procfile::entries(file.text())
        .into_iter()
        .map(|entry| {
            let here = place(file, entry.span);
            let mut draft = Draft::new(&entry.name, here.clone());
            draft.release = entry.name == "release";
            draft.command = Some(Start::shell(&entry.command, entry.span.start, true, here));
            draft.folder = folder(file);
            draft
        })
        .collect()
}

fn folder(file: &SourceFile) -> RepoPath {
    file.path().parent().unwrap_or_else(RepoPath::root)
}

/// What a platform's file declares.
#[derive(Default)]
pub(super) struct Platform {
    pub drafts: Vec<Draft>,
    /// Variables that the file sets for the processes that a Procfile beside it declares.
    pub environment: Vec<Variable>,
}

/// Reads a platform's file by its name.
pub(super) fn read(file: &SourceFile) -> Result<Platform, SyntaxError> {
    let name = file.path().name().to_ascii_lowercase();
    let extension = file.path().extension();
    let root = match extension {
        "toml" => toml::document(file.text())?,
        "json" => json::document(file.text())?,
        _ => yaml::document(file.text())?,
    };
    let mut reader = Reader { file, platform: Platform::default() };
    if name == "app.json" {
        reader.app_json(&root);
    } else if name == "heroku.yml" {
        reader.heroku(&root);
    } else if name.starts_with("fly.") {
        reader.fly(&root);
    } else if root.get("containerDefinitions").is_some() {
        reader.ecs(&root);
    } else if name.starts_with("nixpacks") || name.starts_with("railway") {
        reader.nixpacks(&root);
    } else if root.get("applications").is_some() {
        reader.cloud_foundry(&root);
    } else if root.get("runtime").is_some() {
        reader.app_engine(&root);
    } else if root.get("option_settings").is_some() {
        reader.beanstalk(&root);
    } else {
        // DigitalOcean wraps its specification for the deploy button; Render has it at the root.
        reader.specification(root.get("spec").unwrap_or(&root));
    }
    Ok(reader.platform)
}

struct Reader<'f> {
    file: &'f SourceFile,
    platform: Platform,
}

impl Reader<'_> {
    fn at(&self, node: &Node) -> Place {
        at(self.file, node)
    }

    fn shell(&self, node: &Node) -> Option<Start> {
        let text = match &node.shape {
            Shape::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("\n"),
            _ => node.text()?.to_owned(),
        };
        Some(Start::shell(&text, 0, false, self.at(node)))
    }

    /// Adds a process that runs a command, `command` being its node.
    fn run(&mut self, name: &str, command: &Node, release: bool, environment: Vec<Variable>) {
        let Some(start) = self.shell(command) else { return };
        let mut draft = Draft::new(name, self.at(command));
        draft.release = release;
        draft.command = Some(start);
        draft.environment = environment;
        draft.folder = folder(self.file);
        self.platform.drafts.push(draft);
    }

    /// A mapping of names to values.
    fn map(&self, node: Option<&Node>) -> Vec<Variable> {
        node.map(Node::entries)
            .unwrap_or_default()
            .iter()
            .map(|entry| Variable {
                name: entry.key.clone(),
                value: entry
                    .value
                    .text()
                    .map_or(Value::PassedThrough, |text| Value::Literal(text.to_owned())),
                place: place(self.file, entry.span()),
            })
            .collect()
    }

    /// A list of `key`/`name` and `value`.
    fn list(&self, node: Option<&Node>) -> Vec<Variable> {
        let items = node.map(Node::items).unwrap_or_default().iter();
        items
            .filter_map(|item| {
                let name = item.text_at("key").or_else(|| item.text_at("name"))?;
                let secret = item.text_at("type").is_some_and(|kind| kind.eq_ignore_ascii_case("secret"))
                    || item.get("generateValue").is_some()
                    || item.get("fromDatabase").is_some()
                    || item.get("fromService").is_some();
                let value = match item.get("value").and_then(Node::text) {
                    // DigitalOcean binds `${db.DATABASE_URL}` when it deploys; an empty value is filled in by hand.
                    Some(text) if text.contains("${") => Value::Secret,
                    None | Some("") if secret => Value::Secret,
                    Some(text) => Value::Literal(text.to_owned()),
                    None => Value::PassedThrough,
                };
                Some(Variable { name: name.to_owned(), value, place: self.at(item) })
            })
            .collect()
    }

    fn app_json(&mut self, root: &Node) {
        for entry in root.get("env").map(Node::entries).unwrap_or_default() {
            let value = match entry.value.text().or_else(|| entry.value.text_at("value")) {
                Some(text) => Value::Literal(text.to_owned()),
                None if entry.value.get("generator").is_some() => Value::Secret,
                None if entry.value.get("required").is_some_and(|required| !required.is_true()) => {
                    Value::PassedThrough
                }
                None => Value::Required,
            };
            let variable = Variable { name: entry.key.clone(), value, place: place(self.file, entry.span()) };
            self.platform.environment.push(variable);
        }
        for script in root.get("scripts").map(Node::entries).unwrap_or_default() {
            self.run(&script.key, &script.value, true, Vec::new());
        }
    }

    /// `build.config` sets variables for the build only, so it is left out.
    fn heroku(&mut self, root: &Node) {
        let images = root.at(&["build", "docker"]).map(Node::entries).unwrap_or_default();
        let folder = folder(self.file);
        let build = |name: &str| {
            let image = images.iter().find(|entry| entry.key == name).or_else(|| images.first())?;
            let path = image.value.text().or_else(|| image.value.text_at("dockerfile"))?;
            let dockerfile = folder.join(path)?;
            let context = dockerfile.parent()?;
            let target = image.value.text_at("target").map(str::to_owned);
            Some(Build { context, dockerfile, target, arguments: Vec::new() })
        };
        let runs = root.get("run").map(Node::entries).unwrap_or_default();
        for entry in images.iter().filter(|image| !runs.iter().any(|run| run.key == image.key)) {
            let mut draft = Draft::new(&entry.key, place(self.file, entry.span()));
            draft.build = build(&entry.key);
            self.platform.drafts.push(draft);
        }
        let release = root.get("release").into_iter().map(|node| ("release", node, true));
        for (name, node, release) in
            runs.iter().map(|entry| (entry.key.as_str(), &entry.value, false)).chain(release)
        {
            let command = node.get("command").unwrap_or(node);
            let image = node.text_at("image").unwrap_or(name);
            self.run(name, command, release, Vec::new());
            if let Some(draft) = self.platform.drafts.last_mut() {
                draft.build = build(image);
            }
        }
    }

    fn fly(&mut self, root: &Node) {
        let environment = self.map(root.get("env"));
        let folder = folder(self.file);
        let dockerfile = root.at(&["build", "dockerfile"]).and_then(Node::text).unwrap_or("Dockerfile");
        let build = folder.join(dockerfile).map(|dockerfile| Build {
            context: folder.clone(),
            dockerfile,
            target: root.at(&["build", "build-target"]).and_then(Node::text).map(str::to_owned),
            arguments: Vec::new(),
        });
        let volumes: Vec<super::Volume> = root
            .get("mounts")
            .map(
                |mounts| {
                    if mounts.items().is_empty() { std::slice::from_ref(mounts) } else { mounts.items() }
                },
            )
            .unwrap_or_default()
            .iter()
            .filter_map(|mount| {
                Some(super::Volume {
                    target: mount.text_at("destination")?.to_owned(),
                    source: mount.text_at("source").map(str::to_owned),
                    place: self.at(mount),
                })
            })
            .collect();
        let first = self.platform.drafts.len();
        for process in root.get("processes").map(Node::entries).unwrap_or_default() {
            self.run(&process.key, &process.value, false, environment.clone());
        }
        if self.platform.drafts.len() == first {
            let here = root.entry("app").map_or_else(|| self.at(root), |app| place(self.file, app.span()));
            let mut draft = Draft::new("app", here);
            draft.environment.clone_from(&environment);
            self.platform.drafts.push(draft);
        }
        if let Some(release) = root.at(&["deploy", "release_command"]) {
            self.run("release", release, true, environment);
        }
        for draft in &mut self.platform.drafts[first..] {
            draft.build.clone_from(&build);
            draft.volumes.clone_from(&volumes);
        }
    }

    fn ecs(&mut self, root: &Node) {
        for container in root.get("containerDefinitions").map(Node::items).unwrap_or_default() {
            let mut draft = Draft::new(container.text_at("name").unwrap_or("container"), self.at(container));
            draft.image = container.text_at("image").map(str::to_owned);
            for (key, slot) in [("entryPoint", true), ("command", false)] {
                let Some(entry) = container.entry(key) else { continue };
                let words: Vec<String> =
                    entry.value.items().iter().filter_map(Node::text).map(str::to_owned).collect();
                let start = Some(Start::exec(words, place(self.file, entry.span())));
                if slot {
                    draft.entrypoint = start;
                } else {
                    draft.command = start;
                }
            }
            draft.environment = self.list(container.get("environment"));
            for secret in container.get("secrets").map(Node::items).unwrap_or_default() {
                if let Some(name) = secret.text_at("name") {
                    let variable =
                        Variable { name: name.to_owned(), value: Value::Secret, place: self.at(secret) };
                    draft.environment.push(variable);
                }
            }
            self.platform.drafts.push(draft);
        }
    }

    fn nixpacks(&mut self, root: &Node) {
        let environment = self.map(root.get("variables"));
        for phase in root.get("phases").map(Node::entries).unwrap_or_default() {
            if let Some(commands) = phase.value.get("cmds") {
                self.run(&phase.key, commands, true, environment.clone());
            }
        }
        for (way, release) in [
            (["start", "cmd"].as_slice(), false),
            (&["deploy", "startCommand"], false),
            (&["deploy", "preDeployCommand"], true),
            (&["build", "buildCommand"], true),
        ] {
            if let Some(command) = root.at(way) {
                self.run(if release { "release" } else { "web" }, command, release, environment.clone());
            }
        }
    }

    fn cloud_foundry(&mut self, root: &Node) {
        for application in root.get("applications").map(Node::items).unwrap_or_default() {
            let environment = self.map(application.get("env"));
            let name = application.text_at("name").unwrap_or("application");
            let processes = application.get("processes").map(Node::items).unwrap_or_default();
            for process in std::iter::once(application).chain(processes) {
                if let Some(command) = process.get("command") {
                    self.run(process.text_at("type").unwrap_or(name), command, false, environment.clone());
                }
            }
            if application.get("command").is_none() {
                self.platform.environment.extend(environment);
            }
        }
    }

    fn app_engine(&mut self, root: &Node) {
        let environment = self.map(root.get("env_variables"));
        match root.get("entrypoint") {
            Some(entrypoint) => self.run("web", entrypoint, false, environment),
            None => self.platform.environment.extend(environment),
        }
    }

    fn beanstalk(&mut self, root: &Node) {
        let settings = root.get("option_settings");
        let environment =
            self.map(settings.and_then(|s| s.get("aws:elasticbeanstalk:application:environment")));
        self.platform.environment.extend(environment);
        for command in root.get("container_commands").map(Node::entries).unwrap_or_default() {
            if let Some(text) = command.value.get("command") {
                self.run(&command.key, text, true, Vec::new());
            }
        }
    }

    /// Render's and DigitalOcean's specifications: services with variables and commands.
    fn specification(&mut self, root: &Node) {
        let mut shared = self.list(root.get("envs"));
        for group in root.get("envVarGroups").map(Node::items).unwrap_or_default() {
            shared.extend(self.list(group.get("envVars")));
        }
        for (key, release) in [("services", false), ("workers", false), ("jobs", true)] {
            for service in root.get(key).map(Node::items).unwrap_or_default() {
                let name = service.entry("name");
                let here = name.map_or_else(|| self.at(service), |name| place(self.file, name.span()));
                let mut draft = Draft::new(name.and_then(|name| name.value.text()).unwrap_or(key), here);
                draft.release = release;
                draft.environment.clone_from(&shared);
                let own = self.list(service.get("envVars").or_else(|| service.get("envs")));
                super::variable::overlay(&mut draft.environment, own);
                let command =
                    ["startCommand", "run_command", "dockerCommand"].iter().find_map(|key| service.get(key));
                draft.command = command.and_then(|command| self.shell(command));
                let folder = service
                    .text_at("rootDir")
                    .or_else(|| service.text_at("source_dir"))
                    .and_then(|path| RepoPath::new(path.trim_start_matches('/')))
                    .unwrap_or_else(RepoPath::root);
                let dockerfile =
                    service.text_at("dockerfilePath").or_else(|| service.text_at("dockerfile_path"));
                let docker = dockerfile.is_some()
                    || service.text_at("runtime").or_else(|| service.text_at("env")) == Some("docker");
                if docker
                    && let Some(dockerfile) =
                        folder.join(dockerfile.unwrap_or("Dockerfile").trim_start_matches('/'))
                {
                    draft.build = Some(Build {
                        context: folder.clone(),
                        dockerfile,
                        target: None,
                        arguments: Vec::new(),
                    });
                }
                draft.image = service.at(&["image", "repository"]).and_then(Node::text).map(str::to_owned);
                draft.folder = folder;
                let environment = draft.environment.clone();
                let release_steps: Vec<&Node> =
                    ["buildCommand", "preDeployCommand", "initialDeployHook", "build_command"]
                        .iter()
                        .filter_map(|key| service.get(key))
                        .collect();
                let folder = draft.folder.clone();
                self.platform.drafts.push(draft);
                for step in release_steps {
                    self.run("release", step, true, environment.clone());
                    if let Some(draft) = self.platform.drafts.last_mut() {
                        draft.folder.clone_from(&folder);
                    }
                }
            }
        }
    }
}
