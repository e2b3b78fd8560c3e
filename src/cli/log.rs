//! `gonogo log`: who decided what, and when.

use std::path::Path;

use super::output::Form;
use super::place;
use super::{CliError, Exit, Global, Ui, lookup};
use crate::base::RepoPath;
use crate::git::{Repository, Walk};
use crate::model::ItemId;
use crate::report::{self, Ink, Page, piece};
use crate::review::compare::Subject;
use crate::review::log::{Event, Happening, Origin, Present, log};
use crate::review::state::FILE_NAME;

/// Show who decided what and when, from the history of gonogo.toml
///
/// Changes that are not committed yet come first. A merge shows only what it decided itself; what it took over stands at
/// the commit that made it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show the history of these items only, such as `security.debug`
    #[arg(value_name = "ITEM")]
    items: Vec<String>,
    /// Show the latest N events only
    #[arg(short = 'n', long = "max-count", value_name = "N")]
    count: Option<usize>,
    /// Begin at a commit, branch or tag instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Follow first parents only: show what each merge brought to the branch
    #[arg(long)]
    first_parent: bool,
    /// How to print the history; the document is `gonogo.log/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let items = items(&args.items, &folder, ui)?;
    let repository = Repository::open(&folder)?;
    let newest = match &args.rev {
        Some(rev) => Some(repository.resolve(rev)?),
        None => repository.head()?.commit,
    };
    // A bare repository has no work tree, so nothing that is not committed.
    let present = match (&args.rev, repository.root()) {
        (None, Some(_)) => Some(place::store(&repository, &folder)?.text()?),
        _ => None,
    };
    let walk = if args.first_parent { Walk::FirstParent } else { Walk::Whole };
    let path = RepoPath::new(FILE_NAME).expect("the state file's name is a path");
    let present = match &present {
        None => Present::Ignored,
        Some(None) => Present::Absent,
        Some(Some(text)) => Present::Text(text),
    };
    let log = log(&repository, newest.as_deref(), &path, present, walk)?;
    let events: Vec<Event> = log
        .events
        .into_iter()
        .filter(|event| concerns(event, &items))
        .take(args.count.unwrap_or(usize::MAX))
        .collect();
    let text = |page: &mut Page| {
        report::log::text(page, &events);
        if events.is_empty() {
            let end = if repository.is_shallow() { " in this shallow clone" } else { "" };
            page.line([piece(format!("No decisions{end} yet."), Ink::Plain)]);
        }
    };
    args.format.print(ui, text, || report::log::json(&events))?;
    Ok(Exit::Success)
}

/// The items that were asked for. One that the checklist does not know (any more) may still have a history.
fn items(words: &[String], folder: &Path, ui: &Ui) -> Result<Vec<ItemId>, CliError> {
    let catalogue = lookup::checklist(folder, ui);
    words
        .iter()
        .map(|word| match lookup::item(&catalogue, word) {
            Ok(item) => Ok(item.id.clone()),
            Err(error) => word.parse().map_err(|_| error),
        })
        .collect()
}

fn concerns(event: &Event, items: &[ItemId]) -> bool {
    if items.is_empty() {
        return true;
    }
    match &event.what {
        Happening::Record(change) => match &change.subject {
            Subject::Record(key) => key.item().is_some_and(|item| items.contains(item)),
            Subject::Setting(_) => false,
        },
        Happening::Unreadable(_) => event.origin == Origin::Uncommitted,
        Happening::Removed => true,
    }
}
