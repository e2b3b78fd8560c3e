//! The other end of the pseudo-terminal: this test binary itself, started again as a program on a stage.
//!
//! Without its variable the test does nothing; with it, it is the walkthrough over a made-up repository.

use std::sync::Arc;

use gonogo::catalogue::Catalogue;
use gonogo::tui::{KeyMap, Screen, Setup, Theme, run};

use crate::tui::stage::{Stage, World};

/// The variable that says what the child is to do.
pub const ROLE: &str = "GONOGO_TEST_CHILD";

/// The arguments that start the child in this binary.
pub const ARGUMENTS: [&str; 3] = ["--exact", "pty::child::the_child_plays_its_role", "--nocapture"];

#[test]
fn the_child_plays_its_role() {
    let Ok(role) = std::env::var(ROLE) else { return };
    if role == "panic-while-drawing" {
        let mut screen = Screen::enter().expect("a terminal");
        let stage = Stage::starting(80, 24, "plain");
        screen.draw(&stage.model).expect("a frame");
        panic!("the stage collapsed");
    }
    let world = World { panics: role == "panic-while-scanning", ..World::default() };
    let theme = Theme::for_terminal(|name| std::env::var(name).ok(), || None);
    let setup = Setup {
        name: "shop".to_owned(),
        catalogue: Catalogue::standard(),
        theme,
        keys: KeyMap::standard().clone(),
        mouse: true,
        remark: None,
        watch: false,
        editor: None,
        backend: Arc::new(world),
    };
    let exit = run(setup).expect("a walkthrough");
    assert_eq!(exit, gonogo::tui::Exit::Quit, "ended by {exit:?}");
}
