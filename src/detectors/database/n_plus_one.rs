//! `database.n-plus-one`: what a loop over rows needs is loaded with the rows.
//!
//! # What
//! Loops and comprehensions over querysets, DRF list serializers and admin changelists of the installed apps, and the
//! relations that they follow from each row.
//!
//! # Pass
//! Relations are followed in loops, each is loaded, and the project has no template that could follow more.
//!
//! # Fail
//! At least one relation is followed for each row without `select_related`, `prefetch_related` or
//! `list_select_related`.
//!
//! # N/A
//! No model of the installed apps has a relation.
//!
//! # Review
//! Every relation that could be resolved is loaded, or none could be resolved.
//!
//! # Traps
//! None.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::detectors::Inputs;
use crate::detectors::words::fingerprint;
use crate::django::queries::Follow;
use crate::model::{Absence, Finding, Outcome};

/// How many findings the evidence shows.
const SHOWN: usize = 3;

/// Judges `database.n-plus-one`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    let (count, related) = inputs.models();
    if !related {
        return match inputs.apps_gap() {
            Some(reason) => Outcome::review(format!("Which models there are cannot be told: {reason}")),
            None => Outcome::not_applicable(
                "No model of the installed apps has a relation",
                Absence::new("a relation", format!("the {count} models of the installed apps")),
            ),
        };
    }
    let follows = inputs.follows();
    let groups = groups(follows);
    if groups.is_empty() {
        let loaded = follows.iter().filter(|follow| follow.covered).count();
        let summary = if loaded == 0 {
            "No loop that follows a relation could be resolved: look at list views and templates".to_owned()
        } else {
            format!("The {loaded} relations that resolved loops follow are loaded; templates were not read")
        };
        let mut places: Vec<_> =
            follows.iter().take(SHOWN).map(|follow| follow.module.file().evidence(follow.span)).collect();
        let unresolved = inputs.unresolved();
        if let Some(first) = unresolved.first() {
            let at = first.module.file().evidence(first.span);
            let more = match unresolved.len() - 1 {
                0 => String::new(),
                1 => ", and at one more place,".to_owned(),
                more => format!(", and at {more} more places,"),
            };
            let summary = format!(
                "Rows are gone through at {}:{}{more} where nobody can tell whether what they lead to is loaded",
                at.path, at.line
            );
            let all = unresolved.iter().take(SHOWN).map(|one| one.module.file().evidence(one.span));
            return Outcome::review(summary).and_all(all).and_all(places);
        }
        if places.is_empty() || inputs.has_template_loops() {
            return Outcome::review(summary).and_all(places);
        }
        let first = places.remove(0);
        return Outcome::pass(format!("The {loaded} relations that loops follow are loaded"), first).and_all(places);
    }
    let first = groups[0][0];
    let summary = match groups.len() {
        1 => format!("{} follows {} for each row without loading it", loop_name(first), first.relation),
        more => format!(
            "{} follows {} for each row without loading it, and {} more loops do the like",
            loop_name(first),
            first.relation,
            more - 1
        ),
    };
    let method = if first.many { "prefetch_related" } else { "select_related" };
    let mut outcome =
        Outcome::fail(summary).advise(format!("Add {method}(\"{}\") to the queryset at {}", first.relation, place(first)));
    for group in groups.iter().take(SHOWN) {
        outcome = outcome.and(group[0].module.file().evidence(group[0].span));
    }
    for group in groups.iter().take(SHOWN) {
        outcome = outcome.and(group[0].rows_module.file().evidence(group[0].rows_span));
    }
    groups.iter().fold(outcome, |outcome, group| outcome.find(finding(group[0])))
}

/// The relations that are not loaded, one group for each loop and relation, the most telling first.
fn groups(follows: &[Follow]) -> Vec<Vec<&Follow>> {
    let mut by_loop: BTreeMap<(String, usize, &str), Vec<&Follow>> = BTreeMap::new();
    for follow in follows.iter().filter(|follow| !follow.covered) {
        let file = follow.rows_module.file().path().to_string();
        by_loop.entry((file, follow.rows_span.start, &follow.relation)).or_default().push(follow);
    }
    let mut groups: Vec<Vec<&Follow>> = by_loop.into_values().collect();
    // What a web request runs weighs more than a command, and a relation of the row itself more than one behind it.
    groups.sort_by_key(|group| {
        let path = group[0].module.file().path();
        let served = !path.parts().any(|part| part == "management");
        (Reverse(served), group[0].relation.matches("__").count(), Reverse(group.len()))
    });
    groups
}

/// The file and line that follow the relation.
fn place(follow: &Follow) -> String {
    let file = follow.rows_module.file();
    format!("{}:{}", file.path(), file.line(follow.rows_span.start))
}

fn loop_name(follow: &Follow) -> String {
    let file = follow.module.file();
    format!("The loop over {} at {}:{}", short(&follow.model), file.path(), file.line(follow.span.start))
}

fn short(model: &str) -> &str {
    model.rsplit('.').next().unwrap_or(model)
}

fn finding(follow: &Follow) -> Finding {
    let file = follow.module.file();
    let [followed, rows] = Inputs::follow_code(follow);
    Finding {
        path: file.path().clone(),
        line: file.line(follow.span.start),
        message: format!(
            "{}.{} is followed for each row of the loop at {} and not loaded",
            short(&follow.model),
            follow.relation,
            place(follow)
        ),
        fingerprint: fingerprint(
            "database.n-plus-one",
            &[short(&follow.model), &follow.relation, &followed, &rows],
        ),
    }
}
