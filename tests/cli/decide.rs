//! `tick`, `waive`, `reopen`, `note`, `release` and `prune`: every decision by flag.

use std::io::Write as _;
use std::process::Stdio;

use gonogo::review::State;

use super::project::Project;

fn state(project: &Project) -> State {
    State::parse(&project.read("gonogo.toml")).expect("no mistakes")
}

#[test]
fn a_session_of_decisions_says_what_was_saved_and_what_it_counts_for() {
    let project = Project::new();
    let until = "2199-12-31";
    insta::assert_snapshot!(project.run(&["tick", "slow-queries", "debug", "--note", "seen"]));
    insta::assert_snapshot!(project.run(&[
        "waive",
        "hsts",
        "--kind",
        "deferred",
        "--reason",
        "the certificate is late",
        "--until",
        until,
        "--ticket",
        "OPS-1",
        "--by",
        "Grace Example <grace@example.org>",
        "--with",
        "Ada Example",
    ]));
    insta::assert_snapshot!(project.run(&["note", "hsts", "asked twice"]));
    insta::assert_snapshot!(project.run(&["reopen", "hsts", "debug"]));
    insta::assert_snapshot!(project.run(&["tick", "debug"]));
    assert_eq!(project.run(&["note", "hsts", ""]).status, 0);
    assert_eq!(state(&project).decisions.len(), 2, "{}", project.read("gonogo.toml"));
}

#[test]
fn a_fail_is_not_ticked_away_and_several_items_are_all_or_none() {
    let project = Project::new();
    insta::assert_snapshot!(project.run(&["tick", "hsts"]));
    let run = project.run(&["tick", "debug", "hsts"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("nothing was saved"), "{run}");
    assert!(!project.root().join("gonogo.toml").exists());
}

#[test]
fn unknown_items_and_bad_terms_are_refused_with_what_to_do() {
    let project = Project::new();
    let waive = ["waive", "hsts", "--kind"];
    for (arguments, expected) in [
        (["tick", "hstss"].as_slice(), "did you mean `hsts`?"),
        (&["tick"], "required"),
        (&[waive.as_slice(), &["accepted-risk", "--reason", "x"]].concat(), "--until 20"),
        (&[waive.as_slice(), &["deferred", "--reason", "x", "--until", "2001-01-01"]].concat(), "is past"),
        (&[waive.as_slice(), &["deferred", "--reason", "x", "--until", "soon"]].concat(), "YEAR-MONTH-DAY"),
        (&[waive.as_slice(), &["false-positive", "--reason", " "]].concat(), "needs a reason"),
        (&[waive.as_slice(), &["late", "--reason", "x"]].concat(), "possible values: accepted-risk"),
        (&["tick", "debug", "--by", " "], "write a name"),
        (&["tick", "debug", "--by", "A\nB"], "cannot be recorded"),
        (&["reopen", "unicorns"], "no item called"),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}: {run}");
        assert!(run.stderr.contains(expected), "{arguments:?}: {run}");
    }
    assert!(!project.root().join("gonogo.toml").exists());
}

