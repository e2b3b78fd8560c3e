//! Finds the deployment files: by name, and by content where the name says nothing.

use std::sync::Arc;

use super::Kind;
use crate::base::RepoPath;
use crate::source::{SourceFile, Tree};

/// Folders whose files are others' or are data of tests.
const SKIPPED: [&str; 9] = [
    "node_modules",
    "site-packages",
    "vendor",
    "cassettes",
    "__snapshots__",
    "fixtures",
    "testdata",
    "test_data",
    "__pycache__",
];

/// A file that was found, read.
pub(super) struct Found {
    pub kind: Kind,
    pub file: Arc<SourceFile>,
}

/// All deployment files, in the order of their paths, and those that could not be read.
pub(super) fn all(tree: &Tree) -> (Vec<Found>, Vec<super::Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in tree.files() {
        // A folder with a placeholder in its name is a template of other projects (cookiecutter, copier).
        if path.parts().any(|part| SKIPPED.contains(&part) || part.contains("{{") || part.contains("{%")) {
            continue;
        }
        let Some(guess) = by_name(path, tree) else { continue };
        match tree.text(path) {
            Ok(file) => {
                if let Some(kind) = confirm(guess, path, file.text()) {
                    found.push(Found { kind, file });
                }
            }
            Err(error) => {
                if let Guess::Certain(kind) = guess {
                    let message = format!("{error}; what this {kind} says was not read");
                    problems.push(super::Problem { path: path.clone(), line: None, message });
                }
            }
        }
    }
    (found, problems)
}

#[derive(Clone, Copy)]
enum Guess {
    /// The name says it.
    Certain(Kind),
    /// YAML of unknown purpose.
    Yaml,
    /// JSON, INI or a bare configuration: the content must say it.
    Content,
}

fn by_name(path: &RepoPath, tree: &Tree) -> Option<Guess> {
    let name = path.name();
    let lower = name.to_ascii_lowercase();
    let extension = path.extension().to_ascii_lowercase();
    let documents =
        matches!(extension.as_str(), "md" | "rst" | "txt" | "html" | "py" | "svg" | "png" | "lock");
    let text = path.as_str();
    let is_yaml = matches!(extension.as_str(), "yml" | "yaml");
    if pipeline(path, &lower, is_yaml) {
        return Some(Guess::Certain(Kind::Ci));
    }
    if lower.ends_with(".dockerignore") {
        return None;
    }
    let image = ["dockerfile", "containerfile"].iter().any(|word| {
        lower == *word
            || (lower.starts_with(word)
                && !documents
                && !is_yaml
                && lower[word.len()..].starts_with(['.', '-', '_']))
            || lower.strip_suffix(word).is_some_and(|before| before.ends_with(['.', '-', '_']))
    });
    if image {
        return Some(Guess::Certain(Kind::Dockerfile));
    }
    if name.starts_with("Procfile") && !matches!(extension.as_str(), "sh" | "md" | "txt") {
        return Some(Guess::Certain(Kind::Procfile));
    }
    if is_yaml && lower.contains("compose") {
        return Some(Guess::Certain(Kind::Compose));
    }
    if lower.starts_with("caddyfile") || extension == "caddyfile" {
        return Some(Guess::Certain(Kind::Caddy));
    }
    match lower.as_str() {
        "heroku.yml"
        | "fly.toml"
        | "render.yaml"
        | "render.yml"
        | "nixpacks.toml"
        | "railway.json"
        | "railway.toml"
        | "zappa_settings.json"
        | "dockerrun.aws.json"
        | "app.yaml" => return Some(Guess::Certain(Kind::Platform)),
        "app.json" | ".platform.app.yaml" => return Some(Guess::Content),
        _ => {}
    }
    let in_folder = |folder: &str| path.parts().any(|part| part == folder);
    if (lower.starts_with("fly.") && extension == "toml")
        || (in_folder(".do") && is_yaml)
        || (in_folder(".ebextensions") && (is_yaml || extension == "config"))
    {
        return Some(Guess::Certain(Kind::Platform));
    }
    if matches!(lower.as_str(), "kustomization.yaml" | "kustomization.yml") {
        return Some(Guess::Certain(Kind::Kubernetes));
    }
    if is_yaml {
        return Some(if in_chart(path, tree) { Guess::Certain(Kind::Helm) } else { Guess::Yaml });
    }
    match extension.as_str() {
        "tf" => Some(Guess::Certain(Kind::Terraform)),
        "service" => Some(Guess::Certain(Kind::Systemd)),
        "json" if text.contains("task") || text.contains("ecs") => Some(Guess::Content),
        "ini" | "conf" | "cnf" | "cfg" | "config" | "template" | "tmpl" | "tpl" | "j2" | "jinja"
        | "jinja2" | "erb" | "in" | "nginx" | "vhost" | "vcl" => Some(Guess::Content),
        "" if lower.contains("nginx") || in_folder("nginx") || in_folder("sites-available") => {
            Some(Guess::Content)
        }
        "py" if lower.contains("gunicorn") || lower == "circus.py" => Some(Guess::Certain(Kind::Gunicorn)),
        _ => None,
    }
}

