//! `gonogo --plain`: the walkthrough as questions on lines, without an alternate screen, borders, colours that matter or
//! anything that moves: for screen readers, dumb terminals and pipes. It asks what the full screen asks, and saves the
//! same records.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use jiff::civil::Date;

use super::place::{self, Choice, Place};
use super::{CliError, Exit, Ui};
use crate::base::{clock, safe};
use crate::catalogue::Catalogue;
use crate::model::{Decision, ItemId, ItemReport, Person, ScanReport, Verdict, Waiver, WaiverKind};
use crate::report;
use crate::review::decide::{self, DecideError, Session};
use crate::review::{Change, Review, Store};

/// What can be answered to an item.
const ANSWERS: &str =
    "t tick, w waive, c note, o reopen, u undo, y why and how, n next, p previous, s summary, q quit";

/// Walks through the open items of the repository that holds `folder`.
pub(super) fn run(folder: &Path, choice: &Choice, ui: &Ui) -> Result<Exit, CliError> {
    let place = Place::open(folder, None)?;
    let store = place::store(&place.opened.repository, folder)?;
    let identity = place.opened.repository.identity(|name| std::env::var(name).ok());
    ui.print_text(&format!("gonogo, the launch review of {}. Scanning…\n", safe::line(&place.name())))?;
    let report = place.scan(choice, &|_| {})?;
    let catalogue = place.state.catalogue();
    let walk = Plain { ui, place, store, report, identity, catalogue, done: Vec::new() };
    walk.walk()
}

/// The walk: what was scanned, what is decided, who decides.
struct Plain<'u> {
    ui: &'u Ui,
    place: Place,
    store: Store,
    report: ScanReport,
    identity: Option<Person>,
    /// The project's checklist.
    catalogue: Catalogue,
    /// What was done in this session, for undoing.
    done: Vec<Change>,
}

