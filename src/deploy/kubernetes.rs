//! Kubernetes objects: what their containers run, set and mount; `ConfigMap`s and `Secret`s of the same folder.
//!
//! Source: the Kubernetes API reference (`PodSpec`, `EnvVar`, `EnvFromSource`).

use std::sync::Arc;

use super::draft::Draft;
use super::run::place;
use super::start::Start;
use super::values::at;
use super::variable::overlay;
use super::{Port, Value, Variable, Volume};
use crate::base::RepoPath;
use crate::source::SourceFile;
use crate::syntax::node::{Node, SyntaxError};
use crate::syntax::yaml;

/// The objects of one file.
pub(super) struct Manifest {
    pub file: Arc<SourceFile>,
    documents: Vec<Node>,
}

/// Names and values of the `ConfigMap`s and `Secret`s in one folder.
#[derive(Default)]
struct Sources {
    maps: Vec<(String, Vec<Variable>)>,
    secrets: Vec<(String, Vec<Variable>)>,
}

pub(super) fn read(file: Arc<SourceFile>) -> Result<Manifest, SyntaxError> {
    let documents = yaml::documents(file.text())?;
    Ok(Manifest { file, documents })
}

/// The containers of all manifests; `ConfigMap`s and `Secret`s are looked up in the manifest's own folder.
pub(super) fn drafts(manifests: &[Manifest]) -> Vec<Draft> {
    let mut found = Vec::new();
    for manifest in manifests {
        let folder = manifest.file.path().parent();
        let siblings = manifests.iter().filter(|other| other.file.path().parent() == folder);
        let mut sources = Sources::default();
        for sibling in siblings {
            sources.read(sibling);
        }
        for document in &manifest.documents {
            let objects = if document.text_at("kind") == Some("List") {
                document.get("items").map(Node::items).unwrap_or_default()
            } else {
                std::slice::from_ref(document)
            };
            for object in objects {
                pods(&manifest.file, object, &sources, &mut found);
            }
        }
    }
    found
}

impl Sources {
    fn read(&mut self, manifest: &Manifest) {
        for document in &manifest.documents {
            self.generated(manifest, document);
            let Some(name) = document.at(&["metadata", "name"]).and_then(Node::text) else { continue };
            let kind = document.text_at("kind").unwrap_or_default();
            if !matches!(kind, "ConfigMap" | "Secret") {
                continue;
            }
            let mut variables = Vec::new();
            for key in ["data", "stringData"] {
                for entry in document.get(key).map(Node::entries).unwrap_or_default() {
                    // A secret's `data` is base64: a committed value all the same, but not the text itself.
                    let value = match entry.value.text() {
                        Some(text) if kind == "Secret" && key == "data" => {
                            decoded(text).map_or(Value::Secret, Value::Literal)
                        }
                        Some(text) => Value::Literal(text.to_owned()),
                        None => Value::Secret,
                    };
                    variables.push(Variable {
                        name: entry.key.clone(),
                        value,
                        place: place(&manifest.file, entry.span()),
                    });
                }
            }
            let list = if kind == "Secret" { &mut self.secrets } else { &mut self.maps };
            list.push((name.to_owned(), variables));
        }
    }

    /// Kustomize's generators, their literals; what they read from files stays unknown.
    fn generated(&mut self, manifest: &Manifest, document: &Node) {
        for (key, secret) in [("configMapGenerator", false), ("secretGenerator", true)] {
            for generator in document.get(key).map(Node::items).unwrap_or_default() {
                let Some(name) = generator.text_at("name") else { continue };
                let literals = generator.get("literals").map(Node::items).unwrap_or_default().iter();
                let variables = literals.filter_map(|literal| {
                    let (name, value) = literal.text()?.split_once('=')?;
                    let value = Value::Literal(value.trim_matches(['"', '\'']).to_owned());
                    Some(Variable { name: name.to_owned(), value, place: at(&manifest.file, literal) })
                });
                let list = if secret { &mut self.secrets } else { &mut self.maps };
                list.push((name.to_owned(), variables.collect()));
            }
        }
    }

    fn all(list: &[(String, Vec<Variable>)], name: &str) -> Vec<Variable> {
        list.iter().filter(|(known, _)| known == name).flat_map(|(_, variables)| variables.clone()).collect()
    }

    fn one(list: &[(String, Vec<Variable>)], name: &str, key: &str) -> Option<Variable> {
        Self::all(list, name).into_iter().find(|variable| variable.name == key)
    }
}

/// Standard base64 into text; `None` where it is none.
fn decoded(text: &str) -> Option<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = LETTERS.iter().position(|letter| *letter == byte)?;
        buffer = (buffer << 6 | u32::try_from(digit).ok()?) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

