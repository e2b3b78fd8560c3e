//! Every screen as it looks, at three sizes and without colour. A screen without a scene fails here.

use gonogo::model::{Decision, DecisionKind, Person};
use gonogo::review::state::Dismissal;
use gonogo::tui::{Effect, Message, Sight};
use ratatui::style::{Color, Modifier};

use super::stage::Stage;

/// A person's way to a screen, from the first frame on.
type Way = fn(&mut Stage);

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (140, 45)];

/// Every scene: what it is called, what a person sees there, and the way to it.
const SCENES: &[(&str, Sight, Way)] = &[
    ("first-frame", Sight::Overview, |_| {}),
    ("scanning", Sight::Overview, |stage| {
        let progress = gonogo::tui::Progress { step: "reading the models".to_owned(), done: 12, total: 38 };
        stage.send(Message::ScanProgress { generation: 1, progress });
    }),
    ("scan-failed", Sight::Overview, |stage| {
        stage.effects.clear();
        stage.send(Message::ScanEnded {
            generation: 1,
            result: Err(
                "no Django project here: there is no manage.py, and no settings module was named".to_owned()
            ),
        });
    }),
    ("overview", Sight::Overview, |stage| press(stage, "")),
    ("filtered", Sight::Overview, |stage| {
        press(stage, "f");
        stage.type_text("fail");
        press(stage, "enter");
    }),
    ("marked", Sight::Overview, |stage| press(stage, "x x down x")),
    ("not-saved", Sight::Overview, |stage| {
        stage.world.full = true;
        press(stage, "4 t");
    }),
    ("detail", Sight::Detail, |stage| press(stage, "enter")),
    ("detail-end", Sight::Detail, |stage| press(stage, "enter G")),
    ("findings", Sight::Detail, |stage| press(stage, "2 down enter")),
    ("stale", Sight::Detail, |stage| {
        decided(stage, DecisionKind::Ticked);
        press(stage, "down down down enter");
    }),
    ("walk", Sight::Walk, |stage| press(stage, "v")),
    ("walk-findings", Sight::Walk, |stage| press(stage, "2 down v right")),
    ("walk-stale", Sight::Walk, |stage| {
        decided(stage, DecisionKind::Ticked);
        press(stage, "down down down v");
    }),
    ("poll", Sight::Poll, |stage| press(stage, "V")),
    ("poll-waivers", Sight::Poll, |stage| {
        waive(stage);
        press(stage, "R");
        stage.type_text("2.4.0");
        press(stage, "ctrl-s V G");
    }),
    ("find", Sight::Find, |stage| {
        press(stage, "/");
        stage.type_text("debug");
    }),
    ("palette", Sight::Palette, |stage| press(stage, ":")),
    ("palette-at-the-poll", Sight::Palette, |stage| press(stage, "V :")),
    ("help", Sight::Help, |stage| press(stage, "?")),
    ("filter", Sight::Filter, |stage| press(stage, "f")),
    ("themes", Sight::Themes, |stage| press(stage, "T")),
    ("settings", Sight::Settings, |stage| press(stage, "S")),
    ("setting", Sight::Setting, |stage| {
        press(stage, "S");
        stage.type_text("DEBUG");
        press(stage, "enter");
    }),
    ("file", Sight::File, |stage| press(stage, "i")),
    ("commands", Sight::Commands, |stage| press(stage, "down down down m")),
    ("command", Sight::Command, |stage| press(stage, "m enter")),
    ("running", Sight::Trial, running),
    ("command-ended", Sight::Trial, |stage| {
        running(stage);
        stage.send(Message::Ran { generation: 1, result: Ok(Some(1)) });
    }),
    ("tick-with-note", Sight::Tick, |stage| {
        press(stage, "down down down");
        running(stage);
        stage.send(Message::Ran { generation: 1, result: Ok(Some(0)) });
        press(stage, "t");
    }),
    ("people", Sight::People, |stage| press(stage, "P")),
    ("partner", Sight::Partner, |stage| {
        press(stage, "P");
        stage.type_text("another");
        press(stage, "enter");
    }),
    ("paired", Sight::Overview, |stage| press(stage, "P down enter")),
    ("torn", Sight::Torn, |stage| {
        tear(stage);
        press(stage, "=");
    }),
    ("torn-found", Sight::Overview, |stage| {
        tear(stage);
        press(stage, "");
    }),
    ("messages", Sight::Messages, |stage| {
        stage.world.full = true;
        press(stage, "4 t !");
    }),
    ("waive", Sight::Waive, |stage| press(stage, "w")),
    ("waive-without-date", Sight::Waive, |stage| {
        press(stage, "w tab");
        stage.type_text("behind the VPN until the launch");
        press(stage, "ctrl-s");
    }),
    ("waive-several", Sight::Waive, |stage| press(stage, "x down x w")),
    ("waived", Sight::Detail, |stage| {
        waive(stage);
        press(stage, "g enter");
    }),
    ("dismiss", Sight::Dismiss, |stage| press(stage, "2 down d")),
    ("note", Sight::Note, |stage| press(stage, "c")),
    ("commit", Sight::Commit, |stage| press(stage, "down down down t C")),
    ("sign", Sight::Sign, |stage| press(stage, "V s")),
    ("release", Sight::Release, |stage| press(stage, "R")),
    ("identity", Sight::Identity, |stage| {
        stage.effects.clear();
        stage.send(Message::StateRead { generation: 1, result: Ok(Box::default()), identity: None });
        stage.send(Message::ScanEnded { generation: 1, result: Ok(Box::new(super::stage::report())) });
        press(stage, "down down down t");
    }),
    ("tick-a-fail", Sight::WaiveInstead, |stage| press(stage, "t")),
    ("tick-what-is-waived", Sight::TickOverWaiver, |stage| {
        press(stage, "down down down w right right tab");
        stage.type_text("the load balancer checks hosts");
        press(stage, "ctrl-s t");
    }),
    ("reopen-of-other", Sight::ReopenOfOther, |stage| {
        decided(stage, DecisionKind::Ticked);
        press(stage, "down down down o");
    }),
    ("tick-several", Sight::Several, |stage| press(stage, "x down x x t")),
    ("undismiss-of-other", Sight::UndismissOfOther, |stage| {
        let dismissal = Dismissal {
            item: "database.indexes".parse().expect("an item"),
            fingerprint: "shop/orders/models.py:12".to_owned(),
            by: grace(),
            at: Some("2026-11-01T09:00:00Z".parse().expect("a time")),
            reason: "looked up once a day".to_owned(),
        };
        stage.world.file.lock().expect("the file").dismissals.push(dismissal);
        press(stage, "2 down d");
    }),
    ("leave-unsaved", Sight::LeaveUnsaved, |stage| {
        stage.world.full = true;
        press(stage, "4 t q");
    }),
    ("too-small", Sight::TooSmall, |stage| stage.resize(30, 8)),
];

