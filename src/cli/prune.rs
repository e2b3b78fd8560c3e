//! `gonogo prune`: records that nothing needs any more are removed.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::report::{Ink, piece};
use crate::review::{Caution, Change, Key};

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
    let mut changes = Vec::new();
    for caution in &review.cautions {
        let key = match caution {
            Caution::ObsoleteWaiver { id } | Caution::ObsoleteDecision { id } => Key::Item(id.clone()),
            Caution::ObsoleteDismissal { id, fingerprint } => {
                Key::Finding { item: id.clone(), fingerprint: fingerprint.clone() }
            }
            // A waiver that ends is still needed, and weights are written by hand.
            Caution::EndsSoon { .. } | Caution::UnknownGrade { .. } => continue,
        };
        if let Some(record) = desk.state().record(&key) {
            page.wrap(Vec::new(), 2, [piece(caution.to_string(), Ink::Plain)]);
            changes.push(Ok(Change::removal(record)));
        }
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
    desk.record(Some(&report), changes)?;
    Ok(Exit::Success)
}
