//! Deciding: tick, waive, note, reopen, undo and redo, with the questions and forms that come before.

use super::act::select;
use super::action::Action;
use super::form::{Form, Name, Purpose};
use super::message::Effect;
use super::model::{Asks, Model, Overlay, Question};
use super::notices::Level;
use super::saving::save;
use super::walk;
use crate::base::clock;
use crate::model::{Decision, DecisionKind, ItemReport, Verdict};
use crate::review::decide::{self, DecideError, Session};
use crate::review::{Because, Change};

/// Begins a decision on the selected item, as far as it can be made now.
pub(super) fn begin(model: &mut Model, action: Action) -> Vec<Effect> {
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
        && model.review_item().is_some_and(|item| item.status.because == Because::Ticked)
    {
        let key = model.keys.key(Action::Reopen);
        model.say(Level::Info, format!("This item is ticked already; {key} takes that back"));
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
    if model.identity.as_ref() != Some(&decision.by) {
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
        Asks::WaiveInstead => begin(model, Action::Waive),
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
            let state = model.ledger.state();
            decide::within(&state.gate, &report.id, &waiver, session.at)
                .and_then(|()| decide::waive(&report, state.decision(&report.id), &waiver, None, &session))
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
        DecideError::TooLong { longest, latest, .. } => {
            form.fault(Name::Until, format!("a waiver may last {longest} days here, until {latest}"));
        }
        DecideError::BadPerson { .. }
        | DecideError::FailCannotBeTicked { .. }
        | DecideError::NoSuchFinding { .. }
        | DecideError::NoReasonToDismiss { .. } => {
            form.error = Some(error.to_string());
        }
    }
}

fn record(model: &mut Model, change: Change, word: &str) -> Vec<Effect> {
    if change.is_empty() {
        model.say(Level::Info, "Nothing has changed");
        return Vec::new();
    }
    let done = format!("{} {word}", change.key);
    model.ledger.record(change);
    let effects = follow(model, &done);
    walk::decided(model);
    effects
}

/// Undo and redo: the item that it was about is selected, so that the person sees what happened.
pub(super) fn step(model: &mut Model, back: bool) -> Vec<Effect> {
    let key = if back { model.ledger.undo() } else { model.ledger.redo() };
    let Some(key) = key else {
        model.say(Level::Info, if back { "Nothing to undo" } else { "Nothing to redo" });
        return Vec::new();
    };
    if let Some(at) = model.items.iter().position(|item| key.item() == Some(item)) {
        select(model, at);
    }
    follow(model, &format!("{key} {}", if back { "undone" } else { "redone" }))
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
