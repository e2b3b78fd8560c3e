//! Terraform: headers and compression that a CDN is configured with (Fastly, CloudFront, Cloudflare, VCL in strings).

use super::Hsts;
use crate::base::Span;
use crate::deploy::run::place;
use crate::deploy::{Compression, Header, Proxy, Scope};
use crate::source::SourceFile;
use crate::syntax::hcl::{self, Block};
use crate::syntax::node::Node;

pub(super) fn read(file: &SourceFile, proxy: &mut Proxy) {
    walk(file, &hcl::file(file.text()), &Scope::default(), proxy);
}

fn text(node: Option<&Node>) -> Option<String> {
    // VCL wraps strings in further quotes.
    node.and_then(Node::text).map(|text| text.trim_matches('"').to_owned())
}

/// Depth is bounded by the reader.
fn walk(file: &SourceFile, block: &Block, scope: &Scope, proxy: &mut Proxy) {
    let mut scope = scope.clone();
    if block.kind == "resource" {
        let domains = block
            .blocks
            .iter()
            .filter(|child| child.kind == "domain")
            .filter_map(|child| child.string("name"));
        let aliases = block.get("aliases").map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
        scope.hosts = domains.chain(aliases).map(str::to_owned).collect();
    }
    let whole = |block: &Block| {
        let end = block.attributes.last().map_or(block.span.end, |entry| entry.span().end);
        Span::new(block.span.start, end.max(block.span.end))
    };
    match block.kind.as_str() {
        "header" => fastly_header(file, block, &scope, proxy),
        "strict_transport_security" => {
            let get = |key: &str| block.get(key).and_then(Node::text);
            let hsts = Hsts {
                seconds: get("access_control_max_age_sec")
                    .or_else(|| get("max_age"))
                    .and_then(|text| text.parse().ok()),
                subdomains: get("include_subdomains") == Some("true"),
                preload: get("preload") == Some("true"),
            };
            if let Some(value) = hsts.header() {
                let name = "Strict-Transport-Security".to_owned();
                proxy.headers.push(Header {
                    name,
                    value,
                    scope: scope.clone(),
                    place: place(file, whole(block)),
                });
            }
        }
        // CloudFront's custom response headers.
        "items" if block.get("header").is_some() => {
            if let (Some(name), Some(value)) = (text(block.get("header")), text(block.get("value"))) {
                proxy.headers.push(Header {
                    name,
                    value,
                    scope: scope.clone(),
                    place: place(file, whole(block)),
                });
            }
        }
        "gzip" => proxy.compression.push(Compression {
            algorithm: "gzip".to_owned(),
            precompressed: false,
            types: block
                .get("content_types")
                .map(|types| types.items().iter().filter_map(Node::text).map(str::to_owned).collect()),
            scope: scope.clone(),
            place: place(file, whole(block)),
        }),
        _ => {}
    }
    for entry in &block.attributes {
        if entry.key == "compress" && entry.value.is_true() {
            proxy.compression.push(Compression {
                algorithm: "gzip".to_owned(),
                precompressed: false,
                types: Some(Vec::new()),
                scope: scope.clone(),
                place: place(file, entry.span()),
            });
        }
        if matches!(entry.key.as_str(), "content" | "main" | "vcl") {
            vcl(file, &entry.value, &scope, proxy);
        }
    }
    for child in &block.blocks {
        walk(file, child, &scope, proxy);
    }
}

/// Fastly: `destination = "http.NAME"`, `source = "\"value\""`, `type = "response"`.
fn fastly_header(file: &SourceFile, block: &Block, scope: &Scope, proxy: &mut Proxy) {
    let Some(destination) = block.string("destination") else { return };
    let Some(name) = destination.strip_prefix("http.") else { return };
    if block.string("action") == Some("delete") || !matches!(block.string("type"), Some("response" | "cache"))
    {
        return;
    }
    let value = text(block.get("source")).unwrap_or_default();
    let conditional = block.get("response_condition").is_some() || block.get("cache_condition").is_some();
    let end = block.attributes.last().map_or(block.span.end, |entry| entry.span().end);
    proxy.headers.push(Header {
        name: name.to_owned(),
        value,
        scope: Scope { conditional, ..scope.clone() },
        place: place(file, Span::new(block.span.start, end)),
    });
}

/// `set resp.http.NAME = "value";` in a VCL text.
fn vcl(file: &SourceFile, node: &Node, scope: &Scope, proxy: &mut Proxy) {
    let raw = file.slice(node.span);
    for prefix in ["set resp.http.", "set beresp.http.", "set obj.http."] {
        for (at, _) in raw.match_indices(prefix) {
            // A statement is short: looking no further keeps the search linear.
            let rest = &raw[at + prefix.len()..];
            let rest = &rest[..rest.char_indices().nth(1_000).map_or(rest.len(), |(end, _)| end)];
            let Some((statement, _)) = rest.split_once(';').filter(|(statement, _)| statement.contains('='))
            else {
                continue;
            };
            // A value may hold a semicolon inside its quotes.
            let statement = match statement.matches('"').count() % 2 {
                0 => statement,
                _ => rest.match_indices('"').nth(1).map_or(statement, |(end, _)| &rest[..=end]),
            };
            let Some((name, value)) = statement.split_once('=') else { continue };
            let start = node.span.start + at;
            proxy.headers.push(Header {
                name: name.trim().to_owned(),
                value: value.trim().trim_matches(['"', '\\']).to_owned(),
                scope: scope.clone(),
                place: place(file, Span::new(start, start + prefix.len() + statement.len())),
            });
        }
    }
}
