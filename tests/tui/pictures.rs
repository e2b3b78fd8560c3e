//! The images in README.md are screens of the program on its own demo, drawn by the program.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use gonogo::review::Store;
use gonogo::scan::{Cancel, Options, open, scan};
use gonogo::tui::{Message, Model, Progress, picture, recording};

use super::stage::{Stage, World};
use crate::support::command::Bench;

/// The screens that are kept: a name, a size, and the keys that lead there.
const SCREENS: [(&str, u16, u16, &[&str]); 5] = [
    ("overview", 120, 36, &["down"]),
    ("detail", 80, 24, &["down", "down", "down", "enter"]),
    ("walk", 120, 36, &["v"]),
    ("poll", 100, 30, &["V"]),
    ("waive", 100, 30, &["down", "down", "down", "down", "w", "tab"]),
];

/// The commit that the images show.
const COMMIT: &str = "3f2c1ab94d0e5f60718293a4b5c6d7e8f9012345";

/// The demo as `gonogo demo` writes it, scanned, with its decisions.
fn demo() -> World {
    let bench = Bench::new();
    let run = bench.run(&["demo", "--no-open", "shop"]);
    assert_eq!(run.status, 0, "{run}");
    let root = bench.work().join("shop");
    let opened = open(&root, None).expect("the demo's repository");
    let options = Options { repository: opened.info.clone(), ..Options::default() };
    let mut report = scan(&opened.tree, &options, &|_| {}, &Cancel::default()).expect("a report");
    let mut state =
        Store::new(&root, Some(opened.repository.git_dir())).load().expect("the demo's decisions");
    // The demo's commits have other hashes whenever its files change; the images stay as they are.
    report.repository.commit = Some(COMMIT.to_owned());
    for decision in state.decisions.values_mut() {
        decision.commit = Some(COMMIT.to_owned());
    }
    let text = |path| opened.tree.text(path).map(|file| file.text().to_owned()).ok();
    let sources = opened.tree.files().iter().filter_map(|path| Some((path.clone(), text(path)?))).collect();
    World { report, sources, file: Mutex::new(state), ..World::default() }
}

/// The frame of the recording that stands still for people who want no motion.
const WALK: usize = 3;

/// A review in some frames: start, scan, overview, an item, its waiver, the next item, the poll, the sign-off.
fn frames() -> Vec<Model> {
    let mut stage = Stage::over(demo(), "shop", (100, 30), "dark");
    let mut frames = vec![stage.model.clone()];
    let progress = Progress { step: "reading the models".to_owned(), done: 12, total: 38 };
    stage.send(Message::ScanProgress { generation: 1, progress });
    frames.push(stage.model.clone());
    let mut act = |keys: &[&str], text: &str, more: &[&str]| {
        stage.settle();
        stage.press(keys);
        stage.settle();
        stage.type_text(text);
        stage.press(more);
        stage.settle();
        frames.push(stage.model.clone());
    };
    act(&[], "", &[]);
    act(&["v"], "", &[]);
    act(&["w", "tab"], "rotated and set in the cluster next week", &["tab", "2", "0", "2", "7"]);
    act(&["-", "0", "3", "-", "3", "1", "ctrl-s"], "", &[]);
    act(&["V"], "", &[]);
    act(&["s"], "", &[]);
    frames
}

#[test]
fn the_images_show_the_program_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screens");
    let update = std::env::var_os("UPDATE_SCREENS").is_some();
    let mut outdated = Vec::new();
    let mut images = Vec::new();
    for (name, width, height, keys) in SCREENS {
        let mut stage = Stage::over(demo(), "shop", (width, height), "dark");
        stage.settle();
        stage.press(keys);
        stage.settle();
        images.push((name, picture(&stage.model)));
    }
    images.push(("recording", recording(&frames(), WALK)));
    for (name, image) in images {
        let file = folder.join(format!("{name}.svg"));
        if update {
            fs::create_dir_all(&folder).expect("the folder of the images");
            fs::write(&file, &image).expect("an image");
        }
        if fs::read_to_string(&file).unwrap_or_default() != image {
            outdated.push(name);
        }
    }
    assert!(
        outdated.is_empty(),
        "assets/screens: {} show the program as it was; bring them up to date with\n  \
         UPDATE_SCREENS=1 cargo test --test main -- tui::pictures",
        outdated.join(", ")
    );
}
