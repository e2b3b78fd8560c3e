//! `database.read-replica`: with read replicas, reads go there.
//!
//! # What
//! The aliases of `DATABASES` on every branch, `DATABASE_ROUTERS`, and `.using(…)` in the apps' code.
//!
//! # Pass
//! A replica (an alias or router that says so, or a mirror) that a router or `.using()` reads from.
//!
//! # Fail
//! A replica that nothing routes to.
//!
//! # N/A
//! One database.
//!
//! # Review
//! Several databases, none of them a replica, or the aliases are not known.
//!
//! # Traps
//! A replica that is declared under a condition counts as declared.

use std::collections::BTreeMap;

use serde_json::json;

use crate::detectors::words::and_list;
use crate::detectors::{Inputs, Scene, Seen, in_every_scene};
use crate::eval::{Datum, Shape};
use crate::model::{Absence, Evidence, Outcome};

/// Words in an alias that say "replica".
const WORDS: [&str; 6] = ["replica", "read", "slave", "follower", "standby", "secondary"];

/// Judges `database.read-replica`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    in_every_scene(inputs, |scene| judge(inputs, scene))
}

fn judge(inputs: &Inputs<'_>, scene: &Scene<'_>) -> Outcome {
    let setting = scene.whole("DATABASES");
    if let Some(reason) = setting.unknown() {
        return Outcome::review(format!("Which databases there are cannot be told: {reason}")).and_all(setting.evidence());
    }
    let mut aliases: BTreeMap<String, Option<Evidence>> = BTreeMap::new();
    let whole = setting.datum().into_iter().chain(setting.alternatives().iter().map(|other| &other.value));
    let mut mirrors = Vec::new();
    for all in whole {
        let Shape::Dict(entries) = &all.shape else { continue };
        for (key, entry) in entries {
            let Some(alias) = key.datum.as_str() else { continue };
            if entry.get("TEST").and_then(|test| test.get("MIRROR")).is_some() {
                mirrors.push(alias.to_owned());
            }
            aliases.entry(alias.to_owned()).or_insert_with(|| place(scene, &key.datum).or_else(|| place(scene, entry)));
        }
    }
    scene.inputs.note("aliases of DATABASES", &json!(aliases.keys().collect::<Vec<_>>()));
    scene.inputs.note("mirrors of DATABASES", &json!(mirrors));
    if aliases.len() < 2 {
        let absence = Absence::new("a second database", "every branch of DATABASES");
        // Where the alias is written says that it is the only one, on whichever branch.
        let written = aliases.into_values().flatten().chain(setting.written());
        let mut places = written.chain(others(scene, &setting)).chain(setting.evidence());
        return match places.next() {
            Some(place) => Outcome::not_applicable("There is one database", place).and_all(places).and(absence),
            None => Outcome::not_applicable("There is one database", absence),
        };
    }
    let says_so = |alias: &str| {
        mirrors.iter().any(|mirror| mirror == alias)
            || WORDS.iter().any(|word| alias.to_lowercase().contains(word)) && alias != "default"
    };
    let Some((replica, declared)) = aliases.iter().find(|(alias, _)| says_so(alias)) else {
        let names: Vec<&String> = aliases.keys().collect();
        let summary = format!("There are several databases ({}), none of which says that it is a replica", and_list(names));
        return Outcome::review(summary).and_all(aliases.into_values().flatten()).and_all(setting.evidence());
    };
    let routers = scene.setting("DATABASE_ROUTERS");
    let listed = routers.datum().into_iter().chain(routers.alternatives().iter().map(|other| &other.value));
    let listed: Vec<&Datum> = listed.collect();
    for list in &listed {
        scene.looked_at("DATABASE_ROUTERS", Some(list));
    }
    let names: Vec<String> =
        listed.into_iter().flat_map(|list| list.items().unwrap_or_default()).filter_map(Datum::as_str).map(str::to_owned).collect();
    let reading = names.iter().find_map(|router| inputs.read_router(router));
    let used = inputs.reads_using(replica);
    let declared: Vec<Evidence> = declared.iter().cloned().chain(setting.evidence()).collect();
    match reading.or(used) {
        Some(proof) => {
            let first = declared.first().cloned().unwrap_or_else(|| proof.clone());
            Outcome::pass(format!("Reads are sent to the replica '{replica}'"), first)
                .and_all(routers.evidence())
                .and(proof)
                .and_all(declared)
        }
        None if routers.unknown().is_some() => {
            Outcome::review(format!("Whether anything reads from '{replica}' cannot be told")).and_all(declared)
        }
        None => Outcome::fail(format!("The replica '{replica}' is configured and nothing reads from it"))
            .and_all(declared)
            .advise(format!("Add a router with db_for_read to DATABASE_ROUTERS in {}, or read with .using(\"{replica}\")", scene.module_path())),
    }
}

/// The assignments on the branches that the environment did not take.
fn others(scene: &Scene<'_>, setting: &Seen<'_>) -> Vec<Evidence> {
    setting.alternatives().iter().filter_map(|other| scene.evidence(&other.origin)).collect()
}

fn place(scene: &Scene<'_>, datum: &Datum) -> Option<Evidence> {
    scene.evidence(datum.origin.as_ref()?)
}
