//! `tasks.broker-security`: Celery talks TLS to its broker, and nobody outside reaches it.
//!
//! # What
//! The broker's URL and `broker_use_ssl` as Celery reads them (Django settings, the application's own module, the
//! environment), in each environment that production serves the application in; the ports that deployment files publish.
//!
//! # Pass
//! TLS (`rediss://`, `amqps://`, `broker_use_ssl`, a broker that is TLS by nature such as SQS), or a literal loopback
//! address or Unix socket, and no deployment file publishes the broker's port.
//!
//! # Fail
//! A plain URL to another host, literal or as the default; a deployment file that publishes the broker's port on all
//! interfaces.
//!
//! # N/A
//! Production uses no Celery and no other task queue.
//!
//! # Review
//! The environment without a default, or with a plain loopback default; no broker anywhere; another task queue.
//!
//! # Traps
//! `ssl_cert_reqs=none` encrypts for whoever stands in between, too (a warning).

use super::known::{KNOWN, Server};
use super::queue::{Use, judged};
use super::url::Url;
use crate::detectors::words::{and_list, variables};
use crate::detectors::{Configured, Inputs, Scene};
use crate::eval::{Datum, Shape};
use crate::model::{Outcome, Verdict};

/// Judges `tasks.broker-security`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    judged(inputs, |scene, used| {
        let broker = scene.celery_option(used.app.as_ref(), "broker_url");
        let outcome = connection(scene, used, broker.as_ref());
        reachable(inputs, broker.as_ref(), outcome)
    })
}

/// The URLs of a broker setting: one text, several with `;` between them, or a list.
fn urls(value: &Datum) -> Vec<Url> {
    let texts: Vec<&str> = match value.items() {
        Some(items) => items.iter().filter_map(Datum::as_str).collect(),
        None => value.as_str().into_iter().flat_map(|text| text.split(';')).collect(),
    };
    texts.into_iter().filter(|text| !text.trim().is_empty()).map(Url::read).collect()
}

fn connection(scene: &Scene<'_>, used: &Use, broker: Option<&Configured>) -> Outcome {
    let Some(broker) = broker else {
        return Outcome::review("No broker is configured: Celery then takes amqp://localhost, look what production uses")
            .and_all(used.place.clone());
    };
    let places = || broker.evidence.clone();
    let name = &broker.name;
    let env = {
        let mut env = std::collections::BTreeSet::new();
        crate::detectors::collect_env(&broker.value, &mut env);
        variables(env)
    };
    match &broker.value.shape {
        Shape::Unknown(reason) => return Outcome::review(format!("Which broker {name} names cannot be told: {reason}")).and_all(places()),
        Shape::Required(names) => {
            return Outcome::review(format!("{name} comes from {}: look that it is rediss:// or amqps://", variables(names))).and_all(places());
        }
        _ => {}
    }
    let urls = urls(&broker.value);
    if urls.is_empty() {
        let from = if env.is_empty() { "is empty".to_owned() } else { format!("comes from {env} and is empty without it") };
        return Outcome::review(format!("{name} {from}: look which broker production uses")).and_all(places());
    }
    let in_database =
        |url: &&Url| listed(&KNOWN.brokers.databases, url.family()) && !listed(&KNOWN.brokers.local, &url.scheme);
    if let Some(database) = urls.iter().find(in_database) {
        return Outcome::review(format!(
            "The broker is a database ({}): look that its connection is encrypted and its port is not public",
            database.shown()
        ))
        .and_all(places());
    }
    let ssl = scene.celery_option(used.app.as_ref(), "broker_use_ssl");
    let encrypted = ssl.as_ref().is_some_and(|ssl| ssl.value.truth() == Some(true));
    let in_clear = |url: &&Url| {
        let asked = ["ssl=true", "ssl=1", "ssl=True"].iter().any(|flag| url.query.contains(flag));
        !(encrypted || asked || [url.scheme.as_str(), url.family()].iter().any(|scheme| listed(&KNOWN.brokers.tls, scheme)))
    };
    let is_local = |url: &Url| listed(&KNOWN.brokers.local, &url.scheme) || url.is_loopback();
    let Some(plain) = urls.iter().filter(in_clear).max_by_key(|url| !is_local(url)) else {
        let shown = and_list(urls.iter().map(Url::shown));
        let how = ssl.filter(|_| encrypted).map_or_else(String::new, |ssl| format!(" with {}", ssl.name));
        return passed(format!("The broker is reached by TLS: {shown}{how}"), broker, &urls);
    };
    if !is_local(plain) {
        let by = match (&broker.given, env.is_empty()) {
            (Some(path), _) => format!(" ({path} sets it)"),
            (None, false) => format!(" by default ({env} may say otherwise)"),
            (None, true) => String::new(),
        };
        return Outcome::fail(format!("{name} is {}, without TLS{by}: tasks and their data travel in the clear", plain.shown()))
            .and_all(places())
            .advise(format!("Use rediss:// or amqps://, or set broker_use_ssl, where {name} is set"));
    }
    if !env.is_empty() && broker.given.is_none() {
        return Outcome::review(format!(
            "{name} comes from {env}, by default {} on this machine: look what production sets",
            plain.shown()
        ))
        .and_all(places());
    }
    passed(format!("The broker is on the same machine: {}", plain.shown()), broker, &urls)
}

