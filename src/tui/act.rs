//! What the actions do: moving through the review, deciding, saving, leaving.

use super::action::Action;
use super::chord::Chord;
use super::form::{Form, Name, Purpose};
use super::message::{Effect, Progress};
use super::model::{Asks, Model, Overlay, Pane, Question};
use super::notices::Level;
use super::update::counted;
use crate::base::clock;
use crate::model::{Decision, DecisionKind, ItemReport, Verdict};
use crate::review::decide::{self, DecideError, Session};
use crate::review::{Because, Change, Conflict};

/// Carries out `action`, that `key` asked for, in list or details.
pub(super) fn act(model: &mut Model, action: Action, key: Chord) -> Vec<Effect> {
    match action {
        Action::Up | Action::Down | Action::First | Action::Last | Action::PageUp | Action::PageDown => {
            go(model, action);
        }
        Action::ScrollUp => model.overview.scroll = model.overview.scroll.saturating_sub(1),
        Action::ScrollDown => model.overview.scroll += 1,
        Action::Open => model.overview.pane = Pane::Detail,
        Action::Back => model.overview.pane = Pane::List,
        Action::SwitchPane => {
            model.overview.pane = match model.overview.pane {
                Pane::List => Pane::Detail,
                Pane::Detail => Pane::List,
            };
        }
        Action::NextOpen => open_item(model, true),
        Action::PreviousOpen => open_item(model, false),
        Action::NextSection => section(model, |at, sections| (at + 1) % sections),
        Action::PreviousSection => section(model, |at, sections| (at + sections - 1) % sections),
        Action::Section => {
            if let Some(number) =
                key.digit().filter(|number| (1..=model.review.sections.len()).contains(number))
            {
                section(model, |_, _| number - 1);
            }
        }
        Action::NextPlace | Action::PreviousPlace => place(model, action == Action::NextPlace),
        Action::Tick | Action::Waive | Action::Note | Action::Reopen => return decide(model, action),
        Action::Undo | Action::Redo => return step(model, action == Action::Undo),
        Action::Save => {
            if model.ledger.unsaved() == 0 {
                model.say(Level::Info, "Everything is saved");
            }
            return save(model).into_iter().collect();
        }
        Action::Rescan => return rescan(model),
        Action::Messages => model.overlay = Some(Overlay::Messages { scroll: usize::MAX / 2 }),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Quit => return quit(model),
        _ => {}
    }
    Vec::new()
}

/// Selects another item; the details begin at their top.
pub(super) fn select(model: &mut Model, item: usize) {
    let item = item.min(model.items.len().saturating_sub(1));
    if item != model.overview.selected {
        model.overview.selected = item;
        model.overview.scroll = 0;
        model.overview.place = 0;
    }
}

fn go(model: &mut Model, action: Action) {
    let layout = model.layout();
    let at = model.overview.selected;
    if model.overview.pane == Pane::Detail {
        let rows = usize::from(layout.detail.height).saturating_sub(2).max(1);
        let scroll = &mut model.overview.scroll;
        match action {
            Action::First => *scroll = 0,
            Action::Last => *scroll = usize::MAX / 2,
            Action::PageUp => *scroll = scroll.saturating_sub(rows),
            _ => *scroll += rows,
        }
        return;
    }
    let rows = usize::from(layout.list.height).saturating_sub(3).max(1);
    let to = match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => at + 1,
        Action::First => 0,
        Action::Last => usize::MAX,
        Action::PageUp => at.saturating_sub(rows),
        _ => at + rows,
    };
    select(model, to);
}

fn open_item(model: &mut Model, forward: bool) {
    let count = model.items.len();
    let at = model.overview.selected;
    let open: Vec<bool> = model.review.items().map(|item| !item.status.done).collect();
    let next = (1..=count)
        .map(|by| if forward { (at + by) % count } else { (at + count - by) % count })
        .find(|item| open.get(*item).copied().unwrap_or(false));
    match next {
        Some(item) if item == at => model.say(Level::Info, "This is the only open item"),
        Some(item) => select(model, item),
        None => model.say(Level::Info, "No item is open"),
    }
}

fn section(model: &mut Model, to: impl Fn(usize, usize) -> usize) {
    let own = model.selected().section().to_owned();
    let at = model.review.sections.iter().position(|section| section.id == own).unwrap_or(0);
    let to = to(at, model.review.sections.len());
    let before = model.review.sections.iter().take(to).map(|section| section.items.len()).sum();
    select(model, before);
}

fn place(model: &mut Model, forward: bool) {
    let count = model.places().len();
    if count > 1 {
        let by = if forward { 1 } else { count - 1 };
        model.overview.place = (model.overview.place + by) % count;
    } else {
        model.say(
            Level::Info,
            if count == 1 { "This item has one place" } else { "This item has no place in a file" },
        );
    }
}