#[test]
fn the_gate_says_how_long_a_waiver_may_last() {
    let project = Project::new();
    project.write("gonogo.toml", "schema = 1\n\n[gate]\nlongest-waiver = 30\n");
    let run =
        project.run(&["waive", "hsts", "--kind", "deferred", "--reason", "late", "--until", "2199-12-31"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("may last 30 days here"), "{run}");
}

#[test]
fn programs_read_what_was_decided() {
    let project = Project::new();
    let answer = project.json(&["tick", "slow-queries", "--json", "--with", "Grace Example"]);
    assert_eq!(answer["schema"], "gonogo.decided/1");
    assert_eq!(answer["written"], true);
    let record = &answer["records"][0];
    assert_eq!(record["item"], "logging.slow-queries");
    assert_eq!(record["before"], serde_json::Value::Null);
    assert_eq!(record["after"]["by"], "Ada Example <ada@example.org>");
    assert_eq!(record["after"]["with"], serde_json::json!(["Grace Example"]));
    assert_eq!((&record["status"], &record["because"]), (&"done".into(), &"ticked".into()));
    let head = project.git(&["rev-parse", "HEAD"]);
    assert_eq!(record["after"]["commit"], head.as_str());

    let answer = project.json(&["reopen", "debug", "--json"]);
    assert_eq!(answer["written"], false);
}

#[test]
fn who_decides_must_be_known() {
    let project = Project::new();
    let mut command = project.bench().command(&["tick", "slow-queries"]);
    let run = project.bench().finish(command.env("COLUMNS", "80"));
    insta::assert_snapshot!(run);
    let run = project.bench().run(&["tick", "slow-queries", "--by", "Ada"]);
    assert_eq!(run.status, 0, "{run}");
    let run = project.bench().run(&["reopen", "slow-queries"]);
    assert_eq!(run.status, 0, "taking back needs no name: {run}");
}

#[test]
fn a_note_can_come_from_standard_input() {
    let project = Project::new();
    let mut command = project.bench().command(&["note", "hsts", "-", "--by", "Ada"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(b"two\nlines\n").expect("it reads");
    assert!(child.wait_with_output().expect("an end").status.success());
    let state = state(&project);
    let note = state.decisions.values().next().and_then(|decision| decision.note.as_deref());
    assert_eq!(note, Some("two\nlines"));
}

#[test]
fn a_decision_on_uncommitted_work_is_warned_of() {
    let project = Project::new();
    project.write("requirements.txt", "Django==5.2\n");
    let run = project.run(&["tick", "slow-queries"]);
    assert_eq!(run.status, 0, "{run}");
    assert!(run.stderr.contains("the work tree differs from the commit"), "{run}");
}

#[test]
fn the_release_is_named_shown_and_removed() {
    let project = Project::new();
    assert_eq!(project.done(&["release"]), "No release is named.\n");
    assert_eq!(project.done(&["release", "2.4.0"]), "review.release is \"2.4.0\"\nSaved to gonogo.toml.\n");
    assert_eq!(project.done(&["release"]), "2.4.0\n");
    assert!(project.read("gonogo.toml").contains("release = \"2.4.0\""));
    assert_eq!(project.run(&["release", "--clear"]).status, 0);
    assert_eq!(project.done(&["release"]), "No release is named.\n");
}

#[test]
fn what_nothing_needs_any_more_is_pruned() {
    let project = Project::new();
    let record = |item: &str, terms: &str| {
        format!("[items.\"{item}\"]\n{terms}by = \"Ada\"\nat = 2026-01-02T09:00:00Z\nbasis = \"sha256:0\"\n")
    };
    let waived = "decision = \"waived\"\nkind = \"met-elsewhere\"\nreason = \"x\"\n";
    let text = [
        "schema = 1\n".to_owned(),
        record("security.debug", waived),
        record("security.unicorns", "decision = \"ticked\"\n"),
        record("security.hsts", waived),
    ]
    .join("\n");
    project.write("gonogo.toml", &text);
    let would = project.done(&["prune", "--dry-run"]);
    assert!(would.contains("2 records would be removed"), "{would}");
    assert_eq!(project.read("gonogo.toml"), text);
    let run = project.run(&["prune"]);
    assert_eq!(run.status, 0, "{run}");
    let left = state(&project);
    assert_eq!(left.decisions.keys().map(ToString::to_string).collect::<Vec<_>>(), ["security.hsts"]);
    assert_eq!(project.done(&["prune"]), "Nothing to remove.\n");
}

#[test]
fn the_release_is_named_with_a_decision() {
    let project = Project::new();
    let said = project.done(&["tick", "slow-queries", "--release", "2.4.0"]);
    assert!(said.contains("\"2.4.0\"") && said.contains("now done"), "{said}");
    assert_eq!(state(&project).release.name.as_deref(), Some("2.4.0"));
    let run = project.run(&["tick", "hsts", "--release", "3.0"]);
    assert_eq!(run.status, 2, "{run}");
    assert_eq!(state(&project).release.name.as_deref(), Some("2.4.0"), "all or nothing");
}

#[test]
fn a_stale_decision_says_what_has_changed_since() {
    let project = Project::new();
    project.done(&["waive", "hsts", "--kind", "met-elsewhere", "--reason", "the edge sets it"]);
    project.commit("Decide");
    project.replace("site/settings.py", "SECURE_HSTS_SECONDS = 60", "SECURE_HSTS_SECONDS = 90");
    let said = project.done(&["status", "hsts"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("what the decision was based on has changed"), "{said}");
    assert!(said.contains("- setting SECURE_HSTS_SECONDS: 60 → 90"), "{said}");
    let document = project.json(&["status", "hsts", "--format", "json"]);
    let changed = &document["items"][0]["changed"][0];
    assert_eq!((&changed["then"][0], &changed["now"][0]), (&"60".into(), &"90".into()), "{document}");
    assert_eq!(project.json(&["status", "--format", "json"])["items"][0].get("changed"), None);
    let check = project.run(&["check", "--fail-on", "optional"]).stdout;
    let flat = check.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("`gonogo status security.hsts` says what has changed), then `gonogo waive"),
        "{flat}"
    );
}
