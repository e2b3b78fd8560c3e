//! `gonogo explain`: what an item asks for, why, and how to meet it.

use super::lookup::{self, Named};
use super::{CliError, Exit, Ui};
use crate::catalogue::Catalogue;
use crate::report;

/// Explain an item: what it asks for, why, how to fix and how to verify it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An item (`security.debug`, or just `debug`) or a section (`security`); default: all of them
    #[arg(value_name = "ITEM")]
    item: Option<String>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<Exit, CliError> {
    let catalogue = Catalogue::standard();
    let mut page = ui.page();
    match args.item.as_deref().map(|word| lookup::item_or_section(catalogue, word)).transpose()? {
        Some(Named::Item(item)) => report::catalogue::explain(&mut page, item),
        Some(Named::Section(section)) => {
            section.items.iter().for_each(|item| report::catalogue::explain(&mut page, item));
        }
        None => catalogue.items().for_each(|item| report::catalogue::explain(&mut page, item)),
    }
    ui.print(&page)?;
    Ok(Exit::Success)
}