impl Plain<'_> {
    fn say(&self, text: &str) -> Result<(), CliError> {
        self.ui.print_text(&format!("{text}\n"))
    }

    /// Asks a question; `None` where nobody answers any more.
    fn ask(&self, question: &str) -> Result<Option<String>, CliError> {
        self.ui.print_text(&format!("{question} "))?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        // Where the answers do not come from a terminal, nobody has ended the line of the question.
        if !io::stdin().is_terminal() {
            self.ui.print_text("\n")?;
        }
        let _ = io::stdout().flush();
        match read {
            Ok(0) | Err(_) => Ok(None),
            Ok(_) => Ok(Some(line.trim().to_owned())),
        }
    }

    fn review(&self) -> Result<Review, CliError> {
        self.place.review(&self.report)
    }

    fn walk(mut self) -> Result<Exit, CliError> {
        self.summary()?;
        let review = self.review()?;
        let queue: Vec<ItemId> =
            review.items().filter(|item| !item.status.done).map(|item| item.id.clone()).collect();
        let mut at = 0;
        while let Some(item) = queue.get(at) {
            self.show(item, at + 1, queue.len())?;
            loop {
                let Some(answer) = self.ask(&format!("{ANSWERS}?"))? else { return self.end() };
                match answer.to_lowercase().as_str() {
                    "n" | "next" | "" => at += 1,
                    "p" | "previous" => at = at.saturating_sub(1),
                    "s" | "summary" => {
                        self.summary()?;
                        continue;
                    }
                    "y" | "why" => {
                        self.explain(item)?;
                        continue;
                    }
                    "q" | "quit" => return self.end(),
                    "t" | "tick" | "w" | "waive" | "c" | "note" | "o" | "reopen" | "u" | "undo" => {
                        let done = self.decide(item, &answer.to_lowercase())?;
                        let over = self.review()?.item(item).is_some_and(|item| item.status.done);
                        if !(done && over) {
                            continue;
                        }
                        at += 1;
                    }
                    other => {
                        self.say(&format!("'{}' is no answer.", safe::line(other)))?;
                        continue;
                    }
                }
                break;
            }
        }
        self.say("\nThat was the last open item.")?;
        self.end()
    }

    fn end(&self) -> Result<Exit, CliError> {
        self.summary()?;
        self.say("Every decision is saved in gonogo.toml.")?;
        Ok(Exit::Success)
    }

    /// The poll: what each section says, and the whole.
    fn summary(&self) -> Result<(), CliError> {
        let review = self.review()?;
        let mut text = String::from("\n");
        for section in &review.sections {
            let title = self.catalogue.section(&section.id).map_or(&section.id, |section| &section.title);
            let open = section.total() - section.done();
            let call = review.section_call(&section.id);
            let _ = writeln!(text, "{call}: {title}, {} done, {open} open.", section.counter());
        }
        let count = review.blockers.len();
        let whole = review.call();
        let _ = write!(text, "The whole: {whole}, {} of {} done.", review.done(), review.total());
        if count > 0 {
            let _ = writeln!(text, " In the way: {count}.");
            for blocker in &review.blockers {
                let _ = writeln!(text, "  {}", safe::line(&blocker.to_string()));
            }
        }
        self.say(text.trim_end_matches('\n'))
    }

    fn show(&self, id: &ItemId, number: usize, count: usize) -> Result<(), CliError> {
        self.say(&format!("\nItem {number} of {count}."))?;
        let review = self.review()?;
        let parts = (self.catalogue.item(id), self.report.item(id), review.item(id));
        if let (Some(item), Some(entry), Some(reviewed)) = parts {
            let mut page = self.ui.page();
            report::item::item(&mut page, item, entry, reviewed, false);
            self.ui.print(&page)?;
        }
        Ok(())
    }

    fn explain(&self, id: &ItemId) -> Result<(), CliError> {
        let Some(item) = self.catalogue.item(id) else { return Ok(()) };
        let mut page = self.ui.page();
        report::catalogue::explain(&mut page, &self.catalogue, item);
        self.ui.print(&page)
    }

    /// Asks who decides, where git does not say it.
    fn session(&mut self) -> Result<Option<Session>, CliError> {
        if self.identity.is_none() {
            self.say("Your name stands under your decisions, and git's configuration does not say it.")?;
            let Some(name) = self.ask("Your name:")?.filter(|name| !name.is_empty()) else { return Ok(None) };
            let Some(email) = self.ask("Your e-mail address:")? else { return Ok(None) };
            self.identity = Some(Person { name, email });
        }
        let commit = self.report.repository.commit.clone();
        Ok(self.identity.clone().map(|by| Session { by, with: Vec::new(), at: clock::now(), commit }))
    }

    /// Carries out a decision; false where it was not made.
    fn decide(&mut self, id: &ItemId, answer: &str) -> Result<bool, CliError> {
        if answer.starts_with('u') {
            let Some(change) = self.done.pop() else {
                self.say("There is nothing to undo.")?;
                return Ok(false);
            };
            self.save(change.inverse(), false)?;
            return Ok(true);
        }
        let before = self.place.state.decision(id).cloned();
        if answer.starts_with('o') {
            if before.is_none() {
                self.say("Nobody has decided this item.")?;
                return Ok(false);
            }
            return self.save(decide::reopen(id, before.as_ref()), true);
        }
        let Some(entry) = self.report.item(id).cloned() else { return Ok(false) };
        if answer.starts_with('t') && entry.outcome.verdict() == Verdict::Fail {
            self.say("A fail cannot be ticked: fix it, or waive it with a reason (w).")?;
            return Ok(false);
        }
        let Some(session) = self.session()? else { return Ok(false) };
        let change = match answer.chars().next() {
            Some('t') => decide::tick(&entry, before.as_ref(), None, &session),
            Some('w') => match self.waiver()? {
                Some(waiver) => waive(&entry, before.as_ref(), &waiver, &session),
                None => return Ok(false),
            },
            _ => match self.ask("The note (empty removes it):")? {
                Some(text) => decide::note(id, before.as_ref(), &text, &session),
                None => return Ok(false),
            },
        };
        match change {
            Ok(change) => self.save(change, true),
            Err(error) => {
                if matches!(error, DecideError::BadPerson { .. }) {
                    self.identity = None;
                }
                self.say(&format!("Not decided: {}.", safe::line(&error.to_string())))?;
                Ok(false)
            }
        }
    }

    fn waiver(&self) -> Result<Option<Waiver>, CliError> {
        let kinds: Vec<String> = WaiverKind::ALL
            .iter()
            .enumerate()
            .map(|(at, kind)| format!("{} {}", at + 1, kind.as_str()))
            .collect();
        let Some(answer) = self.ask(&format!("Kind ({}):", kinds.join(", ")))? else { return Ok(None) };
        let numbered =
            answer.parse().ok().and_then(|number: usize| WaiverKind::ALL.get(number.wrapping_sub(1)));
        let Some(kind) = numbered.copied().or_else(|| WaiverKind::parse(&answer)) else {
            self.say("That is no kind of waiver; nothing was decided.")?;
            return Ok(None);
        };
        let Some(reason) = self.ask("Reason:")? else { return Ok(None) };
        let needed = if kind.needs_date() { "needed" } else { "empty for none" };
        let Some(until) = self.ask(&format!("Last day, such as 2027-03-31 ({needed}):"))? else {
            return Ok(None);
        };
        let until = match until.as_str() {
            "" => None,
            text => {
                let Ok(date) = text.parse::<Date>() else {
                    self.say("That is no day of the form year-month-day; nothing was decided.")?;
                    return Ok(None);
                };
                Some(date)
            }
        };
        let Some(ticket) = self.ask("Ticket (empty for none):")? else { return Ok(None) };
        Ok(Some(Waiver { kind, reason, until, ticket: Some(ticket).filter(|ticket| !ticket.is_empty()) }))
    }

    /// Saves a change and says so; false where somebody else was there first.
    fn save(&mut self, change: Change, undoable: bool) -> Result<bool, CliError> {
        let order: Vec<ItemId> = self.catalogue.order().cloned().collect();
        let saved = self.store.save(std::slice::from_ref(&change), &order)?;
        self.place.state = saved.state;
        if let Some(conflict) = saved.conflicts.first() {
            self.say(&format!("{}.", safe::line(&conflict.to_string())))?;
            return Ok(false);
        }
        if undoable {
            self.done.push(change);
        }
        self.say("Saved in gonogo.toml.")?;
        Ok(true)
    }
}

fn waive(
    entry: &ItemReport,
    before: Option<&Decision>,
    waiver: &Waiver,
    session: &Session,
) -> Result<Change, DecideError> {
    decide::waive(entry, before, waiver, None, session)
}
