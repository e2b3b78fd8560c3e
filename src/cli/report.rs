//! `gonogo report`: the review as a document, in many formats.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use jiff::civil::Date;

use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui, import, judged, output};
use crate::model::{ItemId, ScanReport};
use crate::report::document::{Document, Imported, Origin, Sources};
use crate::report::{Format, Scanned, document, formats};
use crate::review::Review;
use crate::review::compare::Side;

/// Write the review as a document: the sign-off report, or a file for other programs
///
/// The exit status is 0 when the report could be written, GO or NO-GO; `gonogo check` is the gate.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository, anywhere inside it; default: the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// What to write
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
    /// Write to FILE instead of standard output; the file is replaced as a whole or left as it is
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Report on a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Show what another tool found beside the matching items: the output of `manage.py check --deploy`, or a SARIF log of
    /// ruff, bandit or semgrep; may be repeated. It changes no verdict
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    #[command(flatten)]
    day: output::Day,
    #[command(flatten)]
    choice: Choice,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()).help(self.help()))
    }
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let place = Place::open(&global.folder(args.path.as_ref()), args.rev.as_deref())?;
    let evidence = import::read(&args.evidence, &place, global, ui)?;
    let document = reviewed(&place, &args.choice, &args.day, evidence, ui)?;
    output::write(&formats::render(&document, args.format)?, args.output.as_deref(), global, ui)?;
    Ok(Exit::Success)
}

/// The review document of `place` on the day that was asked for, with what other tools found: what every format is made from.
///
/// # Errors
/// Where the day cannot be read, or there is no project to judge.
pub(super) fn reviewed(
    place: &Place,
    choice: &Choice,
    day: &output::Day,
    imported: Vec<(ItemId, Imported)>,
    ui: &Ui,
) -> Result<Document, CliError> {
    let date = day.date()?;
    let meter = ui.meter();
    let report = place.scan(choice, &|progress| meter.show(progress));
    meter.clear();
    let report = report?;
    let review = place.review_on(&report, date)?;
    Ok(document_of(place, &report, &review, choice, date, imported))
}

/// The review document of a scan that was judged already.
pub(super) fn document_of(
    place: &Place,
    report: &ScanReport,
    review: &Review,
    choice: &Choice,
    date: Date,
    imported: Vec<(ItemId, Imported)>,
) -> Document {
    let name = place.name();
    let scanned = Scanned { name: &name, catalogue: &place.catalogue, report, review, only: None };
    let last = place.state.sign_offs.iter().max_by_key(|one| one.at);
    // A signed commit that is not here, in a shallow clone say, leaves what people decided since.
    let since = last.and_then(|last| judged::since(place, last, Side { report, review }, choice).ok());
    let origin = Origin { since, imported, ..place.origin(report) };
    document::make(&Sources { scanned, state: &place.state, date, origin: &origin })
}
