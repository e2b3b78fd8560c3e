//! A form is finished: what it was filled in for is done, or the form says at the field what is missing.

use super::decisions::{go_on, parts, record, session};
use super::form::{Form, Name, Purpose};
use super::message::Effect;
use super::model::{Model, Overlay};
use super::{pair, several, trial};
use crate::review::decide::{self, DecideError};

/// A form is finished: decides, or says at the field what is missing.
pub(super) fn submit(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Form(mut form)) = model.overlay.take() else { return Vec::new() };
    let effects = match form.purpose.clone() {
        Purpose::Identity(then) => form.person().map(|person| {
            model.identity = Some(person);
            go_on(model, then)
        }),
        Purpose::Waive(items) => form.waiver().and_then(|waiver| {
            several::waive(model, &items, &waiver).map_err(|error| fault(&mut form, &error))
        }),
        Purpose::Dismiss(item, fingerprint) => {
            let Some((report, session)) = parts(model).filter(|(report, _)| report.id == item) else {
                return Vec::new();
            };
            let state = model.ledger.state();
            let before = state.dismissal(&item, &fingerprint);
            decide::dismiss(&report, &fingerprint, before, &form.text(Name::Reason), &session)
                .map(|change| record(model, change, "dismissed"))
                .map_err(|error| fault(&mut form, &error))
        }
        Purpose::Tick(item) => {
            let Some((report, session)) = parts(model).filter(|(report, _)| report.id == item) else {
                return Vec::new();
            };
            let before = model.ledger.state().decision(&item).cloned();
            decide::tick(&report, before.as_ref(), Some(&form.text(Name::Note)), &session)
                .map(|change| record(model, change, "ticked"))
                .map_err(|error| fault(&mut form, &error))
        }
        Purpose::Partner => form.person().map(|person| {
            pair::toggle(model, person);
            Vec::new()
        }),
        Purpose::Command(item) => match form.text(Name::Command) {
            command if command.is_empty() => {
                form.fault(Name::Command, "write the command that is to run");
                Err(())
            }
            command => Ok(trial::start(model, item, command)),
        },
        Purpose::Sign => match (form.text(Name::Role), model.identity.clone()) {
            (role, _) if role.is_empty() => {
                form.fault(Name::Role, "a sign-off needs a role");
                Err(())
            }
            (role, Some(by)) => Ok(vec![Effect::Sign { role, by }]),
            (_, None) => Err(()),
        },
        Purpose::Release => {
            let before = model.ledger.state().release.name.clone();
            let change = decide::release(before.as_deref(), &form.text(Name::Release));
            Ok(record(model, change, "changed"))
        }
        Purpose::Commit => match form.text(Name::Message) {
            message if message.is_empty() => {
                form.fault(Name::Message, "a commit needs a message");
                Err(())
            }
            message => Ok(vec![Effect::Commit(message)]),
        },
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
        DecideError::NoReasonToDismiss { .. } => {
            form.fault(Name::Reason, "say in a sentence why it is none, or may stay");
        }
        DecideError::BadPerson { .. }
        | DecideError::FailCannotBeTicked { .. }
        | DecideError::NoSuchFinding { .. } => {
            form.error = Some(error.to_string());
        }
    }
}
