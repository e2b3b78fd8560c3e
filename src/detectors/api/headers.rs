//! `Access-Control-Allow-Origin` as code and proxies write it by hand.

use std::sync::LazyLock;

use regex::Regex;

use crate::deploy::Header;
use crate::detectors::words::unless_set;
use crate::detectors::{Inputs, Scene};
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Outcome};

const HEADER: &str = "Access-Control-Allow-Origin";

fn nothing(searched: &str) -> Outcome {
    let summary =
        "No cross-origin access: no django-cors-headers, and nothing sends Access-Control-Allow-Origin";
    Outcome::not_applicable(summary, Absence::new(HEADER, searched))
}

/// The header as served code sends it.
pub(super) fn by_hand(scene: &Scene<'_>) -> Outcome {
    let (sent, problems) = scene.sent(HEADER);
    let mut open = problems.first().cloned();
    let mut named = Vec::new();
    for header in &sent {
        let text = match &header.value.shape {
            Shape::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => header.value.as_str().map(str::to_owned),
        };
        let everyone = header.settings.iter().find(|(name, value, _)| {
            (name.contains("ORIGIN") || name.contains("CORS")) && value.as_ref().is_some_and(holds_star)
        });
        match text.as_deref().map(str::trim) {
            Some("*") => {
                let others = sent.iter().map(|header| header.place.clone());
                return Outcome::fail(format!(
                    "{} sends {HEADER}: * by hand, to every site",
                    header.place.path
                ))
                .and(header.place.clone())
                .and_all(others)
                .advise(format!(
                    "Send the header for your own front ends only, or leave it to django-cors-headers, in {}",
                    header.place.path
                ));
            }
            Some(text) if !text.is_empty() => named.push((text.to_owned(), header.place.clone())),
            _ => match everyone {
                Some((name, value, place)) => {
                    let unless = value
                        .as_ref()
                        .map(|value| &value.env)
                        .filter(|env| !env.is_empty())
                        .map_or_else(String::new, |env| format!(" {}", unless_set(env)));
                    return Outcome::fail(format!(
                        "{} sends {HEADER} for every origin that {name} admits, and it holds *{unless}",
                        header.place.path
                    ))
                    .and_all(place.clone())
                    .and(header.place.clone())
                    .and_all(sent.iter().map(|header| header.place.clone()))
                    .advise(format!(
                        "Name the front ends in {name}, and give it no default that admits all"
                    ));
                }
                None => open = Some(format!("{} computes the origin", header.place.path)),
            },
        }
    }
    if let Some(reason) = open {
        return Outcome::review(format!(
            "Which origins the hand-written {HEADER} admits cannot be told: {reason}"
        ))
        .and_all(sent.iter().map(|header| header.place.clone()));
    }
    match named.into_iter().next() {
        Some((origin, place)) => Outcome::pass(format!("{HEADER} names {origin} only"), place),
        None => nothing("the code that the served process imports"),
    }
}

/// Whether a value is `*` or a list that holds it.
fn holds_star(value: &Datum) -> bool {
    value.as_str() == Some("*")
        || value.items().is_some_and(|items| items.iter().any(|item| item.as_str() == Some("*")))
}

/// Locations that serve files only.
static FILES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)static|media|assets?\b|fonts?|\b(?:css|js|woff2?|ttf|eot|otf|svg|png|jpe?g)\b")
        .expect("a pattern")
});

/// The header as proxies send it.
pub(super) fn by_proxy(inputs: &Inputs<'_>) -> Outcome {
    let headers: Vec<&Header> = inputs
        .headers(HEADER)
        .into_iter()
        .filter(|header| !header.scope.location.as_deref().is_some_and(|location| FILES.is_match(location)))
        .collect();
    let Some(first) = headers.first() else { return nothing("the proxy files") };
    let places = || headers.iter().filter_map(|header| inputs.deployed(&header.place));
    let value = |header: &Header| header.value.trim_matches(['"', '\'']).trim().to_owned();
    // `$http_origin` sends back whatever origin asks.
    let everyone = headers.iter().find(|header| {
        let value = value(header);
        value == "*"
            || (!header.scope.conditional
                && matches!(value.as_str(), "$http_origin" | "{http.request.header.Origin}"))
    });
    let proxies = inputs.proxies();
    let certain = proxies.len() == 1
        || proxies.iter().any(|proxy| proxy.used)
        || proxies.iter().all(|proxy| {
            proxy.headers.iter().any(|own| headers.iter().any(|header| std::ptr::eq(own, *header)))
        });
    match everyone {
        Some(header) if certain => Outcome::fail(format!("{} sends {HEADER}: {} to every site", header.place.path, value(header)))
            .and_all(inputs.deployed(&header.place))
            .and_all(places())
            .advise(format!("Name the front ends' origins in {}, or leave the header to django-cors-headers", header.place.path)),
        Some(header) => Outcome::review(format!(
            "{} sends {HEADER}: {}, other proxy files of the repository do not: look which one serves the site",
            header.place.path,
            value(header)
        ))
        .and_all(places()),
        None if headers.iter().any(|header| value(header).contains(['$', '{'])) => {
            Outcome::review(format!("{} computes {HEADER}: look which origins it admits", first.place.path)).and_all(places())
        }
        None => match places().next() {
            Some(place) => Outcome::pass(format!("{} sends {HEADER} for {} only", first.place.path, value(first)), place),
            None => Outcome::review(format!("{} sends {HEADER}", first.place.path)),
        },
    }
}
