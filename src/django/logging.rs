//! `LOGGING` as handlers, formatters and loggers that reach each other (the dictionary schema of `logging.config`).

use crate::eval::{Datum, Origin, Shape};

/// What the `LOGGING` setting configures.
#[derive(Debug, Clone, Default)]
pub struct Logging {
    /// The handlers, in order.
    pub handlers: Vec<Handler>,
    /// The formatters, in order.
    pub formatters: Vec<Formatter>,
    /// The loggers in order, the root logger (named `""`) last.
    pub loggers: Vec<Logger>,
    /// Parts that are not known, with the reason.
    pub gaps: Vec<String>,
}

/// One handler.
#[derive(Debug, Clone)]
pub struct Handler {
    /// Its key.
    pub name: String,
    /// The class or factory, dotted; `None` where it is not known.
    pub class: Option<String>,
    /// The key of its formatter.
    pub formatter: Option<String>,
    /// The whole entry: the class's arguments stand in it.
    pub entry: Datum,
    /// Whether a logger reaches it (loggers that are not known count as reaching).
    pub reached: bool,
}

impl Handler {
    /// Where it is written.
    pub fn origin(&self) -> Option<&Origin> {
        self.entry.origin.as_ref()
    }
}

/// One formatter.
#[derive(Debug, Clone)]
pub struct Formatter {
    /// Its key.
    pub name: String,
    /// The class or factory, dotted; `None` where it names none or it is not known.
    pub class: Option<String>,
    /// The whole entry.
    pub entry: Datum,
}

/// One logger.
#[derive(Debug, Clone)]
pub struct Logger {
    /// Its name; empty for the root.
    pub name: String,
    /// The keys of its handlers.
    pub handlers: Vec<String>,
}

impl Logging {
    /// Reads the value of `LOGGING`.
    pub fn read(value: &Datum) -> Self {
        let mut logging = Self::default();
        if let Shape::Unknown(reason) = &value.shape {
            logging.gaps.push(reason.clone());
        }
        for (name, entry) in entries(value.get("formatters"), &mut logging.gaps) {
            logging.formatters.push(Formatter { name, class: factory(entry), entry: entry.clone() });
        }
        for (name, entry) in entries(value.get("loggers"), &mut logging.gaps) {
            logging.loggers.push(Logger { name, handlers: names(entry.get("handlers"), &mut logging.gaps) });
        }
        if let Some(root) = value.get("root") {
            logging.loggers.push(Logger {
                name: String::new(),
                handlers: names(root.get("handlers"), &mut logging.gaps),
            });
        }
        let unsure = !logging.gaps.is_empty();
        for (name, entry) in entries(value.get("handlers"), &mut logging.gaps) {
            let reached = unsure || logging.loggers.iter().any(|logger| logger.handlers.contains(&name));
            let formatter = entry.get("formatter").and_then(Datum::as_str).map(str::to_owned);
            logging.handlers.push(Handler {
                name,
                class: factory(entry),
                formatter,
                entry: entry.clone(),
                reached,
            });
        }
        logging.reach_targets();
        logging
    }

    /// A memory or queue handler hands on to the handlers that it names: those are reached too.
    fn reach_targets(&mut self) {
        let targets: Vec<String> = self
            .handlers
            .iter()
            .filter(|handler| handler.reached)
            .flat_map(|handler| {
                let target = handler.entry.get("target").and_then(Datum::as_str).map(str::to_owned);
                target.into_iter().chain(names(handler.entry.get("handlers"), &mut Vec::new()))
            })
            .collect();
        for handler in &mut self.handlers {
            handler.reached |= targets.contains(&handler.name);
        }
    }

    /// The formatter of `handler`.
    pub fn formatter_of(&self, handler: &Handler) -> Option<&Formatter> {
        let name = handler.formatter.as_deref()?;
        self.formatters.iter().find(|formatter| formatter.name == name)
    }
}

