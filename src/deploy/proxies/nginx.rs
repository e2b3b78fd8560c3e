//! nginx: `add_header`, `alias`/`root`, `gzip`, `brotli`, timeouts and `return`.

use super::waits;
use crate::deploy::run::place;
use crate::deploy::{Answer, Compression, Header, Proxy, Scope, StaticLocation};
use crate::source::SourceFile;
use crate::syntax::directive::Directive;
use crate::syntax::nginx;

pub(super) fn read(file: &SourceFile, proxy: &mut Proxy) {
    let directives = nginx::directives(file.text());
    walk(file, &directives, &Scope::default(), proxy);
}

/// Depth is bounded by the reader.
fn walk(file: &SourceFile, directives: &[Directive], scope: &Scope, proxy: &mut Proxy) {
    let switched_on = |name: &str| directives.iter().find(|d| d.name == name && d.argument() == "on");
    for (directive, algorithm) in [("gzip", "gzip"), ("brotli", "br"), ("zstd", "zstd")] {
        if let Some(on) = switched_on(directive) {
            let types = directives.iter().find(|d| d.name == format!("{directive}_types"));
            proxy.compression.push(Compression {
                algorithm: algorithm.to_owned(),
                precompressed: false,
                types: types.map(|types| types.arguments.clone()),
                scope: scope.clone(),
                place: place(file, on.span),
            });
        }
        let precompressed = directives
            .iter()
            .find(|d| d.name == format!("{directive}_static") && matches!(d.argument(), "on" | "always"));
        if let Some(on) = precompressed {
            proxy.compression.push(Compression {
                algorithm: algorithm.to_owned(),
                precompressed: true,
                types: None,
                scope: scope.clone(),
                place: place(file, on.span),
            });
        }
    }
    let proxied = directives.iter().any(|d| d.name.ends_with("_pass"));
    let has_folder = directives.iter().any(|d| matches!(d.name.as_str(), "alias" | "root"));
    for directive in directives {
        let here = || place(file, directive.span);
        match directive.name.as_str() {
            "server" => {
                let hosts = directive.named("server_name").flat_map(|names| names.arguments.clone());
                let scope = Scope { hosts: hosts.filter(|host| host != "_").collect(), ..scope.clone() };
                walk(file, directive.children(), &scope, proxy);
            }
            "location" => {
                let location = directive.arguments.join(" ");
                let inner = Scope { location: Some(location), ..scope.clone() };
                walk(file, directive.children(), &inner, proxy);
            }
            "if" => {
                let inner = Scope { conditional: true, ..scope.clone() };
                walk(file, directive.children(), &inner, proxy);
            }
            "add_header" | "more_set_headers" => {
                let (name, value) = if directive.name == "add_header" {
                    (directive.argument().to_owned(), directive.arguments.get(1).cloned().unwrap_or_default())
                } else {
                    let (name, value) =
                        directive.argument().split_once(':').unwrap_or((directive.argument(), ""));
                    (name.trim().to_owned(), value.trim().to_owned())
                };
                proxy.headers.push(Header { name, value, scope: scope.clone(), place: here() });
            }
            "alias" | "root" if scope.location.is_some() && !proxied => proxy.statics.push(StaticLocation {
                scope: scope.clone(),
                folder: directive.argument().to_owned(),
                place: here(),
            }),
            // Files below the server's own root, before anybody else is asked.
            "try_files"
                if scope.location.is_some()
                    && !has_folder
                    && directive.arguments.iter().any(|argument| argument.starts_with("$uri")) =>
            {
                proxy.statics.push(StaticLocation {
                    scope: scope.clone(),
                    folder: "$document_root".to_owned(),
                    place: here(),
                });
            }
            "return" if scope.location.is_some() => {
                proxy.answers.push(Answer {
                    scope: scope.clone(),
                    status: directive.argument().to_owned(),
                    place: here(),
                });
            }
            name if name.ends_with("_timeout") => {
                waits(proxy, name, directive.argument(), scope, here());
            }
            _ if directive.block.is_some() => walk(file, directive.children(), scope, proxy),
            _ => {}
        }
    }
}
