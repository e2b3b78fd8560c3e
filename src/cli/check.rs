//! `gonogo check`: the gate of a pipeline.

use std::path::PathBuf;

use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui, output};
use crate::model::{ScanReport, Severity};
use crate::report::{self, Format, Scanned, formats};
use crate::review::state::FILE_NAME;
use crate::review::{Call, Caution, Review};

/// Say GO or NO-GO by the exit status
///
/// On GO nothing is printed and the exit status is 0; on NO-GO what stands in the way and what to do about it, with exit
/// status 1. Statuses 2 and 3 say that it could not run. Nothing is ever asked. With `--format` a report is printed
/// instead, GO or NO-GO; with `-o` it goes into a file, and the text is printed as usual.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository, anywhere inside it; default: the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Block on open items of this severity too, beyond what gonogo.toml asks for
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<Least>,
    /// Check a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Print a report: annotations (github), or a file for the pipeline (junit, gitlab, sarif-github, json, …)
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// Write the report to FILE instead of standard output
    #[arg(long, short, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
    #[command(flatten)]
    day: output::Day,
    #[command(flatten)]
    choice: Choice,
}

/// The least severity that blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Least {
    /// Critical items
    Critical,
    /// Critical and recommended items
    Recommended,
    /// Every item
    Optional,
}

impl Least {
    const fn severity(self) -> Severity {
        match self {
            Self::Critical => Severity::Critical,
            Self::Recommended => Severity::Recommended,
            Self::Optional => Severity::Optional,
        }
    }
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let day = args.day.date()?;
    let mut place = Place::open(&global.folder(args.path.as_ref()), args.rev.as_deref())?;
    if let Some(least) = args.fail_on {
        place.state.gate.fail_on = stricter(place.state.gate.fail_on, least.severity())?;
    }
    let meter = ui.meter();
    let report = place.scan(&args.choice, &|progress| meter.show(progress));
    meter.clear();
    let (report, name) = (report?, place.name());
    let review = place.review_on(&report, day)?;
    for caution in &review.cautions {
        if matches!(caution, Caution::EndsSoon { .. }) {
            ui.warn(&caution.to_string());
        }
    }
    if let Some(format) = args.format {
        let document = super::report::document_of(&place, &report, &review, &args.choice, day, Vec::new());
        output::write(&formats::render(&document, format)?, args.output.as_deref(), global, ui)?;
    }
    if args.format.is_none() || args.output.is_some() {
        print(&place, &name, &report, &review, ui)?;
    }
    Ok(match review.call() {
        Call::Go => Exit::Success,
        Call::NoGo => Exit::NoGo,
    })
}

/// What stands in the way, for people.
fn print(place: &Place, name: &str, report: &ScanReport, review: &Review, ui: &Ui) -> Result<(), CliError> {
    let catalogue = &place.catalogue;
    let scanned = Scanned { name, catalogue, report, review, only: None };
    let mut page = ui.page();
    report::check::text(&mut page, &scanned);
    ui.print(&page)
}

/// What the command line asks for, which may only be more than what the file asks for.
fn stricter(file: Severity, asked: Severity) -> Result<Severity, CliError> {
    if asked > file {
        return Err(CliError::usage(format!(
            "--fail-on {} would ask for less than {FILE_NAME}, where `[gate] fail-on` is {}",
            asked.as_str(),
            file.as_str()
        ))
        .hint("the command line can only make the gate stricter; change the file to loosen it"));
    }
    Ok(asked)
}
