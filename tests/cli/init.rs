//! `gonogo init`: the starter, the snippets, the merge driver.

use std::fs;

use gonogo::review::State;

use super::project::Project;

#[test]
fn the_starter_says_nothing_yet_and_is_not_overwritten() {
    let project = Project::new();
    insta::assert_snapshot!(project.run(&["init"]));
    let text = project.read("gonogo.toml");
    let state = State::parse(&text).expect("no mistakes");
    assert!(state.says(&State::default()) && state.notices.is_empty(), "{state:?}");
    insta::assert_snapshot!(project.run(&["init"]));
    assert_eq!(project.read("gonogo.toml"), text);
}

#[test]
fn what_the_starter_has_commented_out_is_well_formed() {
    let text = include_str!("../../assets/starter/gonogo.toml");
    let wanted = |line: &str| line.starts_with('[') || line.contains(" = ");
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if wanted(rest) => rest,
        _ => line,
    });
    let state = State::parse(&lines.collect::<Vec<_>>().join("\n")).expect("no mistakes");
    assert!(state.notices.is_empty(), "{:?}", state.notices);
    assert_eq!(state.project.settings.as_deref(), Some("config.settings.production"));
    assert_eq!(state.gate.require_sign_off, ["release manager"]);
    assert_eq!(state.release.name.as_deref(), Some("1.0"));
}

#[test]
fn snippets_are_printed_and_nothing_is_written() {
    let project = Project::new();
    for (pipeline, expected) in
        [("github", "actions/checkout"), ("gitlab", "safe.directory"), ("pre-commit", "entry: gonogo check")]
    {
        let text = project.done(&["init", "--ci", pipeline]);
        assert!(text.contains(expected) && text.contains("gonogo check"), "{text}");
    }
    assert!(!project.root().join("gonogo.toml").exists());
    assert_eq!(project.run(&["init", "--ci", "jenkins"]).status, 2);
}

#[test]
fn the_merge_driver_is_set_up_once_and_everything_written_is_said() {
    let project = Project::new();
    project.write(".gitattributes", "*.svg -text");
    insta::assert_snapshot!(project.run(&["init", "--merge-driver"]));
    assert_eq!(project.read(".gitattributes"), "*.svg -text\ngonogo.toml merge=gonogo\n");
    assert_eq!(project.git(&["config", "merge.gonogo.driver"]), "gonogo merge-driver %O %A %B %P %X %Y");
    assert_eq!(project.git(&["check-attr", "merge", "gonogo.toml"]), "gonogo.toml: merge: gonogo");
    let again = project.done(&["init", "--merge-driver"]);
    assert_eq!(again, "Everything is set up already; nothing was written.\n");
    assert!(!project.root().join("gonogo.toml").exists());
}

#[test]
#[cfg(unix)]
fn a_link_is_not_written_through() {
    let project = Project::new();
    let elsewhere = project.root().join("../elsewhere");
    fs::write(&elsewhere, "mine\n").expect("a file");
    std::os::unix::fs::symlink(&elsewhere, project.root().join(".gitattributes")).expect("a link");
    let run = project.run(&["init", "--merge-driver"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr.contains("symbolic link"), "{run}");
    assert_eq!(fs::read_to_string(elsewhere).expect("read"), "mine\n");
}
