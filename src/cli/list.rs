//! `gonogo list`: the items of the checklist.

use super::{CliError, Exit, Ui};
use crate::catalogue::Catalogue;
use crate::report;

/// List the sections and items of the checklist
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

/// The formats of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// A table for people
    #[default]
    Text,
    /// A document for programs, `gonogo.list/1`
    Json,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<Exit, CliError> {
    let catalogue = Catalogue::standard();
    match args.format {
        Format::Text => {
            let mut page = ui.page();
            report::catalogue::list(&mut page, catalogue);
            ui.print(&page)?;
        }
        Format::Json => ui.print_text(&report::catalogue::list_json(catalogue))?,
    }
    Ok(Exit::Success)
}