/// Begins a decision on the selected item, as far as it can be made now.
fn decide(model: &mut Model, action: Action) -> Vec<Effect> {
    if !model.ledger.is_ready() {
        model.say(Level::Info, "The decisions in gonogo.toml are not read yet");
        return Vec::new();
    }
    let before = model.ledger.state().decision(model.selected()).cloned();
    if action == Action::Reopen {
        return reopen(model, before.as_ref());
    }
    if action != Action::Note && model.item_report().is_none() {
        model.say(Level::Info, "The scan has not judged this item yet");
        return Vec::new();
    }
    if action == Action::Tick
        && let Some(question) = doubt(model, before.as_ref())
    {
        model.overlay = Some(Overlay::Question(question));
        return Vec::new();
    }
    if model.identity.is_none() {
        model.overlay = Some(Overlay::Form(Box::new(Form::identity(action))));
        return Vec::new();
    }
    go_on(model, action)
}

/// The decision itself, once everything it needs is known.
fn go_on(model: &mut Model, action: Action) -> Vec<Effect> {
    let item = model.selected().clone();
    let title = model.item().map_or_else(|| item.to_string(), |item| item.title.clone());
    let before = model.ledger.state().decision(&item).cloned();
    match action {
        Action::Waive => {
            let example = clock::day(model.now).saturating_add(jiff::Span::new().months(3));
            let form = Form::waive(item, &title, before.as_ref(), example);
            model.overlay = Some(Overlay::Form(Box::new(form)));
        }
        Action::Note => {
            model.overlay = Some(Overlay::Form(Box::new(Form::note(item, &title, before.as_ref()))));
        }
        _ => {
            let Some((report, session)) = parts(model) else { return Vec::new() };
            match decide::tick(&report, before.as_ref(), None, &session) {
                Ok(change) => return record(model, change, "ticked"),
                Err(error) => model.say(Level::Error, error.to_string()),
            }
        }
    }
    Vec::new()
}

/// What a decision needs: the scan's word on the selected item, and who decides.
fn parts(model: &Model) -> Option<(ItemReport, Session)> {
    Some((model.item_report()?.clone(), session(model)?))
}

fn session(model: &Model) -> Option<Session> {
    let commit = model.report.as_ref().and_then(|report| report.repository.commit.clone());
    Some(Session { by: model.identity.clone()?, with: Vec::new(), at: model.now, commit })
}

/// What stands against ticking the selected item at once.
fn doubt(model: &Model, before: Option<&Decision>) -> Option<Question> {
    let item = model.selected();
    if let Some(report) = model.item_report()
        && report.outcome.verdict() == Verdict::Fail
    {
        return Some(Question {
            title: "A fail cannot be ticked".to_owned(),
            text: format!(
                "The repository proves that {item} is not met: {}. It can be fixed, or waived with a reason.",
                report.outcome.summary().trim_end_matches('.')
            ),
            yes: "waive it",
            asks: Asks::WaiveInstead,
        });
    }
    let waived = before.filter(|decision| matches!(decision.kind, DecisionKind::Waived(_)))?;
    Some(Question {
        title: "This item is waived".to_owned(),
        text: format!("{} waived {item}. A tick takes the place of the waiver.", waived.by.name),
        yes: "tick it",
        asks: Asks::TickOverWaiver,
    })
}

fn reopen(model: &mut Model, before: Option<&Decision>) -> Vec<Effect> {
    let decided = before.filter(|decision| decision.kind != DecisionKind::Noted);
    let Some(decision) = decided else {
        model.say(Level::Info, "Nobody has decided this item");
        return Vec::new();
    };
    if model.identity.as_ref().is_some_and(|me| *me != decision.by) {
        model.overlay = Some(Overlay::Question(Question {
            title: "Somebody else decided this".to_owned(),
            text: format!("{} decided {}. Reopening takes that back.", decision.by.name, decision.item),
            yes: "reopen it",
            asks: Asks::ReopenOfOther,
        }));
        return Vec::new();
    }
    take_back(model)
}

fn take_back(model: &mut Model) -> Vec<Effect> {
    let item = model.selected().clone();
    let before = model.ledger.state().decision(&item).cloned();
    record(model, decide::reopen(&item, before.as_ref()), "reopened")
}

/// Yes to a question.
pub(super) fn confirmed(model: &mut Model, asks: Asks) -> Vec<Effect> {
    match asks {
        Asks::WaiveInstead => decide(model, Action::Waive),
        Asks::TickOverWaiver if model.identity.is_none() => {
            model.overlay = Some(Overlay::Form(Box::new(Form::identity(Action::Tick))));
            Vec::new()
        }
        Asks::TickOverWaiver => go_on(model, Action::Tick),
        Asks::ReopenOfOther => take_back(model),
        Asks::LeaveUnsaved => vec![Effect::Quit],
    }
}

