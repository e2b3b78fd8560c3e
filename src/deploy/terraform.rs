//! Terraform files: containers and their environment, as far as it is literal.
//!
//! Read are blocks and objects that name an `image` beside their environment: Cloud Run, App Runner, Kubernetes and
//! Azure container resources (`env` blocks), ECS task definitions (`container_definitions` in `jsonencode`), Lambda and
//! Heroku configuration maps.

use super::draft::Draft;
use super::run::place;
use super::start::Start;
use super::variable::overlay;
use super::{Place, Value, Variable, Volume};
use crate::base::Span;
use crate::source::SourceFile;
use crate::syntax::hcl::{self, Block};
use crate::syntax::node::{Node, Shape};

/// The containers that a file declares.
pub(super) fn drafts(file: &SourceFile) -> Vec<Draft> {
    let root = hcl::file(file.text());
    let mut found = Vec::new();
    for block in root.blocks.iter().filter(|block| block.kind == "resource" || block.kind == "module") {
        let mut reader = Reader { file, resource: block, found: &mut found };
        reader.walk(block, &[]);
    }
    found
}

/// A literal; anything else is known when Terraform runs.
fn value(node: &Node) -> Value {
    match &node.shape {
        Shape::Scalar { text, quoted: true } if !text.contains("${") => Value::Literal(text.clone()),
        Shape::Scalar { text, quoted: false }
            if matches!(text.as_str(), "true" | "false") || text.parse::<f64>().is_ok() =>
        {
            Value::Literal(text.clone())
        }
        _ => Value::PassedThrough,
    }
}

struct Reader<'r> {
    file: &'r SourceFile,
    resource: &'r Block,
    found: &'r mut Vec<Draft>,
}

impl Reader<'_> {
    fn at(&self, span: Span) -> Place {
        place(self.file, span)
    }

    /// Finds containers: blocks with an `image`, the blocks above them handed down.
    fn walk(&mut self, block: &Block, above: &[&Block]) {
        let container =
            block.get("image").is_some() || matches!(block.kind.as_str(), "container" | "containers");
        if container && (block.get("image").is_some() || block.blocks.iter().any(|b| b.kind == "env")) {
            self.container(block, above);
        } else if let Some(variables) =
            ["config_vars", "app_settings", "environment_variables", "environment"]
                .iter()
                .find_map(|key| block.get(key))
                .filter(|node| !node.entries().is_empty())
        {
            let mut draft = Draft::new(self.name(), self.at(self.resource.span));
            draft.environment = self.map(variables);
            self.found.push(draft);
        }
        if let Some(definitions) = block.get("container_definitions") {
            self.definitions(definitions);
        }
        let mut inner = above.to_vec();
        inner.push(block);
        for child in &block.blocks {
            self.walk(child, &inner);
        }
    }

    fn name(&self) -> String {
        self.resource.labels.join(".")
    }

    fn map(&self, node: &Node) -> Vec<Variable> {
        node.entries()
            .iter()
            .map(|entry| Variable {
                name: entry.key.clone(),
                value: value(&entry.value),
                place: self.at(entry.span()),
            })
            .collect()
    }

    fn container(&mut self, block: &Block, above: &[&Block]) {
        let mut draft = Draft::new(self.name(), self.at(block.span));
        draft.image = block.string("image").map(str::to_owned);
        for variable in
            block.blocks.iter().filter(|child| matches!(child.kind.as_str(), "env" | "environment"))
        {
            let Some(name) = variable.string("name") else { continue };
            let value = match variable.get("value") {
                Some(node) => value(node),
                None => Value::Secret,
            };
            let end = variable.attributes.last().map_or(variable.span.end, |entry| entry.span().end);
            let place = self.at(Span::new(variable.span.start, end));
            overlay(&mut draft.environment, [Variable { name: name.to_owned(), value, place }]);
        }
        for key in ["env", "environment", "environment_variables"] {
            if let Some(node) = block.get(key) {
                overlay(&mut draft.environment, self.map(node));
            }
        }
        for (key, entrypoint) in [("command", true), ("args", false), ("commands", true)] {
            let Some(node) = block.get(key).filter(|node| !node.items().is_empty()) else { continue };
            let words: Vec<String> = node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
            let start = Some(Start::exec(words, self.at(node.span)));
            if entrypoint {
                draft.entrypoint = start;
            } else {
                draft.command = start;
            }
        }
        for mount in block
            .blocks
            .iter()
            .filter(|child| matches!(child.kind.as_str(), "volume_mounts" | "volume_mount"))
        {
            let target = mount.string("mount_path").unwrap_or_default().to_owned();
            let source = mount.string("name").map(str::to_owned);
            let fleeting = above.iter().flat_map(|block| &block.blocks).any(|volume| {
                volume.string("name") == source.as_deref()
                    && volume.blocks.iter().any(|b| b.kind == "empty_dir")
            });
            if !fleeting {
                draft.volumes.push(Volume { target, source, place: self.at(mount.span) });
            }
        }
        self.found.push(draft);
    }

    /// ECS: `jsonencode([{ name = …, environment = [{ name = …, value = … }] }])`.
    fn definitions(&mut self, node: &Node) {
        let raw = self.file.slice(node.span);
        let Some(open) = raw.find('[') else { return };
        let prefix = "x = ";
        let text = format!("{prefix}{}", raw[open..].trim_end().trim_end_matches(')'));
        let shift = |span: Span| {
            let at = |offset: usize| (node.span.start + open + offset).saturating_sub(prefix.len());
            Span::new(at(span.start), at(span.end))
        };
        let root = hcl::file(&text);
        for container in root.get("x").map(Node::items).unwrap_or_default() {
            let here = self.at(shift(container.span));
            let mut draft = Draft::new(container.text_at("name").unwrap_or("container"), here);
            draft.image = container.text_at("image").map(str::to_owned);
            for item in container.get("environment").map(Node::items).unwrap_or_default() {
                let (Some(name), Some(node)) = (item.text_at("name"), item.get("value")) else { continue };
                let variable =
                    Variable { name: name.to_owned(), value: value(node), place: self.at(shift(item.span)) };
                overlay(&mut draft.environment, [variable]);
            }
            if let Some(command) = container.get("command").filter(|command| !command.items().is_empty()) {
                let words: Vec<String> =
                    command.items().iter().filter_map(Node::text).map(str::to_owned).collect();
                draft.command = Some(Start::exec(words, self.at(shift(command.span))));
            }
            self.found.push(draft);
        }
    }
}