fn pods(file: &SourceFile, object: &Node, sources: &Sources, found: &mut Vec<Draft>) {
    let kind = object.text_at("kind").unwrap_or_default();
    let spec = match kind {
        "Pod" => object.get("spec"),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "Rollout" => {
            object.at(&["spec", "template", "spec"])
        }
        "CronJob" => object.at(&["spec", "jobTemplate", "spec", "template", "spec"]),
        _ => None,
    };
    let Some(spec) = spec else { return };
    for (key, release) in [("initContainers", true), ("containers", kind == "Job")] {
        for container in spec.get(key).map(Node::items).unwrap_or_default() {
            let name = container.entry("name");
            let here = name.map_or_else(|| at(file, container), |name| place(file, name.span()));
            let mut draft = Draft::new(name.and_then(|name| name.value.text()).unwrap_or("container"), here);
            draft.release = release;
            draft.image = container.text_at("image").map(str::to_owned);
            draft.entrypoint = start(file, container, "command");
            draft.command = start(file, container, "args");
            draft.environment = environment(file, container, sources);
            draft.workdir = container.text_at("workingDir").map(str::to_owned);
            draft.volumes = volumes(file, container, spec);
            draft.healthcheck =
                ["livenessProbe", "readinessProbe", "startupProbe"].iter().find_map(|probe| {
                    let probe = container.get(probe)?;
                    start(file, probe.get("exec")?, "command")
                });
            for port in container.get("ports").map(Node::items).unwrap_or_default() {
                if let (Some(host), Some(target)) = (port.text_at("hostPort"), port.text_at("containerPort"))
                {
                    draft.ports.push(Port {
                        target: target.to_owned(),
                        published: Some(host.to_owned()),
                        address: port.text_at("hostIP").map(str::to_owned),
                        place: at(file, port),
                    });
                }
            }
            draft.folder = RepoPath::root();
            found.push(draft);
        }
    }
}

fn start(file: &SourceFile, node: &Node, key: &str) -> Option<Start> {
    let entry = node.entry(key)?;
    let words: Vec<String> =
        entry.value.one_or_many().iter().filter_map(Node::text).map(str::to_owned).collect();
    (!words.is_empty()).then(|| Start::exec(words, place(file, entry.span())))
}

fn environment(file: &SourceFile, container: &Node, sources: &Sources) -> Vec<Variable> {
    let mut environment = Vec::new();
    for source in container.get("envFrom").map(Node::items).unwrap_or_default() {
        for (key, list) in [("configMapRef", &sources.maps), ("secretRef", &sources.secrets)] {
            if let Some(name) = source.at(&[key, "name"]).and_then(Node::text) {
                overlay(&mut environment, Sources::all(list, name));
            }
        }
    }
    for item in container.get("env").map(Node::items).unwrap_or_default() {
        let Some(name) = item.text_at("name") else { continue };
        let here = item.entry("value").map_or_else(
            || at(file, item),
            |value| {
                let start = item.entry("name").map_or(value.key_span.start, |name| name.key_span.start);
                place(file, crate::base::Span::new(start.min(value.key_span.start), value.span().end))
            },
        );
        let reference = |source: &str, list: &[(String, Vec<Variable>)]| {
            let node = item.at(&["valueFrom", source])?;
            Some(Sources::one(list, node.text_at("name")?, node.text_at("key")?))
        };
        let (value, place) = if let Some(text) = item.text_at("value") {
            let value =
                if text.contains("$(") { Value::PassedThrough } else { Value::Literal(text.to_owned()) };
            (value, here)
        } else if let Some(found) = reference("configMapKeyRef", &sources.maps) {
            found.map_or((Value::PassedThrough, here), |variable| (variable.value, variable.place))
        } else if let Some(found) = reference("secretKeyRef", &sources.secrets) {
            found.map_or((Value::Secret, here), |variable| (variable.value, variable.place))
        } else if item.get("valueFrom").is_some() {
            (Value::Secret, here)
        } else {
            (Value::Literal(String::new()), here)
        };
        overlay(&mut environment, [Variable { name: name.to_owned(), value, place }]);
    }
    environment
}

fn volumes(file: &SourceFile, container: &Node, spec: &Node) -> Vec<Volume> {
    let declared = spec.get("volumes").map(Node::items).unwrap_or_default();
    container
        .get("volumeMounts")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|mount| {
            let name = mount.text_at("name")?;
            // What lives in the pod's memory or disk is gone with the pod.
            let fleeting = declared
                .iter()
                .any(|volume| volume.text_at("name") == Some(name) && volume.get("emptyDir").is_some());
            (!fleeting).then(|| Volume {
                target: mount.text_at("mountPath").unwrap_or_default().to_owned(),
                source: Some(name.to_owned()),
                place: at(file, mount),
            })
        })
        .collect()
}
