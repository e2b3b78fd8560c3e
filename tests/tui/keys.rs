//! The key table: nothing forgotten, nothing twice, and everything that is made from it.

use gonogo::tui::{Action, Chord, Context, KeyMap};

use super::stage::Stage;

#[test]
fn every_action_has_a_key_and_every_key_an_action() {
    // That every key has an action is checked when the table is read.
    let map = KeyMap::standard();
    for action in Action::ALL {
        assert!(map.bindings().iter().any(|binding| binding.action == *action), "{action:?} has no key");
    }
}

#[test]
fn a_key_with_two_meanings_in_one_place_is_refused() {
    let entry = |context: &str, action: &str, key: &str| {
        format!(
            "[[key]]\ncontext = \"{context}\"\naction = \"{action}\"\nkeys = [\"{key}\"]\nlabel = \"x\"\nhelp = \"x\"\n"
        )
    };
    let twice = entry("list", "up", "k") + &entry("review", "tick", "k");
    assert!(KeyMap::read(&twice).unwrap_err().to_string().contains("means two things"));
    let apart = entry("list", "up", "k") + &entry("detail", "scroll-up", "k");
    assert!(KeyMap::read(&apart).is_ok());
    assert!(KeyMap::read(&entry("list", "fly", "k")).unwrap_err().to_string().contains("no such action"));
    assert!(KeyMap::read(&entry("list", "up", "kk")).unwrap_err().to_string().contains("no such key"));
}

#[test]
fn a_confirmation_is_never_the_key_that_asked_for_it() {
    let map = KeyMap::standard();
    let asking = [Action::Tick, Action::Waive, Action::Note, Action::Reopen, Action::Quit, Action::Interrupt];
    for action in asking {
        for binding in map.bindings().iter().filter(|binding| binding.action == action) {
            for key in &binding.keys {
                assert_ne!(map.action(Context::Question, *key), Some(Action::Confirm), "{key}");
                assert_ne!(map.action(Context::Form, *key), Some(Action::Submit), "{key}");
            }
        }
    }
}

#[test]
fn the_footer_shows_whole_keys_at_every_width() {
    let map = KeyMap::standard();
    for width in [40_u16, 57, 80, 120, 250] {
        let stage = Stage::scanned(width, 24);
        let screen = stage.screen();
        let footer = screen.lines().last().expect("a footer").trim().to_owned();
        assert!(footer.starts_with("? keys"), "{footer}");
        let shown: Vec<String> = footer.split("  ").map(str::to_owned).collect();
        for hint in shown {
            let (key, label) = hint.split_once(' ').expect("a key and its label");
            assert!(
                map.bindings().iter().any(|one| one.label == label && one.keys[0].to_string() == key),
                "'{hint}' is cut in '{footer}'"
            );
        }
    }
}

#[test]
fn letters_that_are_keys_elsewhere_can_be_typed_into_a_form() {
    let mut stage = Stage::scanned(80, 24);
    stage.press(&["c"]);
    stage.type_text("quit? no: tick, waive & undo!");
    assert!(stage.screen().contains("quit? no: tick, waive & undo!"));
}

#[test]
fn the_readme_table_names_every_key() {
    let table = KeyMap::standard().markdown();
    for binding in KeyMap::standard().bindings() {
        assert!(table.contains(&format!("`{}`", binding.keys[0])) && table.contains(&binding.help));
    }
    assert_eq!(Chord::parse("ctrl-s").unwrap().to_string(), "Ctrl-S");
}
