//! `database.pooling`: connections to the database are kept open.
//!
//! # What
//! `CONN_MAX_AGE`, `OPTIONS["pool"]` and the engine of the default database, on every branch that names a server, and
//! with a database URL set where the settings read one; PgBouncer among the processes of production.
//!
//! # Pass
//! `CONN_MAX_AGE` is non-zero (`None` included), or a pool is configured, or the engine pools, or PgBouncer is deployed.
//!
//! # Fail
//! `CONN_MAX_AGE` is zero or absent on a server's branch.
//!
//! # N/A
//! SQLite only: no branch names a server.
//!
//! # Review
//! The value, or which database it is, cannot be known.
//!
//! # Traps
//! A pool together with a non-zero `CONN_MAX_AGE` stops Django (fail); persistent connections under ASGI are advised
//! against (warning).

use num_bigint::BigInt;

use crate::detectors::{Inputs, Scene, Seen, in_every_scene};
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Evidence, Outcome, Verdict};

const NAME: &str = "DATABASES";
/// A URL as production would set it, for the experiment.
const SERVER_URL: &str = "postgres://user:password@database.example.com:5432/name";
/// Parts of engine names that pool by themselves.
const POOLING_ENGINES: [&str; 4] = ["dj_db_conn_pool", "postgrespool", "geventpool", "django_pgpool"];

/// Judges `database.pooling`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    if let Some(pooler) = inputs.process_of_image("pgbouncer") {
        return Outcome::pass("PgBouncer pools the connections in front of the database", pooler);
    }
    let outcome = in_every_scene(inputs, judge);
    let asgi = inputs.commands("asgi", |command| {
        command.is_server() && (command.line().contains("uvicorn") || matches!(command.program.as_str(), "daphne" | "hypercorn"))
    });
    match asgi.first() {
        Some(server) if outcome.verdict() == Verdict::Pass => {
            let place = inputs.deployed(&server.place);
            let message = "Django advises against persistent connections under ASGI: use a pool instead";
            outcome.warn(message, place.as_ref())
        }
        _ => outcome,
    }
}

fn judge(scene: &Scene<'_>) -> Outcome {
    let setting = scene.whole(NAME);
    if let Some(reason) = setting.unknown() {
        return Outcome::review(format!("Which database is used cannot be told: {reason}")).and_all(setting.evidence());
    }
    let entries = entries(scene, &setting);
    for entry in &entries {
        if entry.is_open() {
            scene.looked_at("DATABASES['default']", Some(entry));
        }
        scene.looked_at("DATABASES['default']['ENGINE']", entry.get("ENGINE"));
        scene.looked_at("DATABASES['default']['CONN_MAX_AGE']", entry.get("CONN_MAX_AGE"));
        let pool = entry.get("OPTIONS").and_then(|options| options.get("pool"));
        scene.looked_at("DATABASES['default']['OPTIONS']['pool']", pool);
    }
    let servers: Vec<&Datum> =
        entries.iter().filter(|entry| is_server(entry) != Some(false) || names_engine(scene, entry)).collect();
    if servers.is_empty() {
        let absence = Absence::new("a database server", "the branches of DATABASES");
        return match setting.evidence().into_iter().next() {
            Some(place) => Outcome::not_applicable("SQLite is the only database", place),
            None => Outcome::not_applicable("No database is configured", absence),
        };
    }
    let judged = servers.into_iter().map(|entry| server(scene, &setting, entry));
    let worst = |outcome: &Outcome| match outcome.verdict() {
        Verdict::Fail => 0,
        Verdict::Review => 1,
        _ => 2,
    };
    judged.min_by_key(worst).unwrap_or_else(|| Outcome::review("No database could be read"))
}

/// The default database as it is, on the branches that the environment did not take, and with a URL of a server set.
fn entries(scene: &Scene<'_>, setting: &Seen<'_>) -> Vec<Datum> {
    let mut found: Vec<Datum> = setting.datum().and_then(|all| all.get("default")).cloned().into_iter().collect();
    // A branch that adds to the same dictionary is seen before what comes after it: the dictionary as it ends counts.
    let same = |entry: &&Datum| entry.origin.is_some() && found.first().is_some_and(|own| own.origin == entry.origin);
    let others = setting.alternatives().iter().filter_map(|other| other.value.get("default"));
    let others: Vec<Datum> = others.filter(|entry| !same(entry)).cloned().collect();
    found.extend(others);
    let is_open = |entry: &Datum| entry.is_open() || entry.get("ENGINE").is_none_or(Datum::is_open);
    for variable in setting.env() {
        let names_url = ["URL", "DSN", "URI"].iter().any(|part| variable.to_uppercase().contains(part));
        if names_url {
            let tried = scene.setting_if(NAME, &variable, SERVER_URL).and_then(|all| all.get("default").cloned());
            if let Some(tried) = tried {
                // What a URL would give says more than that one is needed.
                let mut env = std::collections::BTreeSet::new();
                found.retain(|entry| {
                    env.clear();
                    crate::detectors::collect_env(entry, &mut env);
                    !(is_open(entry) && env.contains(&variable) && !is_open(&tried))
                });
                found.push(tried);
            }
        }
    }
    found
}

