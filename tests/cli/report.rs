//! `gonogo report` and `gonogo convert` on the demo shop.

use std::fs;
use std::process::Command;

use gonogo::report::Format;

use crate::support::command::{Bench, Run};

/// A bench with the demo shop in `work/shop`.
fn bench() -> Bench {
    let bench = Bench::new();
    let run = bench.run(&["demo", "--no-open", "shop"]);
    assert_eq!(run.status, 0, "{run}");
    bench
}

fn report(bench: &Bench, arguments: &[&str]) -> Run {
    let day = ["report", "shop", "--date", "2025-09-20"];
    bench.run(&[&day, arguments].concat())
}

#[test]
fn every_format_comes_from_the_saved_document_and_from_any_machine() {
    let bench = bench();
    let saved = report(&bench, &["--format", "json", "-o", "saved.txt"]);
    assert_eq!((saved.status, saved.stdout.as_str()), (0, ""), "{saved}");
    for format in Format::ALL {
        let word = format.as_str();
        let first = report(&bench, &["--format", word]);
        assert_eq!((first.status, first.stderr.as_str()), (0, ""), "{word}: {first}");
        let converted = bench.run(&["convert", "saved.txt", "--format", word]);
        assert_eq!(converted.stdout, first.stdout, "{word}");
        let mut elsewhere: Command =
            bench.command(&["report", "shop", "--date", "2025-09-20", "--format", word, "--color", "always"]);
        elsewhere
            .env("LC_ALL", "de_DE.UTF-8")
            .env("LANG", "ar_EG.UTF-8")
            .env("TZ", "Pacific/Kiritimati")
            .env("COLUMNS", "61")
            .env("TERM", "dumb");
        assert_eq!(bench.finish(&mut elsewhere).stdout, first.stdout, "{word}");
    }
}

#[test]
fn the_day_is_that_of_the_flag_else_of_source_date_epoch() {
    let bench = bench();
    let day = |command: &mut Command| -> String {
        let run = bench.finish(command);
        let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        document["date"].as_str().expect("a day").to_owned()
    };
    let arguments = ["report", "shop", "--format", "json"];
    let mut plain = bench.command(&arguments);
    assert_eq!(day(plain.env("SOURCE_DATE_EPOCH", "1758326400").env("TZ", "America/New_York")), "2025-09-20");
    let mut flag = bench.command(&[&arguments[..], &["--date", "2025-10-01"]].concat());
    assert_eq!(day(flag.env("SOURCE_DATE_EPOCH", "1758326400")), "2025-10-01");
    let mut wrong = bench.command(&arguments);
    let run = bench.finish(wrong.env("SOURCE_DATE_EPOCH", "yesterday"));
    assert!(run.status == 2 && run.stderr.contains("SOURCE_DATE_EPOCH"), "{run}");
}

