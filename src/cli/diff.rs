//! `gonogo diff`: what changed in verdicts and decisions between two commits.

use std::path::Path;

use jiff::civil::Date;

use super::place::{Choice, Place};
use super::{CliError, Exit, Global, Ui};
use crate::base::clock;
use crate::git::{Commit, Repository};
use crate::model::ScanReport;
use crate::report::difference::{self, Difference};
use crate::review::compare::{self, RecordChange, Records, Subject};
use crate::review::{Key, Review};

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
    /// How to print the comparison
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    choice: Choice,
}

/// The formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// What changed, for people
    #[default]
    Text,
    /// A document for programs, `gonogo.diff/1`
    Json,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let folder = global.folder(None);
    let repository = Repository::open(&folder)?;
    let head = repository.head()?.commit;
    let (old, new) = sides(&args.revs, &repository, head.as_deref())?;
    let [before, after] =
        [old, new].map(|rev| Scanned::make(&folder, rev, head.as_deref(), &args.choice, ui));
    let (before, after) = (before?, after?);

    let items = compare::items(before.compared(), after.compared());
    let records = records(&before, &after)?;
    let commits = match (&before.commit, &after.commit) {
        (Some(old), Some(new)) => repository.apart(&old.id, &new.id)?,
        _ => (0, 0),
    };
    let name = after.place.name();
    let difference = Difference {
        name: &name,
        catalogue: &after.place.catalogue,
        before: before.side(),
        after: after.side(),
        commits,
        items: &items,
        records: &records,
    };
    match args.format {
        Format::Json => ui.print_text(&difference::json(&difference))?,
        Format::Text => {
            let mut page = ui.page();
            difference::text(&mut page, &difference);
            ui.print(&page)?;
        }
    }
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

/// One side, scanned and judged.
struct Scanned {
    rev: Rev,
    place: Place,
    commit: Option<Commit>,
    day: Date,
    report: ScanReport,
    review: Review,
}

impl Scanned {
    fn make(folder: &Path, rev: Rev, head: Option<&str>, choice: &Choice, ui: &Ui) -> Result<Self, CliError> {
        let place = Place::open(folder, rev.as_deref())?;
        let meter = ui.meter();
        let report = place.scan(choice, &|progress| meter.show(progress));
        meter.clear();
        let report = report.map_err(|error| error.at(rev.as_deref()))?;
        let id = place.opened.info.commit.as_deref();
        let commit = id.map(|id| place.opened.repository.commit(id)).transpose()?;
        let day = match &commit {
            Some(commit) if head != Some(&commit.id) => clock::day(commit.at),
            _ => clock::day(clock::now()),
        };
        let review = place.review_on(&report, day)?;
        Ok(Self { rev, place, commit, day, report, review })
    }

    const fn compared(&self) -> compare::Side<'_> {
        compare::Side { report: &self.report, review: &self.review }
    }

    fn side(&self) -> difference::Side<'_> {
        difference::Side {
            rev: self.rev.as_deref(),
            commit: self.commit.as_ref(),
            day: self.day,
            report: &self.report,
            review: &self.review,
        }
    }

    fn records(&self) -> Result<Records, CliError> {
        let text = self.place.state_text()?.unwrap_or_default();
        // The state was read from the same text, so it has no mistakes.
        Ok(Records::read(&text).unwrap_or_default())
    }
}

/// What changed in the state file beside decisions on items, which are shown with them.
fn records(before: &Scanned, after: &Scanned) -> Result<Vec<RecordChange>, CliError> {
    let mut changes = after.records()?.since(&before.records()?);
    changes.retain(|change| !matches!(change.subject, Subject::Record(Key::Item(_))));
    Ok(changes)
}
