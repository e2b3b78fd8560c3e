//! Who is at the keyboard, and who sits beside them: their decisions carry both names.

use super::action::Action;
use super::find;
use super::form::Form;
use super::message::Effect;
use super::model::{Model, Overlay};
use super::notices::Level;
use super::picker::{Entry, Offer, Pick};
use crate::model::{DecisionKind, Person};
use crate::review::{Blocker, Call};

/// Offers the authors of the repository.
pub(super) fn offer(model: &mut Model) -> Vec<Effect> {
    let mut effects = find::open(model, Offer::People);
    if model.people.is_none() {
        effects.push(Effect::ReadPeople);
    }
    effects
}

pub(super) fn entries(model: &Model) -> Vec<Entry> {
    let entry = |group, lead: &str, label: String, detail: &str, pick| Entry {
        group,
        lead: lead.to_owned(),
        label,
        detail: detail.to_owned(),
        pick,
    };
    let mut all = Vec::new();
    if let Some(me) = &model.identity {
        all.push(entry("At the keyboard", "◉", me.to_string(), "", Pick::Nothing));
    }
    for person in &model.with {
        all.push(entry("With you", "●", person.to_string(), "Enter: has left", Pick::Person(person.clone())));
    }
    let others = model.people.iter().flatten();
    let others = others.filter(|one| model.identity.as_ref() != Some(one) && !model.with.contains(one));
    all.extend(others.map(|one| {
        entry("Who else has written this repository", "", one.to_string(), "", Pick::Person(one.clone()))
    }));
    all.push(entry("Somebody else", "+", "another person…".to_owned(), "", Pick::OtherPerson));
    all
}

/// Somebody sat down, or left.
pub(super) fn toggle(model: &mut Model, person: Person) {
    let name = person.name.clone();
    if let Some(at) = model.with.iter().position(|one| *one == person) {
        model.with.remove(at);
        model.say(Level::Info, format!("{name} has left"));
    } else if model.identity.as_ref() == Some(&person) {
        model.say(Level::Info, format!("{name} is at the keyboard already"));
    } else {
        model.with.push(person);
        model.say(Level::Info, format!("{name} is with you: decisions carry both names"));
    }
}

/// The keyboard goes to the first of those who sit beside it.
pub(super) fn swap(model: &mut Model) -> Vec<Effect> {
    if model.with.is_empty() {
        let key = model.keys.key(Action::Pair);
        model.say(Level::Info, format!("Nobody is with you; {key} says who is"));
        return Vec::new();
    }
    let next = model.with.remove(0);
    let text = format!("{} is at the keyboard now", next.name);
    if let Some(before) = model.identity.replace(next) {
        model.with.push(before);
    }
    model.say(Level::Info, text);
    Vec::new()
}

/// Asks in which role the person at the keyboard signs.
pub(super) fn sign(model: &mut Model) -> Vec<Effect> {
    if model.ledger.unsaved() > 0 {
        let key = model.keys.key(Action::Save);
        model.say(Level::Info, format!("Not everything is saved yet; {key} tries again"));
        return Vec::new();
    }
    if model.identity.is_none() {
        model.overlay = Some(Overlay::Form(Box::new(Form::identity(Action::Sign))));
        return Vec::new();
    }
    let missing = model.review.blockers.iter().find_map(|blocker| match blocker {
        Blocker::SignOff { role } => Some(role.clone()),
        _ => None,
    });
    let role = missing.unwrap_or_else(|| "release manager".to_owned());
    model.overlay = Some(Overlay::Form(Box::new(Form::sign(&role))));
    Vec::new()
}

/// Shows the commit of `gonogo.toml`, to be changed, made or left.
pub(super) fn commit(model: &mut Model) -> Vec<Effect> {
    if model.ledger.unsaved() > 0 {
        let key = model.keys.key(Action::Save);
        model.say(Level::Info, format!("Not everything is saved yet; {key} tries again"));
        return Vec::new();
    }
    model.overlay = Some(Overlay::Form(Box::new(Form::commit(&message(model)))));
    Vec::new()
}

/// What the commit says: where the review stands, what was decided in this session, and who sat beside.
fn message(model: &Model) -> String {
    let review = &model.review;
    let call = if review.call() == Call::Go { "GO" } else { "NO-GO" };
    let mut text = format!("Review the launch: {}, {} of {} done", call, review.done(), review.total());
    let decided: Vec<String> = model
        .ledger
        .touched()
        .into_iter()
        .filter_map(|id| {
            let item = review.item(&id)?;
            let word = match item.decision.as_ref().map(|decision| &decision.kind) {
                Some(DecisionKind::Ticked) => "ticked",
                Some(DecisionKind::Waived(_)) => "waived",
                Some(DecisionKind::Noted) => "noted",
                None => "reopened",
            };
            Some(format!("{id}: {word}"))
        })
        .collect();
    if !decided.is_empty() {
        text.push_str("\n\n");
        text.push_str(&decided.join("\n"));
    }
    let with: Vec<String> = model.with.iter().map(|one| format!("Co-authored-by: {one}")).collect();
    if !with.is_empty() {
        text.push_str("\n\n");
        text.push_str(&with.join("\n"));
    }
    text
}
