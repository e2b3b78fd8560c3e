//! `gonogo dismiss`: a finding of an audit is none, or may stay.

use super::desk::{Desk, Manner, Who};
use super::{CliError, Exit, Global, Ui, lookup};
use crate::model::{Finding, ItemId, ScanReport};
use crate::report::{Ink, piece, prose, record};
use crate::review::Change;
use crate::review::decide::{self, DecideError};

/// Dismiss findings of an audit, with a reason
///
/// An audit whose findings are all dismissed is done. A finding is named by the beginning of its fingerprint, or by
/// PATH:LINE; an item before it says which audit is meant. Of several findings all are dismissed, or none.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Findings, such as `3fa2b1c8` or `shop/models.py:12`; an item, such as `database.indexes`, narrows them down
    #[arg(value_name = "FINDING", required = true)]
    findings: Vec<String>,
    /// Why it is none, or may stay
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["undo", "list"])]
    reason: Option<String>,
    /// Dismiss every finding that the item has now; what is dismissed already stays as it is
    #[arg(long)]
    all: bool,
    /// Take dismissals back
    #[arg(long, conflicts_with = "reason")]
    undo: bool,
    /// Only list the findings of the item, with their fingerprints
    #[arg(long, conflicts_with_all = ["reason", "undo", "all"])]
    list: bool,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    manner: Manner,
}

/// The shortest beginning of a fingerprint that names a finding.
const SHORTEST: usize = 4;

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let desk = Desk::open(global, &args.who, &args.manner, ui)?;
    let (items, words): (Vec<&String>, Vec<&String>) =
        args.findings.iter().partition(|word| lookup::item(desk.catalogue(), word).is_ok());
    let items = desk.items(&items.into_iter().cloned().collect::<Vec<_>>())?;
    if words.is_empty() && !args.all && !args.list {
        let item = items.first().map_or("ITEM", ItemId::as_str);
        return Err(CliError::usage(format!("name the findings of {item}, or all of them with --all"))
            .hint(format!("`gonogo dismiss {item} --list` shows them")));
    }
    let report = desk.scan()?;
    if args.list {
        list(&desk, &items, &report, ui)?;
        return Ok(Exit::Success);
    }
    let mut named: Vec<(ItemId, String)> = Vec::new();
    for (item, finding) in candidates(&desk, &items, &report, args.undo) {
        let known = desk.state().dismissal(&item, &finding.fingerprint).is_some();
        if (args.all && known == args.undo) || words.iter().any(|word| names(word, &finding)) {
            named.push((item, finding.fingerprint));
        }
    }
    for word in &words {
        check(word, &candidates(&desk, &items, &report, args.undo))?;
    }
    if named.is_empty() && args.all && !args.undo {
        let mut page = ui.page();
        page.line([piece("No finding is left to dismiss.", Ink::Plain)]);
        ui.print(&page)?;
        return Ok(Exit::Success);
    }
    if named.is_empty() {
        return Err(
            CliError::usage("there is no such finding").hint("an item with --list shows what there is")
        );
    }
    let changes = named.iter().map(|(item, fingerprint)| change(args, &desk, &report, item, fingerprint));
    desk.record(Some(&report), changes.collect())?;
    Ok(Exit::Success)
}

fn change(
    args: &Args,
    desk: &Desk<'_>,
    report: &ScanReport,
    item: &ItemId,
    fingerprint: &str,
) -> Result<Change, DecideError> {
    let before = desk.state().dismissal(item, fingerprint);
    match (before, report.item(item)) {
        (Some(before), _) if args.undo => Ok(decide::undismiss(before)),
        (before, Some(entry)) => {
            let reason = args.reason.as_deref().unwrap_or_default();
            decide::dismiss(entry, fingerprint, before, reason, desk.session())
        }
        _ => Err(DecideError::NoSuchFinding { item: item.clone(), fingerprint: fingerprint.to_owned() }),
    }
}

/// The findings that can be meant: those of the scan; for `undo`, those that are dismissed, also where the scan no longer
/// has them.
fn candidates(desk: &Desk<'_>, items: &[ItemId], report: &ScanReport, undo: bool) -> Vec<(ItemId, Finding)> {
    let wanted = |item: &ItemId| items.is_empty() || items.contains(item);
    let present = report
        .items
        .iter()
        .flat_map(|entry| entry.outcome.findings().iter().map(|finding| (entry.id.clone(), finding.clone())));
    let present: Vec<(ItemId, Finding)> = present.filter(|(item, _)| wanted(item)).collect();
    if !undo {
        return present;
    }
    let dismissed = desk.state().dismissals.iter().filter(|one| wanted(&one.item));
    dismissed
        .map(|one| {
            let found = present.iter().find(|(_, finding)| finding.fingerprint == one.fingerprint);
            found.cloned().unwrap_or_else(|| {
                let finding = Finding {
                    path: crate::base::RepoPath::root(),
                    line: 0,
                    message: String::new(),
                    fingerprint: one.fingerprint.clone(),
                };
                (one.item.clone(), finding)
            })
        })
        .collect()
}

/// Whether `word` names the finding: by its place, or by the beginning of its fingerprint.
fn names(word: &str, finding: &Finding) -> bool {
    let place = format!("{}:{}", finding.path, finding.line);
    if word == place {
        return true;
    }
    let digest =
        finding.fingerprint.rsplit_once(':').map_or(finding.fingerprint.as_str(), |(_, digest)| digest);
    word.len() >= SHORTEST && (digest.starts_with(word) || finding.fingerprint.starts_with(word))
}

/// A word must name findings of one place, and a fingerprint one finding.
fn check(word: &str, candidates: &[(ItemId, Finding)]) -> Result<(), CliError> {
    let found: Vec<&(ItemId, Finding)> = candidates.iter().filter(|(_, one)| names(word, one)).collect();
    match found.as_slice() {
        [] => Err(CliError::usage(format!("there is no finding '{word}'"))
            .hint("name it by PATH:LINE or by four or more characters of its fingerprint")
            .hint("an item with --list shows what there is")),
        [_] => Ok(()),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|(item, one)| {
                    let fingerprint = record::fingerprint_of(&one.fingerprint);
                    format!("\n  {fingerprint}  {item}  {}:{}", one.path, one.line)
                })
                .collect();
            Err(CliError::usage(format!("'{word}' may mean several findings:{}", lines.concat()))
                .hint("name the one you mean by more of its fingerprint, or its item before it"))
        }
    }
}

fn list(desk: &Desk<'_>, items: &[ItemId], report: &ScanReport, ui: &Ui) -> Result<(), CliError> {
    let mut page = ui.page();
    let found = candidates(desk, items, report, false);
    for (item, finding) in &found {
        let dismissal = desk.state().dismissal(item, &finding.fingerprint);
        let mut line = vec![piece(format!("{}:{} ", finding.path, finding.line), Ink::Code)];
        line.extend(prose(&finding.message));
        if let Some(one) = dismissal {
            line.push(piece(format!(" (dismissed by {}: {})", one.by.name, one.reason), Ink::Dim));
        }
        let fingerprint = record::fingerprint_of(&finding.fingerprint);
        page.wrap(vec![piece(format!("{fingerprint}  "), Ink::Strong)], 12, line);
    }
    if found.is_empty() {
        page.line([piece("No findings.", Ink::Plain)]);
    }
    ui.print(&page)
}
