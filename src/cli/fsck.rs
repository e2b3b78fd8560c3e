//! `gonogo fsck`: whether the state file is what gonogo would write.

use super::place;
use super::{CliError, Exit, Global, Ui};
use crate::git::Repository;
use crate::model::ItemId;
use crate::report::{Ink, Page, piece, prose};
use crate::review::state::FILE_NAME;
use crate::review::{Complaint, Remedy, State, Torn, fsck, tidy};

/// Check that gonogo.toml is well formed and what gonogo would write
///
/// Mistakes with their place, records that are there twice, commits that the repository does not have, and a layout that
/// makes merges harder than they need to be. The exit status is 0 where nothing is to be said, else 2.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Lay the file out anew; what it says, comments and hand-written tables stay
    #[arg(long)]
    fix: bool,
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
    // A shallow clone leaves commits out: that one is not here says nothing of it.
    let has_commit = |commit: &str| repository.is_shallow() || repository.commit(commit).is_ok();
    let mut complaints = fsck(&text, &[], has_commit);
    if args.fix && complaints.iter().any(|one| one.remedy == Remedy::Tidy) {
        let order: Vec<ItemId> =
            State::parse(&text).unwrap_or_default().catalogue().order().cloned().collect();
        let tidied = tidy(&text, &order);
        store.replace(Some(&text), &tidied)?;
        page.line([piece(format!("Laid {FILE_NAME} out anew."), Ink::Plain)]);
        text = tidied;
        complaints = fsck(&text, &[], has_commit);
    }
    for complaint in &complaints {
        show(&mut page, complaint);
    }
    unmerged(&mut page, &text);
    advise(&mut page, &complaints);
    ui.print(&page)?;
    Ok(if complaints.is_empty() { Exit::Success } else { Exit::Usage })
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
        "Both branches decided in different ways; keep one side of each and remove the markers",
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
