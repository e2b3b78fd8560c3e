//! `gonogo fsck`: whether the file is what gonogo would write.

use super::project::Project;

#[test]
fn a_file_that_gonogo_wrote_is_well_formed() {
    let project = Project::new();
    assert_eq!(project.run(&["fsck"]).status, 0);
    assert_eq!(project.run(&["tick", "slow-queries"]).status, 0);
    let run = project.run(&["fsck"]);
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (0, "gonogo.toml is as gonogo would write it.\n", ""),
        "{run}"
    );
    assert_eq!(project.run(&["init"]).status, 2, "the file is there");
}

#[test]
fn the_starter_is_well_formed() {
    let project = Project::new();
    assert_eq!(project.run(&["init"]).status, 0);
    let run = project.run(&["fsck"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run}");
}

#[test]
fn an_odd_layout_is_said_and_put_right_and_nothing_else_is_changed() {
    let project = Project::new();
    let record = |item: &str| {
        format!("[items.\"{item}\"] # kept\nby = \"Ada\"\ndecision = \"ticked\"\nat = 2026-01-02T09:00:00Z\n")
    };
    let text =
        ["schema = 1\n# mine\n".to_owned(), record("logging.slow-queries"), record("api.schema")].join("\n");
    project.write("gonogo.toml", &text);
    let run = project.run(&["fsck"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stdout.contains("gonogo fsck --fix"), "{run}");
    assert_eq!(project.read("gonogo.toml"), text);
    let run = project.run(&["fsck", "--fix"]);
    assert_eq!(run.status, 0, "{run}");
    let fixed = project.read("gonogo.toml");
    assert!(fixed.contains("# mine") && fixed.matches("# kept").count() == 2, "{fixed}");
    assert!(fixed.find("api.schema") < fixed.find("logging.slow-queries"), "{fixed}");
    assert_eq!(project.run(&["fsck"]).status, 0);
}

#[test]
fn mistakes_and_unknown_commits_are_for_people() {
    let project = Project::new();
    project.write("gonogo.toml", "schema = 1\n[items.\"security.debug\"]\ndecision = \"tickd\"\n");
    let run = project.run(&["fsck", "--fix"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stdout.contains("gonogo.toml:3:"), "{run}");
    let record =
        "by = \"Ada\"\nat = 2026-01-02T09:00:00Z\ncommit = \"0123456789012345678901234567890123456789\"\n";
    project.write(
        "gonogo.toml",
        &format!("schema = 1\n\n[items.\"api.schema\"]\ndecision = \"ticked\"\n{record}"),
    );
    let run = project.run(&["fsck"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(
        run.stdout.replace("\n  ", " ").contains("api.schema: the repository has no commit 0123456789"),
        "{run}"
    );
}

/// A file that a merge left torn on one item, with a decision that only the other side has.
const TORN: &str = "schema = 1

<<<<<<< HEAD
[items.\"security.hsts\"]
decision = \"waived\"
by = \"Ada\"
at = 2026-01-02T09:00:00Z
kind = \"met-elsewhere\"
reason = \"the edge sets it\"
=======
[items.\"security.hsts\"]
decision = \"waived\"
by = \"Grace\"
at = 2026-01-02T10:00:00Z
kind = \"met-elsewhere\"
reason = \"the proxy sets it\"

[items.\"logging.slow-queries\"]
decision = \"ticked\"
by = \"Grace\"
at = 2026-01-02T10:00:00Z
>>>>>>> side
";

#[test]
fn a_torn_file_is_settled_record_by_record() {
    for (side, kept) in [("ours", "the edge"), ("theirs", "the proxy")] {
        let project = Project::new();
        project.write("gonogo.toml", TORN);
        let run = project.run(&["status"]);
        assert_eq!(run.status, 2, "{run}");
        assert_eq!(run.stderr.matches("a merge conflict was left here").count(), 1, "{run}");
        assert!(run.stderr.replace("\n    ", " ").contains("`gonogo fsck --take ours`"), "{run}");
        let run = project.run(&["fsck", "--take", side]);
        assert_eq!(run.status, 0, "{run}");
        let text = project.read("gonogo.toml");
        assert!(text.contains(kept) && text.contains("logging.slow-queries"), "{text}");
        assert!(run.stdout.contains("logging.slow-queries, which alone has it"), "{run}");
    }
}

#[test]
fn what_people_write_by_hand_is_theirs_to_settle() {
    let project = Project::new();
    let gates = "<<<<<<< HEAD\n[gate]\nfail-on = \"optional\"\n=======\n[gate]\nfail-on = \"critical\"\n>>>>>>> side\n";
    let text = format!("{TORN}\n{gates}");
    project.write("gonogo.toml", &text);
    let run = project.run(&["fsck", "--take", "theirs"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("gate.fail-on"), "{run}");
    assert_eq!(project.read("gonogo.toml"), text);
    project.write("gonogo.toml", "schema = 1\n");
    let run = project.run(&["fsck", "--take", "theirs"]);
    assert!(run.status == 2 && run.stderr.contains("no merge conflict"), "{run}");
}
