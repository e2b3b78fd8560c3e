//! uWSGI as a web server: `static-map`, precompressed files, `add-header`, `http-timeout`.

use super::waits;
use crate::deploy::run::place;
use crate::deploy::{Compression, Header, Proxy, Scope, StaticLocation};
use crate::source::SourceFile;
use crate::syntax::ini;

pub(super) fn read(file: &SourceFile, proxy: &mut Proxy) {
    let sections = ini::sections(file.text());
    let own = sections.iter().filter(|section| section.name.starts_with("uwsgi"));
    for entry in own.flat_map(|section| &section.entries) {
        let here = place(file, entry.span);
        let at = |location: &str| Scope { location: Some(location.to_owned()), ..Scope::default() };
        let value = entry.value.trim();
        match entry.key.as_str() {
            "static-map" | "static-map2" => {
                if let Some((location, folder)) = value.split_once('=') {
                    let (scope, folder) = (at(location.trim()), folder.trim().to_owned());
                    proxy.statics.push(StaticLocation { scope, folder, place: here });
                }
            }
            "check-static" => {
                let scope = Scope::default();
                proxy.statics.push(StaticLocation { scope, folder: value.to_owned(), place: here });
            }
            key if key.starts_with("static-gzip") => proxy.compression.push(Compression {
                algorithm: "gzip".to_owned(),
                precompressed: true,
                types: None,
                scope: Scope::default(),
                place: here,
            }),
            "add-header" => {
                if let Some((name, value)) = value.split_once(':') {
                    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                    proxy.headers.push(Header { name, value, scope: Scope::default(), place: here });
                }
            }
            name @ ("http-timeout" | "socket-timeout" | "harakiri") => {
                waits(proxy, name, value, &Scope::default(), here);
            }
            _ => {}
        }
    }
}
