//! `gonogo scan`: every verdict, for people or for programs.

use std::path::PathBuf;

use super::output::Form;
use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui, lookup};
use crate::catalogue::Catalogue;
use crate::model::ItemId;
use crate::report::{self, Scanned};
use crate::review::state::FILE_NAME;

/// Scan a repository and print what was found
///
/// The exit status is 0 when the repository could be scanned, whatever was found.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository, anywhere inside it; default: the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// How to print the result; the document is `gonogo.scan/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// Show the items of a section only; may be repeated
    #[arg(long, value_name = "SECTION")]
    section: Vec<String>,
    /// Show an item only; may be repeated
    #[arg(long, value_name = "ITEM")]
    item: Vec<String>,
    /// Scan a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let place = Place::open(&global.folder(args.path.as_ref()), args.rev.as_deref())?;
    let catalogue = &place.catalogue;
    let only = selection(catalogue, args)?;
    let meter = ui.meter();
    let scanned = place.scan(&args.choice, &|progress| meter.show(progress));
    meter.clear();
    let (report, name) = (scanned?, place.name());
    let review = place.review(&report)?;
    for notice in &place.state.notices {
        ui.warn(&format!("{FILE_NAME}, {notice}"));
    }
    for item in &review.obsolete {
        ui.warn(&format!(
            "{FILE_NAME} decides on '{item}', which this catalogue does not know; the record is kept"
        ));
    }
    let scanned = Scanned { name: &name, catalogue, report: &report, review: &review, only: only.as_deref() };
    args.format.print(ui, |page| report::text::scan(page, &scanned), || report::json::scan(&scanned))?;
    Ok(Exit::Success)
}

/// The items that were asked for; `None` for all.
fn selection(catalogue: &Catalogue, args: &Args) -> Result<Option<Vec<ItemId>>, CliError> {
    if args.section.is_empty() && args.item.is_empty() {
        return Ok(None);
    }
    let mut only = Vec::new();
    for word in &args.section {
        only.extend(lookup::section(catalogue, word)?.items.iter().map(|item| item.id.clone()));
    }
    for word in &args.item {
        only.push(lookup::item(catalogue, word)?.id.clone());
    }
    Ok(Some(only))
}
