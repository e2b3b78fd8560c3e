//! Whom a deployment file speaks for: production, development, or nobody (a sample).
//!
//! The words of its path decide first, its own name before the folders above it; then what it does: it runs
//! `runserver`, mounts the source over the image, builds a development stage, or chooses development settings.

use super::start::Start;
use super::{Kind, Role};
use crate::base::RepoPath;
use crate::source::Tree;
use crate::syntax::dockerfile::Invocation;
use crate::syntax::shell::Word;

/// Words that say development, tests or demonstration.
const DEVELOPMENT: [&str; 38] = [
    "dev",
    "devel",
    "develop",
    "development",
    "devcontainer",
    "devcontainers",
    "developer",
    "local",
    "localdev",
    "localhost",
    "test",
    "tests",
    "testing",
    "unittest",
    "unittests",
    "e2e",
    "demo",
    "demos",
    "sandbox",
    "playground",
    "cypress",
    "playwright",
    "selenium",
    "vagrant",
    "benchmark",
    "benchmarks",
    "perf",
    "performance",
    "loadtest",
    "debug",
    "mock",
    "mocks",
    "ci",
    "cicd",
    "worktree",
    "gitpod",
    "codespaces",
    "devdb",
];

/// Words that say production.
const PRODUCTION: [&str; 7] =
    ["prod", "production", "live", "deploy", "deployment", "deployments", "release"];

/// Words that say a stage before production: it gives way to a production file beside it.
const BEFORE_PRODUCTION: [&str; 7] = ["stage", "staging", "feature", "preview", "qa", "uat", "preprod"];

/// Folders that begin with a dot and hold what deploys; all others hold the developers' tools.
const DEPLOYING: [&str; 18] = [
    ".do",
    ".github",
    ".gitlab",
    ".circleci",
    ".platform",
    ".ebextensions",
    ".elasticbeanstalk",
    ".deploy",
    ".docker",
    ".k8s",
    ".kube",
    ".helm",
    ".infra",
    ".aws",
    ".azure",
    ".gitea",
    ".gitlab-ci",
    ".heroku",
];

/// A role with its reason.
pub(super) type Judged = (Role, String);

fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}

/// The first word of `name` that says development.
pub(super) fn development_word(name: &str) -> Option<String> {
    words(name).find(|word| DEVELOPMENT.contains(&word.as_str()))
}

pub(super) fn production_word(name: &str) -> Option<String> {
    words(name).find(|word| PRODUCTION.contains(&word.as_str()))
}

/// What the path alone says; `None` where it says nothing.
pub(super) fn by_path(path: &RepoPath, kind: Kind) -> Option<Judged> {
    let name = path.name();
    let lower = name.to_ascii_lowercase();
    if kind == Kind::EnvironmentFile && super::values::is_sample(path) {
        return Some((Role::Sample, format!("its name ({name}) says that it is a sample to copy")));
    }
    if lower.starts_with("docker-compose.override") || lower.starts_with("compose.override") {
        return Some((
            Role::Development,
            "compose reads an override file by itself on developers' machines".to_owned(),
        ));
    }
    if kind == Kind::Ci {
        return None;
    }
    // `web-deployment.yaml` says what the file declares, not where it runs.
    let declares = |word: &String| kind == Kind::Kubernetes && word.starts_with("deployment");
    if let Some(word) = production_word(name).filter(|word| !declares(word)) {
        return Some((Role::Production, format!("its name says \u{201c}{word}\u{201d}")));
    }
    if let Some(word) = development_word(name) {
        return Some((Role::Development, format!("its name says \u{201c}{word}\u{201d}")));
    }
    let parts: Vec<&str> = path.parts().collect();
    let folders = &parts[..parts.len().saturating_sub(1)];
    for (index, folder) in folders.iter().enumerate().rev() {
        if folder.starts_with('.') && !DEPLOYING.contains(folder) {
            return Some((Role::Development, format!("the folder {folder} holds developers' tools")));
        }
        if folders[..=index] == [".github", "actions"] {
            return Some((Role::Development, "it belongs to an action that pipelines use".to_owned()));
        }
        // `usr/local` is a place in a file system.
        if *folder == "local" && index > 0 && folders[index - 1] == "usr" {
            continue;
        }
        if let Some(word) = production_word(folder) {
            return Some((Role::Production, format!("its folder {folder} says \u{201c}{word}\u{201d}")));
        }
        if let Some(word) = development_word(folder) {
            return Some((Role::Development, format!("its folder {folder} says \u{201c}{word}\u{201d}")));
        }
    }
    None
}

/// Whether a file is for a stage before production, beside a file of its kind for production itself.
pub(super) fn gives_way(path: &RepoPath, kind: Kind, tree: &Tree) -> Option<Judged> {
    let word = words(path.name()).find(|word| BEFORE_PRODUCTION.contains(&word.as_str()))?;
    let folder = path.parent()?;
    let beside = tree.under(&folder).iter().find(|other| {
        other.parent().as_ref() == Some(&folder)
            && other.extension() == path.extension()
            && words(other.name()).any(|word| matches!(word.as_str(), "prod" | "production" | "live"))
    })?;
    let reason = format!("its name says \u{201c}{word}\u{201d}, and {beside} is the {kind} for production");
    Some((Role::Development, reason))
}

/// Whether a settings module's own name says development: `config.settings.local`.
pub(super) fn is_development_module(module: &str) -> bool {
    let last = module.rsplit('.').next().unwrap_or(module);
    development_word(last).is_some() && production_word(last).is_none()
}

/// Whether a comment at the head of a file says that it is for development.
pub(super) fn head_says_development(text: &str) -> Option<Judged> {
    let comments = text.lines().take(15).map(str::trim).filter_map(|line| line.strip_prefix('#'));
    for comment in comments {
        let lower = comment.to_ascii_lowercase();
        let phrases = [
            "for local development",
            "for development",
            "development only",
            "local development",
            "for testing only",
            "not for production",
            "do not use in production",
            "development environment",
        ];
        if let Some(phrase) = phrases.iter().find(|phrase| lower.contains(**phrase)) {
            return Some((Role::Development, format!("its head comment says \u{201c}{phrase}\u{201d}")));
        }
    }
    None
}

/// Whether a start runs Django's development server, as far as its own words say.
pub(super) fn runs_development_server(start: &Start) -> bool {
    let has = |words: &[Word]| words.iter().any(|word| word.render(&|_| None).contains("runserver"));
    match &start.invocation {
        Invocation::Exec(words) => has(words),
        Invocation::Shell(script) => script.commands.iter().any(|command| has(&command.words)),
    }
}
