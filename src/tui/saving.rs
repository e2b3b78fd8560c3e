//! Saving decisions, and leaving without losing one.

use super::action::Action;
use super::message::Effect;
use super::model::{Asks, Model, Overlay, Question};
use super::notices::Level;
use super::update::counted;
use crate::model::DecisionKind;
use crate::review::{Conflict, Record};

/// Starts saving what is not saved, where no save is on its way.
pub(super) fn save(model: &mut Model) -> Option<Effect> {
    let generation = model.saving + 1;
    let changes = model.ledger.take_off(generation)?;
    model.saving = generation;
    Some(Effect::Save { generation, changes })
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
    let ours = match &conflict.ours {
        Some(Record::Decision(ours)) => match (&ours.kind, &ours.note) {
            (DecisionKind::Waived(waiver), _) => format!("\nYour waiver was: {}", waiver.reason),
            (_, Some(note)) => format!("\nYour note was: {note}"),
            _ => String::new(),
        },
        Some(Record::Dismissal(ours)) => format!("\nYour reason was: {}", ours.reason),
        _ => String::new(),
    };
    format!("{conflict}. Look at it again.{ours}")
}
