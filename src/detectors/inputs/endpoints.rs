//! Endpoints that may be health checks: routes, middleware and wrappers of the application.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde_json::json;

use super::{Inputs, Scene};
use crate::deploy::{Command, Kind, Moment, Role};
use crate::django::code::Module;
use crate::django::urls::View;
use crate::model::Evidence;
use crate::syntax::python;

/// An endpoint of the application.
pub struct Endpoint {
    /// The path, as people read it.
    pub path: String,
    /// The view or wrapper, by qualified name; `None` where it cannot be named.
    pub view: Option<String>,
    /// Whether it stands under a condition that the repository does not decide.
    pub conditional: bool,
    /// Where it is routed.
    pub place: Evidence,
    /// The code around the view in the URLconf: `login_required(…)`.
    pub code: String,
}

/// URL paths inside a command or a script: after a host, or quoted.
static URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:https?://[^\s/"']+(?:\{[^}]*\})?|(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\S+?)?)(/[\w./-]*)"#,
    )
    .expect("a pattern")
});

/// Kubernetes' `httpGet`, Terraform's `http_get`, Render's `healthCheckPath`, Fly's and others' `health_check_path`.
static HTTP_PROBE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)(?:http_?[gG]et\b[^/]{0,80}?\bpath|health_?[cC]heck_?[pP]ath|http_path)["']?\s*[:=]\s*["']?(/[\w./-]*)"#)
        .expect("a pattern")
});

/// Whether a probe of a path asks the application how it is: the root is none, and metrics are collected.
fn is_probe(path: &str) -> bool {
    path.len() > 1 && !path.trim_end_matches('/').ends_with("/metrics")
}

impl Inputs<'_> {
    /// The source of what the keyword `name` of a route's view is given: where it is a name, of what it was assigned.
    pub fn argument_text(&self, endpoint: &Endpoint, name: &str) -> Option<String> {
        let (_, rest) = endpoint.code.split_once(&format!("{name}="))?;
        let given: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let module = self.facts.code.module_at(&endpoint.place.path).ok()?;
        let value = module.value(&given)?;
        let text = module.file().slice(python::span(value)).to_owned();
        self.note(format!("{name} of a route"), &json!(text));
        Some(text)
    }

    /// The routes of the application whose path or view satisfies `wanted`.
    pub fn endpoints(&self, wanted: impl Fn(&str, Option<&str>) -> bool) -> Vec<Endpoint> {
        let routes = &self.facts.routes().routes;
        let found: Vec<Endpoint> = routes
            .iter()
            // A prefix that code computes is empty, or the same for all routes.
            .map(|route| (route, route.path.replace("<computed>", "")))
            .filter(|(route, path)| wanted(path, route.view.name()))
            .map(|(route, path)| Endpoint {
                path,
                view: match &route.view {
                    View::Lambda | View::Other(_) => None,
                    view => view.qualified().map(str::to_owned),
                },
                conditional: route.conditional,
                place: super::classes::at(&route.module, route.span.start),
                code: super::logical::normal(&route.module, route.span),
            })
            .collect();
        self.note_each("endpoints", found.iter().map(|e| json!([e.path, e.code, e.conditional])));
        found
    }

    /// What of the URLconf could not be followed: the path up to there, and the reason, which names the module.
    pub fn route_gaps(&self) -> Vec<(String, String, Option<Evidence>)> {
        let gaps: Vec<_> = self
            .facts
            .routes()
            .gaps
            .iter()
            .map(|gap| {
                let file = self.facts.tree.text(&gap.path).ok();
                let place = file.filter(|_| gap.line > 0).map(|file| file.line_evidence(gap.line));
                (gap.prefix.clone(), gap.reason.clone(), place)
            })
            .collect();
        let told: BTreeSet<String> = gaps.iter().map(|(prefix, ..)| prefix.clone()).collect();
        self.note(
            "what of the URLconf is not followed",
            &json!([self.facts.routes().routes.is_empty(), told]),
        );
        gaps
    }

    /// Whether any route was read.
    pub fn has_routes(&self) -> bool {
        let has = !self.facts.routes().routes.is_empty();
        self.note("routes", &json!(has));
        has
    }

    /// The paths that health checks of deployment files call, scripts of the repository followed; the root is none.
    pub fn probed_paths(&self) -> Vec<String> {
        let probes = self.commands("that probe", |command| command.moment == Moment::Probe);
        let mut found = BTreeSet::new();
        for probe in probes {
            let mut text = probe.line();
            if let Some(script) = self.script(probe) {
                text.push('\n');
                text.push_str(&script);
            }
            let paths =
                URL.captures_iter(&text).filter_map(|url| url.get(1)).map(|path| path.as_str().to_owned());
            found.extend(paths.filter(|path| is_probe(path)));
        }
        found.extend(self.probed_in_manifests());
        self.note("probed paths", &json!(found));
        found.into_iter().collect()
    }

    /// The paths of HTTP probes in manifests and platform files.
    fn probed_in_manifests(&self) -> Vec<String> {
        let files = self.facts.deployment.files.iter().filter(|file| {
            file.role == Role::Production
                && matches!(file.kind, Kind::Kubernetes | Kind::Helm | Kind::Platform | Kind::Terraform)
        });
        let texts = files.filter_map(|file| self.facts.tree.text(&file.path).ok());
        let paths = |text: &str| -> Vec<String> {
            HTTP_PROBE
                .captures_iter(text)
                .map(|probe| probe[1].to_owned())
                .filter(|path| is_probe(path))
                .collect()
        };
        texts.flat_map(|file| paths(file.text())).collect()
    }

    /// The text of the repository's script that a command runs.
    fn script(&self, command: &Command) -> Option<String> {
        let words = std::iter::once(&command.program).chain(&command.arguments);
        let name = words
            .map(|word| word.rsplit('/').next().unwrap_or(word))
            .find(|name| [".py", ".sh"].iter().any(|end| name.ends_with(end)) && *name != "manage.py")?;
        let mut files = self.facts.tree.files().iter().filter(|path| path.name() == name);
        let (only, None) = (files.next()?, files.next()) else { return None };
        self.facts.tree.text(only).ok().map(|file| file.text().to_owned())
    }
}

