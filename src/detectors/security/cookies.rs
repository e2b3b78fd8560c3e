//! `security.cookies`: the session and CSRF cookies travel over HTTPS only.
//!
//! # What
//! `SESSION_COOKIE_SECURE` and `CSRF_COOKIE_SECURE` with `DEBUG` false. As Django's deploy checks do, a cookie counts only
//! where it is in use: sessions where `django.contrib.sessions` or its middleware is installed, CSRF where
//! `CsrfViewMiddleware` is and `CSRF_USE_SESSIONS` is not true.
//!
//! # Pass
//! Each cookie in use is secure.
//!
//! # Fail
//! One is not: false, absent, or false by default.
//!
//! # N/A
//! Neither cookie is in use.
//!
//! # Review
//! A variable without a default decides, or a value or the list of middleware cannot be known.
//!
//! # Traps
//! None.

use crate::detectors::words::{and_list, is_are, reasons, undecided, unless};
use crate::detectors::{Inputs, Scene, Seen, Switch, in_every_scene};
use crate::model::{Absence, Evidence, Outcome};

const SESSION_APP: &str = "django.contrib.sessions";
const SESSION_MIDDLEWARE: &str = "django.contrib.sessions.middleware.SessionMiddleware";
const CSRF_MIDDLEWARE: &str = "django.middleware.csrf.CsrfViewMiddleware";

/// Judges `security.cookies`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

/// Whether a cookie is in use, and where one sees that.
enum Use {
    Yes(Option<Evidence>),
    No,
    /// The CSRF token is kept in the session.
    InSession(Option<Evidence>),
    Unknown(Option<Evidence>),
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let (session, csrf) = (session_use(scene), csrf_use(scene));
    if let (Use::No, Use::No) = (&session, &csrf) {
        let absence = Absence::new("a session or CSRF middleware or app", "INSTALLED_APPS and MIDDLEWARE");
        let lists = ["INSTALLED_APPS", "MIDDLEWARE"].into_iter().filter_map(|name| scene.assigned_at(name));
        return Outcome::not_applicable("Neither the session cookie nor the CSRF cookie is in use", absence).and_all(lists);
    }
    let mut verdict = Judged::default();
    let mut note = None;
    for (used, name) in [(session, "SESSION_COOKIE_SECURE"), (csrf, "CSRF_COOKIE_SECURE")] {
        match used {
            Use::Yes(place) => verdict.judge(name, &scene.setting(name), place),
            Use::No => {}
            Use::InSession(place) => note = place,
            Use::Unknown(place) => {
                let seen = scene.setting(name);
                if seen.switch() == Switch::On {
                    verdict.judge(name, &seen, None);
                } else {
                    let reason = "whether it matters depends on MIDDLEWARE, which is not wholly known";
                    verdict.open.push((name, reason.to_owned()));
                    verdict.places.extend(place);
                }
            }
        }
    }
    verdict.outcome(scene, note)
}

fn session_use(scene: &Scene<'_>) -> Use {
    let app = scene.has_app(SESSION_APP);
    let middleware = scene.has_middleware(SESSION_MIDDLEWARE);
    if middleware == Some(true) {
        Use::Yes(scene.middleware_at(SESSION_MIDDLEWARE))
    } else if app == Some(true) {
        Use::Yes(scene.app_at(SESSION_APP))
    } else if app == Some(false) && middleware == Some(false) {
        Use::No
    } else {
        Use::Unknown(scene.assigned_at("MIDDLEWARE"))
    }
}

fn csrf_use(scene: &Scene<'_>) -> Use {
    match scene.has_middleware(CSRF_MIDDLEWARE) {
        Some(false) => Use::No,
        None => Use::Unknown(scene.assigned_at("MIDDLEWARE")),
        Some(true) => {
            let in_session = scene.setting("CSRF_USE_SESSIONS");
            if in_session.switch() == Switch::On {
                Use::InSession(in_session.evidence().into_iter().next())
            } else {
                Use::Yes(scene.middleware_at(CSRF_MIDDLEWARE))
            }
        }
    }
}

/// The cookies in use, sorted by what is known of them.
#[derive(Default)]
struct Judged {
    secure: Vec<&'static str>,
    off: Vec<&'static str>,
    absent: Vec<&'static str>,
    untaken: bool,
    env: std::collections::BTreeSet<String>,
    open: Vec<(&'static str, String)>,
    places: Vec<Evidence>,
    used_at: Vec<Evidence>,
}

impl Judged {
    fn judge(&mut self, name: &'static str, seen: &Seen<'_>, used_at: Option<Evidence>) {
        match seen.switch() {
            Switch::On => self.secure.push(name),
            Switch::Off if seen.is_set() => {
                self.off.push(name);
                self.env.extend(seen.env());
            }
            Switch::Off => {
                self.absent.push(name);
                self.untaken |= seen.is_untaken();
            }
            Switch::Required(variables) => {
                self.open.push((name, undecided(variables)));
            }
            Switch::Unknown(reason) => self.open.push((name, reason)),
        }
        self.places.extend(seen.evidence());
        self.used_at.extend(used_at);
    }

    fn outcome(self, scene: &Scene<'_>, in_session: Option<Evidence>) -> Outcome {
        if !self.off.is_empty() || !self.absent.is_empty() {
            return self.fail(scene);
        }
        if !self.open.is_empty() {
            let summary = format!("It cannot be told whether the cookies are secure: {}", reasons(&self.open));
            return Outcome::review(summary).and_all(self.places).and_all(self.used_at);
        }
        let Some(first) = self.places.first().cloned() else {
            return Outcome::review("It cannot be told where the cookies are made secure").and_all(self.used_at);
        };
        let secure = format!("{} {} true", and_list(&self.secure), is_are(self.secure.len()));
        let summary = if in_session.is_some() {
            format!("{secure}; the CSRF token is kept in the session")
        } else {
            secure
        };
        Outcome::pass(summary, first).and_all(self.places).and_all(in_session).and_all(self.used_at)
    }

    fn fail(self, scene: &Scene<'_>) -> Outcome {
        let mut parts = Vec::new();
        if !self.off.is_empty() {
            let unless =
                if self.env.is_empty() { String::new() } else { format!(" {}", unless(&self.env)) };
            parts.push(format!("{} {} false{unless}", and_list(&self.off), is_are(self.off.len())));
        }
        if !self.absent.is_empty() {
            parts.push(format!(
                "{} {} {}, and Django's default is False",
                and_list(&self.absent),
                is_are(self.absent.len()),
                if self.untaken { "set only under a condition that does not hold" } else { "not set" }
            ));
        }
        let names: Vec<&str> = self.off.iter().chain(&self.absent).copied().collect();
        let advice = format!("Set {} = True in {}", names.join(" = True and "), scene.module_path());
        let absences = self.absent.iter().map(|name| Absence::new(*name, "the settings"));
        let outcome = Outcome::fail(parts.join("; ")).and_all(self.places).and_all(self.used_at).advise(advice);
        absences.fold(outcome, Outcome::and)
    }
}
