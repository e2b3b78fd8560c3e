//! Where decisions are recorded: the work tree, scanned, and the person who decides.

use super::place::{self, Choice, Place};
use super::{CliError, Global, Ui, lookup};
use crate::base::clock;
use crate::catalogue::Catalogue;
use crate::model::{Decision, Finding, ItemId, ItemReport, Person, ScanReport};
use crate::report::decided::{self, Answer, Decided};
use crate::review::decide::{self, DecideError, Session};
use crate::review::{Change, Key, Review, State, Store};

/// Who decides.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Who {
    /// Who decides, instead of the person that git's configuration names
    #[arg(long, value_name = "PERSON", value_parser = person, help_heading = "Who decides")]
    by: Option<Person>,
    /// Who sits beside them; may be repeated
    #[arg(long, value_name = "PERSON", value_parser = person, help_heading = "Who decides")]
    with: Vec<Person>,
}

impl Who {
    /// For records that carry no name.
    pub fn nobody() -> Self {
        Self { by: Some(Person { name: "nobody".to_owned(), email: String::new() }), with: Vec::new() }
    }
}

/// A person as the command line names one.
fn person(text: &str) -> Result<Person, String> {
    Person::parse(text).ok_or_else(|| "write a name, or `Name <email>`".to_owned())
}

/// How the answer is printed, and what is judged.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Manner {
    /// Print the answer as a document for programs, `gonogo.decided/1`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    choice: Choice,
}

/// An open repository, and who is about to decide.
pub(super) struct Desk<'u> {
    ui: &'u Ui,
    manner: &'u Manner,
    place: Place,
    store: Store,
    session: Session,
}

impl<'u> Desk<'u> {
    /// Opens the work tree and finds out who decides.
    pub fn open(global: &Global, who: &Who, manner: &'u Manner, ui: &'u Ui) -> Result<Self, CliError> {
        let folder = global.folder(None);
        let place = Place::open(&folder, None)?;
        let repository = &place.opened.repository;
        let store = place::store(repository, &folder)?;
        let by = who.by.clone().or_else(|| repository.identity(|name| std::env::var(name).ok())).ok_or_else(
            || {
                CliError::usage("git does not know who you are, so the decision would be nobody's")
                    .hint("name yourself with --by \"Name <email>\"")
                    .hint("or for good: `git config --global user.name NAME`, and `user.email` likewise")
            },
        )?;
        let with = who.with.iter().filter(|person| **person != by).cloned().collect();
        let session = Session { by, with, at: clock::now(), commit: place.opened.info.commit.clone() };
        Ok(Self { ui, manner, place, store, session })
    }

    /// Who decides, when and at which commit.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// What a scan counts as, with what people decided so far.
    pub fn review(&self, report: &ScanReport) -> Result<Review, CliError> {
        self.place.review(report)
    }

    /// What people decided so far.
    pub const fn state(&self) -> &State {
        &self.place.state
    }