/// Presses keys, with the world answering after each.
fn press(stage: &mut Stage, keys: &str) {
    stage.settle();
    for key in keys.split_whitespace() {
        stage.press(&[key]);
        stage.settle();
    }
}

fn grace() -> Person {
    Person::parse("Grace Example <grace@example.org>").expect("a person")
}

/// Somebody else decided on the hosts, on grounds that are no longer the present ones.
fn decided(stage: &Stage, kind: DecisionKind) {
    let decision = Decision {
        item: "security.allowed-hosts".parse().expect("an item"),
        kind,
        by: grace(),
        with: Vec::new(),
        at: "2026-11-01T09:00:00Z".parse().expect("a time"),
        commit: Some("0b1c2d3e4f5a60718293a4b5c6d7e8f901234567".to_owned()),
        basis: Some("sha256:of another day".to_owned()),
        note: Some("checked against the load balancer".to_owned()),
    };
    stage.world.file.lock().expect("the file").decisions.insert(decision.item.clone(), decision);
}

fn waive(stage: &mut Stage) {
    press(stage, "w tab");
    stage.type_text("behind the VPN until the launch");
    press(stage, "tab");
    stage.type_text("2027-03-31");
    press(stage, "tab");
    stage.type_text("OPS-123");
    press(stage, "ctrl-s");
}

fn running(stage: &mut Stage) {
    press(stage, "m");
    stage.type_text("check deploy");
    press(stage, "enter ctrl-s");
    for line in ["System check identified some issues:", "", "WARNINGS:", "?: (security.W004) no HSTS"] {
        stage.send(Message::Output { generation: 1, line: line.to_owned() });
    }
    stage.effects.retain(|one| !matches!(one, Effect::Run { .. }));
}

fn tear(stage: &Stage) {
    let record = |item: &str, who: &str| {
        format!(
            "[items.\"{item}\"]\ndecision = \"ticked\"\nby = \"{who} Example <{who}@example.org>\"\n\
             at = 2026-11-20T10:00:00Z\nbasis = \"sha256:{item}\"\n"
        )
    };
    let torn = format!(
        "schema = 1\n<<<<<<< HEAD\n{}=======\n{}{}>>>>>>> theirs\n",
        record("security.allowed-hosts", "Ada"),
        record("security.allowed-hosts", "Grace"),
        record("logging.structured", "Grace"),
    );
    *stage.world.torn.lock().expect("the file") = Some(torn);
}

fn staged(way: Way, (width, height): (u16, u16), theme: &str) -> Stage {
    let mut stage = Stage::starting(width, height, theme);
    way(&mut stage);
    stage
}

/// How a cell of the screen without colour differs from plain text.
fn mark(modifier: Modifier) -> char {
    let marks = [
        (Modifier::REVERSED, 'r'),
        (Modifier::BOLD, 'b'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::ITALIC, 'i'),
        (Modifier::DIM, 'd'),
    ];
    marks.iter().find(|(one, _)| modifier.contains(*one)).map_or(' ', |(_, mark)| *mark)
}

/// The marks of the screen, line by line.
fn marks(stage: &Stage) -> String {
    let buffer = stage.buffer();
    let area = *buffer.area();
    let row = |y| (0..area.width).map(|x| mark(buffer[(x, y)].modifier)).collect::<String>();
    (0..area.height).map(|y| row(y).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn hold(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/scenes");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_screen_at_three_sizes() {
    for (name, _, way) in SCENES {
        let screens = SIZES.map(|size| {
            let (width, height) = size;
            let line = "=".repeat(width.into());
            format!("{line} {width} x {height}\n{}", staged(*way, size, "dark").screen())
        });
        hold(name, &screens.join("\n"));
    }
}

#[test]
fn every_screen_without_colour() {
    for (name, _, way) in SCENES {
        let stage = staged(*way, SIZES[0], "plain");
        for cell in stage.buffer().content() {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name} uses no colour");
        }
        assert_eq!(stage.screen(), staged(*way, SIZES[0], "dark").screen(), "{name} says the same without");
        hold(&format!("{name}-without-colour"), &marks(&stage));
    }
}

#[test]
fn no_screen_is_without_a_scene() {
    for (name, sight, way) in SCENES {
        for size in SIZES {
            assert_eq!(staged(*way, size, "dark").model.sight(), *sight, "{name} at {size:?}");
        }
    }
    for sight in Sight::ALL {
        assert!(SCENES.iter().any(|(_, shown, _)| shown == sight), "{} has no scene", sight.name());
    }
}
