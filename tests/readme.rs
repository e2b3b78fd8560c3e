//! The README says what the program does.

use std::fs;
use std::path::Path;

use gonogo::tui::KeyMap;

use crate::support::command::Bench;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

#[test]
fn its_table_of_keys_is_that_of_the_program() {
    let readme = read("README.md");
    let (start, end) = ("held by a test -->\n", "<!-- /keys -->");
    let shown = readme.split_once(start).and_then(|(_, rest)| rest.split_once(end)).expect("the markers").0;
    let keys = KeyMap::standard().markdown();
    if std::env::var_os("UPDATE_SCREENS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        fs::write(path, readme.replace(shown, &keys)).expect("README.md");
        return;
    }
    assert_eq!(shown, keys, "bring it up to date: UPDATE_SCREENS=1 cargo test --test main -- readme::");
}

#[test]
fn it_names_every_command_and_every_file_that_it_shows_exists() {
    let readme = read("README.md");
    let help = Bench::new().run(&["-h"]).stdout;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(readme.contains(&format!("gonogo {command}")), "the README does not name `gonogo {command}`");
    }
    for (at, _) in readme.match_indices("](") {
        let target = readme[at + 2..].split(')').next().expect("an end");
        if !target.starts_with("https://") {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{target} does not exist");
        }
    }
}