/// A form is finished: decides, or says at the field what is missing.
pub(super) fn submit(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Form(mut form)) = model.overlay.take() else { return Vec::new() };
    let effects = match form.purpose.clone() {
        Purpose::Identity(then) => form.person().map(|person| {
            model.identity = Some(person);
            go_on(model, then)
        }),
        Purpose::Waive(_) => form.waiver().and_then(|waiver| {
            let Some((report, session)) = parts(model) else { return Err(()) };
            let before = model.ledger.state().decision(&report.id).cloned();
            decide::waive(&report, before.as_ref(), &waiver, None, &session)
                .map(|change| record(model, change, "waived"))
                .map_err(|error| fault(&mut form, &error))
        }),
        Purpose::Note(item) => session(model).ok_or(()).and_then(|session| {
            let before = model.ledger.state().decision(&item).cloned();
            decide::note(&item, before.as_ref(), &form.text(Name::Note), &session)
                .map(|change| record(model, change, "noted"))
                .map_err(|error| fault(&mut form, &error))
        }),
    };
    effects.unwrap_or_else(|()| {
        model.overlay = Some(Overlay::Form(form));
        Vec::new()
    })
}

/// Says an error at the field that it is about, in the words of the form.
fn fault(form: &mut Form, error: &DecideError) {
    match error {
        DecideError::NoReason { .. } => {
            form.fault(Name::Reason, "say in a sentence why it may be let through");
        }
        DecideError::NoDate { kind, example, .. } => {
            form.fault(Name::Until, format!("{kind} needs its last day, such as {example}"));
        }
        DecideError::PastDate { today, .. } => {
            form.fault(Name::Until, format!("this day is past; name today ({today}) or a later one"));
        }
        DecideError::BadPerson { .. } | DecideError::FailCannotBeTicked { .. } => {
            form.error = Some(error.to_string());
        }
    }
}

fn record(model: &mut Model, change: Change, word: &str) -> Vec<Effect> {
    if change.before == change.after {
        model.say(Level::Info, "Nothing has changed");
        return Vec::new();
    }
    let done = format!("{} {word}", change.item);
    model.ledger.record(change);
    follow(model, &done)
}

/// Undo and redo: the item that it was about is selected, so that the person sees what happened.
fn step(model: &mut Model, back: bool) -> Vec<Effect> {
    let item = if back { model.ledger.undo() } else { model.ledger.redo() };
    let Some(item) = item else {
        model.say(Level::Info, if back { "Nothing to undo" } else { "Nothing to redo" });
        return Vec::new();
    };
    if let Some(at) = model.items.iter().position(|(id, _)| *id == item) {
        select(model, at);
    }
    follow(model, &format!("{item} {}", if back { "undone" } else { "redone" }))
}

fn follow(model: &mut Model, done: &str) -> Vec<Effect> {
    model.judge();
    let obsolete =
        model.review_item().is_some_and(|item| matches!(item.status.because, Because::ObsoleteWaiver));
    let hint = if obsolete { " (it is met, so the waiver is not needed)" } else { "" };
    model.say(Level::Info, format!("{done}{hint}; saving…"));
    model.done = Some(format!("{done}{hint}"));
    save(model).into_iter().collect()
}

/// Starts saving what is not saved, where no save is on its way.
pub(super) fn save(model: &mut Model) -> Option<Effect> {
    let generation = model.saving + 1;
    let changes = model.ledger.take_off(generation)?;
    model.saving = generation;
    Some(Effect::Save { generation, changes })
}

fn rescan(model: &mut Model) -> Vec<Effect> {
    if model.is_scanning() {
        model.say(Level::Info, "The scan is still running");
        return Vec::new();
    }
    model.scan.generation += 1;
    model.scan.running = Some(Progress::default());
    model.reading += 1;
    vec![Effect::ReadState { generation: model.reading }, Effect::Scan { generation: model.scan.generation }]
}

/// Leaves, once everything is saved; asks where something cannot be.
pub(super) fn quit(model: &mut Model) -> Vec<Effect> {
    if model.ledger.unsaved() == 0 || model.leaving {
        return vec![Effect::Quit];
    }
    if model.ledger.is_saving() {
        model.leaving = true;
        model.say(Level::Info, "Saving, then leaving…");
    } else {
        ask_to_leave(model);
    }
    Vec::new()
}

pub(super) fn ask_to_leave(model: &mut Model) {
    let unsaved = counted(model.ledger.unsaved(), "decision is", "decisions are");
    let (save, quit) = (model.keys.key(Action::Save), model.keys.key(Action::Quit));
    model.overlay = Some(Overlay::Question(Question {
        title: "Not everything is saved".to_owned(),
        text: format!(
            "{unsaved} not in gonogo.toml, and would be lost. To keep them: no, then {save}, then {quit}."
        ),
        yes: "lose them",
        asks: Asks::LeaveUnsaved,
    }));
}

/// What both sides wanted: the person's own words are not lost either.
pub(super) fn conflict_text(conflict: &Conflict) -> String {
    let ours = match conflict.ours.as_ref().map(|ours| (&ours.kind, &ours.note)) {
        Some((DecisionKind::Waived(waiver), _)) => format!("\nYour waiver was: {}", waiver.reason),
        Some((_, Some(note))) => format!("\nYour note was: {note}"),
        _ => String::new(),
    };
    format!("{conflict}. Look at it again.{ours}")
}
