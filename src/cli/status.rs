//! `gonogo status`: where the review stands.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::output::{self, Form};
use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui, judged, lookup};
use crate::model::{ItemId, ScanReport};
use crate::report::Scanned;
use crate::report::status::{self, Standing};
use crate::review::grounds::{self, Changed};
use crate::review::{Because, Review};

/// Show where the review stands, item by item
///
/// Of a stale decision on an item that is named, it says what has changed since, old against new. The exit status is 0 for GO and NO-GO alike; `gonogo check` is the gate.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show these items only
    #[arg(value_name = "ITEM")]
    items: Vec<String>,
    /// How to print it; the document is `gonogo.status/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// The status of a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    day: output::Day,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let day = args.day.date()?;
    let place = Place::open(&global.folder(None::<&PathBuf>), args.rev.as_deref())?;
    let only: Vec<ItemId> = args
        .items
        .iter()
        .map(|word| lookup::item(&place.catalogue, word).map(|item| item.id.clone()))
        .collect::<Result<_, _>>()?;
    let meter = ui.meter();
    let report = place.scan(&args.choice, &|progress| meter.show(progress));
    meter.clear();
    let (report, name) = (report?, place.name());
    let review = place.review_on(&report, day)?;
    let scanned = Scanned {
        name: &name,
        catalogue: &place.catalogue,
        report: &report,
        review: &review,
        only: if only.is_empty() { None } else { Some(&only) },
    };
    let changed = changed(&place, &report, &review, &only, &args.choice)?;
    let standing = Standing { scanned, state: &place.state, day, changed: &changed };
    args.format.print(ui, |page| status::text(page, &standing), || status::json(&standing))?;
    Ok(Exit::Success)
}

/// What has changed under the stale decisions on the items that were named, as far as their commits can be judged.
fn changed(
    place: &Place,
    report: &ScanReport,
    review: &Review,
    only: &[ItemId],
    choice: &Choice,
) -> Result<BTreeMap<ItemId, Vec<Changed>>, CliError> {
    let mut commits: BTreeMap<&str, Option<ScanReport>> = BTreeMap::new();
    let mut all = BTreeMap::new();
    let stale = only.iter().filter_map(|id| review.item(id));
    for item in stale.filter(|item| item.status.because == Because::Stale) {
        let Some(commit) = item.decision.as_ref().and_then(|decision| decision.commit.as_deref()) else {
            continue;
        };
        if !commits.contains_key(commit) {
            commits.insert(commit, judged::report_at(place, commit, choice)?);
        }
        let then = commits.get(commit).and_then(Option::as_ref).and_then(|then| then.item(&item.id));
        if let (Some(then), Some(now)) = (then, report.item(&item.id)) {
            all.insert(item.id.clone(), grounds::between(then, now));
        }
    }
    Ok(all)
}