fn listed(list: &[String], scheme: &str) -> bool {
    list.iter().any(|known| known == scheme)
}

fn passed(summary: String, broker: &Configured, urls: &[Url]) -> Outcome {
    let mut places = broker.evidence.iter().cloned();
    let Some(first) = places.next() else { return Outcome::review(summary) };
    let blind = urls.iter().any(|url| {
        let query = url.query.to_ascii_lowercase();
        query.contains("ssl_cert_reqs=none") || query.contains("ssl_cert_reqs=cert_none")
    });
    let outcome = Outcome::pass(summary, first.clone()).and_all(places);
    if blind { outcome.warn("ssl_cert_reqs=none accepts any certificate: whoever stands in between reads along", Some(&first)) } else { outcome }
}

/// Whether a deployment file publishes the port of what serves the broker.
fn reachable(inputs: &Inputs<'_>, broker: Option<&Configured>, outcome: Outcome) -> Outcome {
    let urls = broker.map(|broker| urls(&broker.value)).unwrap_or_default();
    let serves = |name: &str, server: &Server| {
        let last = name.rsplit('/').next().unwrap_or(name);
        server.names.iter().any(|known| last.split([':', '-', '_', '@']).any(|part| part == known))
    };
    let published = inputs.published(|process, port| {
        let target = port.target.split('/').next().unwrap_or_default();
        let kinds = KNOWN.brokers.servers.iter().filter(|server| {
            // With a known broker only what serves its kind; a cache beside it is none.
            urls.is_empty() || urls.iter().any(|url| server.schemes.contains(&url.scheme))
        });
        let is_host = urls.iter().any(|url| url.host == process.name);
        kinds.into_iter().any(|server| {
            server.ports.iter().any(|known| known == target)
                && (is_host || serves(&process.name, server) || process.image.as_deref().is_some_and(|image| serves(image, server)))
                && (is_host || urls.iter().all(Url::is_loopback))
        })
    });
    let Some((process, port)) = published.first() else { return outcome };
    let path = &port.place.path;
    let what = format!("{path} publishes the port {} of {} on all interfaces", port.published.as_deref().unwrap_or(&port.target), process.name);
    let place = inputs.deployed(&port.place);
    if urls.is_empty() {
        // Which broker production uses is not known: this may be it.
        return Outcome::review(format!("{what}: is it the broker?")).and_all(place).and_all(outcome.evidence().to_vec());
    }
    let more = if outcome.verdict() == Verdict::Fail { format!("; {}", outcome.summary()) } else { String::new() };
    Outcome::fail(format!("{what}: whoever reaches it can read and start tasks{more}"))
        .and_all(place)
        .and_all(outcome.evidence().to_vec())
        .advise(format!("Take the ports of {} out of {path}; services of one compose file reach each other without", process.name))
}