    /// The project's checklist.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.place.catalogue
    }

    /// The items called `words`, each once.
    pub fn items(&self, words: &[String]) -> Result<Vec<ItemId>, CliError> {
        let mut items: Vec<ItemId> = Vec::new();
        for word in words {
            let id = &lookup::item(self.catalogue(), word)?.id;
            if !items.contains(id) {
                items.push(id.clone());
            }
        }
        Ok(items)
    }

    /// Judges every item as it lies there.
    pub fn scan(&self) -> Result<ScanReport, CliError> {
        let meter = self.ui.meter();
        let scanned = self.place.scan(&self.manner.choice, &|progress| meter.show(progress));
        meter.clear();
        scanned
    }

    /// Makes the change that `change` decides on for each of `items`, and names the release where a name is given; all of
    /// it, or nothing where one is refused.
    pub fn decide(
        &self,
        items: &[ItemId],
        report: &ScanReport,
        release: Option<&str>,
        change: impl Fn(&ItemReport, Option<&Decision>) -> Result<Change, DecideError>,
    ) -> Result<(), CliError> {
        let entries = items.iter().filter_map(|id| report.item(id));
        let changes = entries.map(|item| change(item, self.state().decision(&item.id)));
        let before = self.state().release.name.as_deref();
        let named = release.map(|name| Ok(decide::release(before, name)));
        self.record(Some(report), changes.chain(named).collect())
    }

    /// Saves the changes, all of them or none, and says what each item counts as now; `report` is the scan, where there
    /// was one.
    pub fn record(
        &self,
        report: Option<&ScanReport>,
        changes: Vec<Result<Change, DecideError>>,
    ) -> Result<(), CliError> {
        let asked = changes.len();
        let (made, refused): (Vec<_>, Vec<_>) = changes.into_iter().partition(Result::is_ok);
        let refused: Vec<DecideError> = refused.into_iter().filter_map(Result::err).collect();
        if !refused.is_empty() {
            return Err(refusal(asked, &refused));
        }
        let changes: Vec<Change> = made.into_iter().filter_map(Result::ok).collect();
        let order: Vec<ItemId> = self.catalogue().order().cloned().collect();
        let saved = self.store.save_all(&changes, &order)?;
        if !saved.conflicts.is_empty() {
            let lines: Vec<String> = saved.conflicts.iter().map(|one| format!("\n  {one}")).collect();
            return Err(CliError::usage(format!(
                "nothing was saved, somebody else was quicker:{}",
                lines.concat()
            ))
            .hint("look at what they decided with `gonogo status`, then decide again"));
        }
        if let Some(message) = saved.message() {
            self.ui.warn(&message);
        }
        let reviews = match report {
            Some(report) => Some((
                self.place.review(report)?,
                self.place.review_with(report, &saved.state, clock::day(clock::now()))?,
            )),
            None => None,
        };
        let decided: Vec<Decided<'_>> = changes
            .iter()
            .map(|change| Decided {
                change,
                finding: finding(report, change),
                status: reviews.as_ref().and_then(|(before, after)| {
                    let item = change.key.item()?;
                    Some((before.item(item)?.status, after.item(item)?.status))
                }),
            })
            .collect();
        let review = reviews.as_ref().map(|(_, after)| after);
        self.answer(&Answer { decided: &decided, review, written: saved.written })
    }

    fn answer(&self, answer: &Answer<'_>) -> Result<(), CliError> {
        if self.manner.json {
            return self.ui.print_text(&decided::json(answer));
        }
        let decided = answer.decided.iter().any(|one| one.change.after.is_some());
        if self.place.opened.info.dirty && answer.written && decided && answer.review.is_some() {
            self.ui.warn("the work tree differs from the commit that is recorded with the decision");
        }
        let mut page = self.ui.page();
        decided::text(&mut page, answer);
        self.ui.print(&page)
    }
}

/// The finding that a dismissal is about, where the scan has it.
fn finding<'r>(report: Option<&'r ScanReport>, change: &Change) -> Option<&'r Finding> {
    let Key::Finding { item, fingerprint } = &change.key else { return None };
    let findings = report?.item(item)?.outcome.findings();
    findings.iter().find(|finding| finding.fingerprint == *fingerprint)
}

/// Why nothing was saved, item by item.
fn refusal(asked: usize, refused: &[DecideError]) -> CliError {
    let error = match refused {
        [only] if asked == 1 => CliError::usage(only.to_string()),
        _ => {
            let lines: Vec<String> = refused.iter().map(|one| format!("\n  {one}")).collect();
            CliError::usage(format!("nothing was saved:{}", lines.concat()))
        }
    };
    refused.iter().filter_map(advice).take(1).fold(error, CliError::hint)
}

/// What to do instead.
fn advice(error: &DecideError) -> Option<String> {
    match error {
        DecideError::FailCannotBeTicked { item, .. } => Some(format!(
            "`gonogo explain {item}` says how to fix it; `gonogo waive {item} --kind accepted-risk --reason TEXT --until \
             DATE` lets it through"
        )),
        DecideError::NoSuchFinding { item, .. } => {
            Some(format!("`gonogo dismiss {item} --list` shows the findings"))
        }
        DecideError::NoDate { example, .. } => Some(format!("add its last day, such as --until {example}")),
        DecideError::NoReason { .. } | DecideError::NoReasonToDismiss { .. } => {
            Some("give it with --reason TEXT".to_owned())
        }
        _ => None,
    }
}
