//! `security.hsts`: browsers insist on TLS.
//!
//! # What
//! `SECURE_HSTS_SECONDS`, `SECURE_HSTS_INCLUDE_SUBDOMAINS`, `SECURE_HSTS_PRELOAD` and `SecurityMiddleware`, with `DEBUG`
//! false; and the `Strict-Transport-Security` header that a proxy, CDN or Terraform file sends.
//!
//! # Pass
//! The three settings are on and the middleware is installed; or a proxy sends the header with all three.
//!
//! # Fail
//! Any of them is missing; the summary says which.
//!
//! # N/A
//! Never.
//!
//! # Review
//! A value cannot be known, or the proxies that may stand in front of the site disagree.
//!
//! # Traps
//! Without `SecurityMiddleware` the settings do nothing.

use crate::deploy::{Header, Kind, Proxy};
use crate::detectors::words::{and_list, is_are, reasons, undecided};
use crate::detectors::{Inputs, Scene, Switch, in_every_scene};
use crate::eval::Shape;
use crate::model::{Absence, Evidence, Outcome, Verdict};

const SECONDS: &str = "SECURE_HSTS_SECONDS";
const SWITCHES: [&str; 2] = ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"];
const MIDDLEWARE: &str = "django.middleware.security.SecurityMiddleware";
const HEADER: &str = "Strict-Transport-Security";

/// Judges `security.hsts`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    let by_django = in_every_scene(inputs, judge);
    if by_django.verdict() == Verdict::Pass {
        return by_django;
    }
    by_proxy(inputs, by_django)
}

/// What the settings lack.
#[derive(Default)]
struct Lacking {
    off: Vec<&'static str>,
    absent: Vec<&'static str>,
    open: Vec<(&'static str, String)>,
    places: Vec<Evidence>,
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let mut lacking = Lacking::default();
    for name in [SECONDS, SWITCHES[0], SWITCHES[1]] {
        let seen = scene.setting(name);
        let negative = matches!(seen.datum().map(|datum| &datum.shape), Some(Shape::Int(n)) if n.sign() == num_bigint::Sign::Minus);
        match seen.switch() {
            Switch::On if !negative => {}
            Switch::On | Switch::Off if seen.is_set() => lacking.off.push(name),
            Switch::On | Switch::Off => lacking.absent.push(name),
            Switch::Required(variables) => {
                lacking.open.push((name, undecided(variables)));
            }
            Switch::Unknown(reason) => lacking.open.push((name, reason)),
        }
        lacking.places.extend(seen.evidence());
    }
    lacking.outcome(scene)
}

impl Lacking {
    fn outcome(self, scene: &Scene<'_>) -> Outcome {
        let middleware = scene.has_middleware(MIDDLEWARE);
        let installed_at = scene.middleware_at(MIDDLEWARE).filter(|_| middleware == Some(true));
        let list = || scene.assigned_at("MIDDLEWARE");
        if self.off.is_empty() && self.absent.is_empty() && middleware != Some(false) {
            return match (self.open.is_empty(), installed_at) {
                (true, Some(place)) => {
                    let first = self.places.first().cloned().unwrap_or_else(|| place.clone());
                    let summary = "HSTS is on with subdomains and preload, and SecurityMiddleware sends it";
                    Outcome::pass(summary, first).and_all(self.places).and(place)
                }
                (false, place) => {
                    let summary = format!("Whether HSTS is complete cannot be told: {}", reasons(&self.open));
                    Outcome::review(summary).and_all(self.places).and_all(place)
                }
                (true, None) => {
                    let summary = "Whether SecurityMiddleware is installed cannot be told: MIDDLEWARE is not wholly known";
                    Outcome::review(summary).and_all(list()).and_all(self.places)
                }
            };
        }
        let mut parts = Vec::new();
        if !self.absent.is_empty() {
            parts.push(format!("{} {} not set", and_list(&self.absent), is_are(self.absent.len())));
        }
        if !self.off.is_empty() {
            parts.push(format!("{} {} off", and_list(&self.off), is_are(self.off.len())));
        }
        if middleware == Some(false) {
            parts.push("SecurityMiddleware is not installed".to_owned());
        }
        let module = scene.module_path();
        let mut wanted: Vec<String> = Vec::new();
        for name in self.off.iter().chain(&self.absent) {
            wanted.push(if *name == SECONDS { format!("{SECONDS} = 31536000") } else { format!("{name} = True") });
        }
        if middleware == Some(false) {
            wanted.push(format!("\"{MIDDLEWARE}\" first in MIDDLEWARE"));
        }
        let advice = format!("In {module}: {}. Begin with a small number of seconds", wanted.join(", "));
        let absences = self.absent.iter().map(|name| Absence::new(*name, "the settings"));
        let outcome = Outcome::fail(parts.join("; ")).and_all(self.places).and_all(installed_at.or_else(list));
        absences.fold(outcome.advise(advice), Outcome::and)
    }
}

/// The directives of a header's value that count here.
struct Directives {
    seconds: bool,
    subdomains: bool,
    preload: bool,
}

impl Directives {
    fn of(header: &Header) -> Self {
        let words: Vec<String> =
            header.value.trim_matches(['"', '\'', '\\']).split(';').map(|word| word.trim().to_ascii_lowercase()).collect();
        let seconds = words.iter().any(|word| {
            word.strip_prefix("max-age=").is_some_and(|age| age.trim_matches('"').parse::<u64>().is_ok_and(|age| age > 0))
        });
        let has = |name: &str| words.iter().any(|word| word == name);
        Self { seconds, subdomains: has("includesubdomains"), preload: has("preload") }
    }

