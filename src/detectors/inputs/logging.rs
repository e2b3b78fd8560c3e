//! What `LOGGING` configures, as production runs it.

use serde_json::json;

use super::{Inputs, Scene};
use crate::detectors::known::known;
use crate::django::logging::{Handler, Logging};
use crate::eval::{Datum, Shape};
use crate::model::Evidence;

/// `LOGGING` in one environment.
pub struct Log {
    /// What it configures; empty where it is absent.
    pub logging: Logging,
    /// Why part of it is not known.
    pub gap: Option<String>,
    /// Code that configures logging instead of, or beside, `LOGGING`.
    pub by_code: Option<Evidence>,
    /// Handlers that let records pass under `DEBUG` only.
    debug_only: Vec<String>,
}

impl Log {
    /// The handlers that a logger reaches in production.
    pub fn handlers(&self) -> impl Iterator<Item = &Handler> {
        self.logging
            .handlers
            .iter()
            .filter(|handler| handler.reached && !self.debug_only.contains(&handler.name))
    }
}

impl Scene<'_> {
    /// The logging of this environment. Which parts of it matter, the detector says: [`Scene::looked_at`].
    pub fn log(&self) -> Log {
        let seen = self.whole("LOGGING");
        let off = matches!(self.setting("LOGGING_CONFIG").datum(), Some(datum) if datum.shape == Shape::None);
        let by_code = self.configured_by_code();
        let is_handed_over = by_code.as_ref().is_some_and(|(_, hands_over)| *hands_over);
        let datum = seen.datum().filter(|_| seen.is_set() && (!off || is_handed_over));
        let logging = datum.map(Logging::read).unwrap_or_default();
        let gap = seen
            .unknown()
            .or_else(|| {
                datum
                    .filter(|datum| datum.is_open())
                    .map(|_| "LOGGING is made outside of the repository".to_owned())
            })
            .or_else(|| logging.gaps.first().cloned());
        let debug_only = logging
            .handlers
            .iter()
            .filter(|handler| datum.is_some_and(|datum| is_debug_only(handler, datum)))
            .map(|handler| handler.name.clone())
            .collect();
        let by_code = by_code.filter(|(_, hands_over)| !hands_over).map(|(place, _)| place);
        self.inputs.note("a gap in LOGGING", &json!(gap.is_some()));
        Log { logging, gap, by_code, debug_only }
    }

    /// Code of the settings or of a served module that configures Python's logging, and whether it hands `LOGGING` over.
    fn configured_by_code(&self) -> Option<(Evidence, bool)> {
        let wanted = ["logging.config.dictConfig", "logging.config.fileConfig", "logging.basicConfig"];
        let found = self.started(&["dictConfig", "fileConfig", "basicConfig"], |name| wanted.contains(&name));
        let live = found.into_iter().find(|started| {
            // `basicConfig` without a file or handlers writes to the console, and only where LOGGING left nothing.
            let configures = started.name != "logging.basicConfig"
                || started.has_argument("filename")
                || started.has_argument("handlers");
            configures && matches!(started.live, super::Live::Yes | super::Live::Unsure(_))
        })?;
        let hands_over = live.first_argument().is_some_and(|text| text.ends_with("LOGGING"));
        Some((live.place, hands_over))
    }
}

fn is_debug_only(handler: &Handler, logging: &Datum) -> bool {
    let names = handler.entry.get("filters").and_then(Datum::items).unwrap_or_default();
    names.iter().filter_map(Datum::as_str).any(|name| {
        let filter = logging.get("filters").and_then(|filters| filters.get(name));
        let class = filter.and_then(|filter| filter.get("()"));
        match class.map(|class| &class.shape) {
            Some(Shape::Str(class) | Shape::Named(class)) => known().logging.debug_filters.contains(class),
            _ => false,
        }
    })
}

impl Inputs<'_> {
    /// The logrotate configurations of the repository: the patterns that each names, and its text.
    pub fn logrotate(&self) -> Vec<Logrotate> {
        let tree = self.facts.tree;
        let named = |path: &&crate::base::RepoPath| {
            path.as_str().to_lowercase().contains("logrotate")
                && !matches!(path.extension(), "py" | "md" | "rst" | "sh")
        };
        let mut found = Vec::new();
        for path in tree.files().iter().filter(named) {
            let Ok(file) = tree.text(path) else { continue };
            let text = file.text();
            let rotates = text
                .lines()
                .map(str::trim)
                .any(|line| line.starts_with("rotate ") || line.starts_with("maxage "));
            let heads = text.lines().enumerate().filter(|(_, line)| {
                let line = line.trim();
                line.starts_with('/') || line.starts_with('"') || line.starts_with('*')
            });
            if !rotates {
                continue;
            }
            for (at, line) in heads {
                found.push(Logrotate {
                    pattern: line.trim().trim_end_matches('{').trim().trim_matches('"').to_owned(),
                    truncates: text.contains("copytruncate"),
                    place: file.line_evidence(at + 1),
                });
            }
        }
        self.note_each("logrotate", found.iter().map(|found| json!([found.pattern, found.truncates])));
        found
    }
}

/// One rule of a logrotate configuration.
pub struct Logrotate {
    /// The files, as written; several with blanks between.
    pub pattern: String,
    /// Whether it truncates the file in place.
    pub truncates: bool,
    /// Where.
    pub place: Evidence,
}
