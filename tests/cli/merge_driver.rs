//! `gonogo merge-driver`, called by real git on real branches.

use gonogo::review::State;

use super::project::Project;

/// Git, told to merge the state file with this very binary.
fn git(project: &Project, arguments: &[&str]) -> Result<String, String> {
    let driver =
        format!("merge.gonogo.driver='{}' merge-driver %O %A %B %P %X %Y", env!("CARGO_BIN_EXE_gonogo"));
    project.try_git(&[["-c", driver.as_str()].as_slice(), arguments].concat())
}

/// Two branches with decisions of their own; `main` is checked out.
fn branches(ours: &[&[&str]], theirs: &[&[&str]]) -> Project {
    let project = Project::new();
    assert_eq!(project.run(&["init"]).status, 0);
    assert_eq!(project.run(&["init", "--merge-driver"]).status, 0);
    assert_eq!(project.run(&["tick", "debug", "--note", "before"]).status, 0);
    project.commit("Begin");
    let decide = |runs: &[&[&str]]| {
        for arguments in runs {
            let run = project.run(arguments);
            assert_eq!(run.status, 0, "{run}");
        }
        project.commit("Decide");
    };
    project.git(&["checkout", "-q", "-b", "side"]);
    decide(theirs);
    project.git(&["checkout", "-q", "main"]);
    decide(ours);
    project
}

fn decided(project: &Project) -> Vec<String> {
    let state = State::parse(&project.read("gonogo.toml")).expect("no mistakes");
    state.decisions.keys().map(ToString::to_string).collect()
}

#[test]
fn decisions_of_two_branches_are_merged_item_by_item() {
    let waive = ["waive", "hsts", "--kind", "met-elsewhere", "--reason", "the edge sets it"];
    let project = branches(
        &[&["tick", "slow-queries"], &["reopen", "debug"], &["note", "debug", ""]],
        &[&["tick", "cookies"], &waive, &["release", "2.0"]],
    );
    git(&project, &["merge", "-q", "-m", "Join", "side"]).expect("a clean merge");
    assert_eq!(decided(&project), ["security.cookies", "security.hsts", "logging.slow-queries"]);
    assert!(project.read("gonogo.toml").starts_with("# The go/no-go review"), "comments stay");
    assert_eq!(project.git(&["status", "--porcelain"]), "");
    let run = project.run(&["fsck"]);
    assert_eq!(run.status, 0, "{run}");
}

#[test]
fn real_conflicts_stay_visible_around_the_item_alone() {
    let waive = ["waive", "hsts", "--kind", "met-elsewhere", "--reason"];
    let project = branches(
        &[&[waive.as_slice(), &["the edge sets it"]].concat(), &["tick", "cookies"]],
        &[&[waive.as_slice(), &["the proxy sets it"]].concat(), &["tick", "slow-queries"]],
    );
    let error = git(&project, &["merge", "-q", "-m", "Join", "side"]).expect_err("a conflict");
    assert!(error.contains("both branches changed security.hsts in different ways"), "{error}");
    let text = project.read("gonogo.toml");
    let markers = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
    assert_eq!((markers("<<<<<<<"), markers("======="), markers(">>>>>>>")), (1, 1, 1), "{text}");
    // Git names the sides from 2.44 on; before, they are ours and theirs.
    assert!(text.contains(">>>>>>> side\n") || text.contains(">>>>>>> theirs\n"), "{text}");
    assert_eq!(text.matches("[items.\"security.cookies\"]").count(), 1, "{text}");
    assert_eq!(text.matches("[items.\"logging.slow-queries\"]").count(), 1, "{text}");
    assert_eq!(project.git(&["diff", "--name-only", "--diff-filter=U"]), "gonogo.toml");
    let run = project.run(&["fsck"]);
    assert!(run.status == 2 && run.stdout.contains("✗ security.hsts"), "{run}");
}

#[test]
fn what_is_not_understood_is_merged_line_by_line() {
    let project = branches(&[&["tick", "cookies"]], &[&["tick", "slow-queries"]]);
    project.write("gonogo.toml", "schema = \n");
    project.commit("Break");
    let error = git(&project, &["merge", "-q", "-m", "Join", "side"]).expect_err("a conflict");
    assert!(error.contains("is merged line by line"), "{error}");
    assert!(project.read("gonogo.toml").contains("<<<<<<< ours"));
}
