//! `gonogo reopen`: a decision is taken back.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::review::decide;

/// Take decisions back
///
/// Remove the tick or waiver of each item from gonogo.toml. A note stays. Items that nobody decided on stay as they are.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The items, such as `security.hsts`, or just `hsts`
    #[arg(value_name = "ITEM", required = true)]
    items: Vec<String>,
    #[command(flatten)]
    manner: Manner,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &Who::nobody(), &args.manner, ui)?;
    let items = desk.items(&args.items)?;
    let report = desk.scan()?;
    desk.decide(&items, &report, None, |item, before| Ok(decide::reopen(&item.id, before)))?;
    Ok(Exit::Success)
}
