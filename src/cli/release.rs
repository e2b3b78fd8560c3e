//! `gonogo release`: the name of the release under review.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::report::{Ink, piece};
use crate::review::decide;

/// Name the release under review
///
/// Record the name in gonogo.toml, where reports and sign-offs show it; without NAME, print the one that stands there.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name, such as 2.4.0
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Remove the name
    #[arg(long, conflicts_with = "name")]
    clear: bool,
    #[command(flatten)]
    manner: Manner,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &Who::nobody(), &args.manner, ui)?;
    let before = desk.state().release.name.as_deref();
    match (&args.name, args.clear) {
        (None, false) => {
            let mut page = ui.page();
            page.line([piece(before.unwrap_or("No release is named."), Ink::Plain)]);
            ui.print(&page)?;
        }
        (name, _) => {
            let name = name.as_deref().unwrap_or_default();
            desk.record(None, vec![Ok(decide::release(before, name))])?;
        }
    }
    Ok(Exit::Success)
}
