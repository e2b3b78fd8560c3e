//! `gonogo status` and `gonogo check`: where it stands, and the gate.

use std::fs;

use super::project::Project;
use crate::support::repo::run_git;

/// The critical items that [`Project`] leaves to people.
fn decided() -> Project {
    let project = Project::new();
    let status = project.json(&["status", "--format", "json"]);
    for blocker in status["blockers"].as_array().expect("blockers") {
        let item = blocker["item"].as_str().expect("an item");
        let run =
            project.run(&["waive", item, "--kind", "met-elsewhere", "--reason", "the platform does it"]);
        assert_eq!(run.status, 0, "{run}");
    }
    project.commit("Decide");
    project
}

#[test]
fn the_gate_is_quiet_on_go_and_helpful_on_no_go() {
    let project = Project::new();
    let run = project.run(&["check"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{run}");
    assert!(run.stdout.starts_with("NO-GO: ") && run.stdout.contains("→ "), "{run}");

    let project = decided();
    let run = project.run(&["check"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run}");
}

#[test]
fn each_state_of_a_decision_tells_what_to_do() {
    let project = Project::new();
    let record = |item: &str, terms: &str| {
        format!(
            "[items.\"{item}\"]\n{terms}by = \"Ada Example\"\nat = 2026-01-02T09:00:00Z\nbasis = \"sha256:0\"\n"
        )
    };
    let text = [
        "schema = 1\n\n[gate]\nfail-on = \"optional\"\nrequire-sign-off = [\"release manager\"]\n".to_owned(),
        record("security.debug", "decision = \"ticked\"\n"),
        record("logging.slow-queries", "decision = \"ticked\"\n"),
        record(
            "security.hsts",
            "decision = \"waived\"\nkind = \"deferred\"\nreason = \"x\"\nuntil = 2026-02-01\n",
        ),
    ]
    .join("\n");
    project.write("gonogo.toml", &text);
    project.replace("site/settings.py", "DEBUG = False", "DEBUG = True");
    project.commit("Get worse");
    let run = project.run(&["check", "--date", "2026-03-01"]);
    assert_eq!(run.status, 1, "{run}");
    for expected in [
        "✗ security.debug (critical)",
        "ticked by Ada Example on 2026-01-02, but the repository proves that it is not met",
        "but what that was based on has changed",
        "but the last day of that is past",
        "`gonogo sign --role \"release manager\"`",
    ] {
        let flat = run.stdout.replace("\n  ", " ");
        assert!(flat.contains(expected), "{expected}: {run}");
    }
}

#[test]
fn the_command_line_makes_the_gate_stricter_and_never_weaker() {
    let project = decided();
    assert_eq!(project.run(&["check", "--fail-on", "critical"]).status, 0);
    assert_eq!(project.run(&["check", "--fail-on", "recommended"]).status, 1);
    let text = project.read("gonogo.toml");
    project.write("gonogo.toml", &format!("{text}\n[gate]\nfail-on = \"recommended\"\n"));
    let run = project.run(&["check", "--fail-on", "critical"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run}");
    assert!(run.stderr.contains("would ask for less"), "{run}");
    assert_eq!(project.run(&["check", "--rev", "HEAD"]).status, 0, "the commit has its own gate");
}

#[test]
fn could_not_run_is_never_no_go() {
    let project = Project::new();
    assert_eq!(project.run(&["check", "nowhere"]).status, 3);
    assert_eq!(project.run(&["check", "--rev", "nonsense"]).status, 2);
    project.write("gonogo.toml", "schema = \n");
    assert_eq!(project.run(&["check"]).status, 2);
}

#[test]
fn a_shallow_clone_is_enough_for_the_gate() {
    let project = decided();
    let from = format!("file://{}", project.root().display());
    run_git(&project.root(), &["clone", "-q", "--depth", "1", &from, "../shallow"]);
    let run = project.run(&["-C", "../shallow", "check"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run}");
}

#[test]
fn a_waiver_that_ends_soon_is_warned_of_on_go_too() {
    let project = Project::new();
    let status = project.json(&["status", "--format", "json"]);
    for blocker in status["blockers"].as_array().expect("blockers") {
        let item = blocker["item"].as_str().expect("an item");
        let until = ["--until", "2199-12-31"];
        let run = project
            .run(&[["waive", item, "--kind", "deferred", "--reason", "later"].as_slice(), &until].concat());
        assert_eq!(run.status, 0, "{run}");
    }
    let run = project.run(&["check", "--date", "2199-12-30"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{run}");
    assert!(run.stderr.contains("warning: "), "{run}");
    assert_eq!(project.run(&["check", "--date", "2200-01-01"]).status, 1);
}

#[test]
#[cfg(unix)]
fn a_repository_of_another_user_is_not_trusted_and_the_hint_names_its_folder() {
    use std::os::unix::fs::{MetadataExt, chown};
    let project = Project::new();
    // Only the administrator may give files away; elsewhere there is nothing to see.
    let (root, git_dir) = (project.root(), project.root().join(".git"));
    let own = fs::metadata(&root).expect("a folder").uid();
    if own != 0 || chown(&root, Some(12345), None).is_err() || chown(&git_dir, Some(12345), None).is_err() {
        return;
    }
    let run = project.run(&["-C", "site", "check"]);
    assert_eq!((run.status, run.stdout.as_str()), (3, ""), "{run}");
    let flat = run.stderr.replace("\n  ", " ");
    assert!(flat.contains("`git config --global --add safe.directory @HOME@/work`"), "{run}");
    fs::write(root.join("../.gitconfig"), format!("[safe]\n\tdirectory = {}\n", root.display()))
        .expect("written");
    let run = project.run(&["check"]);
    assert_eq!(run.status, 1, "trusted now: {run}");
}

#[test]
fn status_shows_every_item_in_a_line_and_says_what_should_be_known() {
    let project = Project::new();
    project.write(
        "gonogo.toml",
        "schema = 1\n\n[review]\nrelease = \"2.0\"\n\n[grade.\"security.hsts\"]\nseverity = \"out-of-scope\"\nreason = \
         \"the edge sets it\"\n",
    );
    project.commit("Weigh");
    let run = project.run(&["status", "hsts", "debug", "slow-queries"]);
    let filters =
        vec![(r"at [0-9a-f]{10}", "at @COMMIT@"), (r"\d+ of \d+ items", "@COUNTS@ items"), (r"\d/5", "@/5")];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(run);
    });
    let status = project.json(&["status", "--format", "json"]);
    assert_eq!(status["schema"], "gonogo.status/1");
    assert_eq!(status["items"].as_array().map(Vec::len), Some(30));
    assert_eq!(status["checklist"][0]["kind"], "out-of-scope");
    assert_eq!(status["release"], "2.0");
}