/// The class of a handler or formatter: `class`, or the factory under `()`.
fn factory(entry: &Datum) -> Option<String> {
    let class = entry.get("()").or_else(|| entry.get("class"))?;
    match &class.shape {
        Shape::Str(name) => Some(name.trim_start_matches("ext://").to_owned()),
        Shape::Named(name) => Some(name.clone()),
        _ => None,
    }
}

fn entries<'d>(section: Option<&'d Datum>, gaps: &mut Vec<String>) -> Vec<(String, &'d Datum)> {
    let Some(section) = section else { return Vec::new() };
    match &section.shape {
        Shape::Dict(entries) => entries
            .iter()
            .filter_map(|(key, entry)| match (&entry.shape, key.datum.as_str()) {
                (Shape::Unknown(reason), _) => {
                    gaps.push(reason.clone());
                    None
                }
                (_, Some(name)) => Some((name.to_owned(), entry)),
                (_, None) => None,
            })
            .collect(),
        Shape::Unknown(reason) => {
            gaps.push(reason.clone());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn names(list: Option<&Datum>, gaps: &mut Vec<String>) -> Vec<String> {
    let Some(list) = list else { return Vec::new() };
    if let Shape::Unknown(reason) = &list.shape {
        gaps.push(reason.clone());
    }
    let mut found = Vec::new();
    for item in list.items().unwrap_or_default() {
        match (item.as_str(), &item.shape) {
            (Some(name), _) => found.push(name.to_owned()),
            (None, Shape::Unknown(reason)) => gaps.push(reason.clone()),
            (None, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Key;

    fn datum(shape: Shape) -> Datum {
        Datum { shape, origin: None, env: std::collections::BTreeSet::new() }
    }

    fn text(value: &str) -> Datum {
        datum(Shape::Str(value.to_owned()))
    }

    fn list(values: &[&str]) -> Datum {
        datum(Shape::List(values.iter().map(|value| text(value)).collect()))
    }

    fn dict(entries: Vec<(&str, Datum)>) -> Datum {
        datum(Shape::Dict(
            entries.into_iter().map(|(key, value)| (Key { datum: text(key) }, value)).collect(),
        ))
    }

    fn config(root_handlers: Datum) -> Datum {
        dict(vec![
            (
                "formatters",
                dict(vec![("json", dict(vec![("()", text("pythonjsonlogger.jsonlogger.JsonFormatter"))]))]),
            ),
            (
                "handlers",
                dict(vec![
                    (
                        "console",
                        dict(vec![("class", text("logging.StreamHandler")), ("formatter", text("json"))]),
                    ),
                    (
                        "buffer",
                        dict(vec![
                            ("class", text("logging.handlers.MemoryHandler")),
                            ("target", text("file")),
                        ]),
                    ),
                    ("file", dict(vec![("class", text("logging.FileHandler"))])),
                    ("idle", dict(vec![("class", text("logging.FileHandler"))])),
                ]),
            ),
            ("root", dict(vec![("handlers", root_handlers)])),
        ])
    }

    #[test]
    fn knows_which_handlers_a_logger_reaches_through_others_too() {
        let logging = Logging::read(&config(list(&["console", "buffer"])));
        let reached: Vec<&str> =
            logging.handlers.iter().filter(|h| h.reached).map(|h| h.name.as_str()).collect();
        assert_eq!(reached, ["console", "buffer", "file"]);
        let console = &logging.handlers[0];
        let formatter = logging.formatter_of(console).unwrap();
        assert_eq!(formatter.class.as_deref(), Some("pythonjsonlogger.jsonlogger.JsonFormatter"));
    }

    #[test]
    fn a_list_that_is_not_known_may_reach_every_handler() {
        let logging = Logging::read(&config(datum(Shape::Unknown("made by a package".to_owned()))));
        assert!(logging.handlers.iter().all(|handler| handler.reached));
        assert_eq!(logging.gaps, ["made by a package"]);
    }
}
