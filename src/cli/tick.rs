//! `gonogo tick`: a person verified an item.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::review::decide;

/// Tick items that you have verified
///
/// Record in gonogo.toml that you made sure of what the repository cannot decide. An item that the repository proves
/// unmet cannot be ticked: fix it, or waive it with a reason. Of several items all are ticked, or none.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The items, such as `api.schema`, or just `schema`
    #[arg(value_name = "ITEM", required = true)]
    items: Vec<String>,
    /// What you saw, for those who read it later; an empty one removes an earlier note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Name the release under review as well
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    manner: Manner,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &args.who, &args.manner, ui)?;
    let items = desk.items(&args.items)?;
    let report = desk.scan()?;
    desk.decide(&items, &report, args.release.as_deref(), |item, before| {
        decide::tick(item, before, args.note.as_deref(), desk.session())
    })?;
    Ok(Exit::Success)
}
