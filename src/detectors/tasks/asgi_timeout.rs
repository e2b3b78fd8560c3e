//! `tasks.asgi-timeout`: the ASGI server's timeouts are chosen, and match the load balancer's.
//!
//! # What
//! The commands with which production starts ASGI servers (uvicorn, daphne, hypercorn, granian, gunicorn with a uvicorn
//! worker), their configuration files and environment, and the timeouts of the proxies in front.
//!
//! # Pass
//! Every such command, its configuration or its environment sets the server's timeout: uvicorn `--timeout-keep-alive`,
//! gunicorn `--timeout`, daphne `--http-timeout` or `--application-close-timeout`, and their like.
//!
//! # Fail
//! A start command without one.
//!
//! # N/A
//! Nothing is served over ASGI.
//!
//! # Review
//! ASGI is configured and no start command is in the repository; a worker class that cannot be known.
//!
//! # Traps
//! A proxy that waits longer than the server (a warning).

use num_bigint::Sign;

use super::known::{Asgi, KNOWN};
use crate::deploy::Command;
use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Scene};
use crate::eval::Shape;
use crate::model::{Absence, Evidence, Outcome};

/// Packages and apps that are there for ASGI.
const SIGNS: [&str; 4] = ["channels", "daphne", "uvicorn", "hypercorn"];

/// Judges `tasks.asgi-timeout`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    let scenes = inputs.scenes();
    let Some(scene) = scenes.first() else { return Outcome::review("No environment to judge was found") };
    let servers = own_servers(inputs);
    let mut served = Vec::new();
    let mut open = Vec::new();
    for command in &servers {
        match interface(scene, command) {
            Interface::Asgi => served.push(*command),
            Interface::Wsgi => {}
            Interface::Unknown(reason) => open.push((*command, reason)),
        }
    }
    let judged: Vec<(&Command, Option<Timeout>)> =
        served.iter().map(|command| (*command, timeout(inputs, scene, command))).collect();
    let at = |command: &Command| inputs.deployed(&command.place);
    let bare: Vec<&Command> = judged.iter().filter(|(_, timeout)| timeout.is_none()).map(|(command, _)| *command).collect();
    if let Some(first) = bare.first() {
        let flags = known(first).map(|known| known.flags.join(" or ")).unwrap_or_default();
        let mut by: Vec<String> = bare.iter().map(|command| called(command)).collect();
        by.dedup();
        return Outcome::fail(format!("ASGI is served without a timeout of its own (no {flags}) by {}", and_list(by)))
        .and_all(bare.iter().filter_map(|command| at(command)))
            .advise(format!("Add {flags} to the command in {}, a little longer than the load balancer waits", first.place.path));
    }
    if let Some((command, reason)) = open.first() {
        return Outcome::review(format!("Whether {} serves over ASGI cannot be told: {reason}", called(command))).and_all(at(command));
    }
    let mut places = judged.iter().flat_map(|(command, timeout)| at(command).into_iter().chain(timeout.as_ref().and_then(|t| t.place.clone())));
    let Some(first) = places.next() else { return unserved(inputs, scene, &servers) };
    let set = and_list(judged.iter().filter_map(|(command, timeout)| Some(format!("{} {}", called(command), timeout.as_ref()?.what))));
    let outcome = Outcome::pass(format!("The ASGI server's timeout is set: {set}"), first).and_all(places);
    match judged.iter().filter_map(|(_, timeout)| timeout.as_ref()?.seconds).min() {
        Some(seconds) => waits_longer(inputs, seconds, outcome),
        None => outcome,
    }
}

/// The servers that production starts; those of another program of the repository are left out.
fn own_servers<'f>(inputs: &Inputs<'f>) -> Vec<&'f Command> {
    let mut all = inputs.production_commands("servers", Command::is_server);
    if all.iter().any(|command| inputs.serves_project(command)) {
        all.retain(|command| command.served_module().is_none() || inputs.serves_project(command));
    }
    all
}

/// The server as people know it: the program, and who runs it.
fn called(command: &Command) -> String {
    format!("{} ({})", command.program, command.by)
}

fn known(command: &Command) -> Option<&'static Asgi> {
    KNOWN.asgi.iter().find(|known| known.program == command.program)
}

/// Over which interface a command serves.
enum Interface {
    Asgi,
    Wsgi,
    Unknown(String),
}