#[test]
fn an_unknown_format_is_refused_with_the_list() {
    let run = bench().run(&["report", "shop", "--format", "pdf"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run}");
    for format in Format::ALL {
        assert!(run.stderr.contains(format.as_str()), "{run}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_left_as_it_is() {
    let bench = bench();
    let run = bench.run(&["report", "shop", "-o", "nowhere/report.html", "--format", "html"]);
    assert!(run.status == 2 && run.stderr.contains("cannot be written"), "{run}");
    let run = bench.run(&["report", "shop", "-o", "shop"]);
    assert!(run.status == 2 && run.stderr.contains("no regular file"), "{run}");
}

#[test]
fn what_is_no_document_is_not_converted() {
    let bench = bench();
    let refused = |text: &str, expected: &str| {
        fs::write(bench.work().join("x.json"), text).expect("a file");
        let run = bench.run(&["convert", "x.json", "--format", "html"]);
        assert!(run.status == 2 && run.stdout.is_empty() && run.stderr.contains(expected), "{run}");
    };
    refused("{\"schema\": \"gonogo.scan/1\"}", "gonogo.scan/1");
    refused("[1", "no review document");
    let run = bench.run(&["convert", "missing.json", "--format", "html"]);
    assert!(run.status == 2 && run.stderr.contains("missing.json cannot be read"), "{run}");
}

#[test]
fn an_older_commit_is_reported_with_the_decisions_of_its_time() {
    let bench = bench();
    let run = report(&bench, &["--rev", "HEAD~2", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let items = document["items"].as_array().expect("items");
    assert!(items.iter().all(|item| item["decision"].is_null()), "{run}");
    assert_eq!(document["release"], serde_json::Value::Null);
    assert_eq!(document["repository"]["dirty"], false);
}

#[test]
fn what_other_tools_found_is_shown_and_changes_nothing() {
    let bench = bench();
    let checks = "System check identified some issues:\n\nWARNINGS:\n?: (security.W018) You should not have DEBUG set to \
                  True in deployment.\n?: (security.W008) Your SECURE_SSL_REDIRECT setting is not set to True.\n\nSystem check \
                  identified 2 issues (0 silenced).\n";
    fs::write(bench.work().join("check.txt"), checks).expect("a file");
    let document = |run: &Run| -> serde_json::Value { serde_json::from_str(&run.stdout).expect("JSON") };
    let before = document(&report(&bench, &["--format", "json"]));
    let run = report(&bench, &["--format", "json", "--evidence", "check.txt"]);
    assert!(run.stderr.contains("check.txt: 1 of 2 results"), "{run}");
    let after = document(&run);
    assert_eq!(after["items"][0]["imported"][0]["rule"], "security.W018");
    assert_eq!(after["items"][0]["imported"][0]["file"], "check.txt");
    for key in ["verdict", "done", "because", "basis"] {
        assert_eq!(before["items"][0][key], after["items"][0][key], "{key}");
    }
    assert_eq!((&before["call"], &before["done"]), (&after["call"], &after["done"]));
    for format in ["html", "markdown"] {
        let run = report(&bench, &["--format", format, "--evidence", "check.txt"]);
        assert!(run.stdout.contains("You should not have DEBUG set to True"), "{format}");
    }
    fs::write(bench.work().join("odd.txt"), "nothing").expect("a file");
    let run = report(&bench, &["--evidence", "odd.txt"]);
    assert!(run.status == 2 && run.stderr.contains("neither a SARIF log"), "{run}");
}

#[test]
fn the_gate_prints_a_report_and_keeps_its_exit_status() {
    let bench = bench();
    let check =
        |arguments: &[&str]| bench.run(&[&["check", "shop", "--date", "2025-09-20"], arguments].concat());
    let plain = check(&[]);
    assert_eq!(plain.status, 1, "{plain}");
    let run = check(&["--format", "github"]);
    assert!(run.status == 1 && run.stdout.starts_with("::error file="), "{run}");
    let run = check(&["--format", "junit", "-o", "gonogo.xml"]);
    assert_eq!((run.status, run.stdout), (1, plain.stdout), "the text goes on");
    let written = fs::read_to_string(bench.work().join("gonogo.xml")).expect("a report");
    assert_eq!(written, report(&bench, &["--format", "junit"]).stdout);
    let run = check(&["-o", "gonogo.xml"]);
    assert!(run.status == 2 && run.stderr.contains("--format"), "{run}");
}

#[test]
fn the_report_says_what_the_repository_says_otherwise_since_the_last_sign_off() {
    let decided = super::signed::Decided::new();
    decided.sign();
    let project = &decided.project;
    let changes = || -> Vec<String> {
        let document = project.json(&["report", "--format", "json"]);
        let changes = document["since"]["changes"].as_array().expect("changes").clone();
        changes.iter().filter_map(|one| one["message"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(changes(), [""; 0]);
    project.replace("site/settings.py", "SECURE_HSTS_SECONDS = 60", "SECURE_HSTS_SECONDS = 0");
    project.replace("site/settings.py", "DEBUG = False", "DEBUG = True");
    project.commit("Weaken");
    let said = changes();
    assert!(said.contains(&"security.debug: pass became fail; now open, not met".to_owned()), "{said:?}");
    assert!(said.iter().any(|one| one.starts_with("security.hsts: ")), "{said:?}");
    assert_eq!(said.len(), 2, "{said:?}");
}
