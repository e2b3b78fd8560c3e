//! Deciding: tick, waive, note, reopen, undo and redo, with the questions and forms that come before.

use super::act::select;
use super::action::Action;
use super::form::Form;
use super::message::Effect;
use super::model::{Asks, Model, Overlay, Question};
use super::notices::Level;
use super::place::Kind;
use super::saving::save;
use super::{pair, several, walk};
use crate::base::clock;
use crate::model::{Decision, DecisionKind, ItemId, ItemReport, Verdict};
use crate::review::decide::{self, Session};
use crate::review::{Because, Change, Key};

/// Begins a decision on the selected item, as far as it can be made now.
pub(super) fn begin(model: &mut Model, action: Action) -> Vec<Effect> {
    if !model.ledger.is_ready() {
        model.say(Level::Info, "The decisions in gonogo.toml are not read yet");
        return Vec::new();
    }
    if action != Action::Note && several::is_meant(model) {
        return several::begin(model, action);
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

/// Ticks or notes with a text to begin with: what a verification command said.
pub(super) fn with_note(model: &mut Model, action: Action, text: &str) -> Vec<Effect> {
    let fails = model.item_report().is_none_or(|report| report.outcome.verdict() == Verdict::Fail);
    if !model.ledger.is_ready() || model.identity.is_none() || (action == Action::Tick && fails) {
        return begin(model, action);
    }
    let item = model.selected().clone();
    let title = model.item().map_or_else(|| item.to_string(), |item| item.title.clone());
    let form = if action == Action::Tick {
        Form::tick(item, &title, text)
    } else {
        let state = model.ledger.state();
        let old = state.decision(&item).and_then(|decision| decision.note.clone());
        Form::noting(item, &title, &old.map_or_else(|| text.to_owned(), |old| format!("{old}\n{text}")))
    };
    model.overlay = Some(Overlay::Form(Box::new(form)));
    Vec::new()
}

/// The decision itself, once everything it needs is known.
pub(super) fn go_on(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::Dismiss {
        return dismiss(model);
    }
    if action == Action::Sign {
        return pair::sign(model);
    }
    if action != Action::Note && several::is_meant(model) {
        return several::begin(model, action);
    }
    let item = model.selected().clone();
    let title = model.item().map_or_else(|| item.to_string(), |item| item.title.clone());
    let before = model.ledger.state().decision(&item).cloned();
    match action {
        Action::Waive => {
            let example = clock::day(model.now).saturating_add(jiff::Span::new().months(3));
            let form = Form::waive(vec![item], &title, before.as_ref(), example);
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
pub(super) fn parts(model: &Model) -> Option<(ItemReport, Session)> {
    Some((model.item_report()?.clone(), session(model)?))
}

pub(super) fn session(model: &Model) -> Option<Session> {
    let commit = model.report.as_ref().and_then(|report| report.repository.commit.clone());
    Some(Session { by: model.identity.clone()?, with: model.with.clone(), at: model.now, commit })
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

/// The finding that is shown, with the item that it is of.
fn finding(model: &Model) -> Option<(ItemId, String, String)> {
    match model.place()?.kind {
        Kind::Finding(finding) => {
            Some((model.selected().clone(), finding.fingerprint.clone(), finding.message.clone()))
        }
        Kind::Evidence | Kind::Warning(_) => None,
    }
}

/// Dismisses the shown finding with a reason, or takes its dismissal back.
pub(super) fn dismiss(model: &mut Model) -> Vec<Effect> {
    if !model.ledger.is_ready() {
        model.say(Level::Info, "The decisions in gonogo.toml are not read yet");
        return Vec::new();
    }
    let Some((item, fingerprint, message)) = finding(model) else {
        let key = model.keys.key(Action::NextPlace);
        model.say(Level::Info, format!("No finding is shown; {key} pages to the next place"));
        return Vec::new();
    };
    if model.identity.is_none() {
        model.overlay = Some(Overlay::Form(Box::new(Form::identity(Action::Dismiss))));
        return Vec::new();
    }
    match model.ledger.state().dismissal(&item, &fingerprint) {
        Some(old) if model.identity.as_ref() != Some(&old.by) => {
            model.overlay = Some(Overlay::Question(Question {
                title: "Somebody else dismissed this".to_owned(),
                text: format!("{} dismissed it: {}. Yes takes that back.", old.by.name, old.reason),
                yes: "take it back",
                asks: Asks::UndismissOfOther,
            }));
            Vec::new()
        }
        Some(_) => undismiss(model),
        None => {
            model.overlay = Some(Overlay::Form(Box::new(Form::dismiss(item, fingerprint, &message))));
            Vec::new()
        }
    }
}

/// Asks for the name of the release.
pub(super) fn release(model: &mut Model) {
    if !model.ledger.is_ready() {
        model.say(Level::Info, "The decisions in gonogo.toml are not read yet");
        return;
    }
    let form = Form::release(model.ledger.state().release.name.as_deref());
    model.overlay = Some(Overlay::Form(Box::new(form)));
}

fn undismiss(model: &mut Model) -> Vec<Effect> {
    let Some((item, fingerprint, _)) = finding(model) else { return Vec::new() };
    let Some(old) = model.ledger.state().dismissal(&item, &fingerprint).cloned() else { return Vec::new() };
    record(model, decide::undismiss(&old), "counts again")
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
        Asks::Several(action) => several::confirmed(model, action),
        Asks::UndismissOfOther => undismiss(model),
        Asks::LeaveUnsaved => vec![Effect::Quit],
    }
}

/// Makes a change, says so and saves it.
pub(super) fn record(model: &mut Model, change: Change, word: &str) -> Vec<Effect> {
    record_all(model, vec![change], word)
}

/// Makes several changes in one go: they are undone in one go as well.
pub(super) fn record_all(model: &mut Model, changes: Vec<Change>, word: &str) -> Vec<Effect> {
    let changes: Vec<Change> = changes.into_iter().filter(|change| !change.is_empty()).collect();
    let done = match changes.as_slice() {
        [] => {
            model.say(Level::Info, "Nothing has changed");
            return Vec::new();
        }
        [Change { key: Key::Finding { item, .. }, .. }] => format!("a finding of {item} {word}"),
        [change] => format!("{} {word}", change.key),
        several => format!("{} items {word}", several.len()),
    };
    let about_items = changes.iter().any(|change| change.key.item().is_some());
    model.ledger.record(changes);
    let effects = follow(model, &done);
    if about_items {
        walk::decided(model);
    }
    effects
}

/// Undo and redo: the item that it was about is selected, so that the person sees what happened.
pub(super) fn step(model: &mut Model, back: bool) -> Vec<Effect> {
    let keys = if back { model.ledger.undo() } else { model.ledger.redo() };
    let Some(keys) = keys else {
        model.say(Level::Info, if back { "Nothing to undo" } else { "Nothing to redo" });
        return Vec::new();
    };
    if let Some(at) = model.items.iter().position(|item| keys.first().and_then(Key::item) == Some(item)) {
        select(model, at);
    }
    let what = match keys.as_slice() {
        [Key::Finding { item, .. }] => format!("a finding of {item}"),
        [key] => key.to_string(),
        several => format!("{} items", several.len()),
    };
    follow(model, &format!("{what} {}", if back { "undone" } else { "redone" }))
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