fn interface(scene: &Scene<'_>, command: &Command) -> Interface {
    let is_asgi_module = command.served_module().is_some_and(|module| module.split('.').any(|part| part == "asgi"));
    match command.program.as_str() {
        "uvicorn" | "daphne" | "hypercorn" => Interface::Asgi,
        "granian" => match command.option("--interface") {
            Some(interface) if interface.starts_with("wsgi") => Interface::Wsgi,
            _ => Interface::Asgi,
        },
        "gunicorn" => {
            let class = command.option("--worker-class").or_else(|| command.option("-k")).map(str::to_owned);
            let configured = || {
                let (value, _) = scene.configuration(command, "worker_class")?;
                Some(value.as_str().map_or_else(|| "${worker_class}".to_owned(), str::to_owned))
            };
            match class.or_else(configured) {
                Some(class) if class.to_ascii_lowercase().contains("uvicorn") || class.contains("asgi") => Interface::Asgi,
                Some(class) if class.contains("${") && !is_asgi_module => Interface::Unknown(format!("its worker class is {class}")),
                _ if is_asgi_module => Interface::Asgi,
                _ => Interface::Wsgi,
            }
        }
        _ if is_asgi_module => Interface::Asgi,
        _ => Interface::Wsgi,
    }
}

/// A timeout that a server was given.
struct Timeout {
    /// As written: `--timeout 60`.
    what: String,
    /// Its seconds, where they are known.
    seconds: Option<u64>,
    /// Where it is written, beside the command.
    place: Option<Evidence>,
}

fn timeout(inputs: &Inputs<'_>, scene: &Scene<'_>, command: &Command) -> Option<Timeout> {
    let known = known(command)?;
    for flag in &known.flags {
        if let Some(value) = command.option(flag).filter(|value| *value != "0") {
            return Some(Timeout { what: format!("{flag} {value}"), seconds: known.seconds(value), place: None });
        }
    }
    for variable in &known.variables {
        if let Some(value) = inputs.variable_of(command, variable).filter(|value| *value != "0") {
            return Some(Timeout { what: format!("{variable}={value}"), seconds: known.seconds(&value), place: None });
        }
    }
    if command.program == "gunicorn"
        && let Some(arguments) = inputs.variable_of(command, "GUNICORN_CMD_ARGS")
        && let Some(flag) = arguments.split_whitespace().find(|word| word.starts_with("--timeout") || *word == "-t")
    {
        return Some(Timeout { what: format!("GUNICORN_CMD_ARGS {flag}"), seconds: None, place: None });
    }
    let (value, place) = scene.configuration(command, known.setting.as_deref()?)?;
    match &value.shape {
        Shape::Int(number) if number.sign() == Sign::Plus => {
            Some(Timeout { what: format!("timeout = {number}"), seconds: number.to_string().parse().ok(), place: Some(place) })
        }
        Shape::Int(_) | Shape::None => None,
        _ => Some(Timeout { what: "timeout in its configuration".to_owned(), seconds: None, place: Some(place) }),
    }
}

/// No command serves over ASGI: whether something else may.
fn unserved(inputs: &Inputs<'_>, scene: &Scene<'_>, servers: &[&Command]) -> Outcome {
    let application = scene.setting("ASGI_APPLICATION");
    let signs: Vec<Evidence> = SIGNS.iter().filter_map(|app| scene.app_at(app).filter(|_| scene.has_app(app) == Some(true))).collect();
    let module = inputs.asgi_module();
    if let Some(wsgi) = servers.first().and_then(|command| inputs.deployed(&command.place)) {
        // The stock asgi.py of a new project serves nothing by itself; channels and daphne are installed to be served.
        if signs.is_empty() {
            let summary = format!("Nothing is served over ASGI: {} serves over WSGI", called(servers[0]));
            let configured = inputs.option_at(servers[0], "module").or_else(|| inputs.option_at(servers[0], "wsgi-file"));
            return Outcome::not_applicable(summary, wsgi).and_all(configured).and_all(inputs.wsgi_module());
        }
        return Outcome::review("ASGI is configured, and the only start commands in the repository serve over WSGI: look what serves it")
            .and_all(signs)
            .and(wsgi);
    }
    let packages: Vec<Evidence> =
        SIGNS.iter().filter(|name| inputs.has_package(name)).filter_map(|name| inputs.package_at(name)).collect();
    if application.is_set() || module.is_some() || !signs.is_empty() || !packages.is_empty() {
        return Outcome::review("ASGI is configured, and no start command of a server is in the repository: look at its timeouts")
            .and_all(application.evidence())
            .and_all(module)
            .and_all(signs)
            .and_all(packages);
    }
    Outcome::not_applicable(
        "Nothing is served over ASGI",
        Absence::new("an ASGI module, setting or server", "the project, the requirements and the deployment files"),
    )
    .and_all(inputs.wsgi_module())
    .and_all(scene.assigned_at("WSGI_APPLICATION"))
}

/// Warns of a proxy that waits longer than the server.
fn waits_longer(inputs: &Inputs<'_>, seconds: u64, outcome: Outcome) -> Outcome {
    let timeouts = inputs.proxy_timeouts();
    let Some(longest) = timeouts.iter().filter(|timeout| timeout.seconds > seconds).max_by_key(|timeout| timeout.seconds) else {
        return outcome;
    };
    let place = inputs.deployed(&longest.place);
    let message = format!("{} waits {} seconds ({}), longer than the server's {seconds}", longest.place.path, longest.seconds, longest.name);
    outcome.warn(message, place.as_ref()).and_all(place)
}