    const fn is_complete(&self) -> bool {
        self.seconds && self.subdomains && self.preload
    }

    fn missing(&self) -> Vec<&'static str> {
        let all = [(self.seconds, "max-age"), (self.subdomains, "includeSubDomains"), (self.preload, "preload")];
        all.into_iter().filter(|(there, _)| !there).map(|(_, name)| name).collect()
    }
}

/// The proxies' word, where the settings do not suffice.
fn by_proxy(inputs: &Inputs<'_>, by_django: Outcome) -> Outcome {
    let headers = inputs.headers(HEADER);
    let place = |header: &Header| inputs.deployed(&header.place);
    let everywhere = |header: &Header| matches!(header.scope.location.as_deref(), None | Some("/"));
    let complete: Vec<&Header> = headers
        .iter()
        .copied()
        .filter(|header| everywhere(header) && Directives::of(header).is_complete())
        .collect();
    let Some((first, ground)) = complete.iter().find_map(|header| Some((header, place(header)?))) else {
        return headers.iter().fold(by_django, |outcome, header| {
            let missing = Directives::of(header).missing();
            if missing.is_empty() {
                return outcome;
            }
            let message = format!("A proxy sends {HEADER} without {}", and_list(missing));
            let at = place(header);
            outcome.warn(message, at.as_ref()).and_all(at)
        });
    };
    let proxies = inputs.proxies();
    let sends = |proxy: &Proxy| proxy.headers.iter().any(|header| complete.contains(&header));
    // A CDN stands in front of everything; of servers that may stand beside each other, all must send the header.
    let in_front = proxies.iter().any(|proxy| proxy.kind == Kind::Terraform && sends(proxy));
    if !in_front && !proxies.iter().all(|proxy| sends(proxy)) {
        let summary = format!(
            "{} sends {HEADER} in full, other proxy files of the repository do not: look which one serves the site",
            first.place.path
        );
        return Outcome::review(summary).and(ground).and_all(by_django.evidence().to_vec());
    }
    let summary = format!("{} sends {HEADER} with max-age, includeSubDomains and preload", first.place.path);
    let outcome = Outcome::pass(summary, ground);
    headers.iter().filter(|header| !Directives::of(header).is_complete()).fold(outcome, |outcome, header| {
        let message = format!("Another {HEADER} header lacks {}", and_list(Directives::of(header).missing()));
        let at = place(header);
        outcome.warn(message, at.as_ref())
    })
}