/// Whether an entry of `DATABASES` names a server; `None` where its engine is not known.
fn is_server(entry: &Datum) -> Option<bool> {
    let engine = match entry.get("ENGINE") {
        Some(engine) => engine.as_str()?,
        // Django's dummy backend stands for "nothing configured".
        None if matches!(&entry.shape, Shape::Dict(entries) if entries.is_empty()) => return Some(false),
        None => return None,
    };
    Some(!(engine.contains("sqlite") || engine.contains("spatialite") || engine.contains("dummy")))
}

/// Whether the environment names the engine: then it may be a server's, whatever the default is.
fn names_engine(scene: &Scene<'_>, entry: &Datum) -> bool {
    const PROBE: &str = "gonogo.probe";
    const MOST: usize = 8;
    let Some(engine) = entry.get("ENGINE") else { return false };
    engine.env.iter().take(MOST).any(|variable| {
        let tried = scene.setting_if(NAME, variable, PROBE);
        let engine = tried.as_ref().and_then(|all| all.get("default")?.get("ENGINE")?.as_str());
        engine.is_some_and(|engine| engine.contains(PROBE))
    })
}

fn server(scene: &Scene<'_>, setting: &Seen<'_>, entry: &Datum) -> Outcome {
    let place = |datum: &Datum| datum.origin.as_ref().and_then(|origin| scene.evidence(origin));
    let age = entry.get("CONN_MAX_AGE");
    // The entry is written where its key stands; its value may come from a helper function far away.
    let key = entry.key_origin("CONN_MAX_AGE").and_then(|origin| scene.evidence(origin));
    let own = setting.datum().filter(|all| all.get("default") == Some(entry));
    let alias = own.and_then(|all| all.key_origin("default")).and_then(|origin| scene.evidence(origin));
    let whole: Vec<Evidence> =
        key.into_iter().chain(age.and_then(place)).chain(alias).chain(place(entry)).chain(setting.evidence()).collect();
    let engine = entry.get("ENGINE").and_then(Datum::as_str).unwrap_or_default();
    let pool = entry.get("OPTIONS").and_then(|options| options.get("pool"));
    let has_pool = pool.and_then(Datum::truth) == Some(true);
    let persistent = match age.map(|age| &age.shape) {
        None => Some(false),
        Some(Shape::None) => Some(true),
        Some(Shape::Int(seconds)) => Some(*seconds != BigInt::from(0)),
        Some(Shape::Float(seconds)) => Some(*seconds != 0.0),
        Some(Shape::Bool(value)) => Some(*value),
        Some(_) => None,
    };
    let proven = |summary: String| match whole.first().cloned() {
        Some(first) => Outcome::pass(summary, first).and_all(whole.clone()),
        None => Outcome::review(format!("{summary}, but its place is not known")),
    };
    if has_pool && persistent == Some(true) {
        return Outcome::fail("OPTIONS['pool'] together with a non-zero CONN_MAX_AGE stops Django")
            .and_all(pool.and_then(place))
            .and_all(whole)
            .advise("Set CONN_MAX_AGE to 0 beside the pool");
    }
    if has_pool || POOLING_ENGINES.iter().any(|name| engine.contains(name)) {
        return proven("The default database pools its connections".to_owned());
    }
    match persistent {
        Some(true) => {
            let shown = match age.map(|age| &age.shape) {
                Some(Shape::Int(seconds)) => format!("{seconds} seconds"),
                _ => "no limit".to_owned(),
            };
            proven(format!("CONN_MAX_AGE of the default database is {shown}"))
        }
        Some(false) => {
            let summary = if age.is_some() {
                "CONN_MAX_AGE of the default database is 0: each request opens a connection"
            } else {
                "CONN_MAX_AGE is 0: DATABASES['default'] never sets it"
            };
            Outcome::fail(summary).and_all(whole).advise(format!(
                "Set CONN_MAX_AGE (60, say) on the default database in {}, or conn_max_age where its URL is parsed",
                scene.module_path()
            ))
        }
        None => Outcome::review("How long connections are kept comes from the environment").and_all(whole),
    }
}
