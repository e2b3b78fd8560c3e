//! What never happens, whatever comes in: no panic, no lost decision.

use std::collections::BTreeMap;

use gonogo::model::{DecisionKind, ItemId};
use gonogo::tui::{Chord, Effect, Message, Mouse, Progress};
use proptest::prelude::*;

use super::stage::{Stage, report};

/// Something that happens to the program.
#[derive(Debug, Clone)]
enum Event {
    Key(&'static str),
    Text(String),
    Paste(String),
    Resize(u16, u16),
    /// The oldest effect is carried out.
    Answer,
    /// The oldest effect is carried out on a full disk.
    Full,
    Progress(usize, usize),
    Late,
    /// The mouse is used somewhere.
    Mouse(u16, u16, usize),
    /// A command says something and ends.
    Output,
    /// Files and the state file changed.
    Changed,
    Hours(i64),
}

const KEYS: [&str; 70] = [
    "up",
    "down",
    "k",
    "j",
    "g",
    "G",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "n",
    "N",
    "[",
    "]",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "9",
    "left",
    "right",
    "t",
    "w",
    "c",
    "o",
    "u",
    "U",
    "s",
    "r",
    "!",
    "?",
    "y",
    "space",
    "b",
    "ctrl-s",
    "ctrl-l",
    "backspace",
    "delete",
    "home",
    "end",
    "page-up",
    "page-down",
    "q",
    "x",
    "v",
    "V",
    "z",
    "/",
    ":",
    "f",
    "F",
    "X",
    "'",
    "i",
    "e",
    "y",
    "Y",
    "L",
    "S",
    "m",
    "P",
    "K",
    "C",
    "M",
    "T",
    "f12",
    "d",
    "=",
];

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        30 => prop::sample::select(KEYS.to_vec()).prop_map(Event::Key),
        2 => Just("2027-01-01".to_owned()).prop_map(Event::Text),
        2 => "\\PC{0,12}".prop_map(Event::Text),
        1 => any::<String>().prop_map(Event::Paste),
        3 => (0_u16..300, 0_u16..100).prop_map(|(width, height)| Event::Resize(width, height)),
        10 => Just(Event::Answer),
        3 => Just(Event::Full),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(done, total)| Event::Progress(done, total)),
        1 => Just(Event::Late),
        1 => Just(Event::Changed),
        2 => (0_u16..260, 0_u16..90, 0_usize..3).prop_map(|(x, y, what)| Event::Mouse(x, y, what)),
        1 => Just(Event::Output),
        1 => (-9_000_i64..9_000).prop_map(Event::Hours),
    ]
}

fn happen(stage: &mut Stage, event: Event) {
    match event {
        Event::Key(key) => stage.press(&[key]),
        Event::Text(text) => {
            for letter in text.chars() {
                if let Some(chord) = Chord::parse(&letter.to_string()) {
                    stage.send(Message::Key(chord));
                }
            }
        }
        Event::Paste(text) => stage.send(Message::Paste(text)),
        Event::Resize(width, height) => stage.resize(width, height),
        Event::Answer | Event::Full if stage.effects.is_empty() => {}
        Event::Answer | Event::Full => {
            stage.world.full = matches!(event, Event::Full);
            let effect = stage.effects.remove(0);
            if let Some(message) = stage.answer(effect) {
                stage.send(message);
            }
            stage.world.full = false;
        }
        Event::Progress(done, total) => {
            stage.send(Message::ScanProgress {
                generation: 2,
                progress: Progress { step: "\u{1b}".into(), done, total },
            });
        }
        Event::Mouse(x, y, what) => {
            let mouse = [Mouse::Click, Mouse::WheelUp, Mouse::WheelDown][what];
            stage.send(Message::Mouse { mouse, x, y });
        }
        Event::Output => {
            stage.send(Message::Output { generation: 1, line: "\u{1b}[31mred".to_owned() });
            stage.send(Message::Beat { generation: 1 });
            stage.send(Message::Ran { generation: 1, result: Ok(Some(3)) });
        }
        Event::Changed => {
            stage.send(Message::TreeChanged);
            stage.send(Message::StateChanged);
        }
        Event::Late => stage.send(Message::ScanEnded { generation: 1, result: Ok(Box::new(report())) }),
        Event::Hours(hours) => {
            let now: jiff::Timestamp = "2026-11-22T10:00:00Z".parse().expect("a time");
            stage.send(Message::Now(now + jiff::SignedDuration::from_hours(hours)));
        }
    }
}

/// The decisions as the person sees them.
fn seen(stage: &Stage) -> BTreeMap<ItemId, DecisionKind> {
    let decided = stage.model.review().items().filter_map(|item| item.decision.as_ref());
    decided.map(|decision| (decision.item.clone(), decision.kind.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_what_is_seen_is_what_will_be_in_the_file(
        events in prop::collection::vec(event(), 0..60),
        size in (0_u16..260, 0_u16..90),
    ) {
        let mut stage = Stage::starting(size.0, size.1, "dark");
        for event in events {
            happen(&mut stage, event);
            let _ = stage.buffer();
            // Nobody but this program writes the made-up file, so: what is seen = what is saved + what is pending.
            let mut expected = stage.world.file.lock().unwrap().decisions.clone();
            let in_flight = stage.effects.iter().any(|effect| matches!(effect, Effect::Save { .. }));
            if !in_flight && stage.model.unsaved().is_empty() && !stage.effects.iter().any(|effect| matches!(effect, Effect::ReadState { .. })) {
                let saved: BTreeMap<_, _> = expected.drain(..).map(|(id, one)| (id, one.kind)).collect();
                prop_assert_eq!(seen(&stage), saved);
            }
        }
        let shown = seen(&stage);
        stage.effects.retain(|effect| *effect != Effect::Quit);
        stage.settle();
        stage.send(Message::Terminate);
        stage.settle();
        let saved: BTreeMap<_, _> =
            stage.world.file.lock().unwrap().decisions.iter().map(|(id, one)| (id.clone(), one.kind.clone())).collect();
        prop_assert_eq!(shown, saved);
    }
}
