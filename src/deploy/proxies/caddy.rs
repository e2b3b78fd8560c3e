//! Caddy: `header`, `encode`, `file_server`, `respond`, transport timeouts.

use super::waits;
use crate::deploy::run::place;
use crate::deploy::{Answer, Compression, Header, Proxy, Scope, StaticLocation};
use crate::source::SourceFile;
use crate::syntax::caddyfile;
use crate::syntax::directive::Directive;

pub(super) fn read(file: &SourceFile, proxy: &mut Proxy) {
    for site in &caddyfile::directives(file.text()) {
        let addresses = std::iter::once(&site.name).chain(&site.arguments);
        // Snippets and the global block stand for whatever imports them.
        let hosts = addresses
            .map(|address| address.trim_end_matches(',').to_owned())
            .filter(|host| !host.is_empty() && !host.starts_with(['(', ':', '{']))
            .collect();
        let scope = Scope { hosts, ..Scope::default() };
        walk(file, site.children(), &scope, proxy);
    }
}

/// Depth is bounded by the reader.
fn walk(file: &SourceFile, directives: &[Directive], scope: &Scope, proxy: &mut Proxy) {
    let root = directives.iter().find(|directive| directive.name == "root");
    for directive in directives {
        let here = || place(file, directive.span);
        let arguments: Vec<&str> = directive.arguments.iter().map(String::as_str).collect();
        match directive.name.as_str() {
            "handle" | "handle_path" | "route" | "redir" | "handle_errors" => {
                let location =
                    arguments.first().map(|path| (*path).to_owned()).or_else(|| scope.location.clone());
                let conditional = scope.conditional || directive.name == "handle_errors";
                walk(file, directive.children(), &Scope { location, conditional, ..scope.clone() }, proxy);
            }
            "header" => headers(file, directive, scope, proxy),
            "encode" => {
                for algorithm in
                    arguments.iter().copied().chain(directive.children().iter().map(|c| c.name.as_str()))
                {
                    if matches!(algorithm, "gzip" | "zstd" | "br") {
                        proxy.compression.push(Compression {
                            algorithm: algorithm.to_owned(),
                            precompressed: false,
                            // Caddy compresses the usual text types by itself.
                            types: Some(Vec::new()),
                            scope: scope.clone(),
                            place: here(),
                        });
                    }
                }
            }
            "file_server" => {
                let location =
                    arguments.iter().find(|path| path.starts_with(['/', '@'])).map(|path| (*path).to_owned());
                let folder = root.and_then(|root| root.arguments.last().cloned()).unwrap_or_default();
                let scope = Scope { location: location.or_else(|| scope.location.clone()), ..scope.clone() };
                proxy.statics.push(StaticLocation { scope, folder, place: here() });
            }
            "respond" => {
                let location =
                    arguments.iter().find(|path| path.starts_with(['/', '@'])).map(|path| (*path).to_owned());
                let status =
                    arguments.iter().rev().find(|word| word.parse::<u16>().is_ok()).unwrap_or(&"200");
                let scope = Scope { location: location.or_else(|| scope.location.clone()), ..scope.clone() };
                proxy.answers.push(Answer { scope, status: (*status).to_owned(), place: here() });
            }
            name if name.ends_with("timeout") => {
                waits(proxy, name, directive.argument(), scope, here());
            }
            _ if directive.block.is_some() => walk(file, directive.children(), scope, proxy),
            _ => {}
        }
    }
}

/// `header [matcher] name value`, or a block of `name value`; `-name` removes and `?name` is a default.
fn headers(file: &SourceFile, directive: &Directive, scope: &Scope, proxy: &mut Proxy) {
    let mut arguments = directive.arguments.as_slice();
    let mut scope = scope.clone();
    if let Some(matcher) = arguments.first().filter(|first| first.starts_with(['/', '@', '*'])) {
        if matcher != "*" {
            scope.location = Some(matcher.clone());
        }
        arguments = &arguments[1..];
    }
    let inner = directive.children().iter().map(|child| (child.name.as_str(), child.argument(), child.span));
    let own = arguments
        .first()
        .map(|name| (name.as_str(), arguments.get(1).map_or("", String::as_str), directive.span));
    for (name, value, span) in own.into_iter().chain(inner) {
        if name.starts_with('-') || name == "defer" {
            continue;
        }
        proxy.headers.push(Header {
            name: name.trim_start_matches(['+', '?', '>']).to_owned(),
            value: value.to_owned(),
            scope: scope.clone(),
            place: place(file, span),
        });
    }
}
