//! A merge conflict inside `gonogo.toml`: recognised, and settled record by record.

use super::action::Action;
use super::find;
use super::message::Effect;
use super::model::{Model, Overlay};
use super::notices::Level;
use super::picker::{Entry, Offer, Pick};
use super::update::counted;
use crate::base::clock;
use crate::model::DecisionKind;
use crate::review::{Conflict, Key, Record, Torn};

/// A torn state file, and which side is chosen for each record.
#[derive(Debug, Clone)]
pub(super) struct Mending {
    torn: Torn,
    differences: Vec<Conflict>,
    /// Whether the other side's record is taken.
    theirs: Vec<bool>,
}

/// The state file turned out to be torn.
pub(super) fn found(model: &mut Model, torn: Torn) {
    let differences = torn.differences();
    let count = counted(differences.len(), "record", "records");
    // What only one side has is kept: a branch rarely takes a decision back, and often adds one.
    let theirs = differences.iter().map(|one| one.ours.is_none()).collect();
    model.mending = Some(Mending { torn, differences, theirs });
    let key = model.keys.key(Action::Settle);
    model.say(
        Level::Error,
        format!("gonogo.toml holds a merge conflict on {count}; {key} settles it one by one"),
    );
}

/// Opens the list of what is torn.
pub(super) fn offer(model: &mut Model) -> Vec<Effect> {
    if model.mending.is_none() {
        model.say(Level::Info, "gonogo.toml holds no merge conflict");
        return Vec::new();
    }
    find::open(model, Offer::Torn)
}

pub(super) fn entries(model: &Model) -> Vec<Entry> {
    let Some(mending) = &model.mending else { return Vec::new() };
    let sides = mending.differences.iter().zip(&mending.theirs).enumerate();
    let mut all: Vec<Entry> = sides
        .map(|(number, (one, theirs))| {
            let (ours, other) = (told(one.ours.as_ref()), told(one.theirs.as_ref()));
            let detail = if *theirs {
                format!("{other}  (yours: {ours})")
            } else {
                format!("{ours}  (theirs: {other})")
            };
            Entry {
                group: "Enter takes the other side",
                lead: if *theirs { "theirs" } else { "yours" }.to_owned(),
                label: one.key.to_string(),
                detail,
                pick: Pick::Side(number),
            }
        })
        .collect();
    all.push(Entry {
        group: "When every line says what it should",
        lead: "→".to_owned(),
        label: "write gonogo.toml so".to_owned(),
        detail: String::new(),
        pick: Pick::Settle,
    });
    all
}

/// A record in a few words.
fn told(record: Option<&Record>) -> String {
    match record {
        None => "nothing".to_owned(),
        Some(Record::Release(name)) => name.clone(),
        Some(Record::Dismissal(one)) => format!("dismissed by {}: {}", one.by.name, one.reason),
        Some(Record::SignOff(one)) => format!("{} on {}", one.verdict.label(), clock::day(one.at)),
        Some(Record::Decision(one)) => {
            let day = clock::day(one.at);
            match &one.kind {
                DecisionKind::Ticked => format!("ticked by {} on {day}", one.by.name),
                DecisionKind::Noted => format!("noted by {} on {day}", one.by.name),
                DecisionKind::Waived(waiver) => {
                    format!("waived by {} on {day}: {}", one.by.name, waiver.reason)
                }
            }
        }
    }
}

/// The other side of one record; the list stays open.
pub(super) fn switch(model: &mut Model, number: usize, picker: Option<Overlay>) {
    if let Some(side) = model.mending.as_mut().and_then(|mending| mending.theirs.get_mut(number)) {
        *side = !*side;
    }
    let entries = entries(model);
    if let Some(Overlay::Picker(mut picker)) = picker {
        picker.refill(entries);
        model.overlay = Some(Overlay::Picker(picker));
    }
}

/// Writes the chosen sides.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let Some(mending) = &model.mending else { return Vec::new() };
    let theirs: Vec<Key> = mending
        .differences
        .iter()
        .zip(&mending.theirs)
        .filter(|(_, theirs)| **theirs)
        .map(|(one, _)| one.key.clone())
        .collect();
    let by_hand = mending.torn.by_hand();
    if !by_hand.is_empty() {
        let text = format!(
            "The sides differ in what people write by hand, too: {}. Settle that in gonogo.toml itself",
            by_hand.join(", ")
        );
        model.say(Level::Error, text);
        return Vec::new();
    }
    let Some(text) = mending.torn.settled(&theirs, &model.items) else {
        model.say(
            Level::Error,
            "gonogo.toml is laid out in a way that gonogo cannot edit safely; settle it by hand",
        );
        return Vec::new();
    };
    vec![Effect::Settle { torn: mending.torn.text().to_owned(), text }]
}
