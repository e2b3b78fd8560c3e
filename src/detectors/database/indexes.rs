//! `database.indexes`: columns that queries filter and order by have an index.
//!
//! # What
//! The fields of the installed apps' models that querysets, `Meta.ordering`, the admin, filter sets and API views look
//! up, tests and migrations left out.
//!
//! # Pass
//! Lookups were found and every column among them is indexed.
//!
//! # Fail
//! At least one looked-up column has no index: by the field itself, or as the leading column of an index, a unique
//! constraint or `unique_together`.
//!
//! # N/A
//! No installed app has a model with a table.
//!
//! # Review
//! No lookup could be followed to a column.
//!
//! # Traps
//! Booleans and choices are no findings: an index on few values is seldom used.

use std::cmp::Reverse;

use crate::detectors::inputs::Column;
use crate::detectors::words::{and_list, fingerprint};
use crate::detectors::Inputs;
use crate::django::queries::LookupKind;
use crate::model::{Absence, Evidence, Finding, Outcome};

/// Field classes whose columns an ordinary index serves.
const INDEXABLE: [&str; 22] = [
    "BigIntegerField", "CharField", "DateField", "DateTimeField", "DecimalField", "DurationField", "EmailField",
    "FloatField", "GenericIPAddressField", "IPAddressField", "IntegerField", "PositiveBigIntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "SmallIntegerField", "SlugField", "TextField", "TimeField",
    "URLField", "UUIDField", "ForeignKey", "OneToOneField",
];
/// How many places of findings the evidence shows.
const SHOWN: usize = 4;

/// Judges `database.indexes`.
pub fn check(inputs: &Inputs<'_>) -> Outcome {
    let (count, _) = inputs.models();
    if count == 0 {
        return match inputs.apps_gap() {
            Some(reason) => Outcome::review(format!("Which models there are cannot be told: {reason}")),
            None => Outcome::not_applicable(
                "No installed app of the project has a model",
                Absence::new("a model with a table", "the installed apps of the project"),
            ),
        };
    }
    let columns = inputs.columns();
    let mut bare: Vec<&Column<'_>> =
        columns.iter().filter(|column| is_auditable(column) && !column.is_indexed()).collect();
    if bare.is_empty() {
        return match columns.first().and_then(|column| column.uses.first()) {
            Some((_, place)) => {
                let summary = format!("All {} looked-up columns of {count} models are indexed", columns.len());
                Outcome::pass(summary, place.clone())
            }
            None => Outcome::review(format!("{count} models, but no query could be followed to a column of theirs")),
        };
    }
    bare.sort_by_key(|column| Reverse(weight(column)));
    let names: Vec<String> = bare.iter().take(3).map(|column| column.name()).collect();
    let more = bare.len().saturating_sub(names.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let list = if more > 0 { names.join(", ") } else { and_list(&names) };
    let summary = format!("{list}{rest} {} looked up without an index", if bare.len() == 1 { "is" } else { "are" });
    let declared = bare.iter().take(SHOWN).map(|column| column.declared.clone());
    let used = bare.iter().take(SHOWN).filter_map(|column| column.uses.first()).map(|(_, place)| place.clone());
    let outcome = Outcome::fail(summary).and_all(declared).and_all(used).advise(format!(
        "Give {} db_index=True, or an entry in Meta.indexes that starts with it, and make the migration",
        names[0]
    ));
    bare.iter().fold(outcome, |outcome, column| outcome.find(finding(column)))
}

/// Whether an index on the column would help: of a plain class, and with many values.
fn is_auditable(column: &Column<'_>) -> bool {
    INDEXABLE.contains(&column.field.kind.as_str()) && column.field.argument("choices").is_none()
}

/// What a full scan costs, roughly: dates grow without end, and queries count more than what screens offer.
fn weight(column: &Column<'_>) -> usize {
    let uses: usize = column
        .uses
        .iter()
        .map(|(kind, place)| match kind {
            LookupKind::Offered => 1,
            _ if place.path.parts().any(|part| part == "management") => 1,
            _ => 3,
        })
        .sum();
    let grows = matches!(column.field.kind.as_str(), "DateTimeField" | "DateField" | "UUIDField");
    uses.min(20) * if grows { 2 } else { 1 }
}

fn finding(column: &Column<'_>) -> Finding {
    let shown = |(kind, place): &(LookupKind, Evidence)| {
        let verb = match kind {
            LookupKind::Filter => "filtered",
            LookupKind::Order => "ordered by",
            LookupKind::Offered => "offered",
        };
        format!("{verb} at {}:{}", place.path, place.line)
    };
    let uses: Vec<String> = column.uses.iter().take(2).map(shown).collect();
    Finding {
        path: column.declared.path.clone(),
        line: column.declared.line,
        message: format!("{} has no index; it is {}", column.name(), and_list(&uses)),
        fingerprint: fingerprint("database.indexes", &[&column.name()]),
    }
}
