//! `gonogo fsck`: whether the state file is what gonogo would write.

use std::path::Path;

use super::place::{self, Choice, Place};
use super::{CliError, Exit, Global, Ui};
use crate::git::Repository;
use crate::model::{ItemId, ItemReport};
use crate::report::{Ink, Page, piece, prose};
use crate::review::state::FILE_NAME;
use crate::review::{Complaint, Conflict, Key, Remedy, State, Store, Torn, fsck, tidy};

/// Check that gonogo.toml is well formed and what gonogo would write
///
/// Mistakes with their place, records that are there twice or about nothing any more, commits that the repository does not
/// have, and a layout that makes merges harder than they need to be. The exit status is 0 where nothing is to be mended,
/// else 2.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Lay the file out anew; what it says, comments and hand-written tables stay
    #[arg(long)]
    fix: bool,
    /// Settle a merge conflict: keep the records of that side where both decided, and everything that only one side has
    #[arg(long, value_name = "SIDE", value_enum, conflicts_with = "fix")]
    take: Option<Take>,
    #[command(flatten)]
    choice: Choice,
}

/// A side of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Take {
    /// The side above `=======`: the branch that was merged into; in a rebase, the branch that is rebased onto
    Ours,
    /// The side below it
    Theirs,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let repository = Repository::open(&folder)?;
    let store = place::store(&repository, &folder)?;
    let mut page = ui.page();
    let Some(mut text) = store.text()? else {
        page.wrap(
            Vec::new(),
            2,
            prose(&format!("There is no {FILE_NAME}; `gonogo init` writes one to start with.")),
        );
        ui.print(&page)?;
        return Ok(Exit::Success);
    };
    if let Some(side) = args.take {
        text = take(&store, &text, side, &mut page)?;
    }
    // A shallow clone leaves commits out: that one is not here says nothing of it.
    let has_commit = |commit: &str| repository.is_shallow() || repository.commit(commit).is_ok();
    let (reports, unjudged) = match judged(&folder, &args.choice, &text, ui) {
        Ok(reports) => (reports, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let mut complaints = fsck(&text, &reports, has_commit);
    if args.fix && complaints.iter().any(|one| one.remedy == Remedy::Tidy) {
        let order: Vec<ItemId> =
            State::parse(&text).unwrap_or_default().catalogue().order().cloned().collect();
        let tidied = tidy(&text, &order);
        store.replace(Some(&text), &tidied)?;
        page.line([piece(format!("Laid {FILE_NAME} out anew."), Ink::Plain)]);
        text = tidied;
        complaints = fsck(&text, &reports, has_commit);
    }
    for complaint in &complaints {
        show(&mut page, complaint);
    }
    unmerged(&mut page, &text);
    advise(&mut page, &complaints);
    if let Some(error) = unjudged {
        ui.warn(&format!("whether findings are still there was not looked at: {}", error.message()));
    }
    if complaints.is_empty() {
        page.line([piece(format!("{FILE_NAME} is as gonogo would write it."), Ink::Plain)]);
    }
    ui.print(&page)?;
    Ok(if complaints.is_empty() { Exit::Success } else { Exit::Usage })
}

/// What a scan says of the audits that findings were dismissed of: whether the findings are still there. Without a
/// dismissal nothing is scanned.
fn judged(folder: &Path, choice: &Choice, text: &str, ui: &Ui) -> Result<Vec<ItemReport>, CliError> {
    let state = State::parse(text).unwrap_or_default();
    if state.is_newer() || state.dismissals.is_empty() {
        return Ok(Vec::new());
    }
    let place = Place::with_state(folder, None, state)?;
    let meter = ui.meter();
    let report = place.scan(choice, &|progress| meter.show(progress));
    meter.clear();
    Ok(report?.items)
}

/// Settles the merge conflict in `text`; the settled text, which is saved.
fn take(store: &Store, text: &str, side: Take, page: &mut Page) -> Result<String, CliError> {
    let Some(torn) = Torn::of(text) else {
        return Err(CliError::usage(format!("{FILE_NAME} holds no merge conflict that can be settled so"))
            .hint("`gonogo fsck` says what is wrong with it"));
    };
    let by_hand = torn.by_hand();
    if !by_hand.is_empty() {
        return Err(CliError::usage(format!(
            "the sides differ in what people write by hand, too: {}",
            by_hand.join(", ")
        ))
        .hint("edit the file there, and keep the conflicts on records; then do this again"));
    }
    // What only one side has is kept: a branch rarely takes a decision back, and often adds one.
    let is_theirs = |one: &&Conflict| one.ours.is_none() || (side == Take::Theirs && one.theirs.is_some());
    let differences = torn.differences();
    let theirs: Vec<Key> = differences.iter().filter(is_theirs).map(|one| one.key.clone()).collect();
    let order: Vec<ItemId> = torn.ours().catalogue().order().cloned().collect();
    let settled = torn.settled(&theirs, &order).ok_or_else(|| {
        CliError::usage(format!("{FILE_NAME} is laid out in a way that gonogo cannot edit safely"))
            .hint("settle it by hand: keep one side of each conflict and remove the marker lines")
    })?;
    store.settle(torn.text(), &settled)?;
    for one in &differences {
        let kept = if theirs.contains(&one.key) { "theirs" } else { "ours" };
        let only = if one.ours.is_none() || one.theirs.is_none() { ", which alone has it" } else { "" };
        page.wrap(
            vec![piece(format!("kept {kept}: "), Ink::Strong)],
            2,
            prose(&format!("{}{only}", one.key)),
        );
    }
    page.wrap(
        Vec::new(),
        2,
        prose(&format!("Saved to {FILE_NAME}; `git add {FILE_NAME}` tells git that it is settled.")),
    );
    Ok(settled)
}

fn show(page: &mut Page, complaint: &Complaint) {
    let place = complaint
        .at
        .as_ref()
        .map_or_else(|| format!("{FILE_NAME}: "), |at| format!("{FILE_NAME}:{}:{}: ", at.line, at.column));
    page.wrap(vec![piece(place, Ink::Code)], 2, prose(&complaint.message));
}

/// What both sides say, where a merge left its markers.
fn unmerged(page: &mut Page, text: &str) {
    let Some(torn) = Torn::of(text) else { return };
    page.gap();
    page.line([piece(
        "Both branches decided in different ways; keep one side of each, not of the whole file",
        Ink::Strong,
    )]);
    for conflict in torn.differences() {
        page.wrap(vec![piece("  ✗ ", Ink::Bad)], 4, [piece(conflict.key.to_string(), Ink::Plain)]);
    }
}

fn advise(page: &mut Page, complaints: &[Complaint]) {
    let any = |remedy: Remedy| complaints.iter().any(|one| one.remedy == remedy);
    if any(Remedy::Tidy) {
        page.wrap(vec![piece("→ ", Ink::Good)], 2, prose("`gonogo fsck --fix` lays the file out anew"));
    }
    if any(Remedy::Prune) {
        page.wrap(
            vec![piece("→ ", Ink::Good)],
            2,
            prose("`gonogo prune` removes what is about nothing any more"),
        );
    }
}
