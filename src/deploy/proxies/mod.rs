//! Proxy configurations read into facts: nginx, Apache, Caddy, Terraform's CDNs and Traefik's labels.

mod apache;
mod caddy;
mod nginx;
mod terraform;
mod uwsgi;

use super::draft::Draft;
use super::{Header, Kind, Place, Proxy, Scope, Timeout};
use crate::base::RepoPath;
use crate::source::SourceFile;

/// Reads a proxy's configuration; `None` where the file configures none.
pub(super) fn read(kind: Kind, file: &SourceFile) -> Option<Proxy> {
    let mut proxy = empty(file.path().clone(), kind);
    match kind {
        Kind::Nginx => nginx::read(file, &mut proxy),
        Kind::Apache => apache::read(file, &mut proxy),
        Kind::Caddy => caddy::read(file, &mut proxy),
        Kind::Uwsgi => {
            uwsgi::read(file, &mut proxy);
            if proxy.compression.is_empty() && proxy.statics.is_empty() && proxy.headers.is_empty() {
                return None;
            }
        }
        Kind::Terraform => {
            terraform::read(file, &mut proxy);
            let nothing =
                proxy.headers.is_empty() && proxy.compression.is_empty() && proxy.statics.is_empty();
            if nothing {
                return None;
            }
        }
        _ => return None,
    }
    Some(proxy)
}

fn empty(path: RepoPath, kind: Kind) -> Proxy {
    Proxy {
        path,
        kind,
        used: false,
        headers: Vec::new(),
        statics: Vec::new(),
        compression: Vec::new(),
        timeouts: Vec::new(),
        answers: Vec::new(),
    }
}

/// The headers that Traefik sets by the labels of a service (`…middlewares.NAME.headers.…`).
pub(super) fn traefik(draft: &Draft) -> Option<Proxy> {
    let mut proxy = empty(draft.place.path.clone(), Kind::Compose);
    let mut hsts = Hsts::default();
    let mut first = None;
    for (label, value, place) in &draft.labels {
        let lower = label.to_ascii_lowercase();
        let Some((_, header)) = lower.split_once(".headers.") else { continue };
        match header {
            "stsseconds" => hsts.seconds = value.parse().ok(),
            "stsincludesubdomains" => hsts.subdomains = value.eq_ignore_ascii_case("true"),
            "stspreload" => hsts.preload = value.eq_ignore_ascii_case("true"),
            other => {
                if other.starts_with("customresponseheaders.")
                    && let Some((_, name)) = label.rsplit_once('.')
                {
                    let scope = Scope::default();
                    proxy.headers.push(Header {
                        name: name.to_owned(),
                        value: value.clone(),
                        scope,
                        place: place.clone(),
                    });
                }
                continue;
            }
        }
        first.get_or_insert_with(|| place.clone());
    }
    if let (Some(value), Some(place)) = (hsts.header(), first) {
        let name = "Strict-Transport-Security".to_owned();
        proxy.headers.push(Header { name, value, scope: Scope::default(), place });
    }
    (!proxy.headers.is_empty()).then_some(proxy)
}

/// The parts of a `Strict-Transport-Security` header that some tools set one by one.
#[derive(Default)]
struct Hsts {
    seconds: Option<u64>,
    subdomains: bool,
    preload: bool,
}

impl Hsts {
    fn header(&self) -> Option<String> {
        let mut value = format!("max-age={}", self.seconds?);
        if self.subdomains {
            value.push_str("; includeSubDomains");
        }
        if self.preload {
            value.push_str("; preload");
        }
        Some(value)
    }
}

/// Notes a time that the proxy waits, where `text` is a duration.
fn waits(proxy: &mut Proxy, name: &str, text: &str, scope: &Scope, place: Place) {
    if let Some(seconds) = seconds(text) {
        proxy.timeouts.push(Timeout { name: name.to_owned(), seconds, scope: scope.clone(), place });
    }
}

/// A duration as configurations write it (`60`, `60s`, `5m`, `1h`, `1d`) in seconds; fractions of a second are dropped.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = text[..digits].parse().ok()?;
    let factor = match &text[digits..] {
        "" | "s" => 1,
        "ms" => return Some(number / 1000),
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.checked_mul(factor)
}
