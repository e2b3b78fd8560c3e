//! Lock files: exact versions, with what others depend on.

use super::{Collector, Requirement, normalised};
use crate::base::Span;
use crate::syntax::node::Node;

/// `Pipfile.lock`: a table of packages for each of `default` and `develop`.
pub(super) fn pipfile(root: &Node, collector: &mut Collector<'_>) {
    collector.locked = true;
    for (section, group) in [("default", None), ("develop", Some("dev"))] {
        for entry in root.get(section).map(Node::entries).unwrap_or_default() {
            let specifier = entry.value.text_at("version").unwrap_or_default();
            collector.named(&entry.key, specifier, entry.key_span, group);
        }
    }
}

/// `poetry.lock`, `uv.lock`, `pdm.lock`, `pylock.toml`: a list of packages with name and version.
pub(super) fn packages(root: &Node, collector: &mut Collector<'_>) {
    collector.locked = true;
    let list = root.get("package").or_else(|| root.get("packages"));
    for package in list.map(Node::items).unwrap_or_default() {
        let (Some(entry), Some(version)) = (package.entry("name"), package.text_at("version")) else {
            continue;
        };
        let Some(name) = entry.value.text() else { continue };
        // The project itself stands in `uv.lock` too.
        let own = package.get("source").is_some_and(|source| {
            source.get("virtual").is_some()
                || source.get("editable").is_some()
                || source.get("workspace").is_some()
        });
        if own {
            continue;
        }
        let groups: Vec<&str> = match package.get("groups") {
            Some(groups) => groups.items().iter().filter_map(Node::text).collect(),
            // poetry.lock before version 1.5 has a category.
            None => package.text_at("category").into_iter().collect(),
        };
        let always = groups.is_empty() || groups.iter().any(|group| matches!(*group, "main" | "default"));
        let group = if always { None } else { groups.first().copied() };
        let end = package.entry("version").map_or(entry.key_span.end, |version| version.value.span.end);
        collector.push(Requirement {
            name: normalised(name),
            extras: Vec::new(),
            specifier: format!("=={version}"),
            version: Some(version.to_owned()),
            marker: None,
            group: group.map(str::to_owned),
            dev: group.is_some_and(super::is_dev_name),
            locked: true,
            path: collector.path.clone(),
            span: Span::new(entry.key_span.start, end.max(entry.key_span.end)),
            line: 0,
        });
    }
}
