//! `gonogo waive`: an item is let through unmet, with a reason.

use clap::builder::PossibleValue;
use jiff::civil::Date;

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui};
use crate::model::{Waiver, WaiverKind};
use crate::review::decide;

/// Let items through unmet, with a reason
///
/// Record in gonogo.toml why the items may be unmet, and until when. An accepted risk and a deferral need a last day; when
/// it is past, the item is open again. Of several items all are waived, or none.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The items, such as `security.hsts`, or just `hsts`
    #[arg(value_name = "ITEM", required = true)]
    items: Vec<String>,
    /// Which sort of reason it is
    #[arg(long, value_name = "KIND", value_enum)]
    kind: Kind,
    /// The reason, a sentence
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The last day on which the waiver holds, such as 2027-03-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// The tracker's reference
    #[arg(long, value_name = "TICKET")]
    ticket: Option<String>,
    /// A note beside the reason; an empty one removes an earlier note
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

/// The kinds of a waiver on the command line.
#[derive(Debug, Clone, Copy)]
struct Kind(WaiverKind);

impl clap::ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        const KINDS: [Kind; WaiverKind::ALL.len()] = [
            Kind(WaiverKind::AcceptedRisk),
            Kind(WaiverKind::Deferred),
            Kind(WaiverKind::MetElsewhere),
            Kind(WaiverKind::NotApplicable),
            Kind(WaiverKind::FalsePositive),
        ];
        &KINDS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            WaiverKind::AcceptedRisk => "the risk is known and taken, until a date",
            WaiverKind::Deferred => "it will be met, by a date",
            WaiverKind::MetElsewhere => "it is met outside the repository",
            WaiverKind::NotApplicable => "it does not apply here",
            WaiverKind::FalsePositive => "gonogo is wrong",
        };
        Some(PossibleValue::new(self.0.as_str()).help(help))
    }
}

/// A day as the command line writes it.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as YEAR-MONTH-DAY, such as 2027-03-31".to_owned())
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &args.who, &args.manner, ui)?;
    let items = desk.items(&args.items)?;
    let report = desk.scan()?;
    let waiver = Waiver {
        kind: args.kind.0,
        reason: args.reason.clone(),
        until: args.until,
        ticket: args.ticket.clone(),
    };
    desk.decide(&items, &report, args.release.as_deref(), |item, before| {
        decide::within(&desk.state().gate, &item.id, &waiver, desk.session().at)?;
        decide::waive(item, before, &waiver, args.note.as_deref(), desk.session())
    })?;
    Ok(Exit::Success)
}
