//! `gonogo diff`: what changed between two commits.

use super::project::Project;

const TICK: &str = "\
schema = 1

[items.\"logging.rotation\"]
decision = \"ticked\"
by = \"Grace Example <grace@example.org>\"
at = 2026-01-02T09:00:00Z
basis = \"sha256:0\"

[items.\"security.hsts\"]
decision = \"waived\"
by = \"Ada Example <ada@example.org>\"
at = 2026-01-02T09:00:00Z
kind = \"deferred\"
reason = \"the certificate is late\"
until = 2026-01-05
ticket = \"OPS-1\"
";

/// Two releases: the second gets worse in one item, better in another, and changes its gate.
fn releases() -> Project {
    let project = Project::new();
    project.write("gonogo.toml", TICK);
    project.commit("Review");
    project.git(&["tag", "v1.0"]);
    project.replace("site/settings.py", "DEBUG = False", "DEBUG = os.environ.get('DEBUG', 'on') == 'on'");
    project.replace("site/settings.py", "SECURE_HSTS_SECONDS = 60", "SECURE_HSTS_SECONDS = 31536000");
    project.commit("Be bold");
    project.replace("gonogo.toml", "schema = 1\n", "schema = 1\n\n[gate]\nfail-on = \"recommended\"\n");
    project.commit("Be strict");
    project.git(&["tag", "v2.0"]);
    project
}

#[test]
fn a_release_manager_sees_what_changed() {
    let project = releases();
    let filters = vec![(r"  [0-9a-f]{10}  ", "  @COMMIT@  ")];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(project.run(&["diff", "v1.0..v2.0"]));
    });
    let other = project.done(&["diff", "v2.0", "v1.0"]);
    assert!(other.contains("2 commits earlier"), "{other}");
}

#[test]
fn the_document_says_the_same() {
    let project = releases();
    let diff = project.json(&["diff", "v1.0..v2.0", "--format", "json"]);
    assert_eq!(diff["schema"], "gonogo.diff/1");
    assert_eq!(diff["commits"], serde_json::json!({"after_only": 2, "before_only": 0}));
    let courses: Vec<(&str, &str)> = diff["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["id"].as_str().unwrap_or(""), item["course"].as_str().unwrap_or("")))
        .collect();
    assert!(courses.contains(&("security.debug", "worse")), "{courses:?}");
    assert_eq!(diff["before"]["rev"], "v1.0");
    assert_eq!(diff["before"]["day"], "2026-01-02");
    assert_eq!(diff["records"][0]["key"], "gate.fail-on");
    assert_eq!(diff["records"][0]["after"]["value"], "\"recommended\"");
    assert_eq!(diff["records"][0]["before"], serde_json::Value::Null);
}

#[test]
fn sides_may_be_left_out() {
    let project = releases();
    let head = |arguments: &[&str]| {
        let text = project.done(arguments);
        text.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(head(&["diff"]), "work: v2.0 → work tree");
    assert_eq!(head(&["diff", "v1.0"]), "work: v1.0 → work tree · 2 commits later");
    assert_eq!(head(&["diff", "v1.0.."]), "work: v1.0 → work tree · 2 commits later");
    assert_eq!(head(&["diff", "..v1.0"]), "work: work tree → v1.0 · 2 commits earlier");
    project.replace("site/settings.py", "DEBUG = os.environ.get('DEBUG', 'on') == 'on'", "DEBUG = False");
    let text = project.done(&["diff"]);
    assert!(text.contains("Newly done") && text.contains("uncommitted changes"), "{text}");
    assert!(project.done(&["diff", "v2.0", "HEAD"]).contains("Nothing changed"));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let project = releases();
    for (arguments, expected) in [
        (["diff", "v1.0...v2.0"].as_slice(), "three dots"),
        (&["diff", "v1.0..v3.0"], "'v3.0' names no commit"),
        (&["diff", "v1.0..", "--settings", "site.elsewhere"], "at v1.0: "),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run}");
        assert!(run.stderr.contains(expected), "{run}");
    }
}
