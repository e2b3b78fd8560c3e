//! `gonogo prune`: records that nothing needs any more are removed.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::report::{Ink, piece};
use crate::review;

/// Remove records that nothing needs any more
///
/// Waivers of items that are met without them, decisions on items that the checklist does not have, and dismissals of
/// findings that are gone.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only say what would be removed
    #[arg(long, short = 'n')]
    dry_run: bool,
    #[command(flatten)]
    manner: Manner,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &Who::nobody(), &args.manner, ui)?;
    let report = desk.scan()?;
    let review = desk.review(&report)?;
    let mut page = ui.page();
    let changes = review::prune(&review, desk.state());
    for change in &changes {
        let why = review.cautions.iter().find(|caution| caution.is_about(&change.key));
        let said = why.map_or_else(|| change.key.to_string(), ToString::to_string);
        page.wrap(Vec::new(), 2, [piece(said, Ink::Plain)]);
    }
    if changes.is_empty() {
        page.line([piece("Nothing to remove.", Ink::Plain)]);
    } else if args.dry_run {
        let count = changes.len();
        let what = if count == 1 { "record" } else { "records" };
        page.line([piece(format!("{count} {what} would be removed."), Ink::Strong)]);
    }
    if changes.is_empty() || args.dry_run {
        ui.print(&page)?;
        return Ok(Exit::Success);
    }
    desk.record(Some(&report), changes.into_iter().map(Ok).collect())?;
    Ok(Exit::Success)
}
