//! `gonogo diff`: what changed in verdicts and decisions between two commits.

use super::judged::Judged;
use super::output::Form;
use super::place::Choice;
use super::{CliError, Exit, Global, Ui};
use crate::git::Repository;
use crate::report::difference::{self, Difference};
use crate::review::Key;
use crate::review::compare::{self, RecordChange, Subject};

/// Show what changed in verdicts and decisions between two commits
///
/// Compare two commits, branches or tags, given as OLD..NEW or OLD NEW. Where NEW is left out, the work tree takes its
/// place; where both are, the latest tag is compared with the work tree. Waivers are judged by the day of each commit, and
/// by today for what is checked out.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The two sides: `v1.0..v2.0`, `v1.0..` or `v1.0 v2.0`
    #[arg(value_name = "REV", num_args = 0..=2)]
    revs: Vec<String>,
    /// How to print the comparison; the document is `gonogo.diff/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let repository = Repository::open(&folder)?;
    let head = repository.head()?.commit;
    let (old, new) = sides(&args.revs, &repository, head.as_deref())?;
    let [before, after] = [old, new].map(|rev| Judged::make(&folder, rev, head.as_deref(), &args.choice, ui));
    let (before, after) = (before?, after?);

    let items = compare::items(before.side(), after.side());
    let records = records(&before, &after)?;
    let commits = match (&before.commit, &after.commit) {
        (Some(old), Some(new)) => repository.apart(&old.id, &new.id)?,
        _ => (0, 0),
    };
    let name = after.place.name();
    let difference = Difference {
        name: &name,
        catalogue: &after.place.catalogue,
        before: side(&before),
        after: side(&after),
        commits,
        items: &items,
        records: &records,
    };
    args.format.print(ui, |page| difference::text(page, &difference), || difference::json(&difference))?;
    Ok(Exit::Success)
}

/// A side as it was named; `None` is the work tree.
type Rev = Option<String>;

/// The two sides that the arguments name.
fn sides(revs: &[String], repository: &Repository, head: Option<&str>) -> Result<(Rev, Rev), CliError> {
    let named = |rev: &str| (!rev.is_empty()).then(|| rev.to_owned());
    match revs {
        [old, new] => Ok((named(old), named(new))),
        [one] => match one.split_once("..") {
            Some((_, new)) if new.starts_with('.') => Err(CliError::usage(format!(
                "'{one}' has three dots, and two commits are compared as they are"
            ))
            .hint("write OLD..NEW, with two dots")),
            Some((old, new)) => Ok((named(old), named(new))),
            None => Ok((named(one), None)),
        },
        _ => {
            let head = head.ok_or_else(|| {
                CliError::usage("there is no commit yet to compare the work tree with")
                    .hint("`gonogo status` shows where it stands")
            })?;
            Ok((Some(repository.latest_tag(head)?.unwrap_or_else(|| "HEAD".to_owned())), None))
        }
    }
}

fn side(judged: &Judged) -> difference::Side<'_> {
    difference::Side {
        rev: judged.rev.as_deref(),
        commit: judged.commit.as_ref(),
        day: judged.day,
        report: &judged.report,
        review: &judged.review,
    }
}

/// What changed in the state file beside decisions on items, which are shown with them.
fn records(before: &Judged, after: &Judged) -> Result<Vec<RecordChange>, CliError> {
    let mut changes = after.records()?.since(&before.records()?);
    changes.retain(|change| !matches!(change.subject, Subject::Record(Key::Item(_))));
    Ok(changes)
}
