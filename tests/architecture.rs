//! Holds the house against the table in `src/lib.rs`: layers, file lengths, and who may use which parser.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file that a reader should have to face, in lines.
const LONGEST: usize = 400;

/// Crates that one module alone may name.
const PRIVATE_CRATES: [(&str, &str); 4] =
    [("rustpython_", "syntax/python"), ("git2", "git"), ("granit_parser", "syntax"), ("crossterm", "tui")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The layer of each module, from the table in the documentation of `src/lib.rs`.
fn layers() -> BTreeMap<String, u32> {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let layers: BTreeMap<String, u32> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("//! |")?.split('|').map(str::trim);
            let number = cells.next()?.parse().ok()?;
            let name = cells.next()?.strip_prefix("[`")?.strip_suffix("`]")?;
            Some((name.to_owned(), number))
        })
        .collect();
    assert_eq!(layers.len(), 15, "the table in src/lib.rs lists every module");
    layers
}

/// The modules that a line of code names as `crate::<module>`, also in `use crate::{a, b}`.
fn imports(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for (at, matched) in line.match_indices("crate::") {
        let rest = &line[at + matched.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group.split(',').map(word)),
            None => found.push(word(rest)),
        }
    }
    found
}

fn in_source(file: &Path) -> String {
    file.strip_prefix(root().join("src")).expect("below src").to_string_lossy().replace('\\', "/")
}

#[test]
fn imports_go_to_a_smaller_number_only() {
    let layers = layers();
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let name = in_source(&file);
        let Some((module, _)) = name.split_once('/') else { continue };
        let own = layers.get(module).unwrap_or_else(|| panic!("{module} is not in the table of src/lib.rs"));
        for (number, line) in fs::read_to_string(&file).expect("a source file").lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for target in imports(line) {
                if target != module && layers.get(&target).is_some_and(|layer| layer >= own) {
                    wrong.push(format!("{name}:{} imports {target}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "against the layer table:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_is_in_the_table() {
    let layers = layers();
    for entry in fs::read_dir(root().join("src")).expect("src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            assert!(layers.contains_key(&name), "src/{name} is not in the table of src/lib.rs");
        }
    }
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = rust_files(&root().join("src"))
        .iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(file).expect("a source file").lines().count();
            (lines > LONGEST).then(|| format!("{} has {lines} lines", in_source(file)))
        })
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines:\n{}", long.join("\n"));
}

#[test]
fn each_parser_and_library_has_one_user() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let name = in_source(&file);
        let text = fs::read_to_string(&file).expect("a source file");
        for (used, owner) in PRIVATE_CRATES {
            if !name.starts_with(owner)
                && text
                    .lines()
                    .any(|line| line.contains(&format!("{used}::")) || line.contains(&format!("use {used}")))
            {
                wrong.push(format!("{name} uses {used}, which belongs to src/{owner}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_nothing_else() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "assets",
        "tests",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "target",
    ];
    for entry in fs::read_dir(root()).expect("the project") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || allowed.contains(&name.as_str()),
            "{name} does not belong on the top level"
        );
    }
}
