//! Apache: `Header`, `Alias`, `mod_deflate`, `mod_brotli`, timeouts.

use super::waits;
use crate::deploy::run::place;
use crate::deploy::{Compression, Header, Proxy, Scope, StaticLocation};
use crate::source::SourceFile;
use crate::syntax::apache;
use crate::syntax::directive::Directive;

pub(super) fn read(file: &SourceFile, proxy: &mut Proxy) {
    let directives = apache::directives(file.text());
    walk(file, &directives, &Scope::default(), proxy);
}

/// Depth is bounded by the reader.
fn walk(file: &SourceFile, directives: &[Directive], scope: &Scope, proxy: &mut Proxy) {
    for directive in directives {
        let here = || place(file, directive.span);
        let arguments: Vec<&str> = directive.arguments.iter().map(String::as_str).collect();
        match directive.name.to_ascii_lowercase().as_str() {
            "virtualhost" => {
                let names = directive.named("ServerName").chain(directive.named("ServerAlias"));
                let scope =
                    Scope { hosts: names.flat_map(|name| name.arguments.clone()).collect(), ..scope.clone() };
                walk(file, directive.children(), &scope, proxy);
            }
            "location" | "locationmatch" | "files" | "filesmatch" | "directory" => {
                let location = Some(directive.arguments.join(" "));
                walk(file, directive.children(), &Scope { location, ..scope.clone() }, proxy);
            }
            "if" => walk(file, directive.children(), &Scope { conditional: true, ..scope.clone() }, proxy),
            "header" => {
                let words = match arguments.as_slice() {
                    ["always" | "onsuccess", rest @ ..] => rest,
                    all => all,
                };
                if let ["set" | "append" | "add" | "merge" | "setifempty", name, value, rest @ ..] = words {
                    let conditional = scope.conditional
                        || rest.iter().any(|word| word.starts_with("env=") || word.starts_with("expr="));
                    proxy.headers.push(Header {
                        name: (*name).to_owned(),
                        value: (*value).to_owned(),
                        scope: Scope { conditional, ..scope.clone() },
                        place: here(),
                    });
                }
            }
            "alias" | "aliasmatch" => {
                if let [url, folder, ..] = arguments.as_slice() {
                    proxy.statics.push(StaticLocation {
                        scope: Scope { location: Some((*url).to_owned()), ..scope.clone() },
                        folder: (*folder).to_owned(),
                        place: here(),
                    });
                }
            }
            "addoutputfilterbytype" | "setoutputfilter" | "addoutputfilter" => {
                let filters = directive.argument().to_ascii_uppercase();
                for (filter, algorithm) in [("DEFLATE", "gzip"), ("BROTLI_COMPRESS", "br")] {
                    if filters.contains(filter) {
                        let types: Vec<String> = directive.arguments[1..].to_vec();
                        proxy.compression.push(Compression {
                            algorithm: algorithm.to_owned(),
                            precompressed: false,
                            types: Some(types),
                            scope: scope.clone(),
                            place: here(),
                        });
                    }
                }
            }
            name @ ("timeout" | "proxytimeout" | "requestreadtimeout") => {
                waits(proxy, name, directive.argument(), scope, here());
            }
            _ if directive.block.is_some() => walk(file, directive.children(), scope, proxy),
            _ => {}
        }
    }
}
