//! Deciding several marked items in one go, with one reason.

use super::action::Action;
use super::decisions::{parts, record_all, session};
use super::form::Form;
use super::message::Effect;
use super::model::{Asks, Model, Overlay, Question, Screen};
use super::notices::Level;
use super::update::counted;
use crate::base::clock;
use crate::model::{ItemId, Verdict, Waiver};
use crate::review::decide::{self, DecideError};

/// How many ids a question names.
const NAMED: usize = 6;

/// Whether a decision is meant for what is marked: only the overview shows the marks.
pub(super) fn is_meant(model: &Model) -> bool {
    model.screen == Screen::Overview && !model.marked.is_empty()
}

fn marked(model: &Model) -> Vec<ItemId> {
    model.marked.iter().filter_map(|number| model.items.get(*number).cloned()).collect()
}

/// Those of the marked items that `action` can be done with.
fn fitting(model: &Model, action: Action) -> Vec<ItemId> {
    let state = model.ledger.state();
    let fits = |id: &ItemId| {
        let report = model.report.as_ref().and_then(|report| report.item(id));
        match action {
            Action::Tick => report.is_some_and(|report| report.outcome.verdict() != Verdict::Fail),
            Action::Reopen => state.decision(id).is_some(),
            _ => report.is_some(),
        }
    };
    marked(model).into_iter().filter(fits).collect()
}

/// Begins a decision on what is marked.
pub(super) fn begin(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.identity.is_none() && action != Action::Reopen {
        model.overlay = Some(Overlay::Form(Box::new(Form::identity(action))));
        return Vec::new();
    }
    let items = fitting(model, action);
    let left = model.marked.len() - items.len();
    if items.is_empty() {
        let why = match action {
            Action::Tick => "Every marked item fails: a fail cannot be ticked, only waived",
            Action::Reopen => "Nobody has decided any of the marked items",
            _ => "The scan has not judged the marked items yet",
        };
        model.say(Level::Info, why);
        return Vec::new();
    }
    if action == Action::Waive {
        let example = clock::day(model.now).saturating_add(jiff::Span::new().months(3));
        let title = counted(items.len(), "item", "items");
        model.overlay = Some(Overlay::Form(Box::new(Form::waive(items, &title, None, example))));
        return Vec::new();
    }
    let names: Vec<&str> = items.iter().take(NAMED).map(ItemId::as_str).collect();
    let more = if items.len() > NAMED { ", …" } else { "" };
    let rest = match (left, action) {
        (0, _) => String::new(),
        (_, Action::Tick) => format!(" {left} of the marked ones fail and stay as they are."),
        _ => format!(" {left} of the marked ones are not decided."),
    };
    let (word, yes) = if action == Action::Tick {
        ("Tick", "tick them: I verified each")
    } else {
        ("Reopen", "reopen them")
    };
    model.overlay = Some(Overlay::Question(Question {
        title: format!("{word} {}?", counted(items.len(), "item", "items")),
        text: format!("{}{more}.{rest}", names.join(", ")),
        yes,
        asks: Asks::Several(action),
    }));
    Vec::new()
}

/// Yes: does it, in one go.
pub(super) fn confirmed(model: &mut Model, action: Action) -> Vec<Effect> {
    let items = fitting(model, action);
    let state = model.ledger.state();
    let session = session(model);
    let changes: Result<Vec<_>, DecideError> = items
        .iter()
        .filter_map(|id| {
            let before = state.decision(id);
            if action == Action::Reopen {
                return Some(Ok(decide::reopen(id, before)));
            }
            let report = model.report.as_ref()?.item(id)?;
            Some(decide::tick(report, before, None, session.as_ref()?))
        })
        .collect();
    match changes {
        Ok(changes) => {
            model.marked.clear();
            record_all(model, changes, if action == Action::Tick { "ticked" } else { "reopened" })
        }
        Err(error) => {
            model.say(Level::Error, error.to_string());
            Vec::new()
        }
    }
}

/// Waives `items` with one reason.
///
/// # Errors
/// As [`decide::waive`]: nothing is waived then.
pub(super) fn waive(
    model: &mut Model,
    items: &[ItemId],
    waiver: &Waiver,
) -> Result<Vec<Effect>, DecideError> {
    let (Some((_, session)), state) = (parts(model), model.ledger.state()) else { return Ok(Vec::new()) };
    let changes = items
        .iter()
        .filter_map(|id| model.report.as_ref()?.item(id))
        .map(|report| {
            decide::within(&state.gate, &report.id, waiver, session.at)?;
            decide::waive(report, state.decision(&report.id), waiver, None, &session)
        })
        .collect::<Result<Vec<_>, _>>()?;
    if items.len() > 1 {
        model.marked.clear();
    }
    Ok(record_all(model, changes, "waived"))
}