fn pipeline(path: &RepoPath, lower: &str, is_yaml: bool) -> bool {
    let text = path.as_str();
    (is_yaml
        && (text.starts_with(".github/workflows/")
            || text.starts_with(".circleci/")
            || text.starts_with(".gitea/workflows/")))
        || matches!(
            lower,
            ".gitlab-ci.yml"
                | ".gitlab-ci.yaml"
                | ".travis.yml"
                | ".drone.yml"
                | "bitbucket-pipelines.yml"
                | "buildspec.yml"
                | "cloudbuild.yaml"
                | "cloudbuild.yml"
        )
        || (is_yaml && lower.starts_with("azure-pipelines"))
        || (is_yaml && path.parts().any(|part| part == ".gitlab-ci" || part == ".gitlab"))
        || lower.starts_with("jenkinsfile")
        || (path.extension() == "groovy" && text.to_ascii_lowercase().contains("jenkins"))
        || (is_yaml && text.starts_with(".github/actions/") && lower.starts_with("action."))
}

/// Whether the file belongs to a Helm chart.
fn in_chart(path: &RepoPath, tree: &Tree) -> bool {
    let mut folder = path.parent();
    for _ in 0..4 {
        let Some(current) = folder else { return false };
        if current.join("Chart.yaml").is_some_and(|chart| tree.contains(&chart)) {
            return true;
        }
        folder = current.parent();
    }
    false
}

/// What the content says.
fn confirm(guess: Guess, path: &RepoPath, text: &str) -> Option<Kind> {
    match guess {
        Guess::Certain(Kind::Compose) if !line_starts(text, "services:") => None,
        Guess::Certain(Kind::Systemd) if !text.contains("[Service]") => None,
        // An `app.yaml` is Google's only with a runtime.
        Guess::Certain(Kind::Platform)
            if path.name() == "app.yaml"
                && !line_starts(text, "runtime:")
                && !path.parts().any(|part| part == ".do") =>
        {
            yaml(text)
        }
        Guess::Certain(kind) => Some(kind),
        Guess::Yaml => yaml(text),
        Guess::Content => configuration(path, text),
    }
}

fn yaml(text: &str) -> Option<Kind> {
    if line_starts(text, "services:")
        && (text.contains("image:") || text.contains("build:") || text.contains("extends:"))
    {
        return Some(Kind::Compose);
    }
    if line_starts(text, "apiVersion:") && line_starts(text, "kind:") {
        return Some(Kind::Kubernetes);
    }
    (line_starts(text, "applications:") && text.contains("buildpack")).then_some(Kind::Platform)
}

fn configuration(path: &RepoPath, text: &str) -> Option<Kind> {
    let name = path.name().to_ascii_lowercase();
    match path.extension() {
        "json" => {
            let heroku = name == "app.json"
                && ["\"env\"", "\"scripts\"", "\"formation\"", "\"buildpacks\"", "\"addons\""]
                    .iter()
                    .any(|key| text.contains(key));
            return (heroku || text.contains("\"containerDefinitions\"")).then_some(Kind::Platform);
        }
        "yaml" => return Some(Kind::Platform),
        "vcl" => return None,
        _ => {}
    }
    if line_starts(text, "[program:") || line_starts(text, "[supervisord]") {
        Some(Kind::Supervisor)
    } else if line_starts(text, "[uwsgi]") {
        Some(Kind::Uwsgi)
    } else if line_starts(text, "[Service]") {
        Some(Kind::Systemd)
    } else if is_apache(text) {
        Some(Kind::Apache)
    } else if is_nginx(path, text) {
        Some(Kind::Nginx)
    } else {
        (name.contains("gunicorn") && path.extension() != "in").then_some(Kind::Gunicorn)
    }
}

fn is_apache(text: &str) -> bool {
    ["<VirtualHost", "<Directory", "<IfModule", "WSGIScriptAlias", "<Location"]
        .iter()
        .any(|word| text.lines().any(|line| line.trim_start().starts_with(word)))
}

fn is_nginx(path: &RepoPath, text: &str) -> bool {
    let directive = |word: &str| text.lines().any(|line| line.trim_start().starts_with(word));
    let blocks = text.lines().any(|line| {
        let line = line.trim_start();
        ["server", "location", "upstream", "http"].iter().any(|word| {
            line.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([' ', '{']) && rest.trim_end().ends_with('{'))
        })
    });
    let named = path.as_str().to_ascii_lowercase().contains("nginx");
    let ends = text.matches(';').count();
    blocks && ends > 0
        || named
            && ends > 0
            && (directive("proxy_")
                || directive("add_header")
                || directive("gzip")
                || directive("error_page")
                || directive("listen"))
}

fn line_starts(text: &str, start: &str) -> bool {
    text.starts_with(start) || text.match_indices(start).any(|(at, _)| text[..at].ends_with('\n'))
}
