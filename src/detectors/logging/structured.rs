//! `logging.structured`: log lines are JSON.
//!
//! # What
//! `LOGGING` as handlers, formatters and loggers that reach each other, with `DEBUG` false.
//!
//! # Pass
//! A handler that a logger reaches in production uses a JSON formatter (of a known package, structlog's with
//! `JSONRenderer`, or a class of the project that writes JSON), or sends JSON by itself.
//!
//! # Fail
//! `LOGGING` has none, or is absent: Django logs plain text.
//!
//! # N/A
//! Never.
//!
//! # Review
//! Part of the configuration is not known, a formatter of an installed package is not known here, or code configures logging.
//!
//! # Traps
//! A format string that imitates JSON breaks at the first quotation mark: review. Handlers behind `require_debug_true`
//! write nothing in production and do not count.

use crate::detectors::inputs::Log;
use crate::detectors::known::known;
use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Scene, in_every_scene};
use crate::django::logging::{Formatter, Handler};
use crate::eval::{Datum, Origin, Shape};
use crate::model::{Absence, Evidence, Outcome};

/// How many formatters a message names.
const MOST_NAMED: usize = 3;

/// Judges `logging.structured`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, judge)
}

/// What a handler writes.
enum Writes {
    Json(String),
    Text(String),
    Unknown(String),
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let log = scene.log();
    for handler in log.handlers() {
        let name = &handler.name;
        for key in ["()", "class", "formatter"] {
            if let Some(value) = handler.entry.get(key) {
                scene.looked_at(format!("LOGGING['handlers']['{name}']['{key}']"), Some(value));
            }
        }
        let formatter = log.logging.formatter_of(handler);
        scene.looked_at(format!("the formatter of LOGGING['handlers']['{name}']"), formatter.map(|one| &one.entry));
    }
    let judged: Vec<(&Handler, Writes)> =
        log.handlers().map(|handler| (handler, writes(scene, &log, handler))).collect();
    for (handler, writes) in &judged {
        let places = places(scene, &log, handler);
        if let (Writes::Json(what), Some(first)) = (writes, places.first()) {
            let summary = format!("Handler '{}' writes JSON: {what}", handler.name);
            return Outcome::pass(summary, first.clone()).and_all(places.clone());
        }
    }
    let all: Vec<Evidence> = judged.iter().flat_map(|(handler, _)| places(scene, &log, handler)).collect();
    let setting = scene.assigned_at("LOGGING");
    let unknown = judged.iter().find_map(|(handler, writes)| match writes {
        Writes::Unknown(reason) => Some(format!("handler '{}': {reason}", handler.name)),
        _ => None,
    });
    if let Some(reason) = unknown.or_else(|| log.gap.clone()) {
        let summary = format!("Whether log lines are JSON cannot be told: {reason}");
        return Outcome::review(summary).and_all(all).and_all(setting);
    }
    let structlog = scene
        .started(&["structlog"], |name| name == "structlog.configure" || name == "structlog.configure_once")
        .into_iter()
        .find(|started| started.mentions("JSONRenderer"));
    if let Some(started) = structlog {
        let summary = "structlog renders JSON, but no handler of LOGGING does: look whether all log lines are JSON";
        return Outcome::review(summary).and(started.place).and_all(all);
    }
    if let Some(place) = log.by_code {
        let summary = "Code configures logging, not LOGGING: look whether it writes JSON";
        return Outcome::review(summary).and(place).and_all(setting);
    }
    let texts = judged.iter().filter_map(|(handler, writes)| match writes {
        Writes::Text(what) => Some(format!("'{}' {what}", handler.name)),
        _ => None,
    });
    let texts: Vec<String> = texts.take(MOST_NAMED).collect();
    let module = scene.module_path();
    let advice = format!(
        "In {module}, give LOGGING a formatter {{\"()\": \"pythonjsonlogger.json.JsonFormatter\"}} and name it in the \
         handlers that production uses"
    );
    let summary = match (setting.is_some(), texts.is_empty()) {
        (false, _) => "LOGGING is not set: Django's default writes plain text".to_owned(),
        (true, true) => "No handler of LOGGING is in use in production, so no log line is JSON".to_owned(),
        (true, false) => format!("Log lines are plain text: handler {}", and_list(texts)),
    };
    Outcome::fail(summary)
        .and_all(all)
        .and_all(setting)
        .and(Absence::new("a JSON formatter", "LOGGING"))
        .advise(advice)
}

