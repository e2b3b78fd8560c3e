//! `gonogo explain`: what an item asks for, why, and how to meet it.

use super::lookup::{self, Named};
use super::{CliError, Exit, Global, Ui};
use crate::report::catalogue;

/// Explain an item: what it asks for, why, how to fix and how to verify it
///
/// Inside a repository with a gonogo.toml its own items are known too, and its gradings are shown.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An item (`security.debug`, or just `debug`) or a section (`security`); default: all of them
    #[arg(value_name = "ITEM")]
    item: Option<String>,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let checklist = lookup::checklist(&global.folder(None), ui);
    let mut page = ui.page();
    match args.item.as_deref().map(|word| lookup::item_or_section(&checklist, word)).transpose()? {
        Some(Named::Item(item)) => catalogue::explain(&mut page, &checklist, item),
        Some(Named::Section(section)) => {
            section.items.iter().for_each(|item| catalogue::explain(&mut page, &checklist, item));
        }
        None => checklist.items().for_each(|item| catalogue::explain(&mut page, &checklist, item)),
    }
    ui.print(&page)?;
    Ok(Exit::Success)
}
