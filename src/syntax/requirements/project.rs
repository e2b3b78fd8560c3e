//! Files in which a project declares what it needs.

use super::Collector;
use crate::base::Span;
use crate::syntax::ini::Section;
use crate::syntax::node::Node;

/// `pyproject.toml`: PEP 621, PEP 735, Poetry, uv and PDM.
pub(super) fn pyproject(root: &Node, collector: &mut Collector<'_>) {
    list(root.at(&["project", "dependencies"]), None, collector);
    let groups = [
        ["project", "optional-dependencies"].as_slice(),
        &["dependency-groups"],
        &["tool", "pdm", "dev-dependencies"],
    ];
    for way in groups {
        for group in root.at(way).map(Node::entries).unwrap_or_default() {
            list(Some(&group.value), Some(&group.key), collector);
        }
    }
    list(root.at(&["tool", "uv", "dev-dependencies"]), Some("dev"), collector);
    table(root.at(&["tool", "poetry", "dependencies"]), None, collector);
    table(root.at(&["tool", "poetry", "dev-dependencies"]), Some("dev"), collector);
    for group in root.at(&["tool", "poetry", "group"]).map(Node::entries).unwrap_or_default() {
        table(group.value.get("dependencies"), Some(&group.key), collector);
    }
}

/// `Pipfile`.
pub(super) fn pipfile(root: &Node, collector: &mut Collector<'_>) {
    table(root.get("packages"), None, collector);
    table(root.get("dev-packages"), Some("dev"), collector);
}

/// A list of PEP 508 lines.
fn list(node: Option<&Node>, group: Option<&str>, collector: &mut Collector<'_>) {
    for item in node.map(Node::items).unwrap_or_default() {
        if let Some(text) = item.text() {
            collector.add(text, item.span, group);
        }
    }
}

/// A table of names with a specifier, or a table that holds one.
fn table(node: Option<&Node>, group: Option<&str>, collector: &mut Collector<'_>) {
    for entry in node.map(Node::entries).unwrap_or_default() {
        if entry.key.eq_ignore_ascii_case("python") {
            continue;
        }
        let value = entry.value.items().first().unwrap_or(&entry.value);
        let specifier = value.text().or_else(|| value.text_at("version")).unwrap_or_default();
        let specifier = if specifier == "*" { "" } else { specifier };
        let optional = value.get("optional").is_some_and(Node::is_true).then_some("optional");
        collector.named(&entry.key, specifier, entry.span(), group.or(optional));
    }
}

/// `setup.cfg`: `install_requires` and the extras.
pub(super) fn setup_cfg(sections: &[Section], collector: &mut Collector<'_>) {
    for section in sections {
        for entry in &section.entries {
            let group = match section.name.as_str() {
                "options" if entry.key == "install_requires" => None,
                "options" if entry.key == "tests_require" => Some("test"),
                "options.extras_require" => Some(entry.key.as_str()),
                _ => continue,
            };
            for line in entry.value.lines() {
                collector.add(line, entry.span, group);
            }
        }
    }
}

/// conda's `environment.yml`: `name=version=build`, and a list for pip.
pub(super) fn conda(root: &Node, collector: &mut Collector<'_>) {
    for item in root.get("dependencies").map(Node::items).unwrap_or_default() {
        list(item.get("pip"), None, collector);
        let Some(text) = item.text() else { continue };
        let name = text.split(['=', '<', '>', '!', ' ']).next().unwrap_or_default();
        let name = name.rsplit("::").next().unwrap_or(name);
        if name.is_empty() || name == "python" {
            continue;
        }
        let rest = &text[text.find(name).unwrap_or(0) + name.len()..];
        // One equals sign is a version and perhaps a build; anything else reads as pip's specifiers.
        let specifier = match rest.trim().strip_prefix('=') {
            Some(version) if !version.starts_with('=') => {
                format!("=={}", version.split('=').next().unwrap_or_default())
            }
            _ => rest.trim().to_owned(),
        };
        collector.named(name, &specifier, Span::new(item.span.start, item.span.end), None);
    }
}
