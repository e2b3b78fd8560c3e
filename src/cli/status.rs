//! `gonogo status`: where the review stands.

use std::path::PathBuf;

use super::output::{self, Form};
use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui, lookup};
use crate::model::ItemId;
use crate::report::Scanned;
use crate::report::status::{self, Standing};

/// Show where the review stands, item by item
///
/// The exit status is 0 for GO and NO-GO alike; `gonogo check` is the gate.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show these items only
    #[arg(value_name = "ITEM")]
    items: Vec<String>,
    /// How to print it; the document is `gonogo.status/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// The status of a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    day: output::Day,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let day = args.day.date()?;
    let place = Place::open(&global.folder(None::<&PathBuf>), args.rev.as_deref())?;
    let only: Vec<ItemId> = args
        .items
        .iter()
        .map(|word| lookup::item(&place.catalogue, word).map(|item| item.id.clone()))
        .collect::<Result<_, _>>()?;
    let meter = ui.meter();
    let report = place.scan(&args.choice, &|progress| meter.show(progress));
    meter.clear();
    let (report, name) = (report?, place.name());
    let review = place.review_on(&report, day)?;
    let scanned = Scanned {
        name: &name,
        catalogue: &place.catalogue,
        report: &report,
        review: &review,
        only: if only.is_empty() { None } else { Some(&only) },
    };
    let standing = Standing { scanned, state: &place.state, day };
    args.format.print(ui, |page| status::text(page, &standing), || status::json(&standing))?;
    Ok(Exit::Success)
}
