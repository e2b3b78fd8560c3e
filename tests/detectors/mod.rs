//! Literate tests of the detectors: `tests/detectors/<section>/<item>.md`.
//!
//! A second-level heading is a case. Its fenced blocks whose info string ends in a path are the repository, together
//! with those before the first case; its last block, `verdict`, says what is expected:
//!
//! ```text
//! fail                              the verdict
//! summary: falls back to            a part of the summary
//! advice: os.environ                a part of the advice
//! evidence: site/settings.py:3      the places, in order, from the first
//! absence: SECRET_KEY               something that was looked for in vain
//! warning: turns DEBUG on           a part of a warning; without such a line there must be none
//! ```

mod basis;
mod case;

use std::fs;
use std::path::{Path, PathBuf};

use case::Case;
use gonogo::catalogue::Catalogue;
use gonogo::detectors;
use gonogo::model::ItemId;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detectors")
}

/// Every test file, with the item that its place names.
fn files() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for section in fs::read_dir(folder()).expect("tests/detectors") {
        let section = section.expect("an entry").path();
        if !section.is_dir() {
            continue;
        }
        for file in fs::read_dir(&section).expect("a section") {
            let file = file.expect("an entry").path();
            if file.extension().is_none_or(|end| end != "md") {
                continue;
            }
            let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
            found.push((format!("{}.{}", name(&section), name(&file)), file));
        }
    }
    found.sort();
    found
}

#[test]
fn every_case_is_judged_as_its_page_says() {
    let mut wrong = Vec::new();
    for (id, file) in files() {
        let text = fs::read_to_string(&file).expect("a test file");
        let id: ItemId = id.parse().expect("a file named after an item");
        for case in Case::read(&id, &text) {
            wrong.extend(
                case.complaints().into_iter().map(|complaint| format!("{id}, {}: {complaint}", case.title)),
            );
        }
    }
    assert!(wrong.is_empty(), "{} complaints:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn catalogue_detectors_and_test_files_name_the_same_items() {
    let catalogue: Vec<&str> = Catalogue::standard().order().map(ItemId::as_str).collect();
    let mut detected: Vec<&str> = detectors::detected().collect();
    for id in &detected {
        assert!(catalogue.contains(id), "{id} has a detector and is not in the catalogue");
    }
    let tested: Vec<String> = files().into_iter().map(|(id, _)| id).collect();
    detected.sort_unstable();
    assert_eq!(tested, detected, "tests/detectors/<section>/<item>.md, one for each detector");
}

#[test]
fn every_detector_is_described_at_its_head_and_tried_on_every_verdict() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/detectors");
    for (id, file) in files() {
        let (section, name) = id.split_once('.').expect("section.item");
        // `static` is a word of the language.
        let folder = if section == "static" { "static_files" } else { section };
        let path = source.join(folder).join(format!("{}.rs", name.replace('-', "_")));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.starts_with(&format!("//! `{id}`")), "{} begins with its item's id", path.display());
        let head: String =
            text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n");
        let mut at = 0;
        for heading in ["What", "Pass", "Fail", "N/A", "Review", "Traps"] {
            let wanted = format!("//! # {heading}\n");
            let found = head[at..].find(&wanted);
            at +=
                found.unwrap_or_else(|| panic!("{} has no heading '{heading}' in its place", path.display()));
        }
        let cases = Case::read(&id.parse().expect("an id"), &fs::read_to_string(&file).expect("a test file"));
        for (verdict, heading) in [("pass", "Pass"), ("fail", "Fail"), ("na", "N/A"), ("review", "Review")] {
            let never = head.contains(&format!("//! # {heading}\n//! Never."));
            let tried = cases.iter().any(|case| case.verdict() == verdict);
            assert_eq!(
                tried, !never,
                "{id}: '{verdict}' is tried exactly where the head says that it can be"
            );
        }
    }
}