/// The formatter's line, then the handler's.
fn places(scene: &Scene<'_>, log: &Log, handler: &Handler) -> Vec<Evidence> {
    let formatter = log.logging.formatter_of(handler).and_then(|formatter| formatter.entry.origin.as_ref());
    let place = |origin: Option<&Origin>| scene.evidence(origin?);
    place(formatter).into_iter().chain(place(handler.origin())).collect()
}

fn writes(scene: &Scene<'_>, log: &Log, handler: &Handler) -> Writes {
    let names = &known().logging;
    if let Some(class) = &handler.class
        && scene.inputs.lineage(class).is_one_of(&names.json_handlers)
    {
        return Writes::Json(format!("{class} does by itself"));
    }
    match (&handler.formatter, log.logging.formatter_of(handler)) {
        (None, _) => Writes::Text("has no formatter".to_owned()),
        (Some(name), None) => match &log.gap {
            Some(reason) => Writes::Unknown(reason.clone()),
            None => Writes::Text(format!("names formatter '{name}', which LOGGING does not define")),
        },
        (Some(_), Some(formatter)) => by_formatter(scene, formatter),
    }
}

fn by_formatter(scene: &Scene<'_>, formatter: &Formatter) -> Writes {
    let name = &formatter.name;
    let Some(class) = &formatter.class else {
        if formatter.entry.get("()").or_else(|| formatter.entry.get("class")).is_some() {
            return Writes::Unknown(format!("the class of formatter '{name}' is not known"));
        }
        let format = formatter.entry.get("format").or_else(|| formatter.entry.get("fmt"));
        return match format.map(|format| (&format.shape, format.as_str())) {
            Some((_, Some(text))) if imitates_json(text) => {
                Writes::Unknown(format!("formatter '{name}' imitates JSON by a format string, which quotes in a message break"))
            }
            _ => Writes::Text(format!("uses the text formatter '{name}'")),
        };
    };
    let names = &known().logging;
    let lineage = scene.inputs.lineage(class);
    let last = class.rsplit('.').next().unwrap_or(class);
    if lineage.is_one_of(&names.json_formatters) {
        return Writes::Json(format!("formatter '{name}' is {last}"));
    }
    if lineage.names.iter().any(|name| name == "structlog.stdlib.ProcessorFormatter") {
        return structlog(formatter);
    }
    let own = lineage.names.iter().filter(|name| !lineage.foreign.contains(name));
    let writes_json = |text: &str| {
        ["json.dumps(", "orjson.dumps(", "ujson.dumps(", "simplejson.dumps("].iter().any(|call| text.contains(call))
    };
    let dumps = own.into_iter().any(|name| scene.inputs.definition(name, writes_json).is_some());
    if dumps {
        return Writes::Json(format!("formatter '{name}' is {last}, which writes JSON"));
    }
    match lineage.stranger(&[&names.text_formatters]) {
        Some(stranger) => Writes::Unknown(format!("formatter {stranger} comes from an installed package")),
        None => Writes::Text(format!("uses the text formatter '{name}' ({last})")),
    }
}

/// structlog's formatter writes what its last processor renders.
fn structlog(formatter: &Formatter) -> Writes {
    let name = &formatter.name;
    let renders = formatter.entry.get("processor").or_else(|| formatter.entry.get("processors")?.items()?.last());
    let Some(Shape::Object { class, .. } | Shape::Named(class)) = renders.map(|datum: &Datum| &datum.shape) else {
        return Writes::Unknown(format!("what formatter '{name}' of structlog renders is not known"));
    };
    let last = class.rsplit('.').next().unwrap_or(class);
    if known().logging.json_renderers.contains(class) || last == "JSONRenderer" {
        Writes::Json(format!("formatter '{name}' of structlog uses {last}"))
    } else if matches!(last, "ConsoleRenderer" | "KeyValueRenderer" | "LogfmtRenderer") {
        Writes::Text(format!("uses structlog's {last}"))
    } else {
        Writes::Unknown(format!("what {class} renders is not known"))
    }
}

fn imitates_json(format: &str) -> bool {
    let format = format.trim();
    format.starts_with('{') && format.ends_with('}') && format.contains("\":")
}