impl Scene<'_> {
    /// Middleware of the project, and wrappers in the served module, that answer a path by themselves: each with the first
    /// string of its code that satisfies `is_path`.
    pub fn answering(&self, is_path: impl Fn(&str) -> bool) -> Vec<Endpoint> {
        let code = &self.inputs.facts.code;
        let mut found = Vec::new();
        for (name, datum) in self.middleware_names() {
            let Some((home, own)) = self.defined(name) else { continue };
            let body = match (home.class(&own), home.function(&own)) {
                (Some(class), _) => class.body.as_slice(),
                (None, Some(function)) => std::slice::from_ref(function),
                (None, None) => continue,
            };
            // A constant of the module counts, too: `if request.path == HEALTH_PATH`.
            let constant = |expr| {
                let name = python::dotted_name(expr).filter(|name| !name.contains('.'))?;
                home.value(&name).and_then(python::string)
            };
            let mut strings = python::expressions(body)
                .filter_map(|expr| python::string(expr).or_else(|| constant(expr)).map(str::to_owned));
            let Some(path) = strings.find(|text| is_path(text)) else { continue };
            let listed = datum.origin.as_ref().and_then(|origin| self.inputs.evidence(origin));
            let place = listed.or_else(|| self.middleware_at(name));
            let Some(place) = place else { continue };
            found.push(Endpoint {
                path,
                view: Some(code.canonical(name)),
                conditional: false,
                place,
                code: String::new(),
            });
        }
        for wrapper in self.inputs.wrappers() {
            let quoted = wrapper.code.split(['"', '\'']).skip(1).step_by(2);
            let inside =
                || self.inputs.definition(&wrapper.name, |_| true).map(|(text, _)| text).unwrap_or_default();
            let is_own = || self.defined(&wrapper.name).is_some();
            let named = quoted.map(str::to_owned).find(|text| is_path(text));
            let path = named.or_else(|| {
                if !is_own() {
                    return None;
                }
                inside().split(['"', '\'']).skip(1).step_by(2).map(str::to_owned).find(|text| is_path(text))
            });
            let Some(path) = path.filter(|_| is_own()) else { continue };
            found.push(Endpoint {
                path,
                view: Some(code.canonical(&wrapper.name)),
                conditional: wrapper.conditional,
                place: wrapper.place,
                code: wrapper.code,
            });
        }
        let told =
            found.iter().map(|e| json!([e.path, e.view.as_ref().map(|view| self.inputs.logical(view))]));
        self.inputs.note_each("what answers paths", told);
        found
    }

    /// The module of the project that defines `qualified`, and the name inside it.
    fn defined(&self, qualified: &str) -> Option<(Arc<Module>, String)> {
        let code = &self.inputs.facts.code;
        let canonical = code.canonical(qualified);
        let (home, name) = canonical.rsplit_once('.')?;
        let module = code.module(home).ok()??;
        (module.class(name).is_some() || module.function(name).is_some()).then(|| (module, name.to_owned()))
    }
}
