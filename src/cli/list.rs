//! `gonogo list`: the items of the checklist.

use super::output::Form;
use super::{CliError, Exit, Global, Ui, lookup};
use crate::report::catalogue;

/// List the sections and items of the checklist
///
/// Inside a repository with a gonogo.toml the checklist is that project's: its own items and its gradings are marked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How to print the list; the document is `gonogo.list/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let checklist = lookup::checklist(&global.folder(None), ui);
    args.format.print(ui, |page| catalogue::list(page, &checklist), || catalogue::list_json(&checklist))?;
    Ok(Exit::Success)
}
