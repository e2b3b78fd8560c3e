//! The file on the disk: several people, broken files, full disks, kills.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use gonogo::model::{Decision, ItemId};
use gonogo::review::{Change, Record, State, StateError, Store};

use super::{id, noted, order, ticked, waived};
use crate::support::repo::{TestRepo, grace};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn store(folder: &Path) -> Store {
    Store::new(folder, None)
}

fn add(decision: Decision) -> Change {
    Change::decision(decision.item.clone(), None, Some(decision))
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("gonogo.toml")).expect("a state file")
}

/// Every name in `folder`, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn without_a_file_there_are_no_decisions_and_nothing_is_written_for_nothing() {
    let folder = folder();
    let store = store(folder.path());
    assert_eq!(store.load().unwrap(), State::default());
    let saved = store.save(&[], &order()).unwrap();
    assert!(!saved.written);
    assert!(!store.path().exists());
}

#[test]
fn with_git_the_side_file_lies_in_the_git_directory() {
    let repo = TestRepo::with(&[("a", "1")]);
    let store = Store::new(&repo.root(), Some(repo.git().git_dir()));
    store.save(&[add(ticked("security.debug"))], &order()).unwrap();
    assert_eq!(names(&repo.root()), [".git", "a", "gonogo.toml"]);
    assert!(repo.root().join(".git/gonogo.lock").exists());
}

#[test]
fn two_people_see_each_other_s_decisions() {
    let folder = folder();
    let (one, two) = (store(folder.path()), store(folder.path()));
    one.save(&[add(ticked("security.debug"))], &order()).unwrap();
    let saved = two.save(&[add(waived("security.hsts"))], &order()).unwrap();
    assert_eq!(saved.conflicts, []);
    assert_eq!(saved.state.decisions.len(), 2);
    assert!(one.load().unwrap().says(&saved.state));
}

#[test]
fn who_decides_the_same_item_is_told_and_overwrites_nothing() {
    let folder = folder();
    let store = store(folder.path());
    let theirs = Decision { by: grace(), ..ticked("security.debug") };
    store.save(&[add(theirs.clone())], &order()).unwrap();
    let ours = waived("security.debug");
    let saved = store.save(&[add(ours.clone()), add(ticked("security.hsts"))], &order()).unwrap();
    assert_eq!(saved.state.decisions[&id("security.debug")], theirs);
    assert!(saved.state.decisions.contains_key(&id("security.hsts")), "the other change is made");
    let [conflict] = &saved.conflicts[..] else { panic!("{:?}", saved.conflicts) };
    let record = |decision: &Decision| Some(Record::Decision(decision.clone()));
    assert_eq!((&conflict.ours, &conflict.theirs), (&record(&ours), &record(&theirs)));
    insta::assert_snapshot!(conflict, @"security.debug was not saved: Grace Example <grace@example.org> ticked it meanwhile (2026-11-22T10:00:00Z)");

    let stale = Change::decision(id("security.hsts"), Some(noted("security.hsts", "x")), None);
    let reopened =
        Change::decision(id("tasks.broker-security"), Some(ticked("tasks.broker-security")), Some(theirs));
    let saved = store.save(&[stale, reopened], &order()).unwrap();
    assert!(!saved.written);
    insta::assert_snapshot!(saved.conflicts[1], @"tasks.broker-security was not saved: somebody reopened it meanwhile");
}

#[test]
fn the_commit_of_the_review_follows_the_latest_decision() {
    let folder = folder();
    let store = store(folder.path());
    let commit = |letter: &str| Some(letter.repeat(40));
    let early = Decision { commit: commit("a"), ..ticked("security.debug") };
    let late = Decision {
        commit: commit("b"),
        at: "2026-11-23T10:00:00Z".parse().unwrap(),
        ..ticked("security.hsts")
    };
    store.save(&[add(late.clone())], &order()).unwrap();
    let saved = store.save(&[add(early)], &order()).unwrap();
    assert_eq!(saved.state.release.commit, commit("b"));
    let saved = store.save(&[add(late).inverse()], &order()).unwrap();
    assert_eq!(saved.state.release.commit, commit("a"));
}

#[test]
fn a_broken_file_is_left_alone() {
    let folder = folder();
    let store = store(folder.path());
    for broken in ["schema = \n", "<<<<<<< HEAD\n", "[gate]\nfail_on = \"optional\"\n"] {
        fs::write(store.path(), broken).unwrap();
        assert!(matches!(store.load(), Err(StateError::Invalid { .. })));
        let error = store.save(&[add(ticked("security.debug"))], &order()).unwrap_err();
        assert!(error.to_string().contains("line 1") || error.to_string().contains("line 2"), "{error}");
        assert_eq!(text(folder.path()), broken);
    }
    fs::write(store.path(), b"# caf\xe9\n").unwrap();
    let error = store.load().unwrap_err();
    assert!(error.to_string().contains("line 1, column 6: this is not UTF-8"), "{error}");
}

#[test]
fn a_newer_file_is_read_and_never_written() {
    let folder = folder();
    let store = store(folder.path());
    let newer = "schema = 7\n[gate]\nfail-on = \"optional\"\n";
    fs::write(store.path(), newer).unwrap();
    assert_eq!(store.load().unwrap().schema, 7);
    let error = store.save(&[add(ticked("security.debug"))], &order()).unwrap_err();
    assert!(matches!(error, StateError::Newer { found: 7, .. }), "{error}");
    assert_eq!(text(folder.path()), newer);
}

#[test]
fn what_is_no_regular_file_is_neither_read_nor_replaced() {
    let folder = folder();
    let store = store(folder.path());
    fs::create_dir(store.path()).unwrap();
    let error = store.save(&[add(ticked("security.debug"))], &order()).unwrap_err();
    assert!(matches!(error, StateError::NotAFile { what: "a folder", .. }), "{error}");
    assert!(store.path().is_dir());
}

#[test]
#[cfg(unix)]
fn a_link_is_neither_followed_nor_replaced() {
    let folder = folder();
    let store = store(folder.path());
    let target = folder.path().join("elsewhere.toml");
    fs::write(&target, "schema = 1\n").unwrap();
    std::os::unix::fs::symlink(&target, store.path()).unwrap();
    let error = store.save(&[add(ticked("security.debug"))], &order()).unwrap_err();
    assert!(matches!(error, StateError::NotAFile { what: "a symbolic link", .. }), "{error}");
    assert_eq!(fs::read_to_string(target).unwrap(), "schema = 1\n");
    assert!(store.path().is_symlink());
}

#[test]
fn a_read_only_file_stays_as_it_is() {
    let folder = folder();
    let store = store(folder.path());
    fs::write(store.path(), "schema = 1\n").unwrap();
    let mut permissions = fs::metadata(store.path()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(store.path(), permissions).unwrap();
    let error = store.save(&[add(ticked("security.debug"))], &order()).unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(text(folder.path()), "schema = 1\n");
}

/// This test alone, run again in a process of its own with `variable` set to `value`.
fn child(test: &str, variable: &str, value: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the test binary"));
    command.args(["--exact", test, "--quiet"]).env(variable, value);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The folder that the parent process named, in a child process.
fn from_parent(variable: &str) -> Option<std::path::PathBuf> {
    std::env::var_os(variable).map(Into::into)
}

#[test]
#[cfg(unix)]
fn a_full_disk_loses_nothing() {
    const VARIABLE: &str = "GONOGO_TEST_FULL_DISK";
    if let Some(folder) = from_parent(VARIABLE) {
        // The shell below allows no file to grow: the same as no space left.
        let error = store(&folder).save(&[add(waived("security.hsts"))], &order()).unwrap_err();
        assert!(matches!(error, StateError::Write(_)), "{error}");
        return;
    }
    let folder = folder();
    store(folder.path()).save(&[add(ticked("security.debug"))], &order()).unwrap();
    let before = text(folder.path());
    let program = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" --exact \"$1\" --quiet >/dev/null 2>&1"])
        .arg(program)
        .arg("review::store::a_full_disk_loses_nothing")
        .env(VARIABLE, folder.path())
        .status()
        .unwrap();
    assert!(status.success(), "the child saw the error");
    assert_eq!(text(folder.path()), before);
    assert_eq!(names(folder.path()), [".gonogo.toml.lock", "gonogo.toml"]);
}

/// How often a test repeats itself: `short` usually, `long` where `GONOGO_LONG_TESTS=1` asks for it.
fn times(short: u64, long: u64) -> u64 {
    if std::env::var_os("GONOGO_LONG_TESTS").is_some_and(|asked| asked == "1") { long } else { short }
}

/// `count` different items, so that two writers never want the same one.
fn items(prefix: &str, count: u64) -> Vec<ItemId> {
    (0..count).map(|n| id(&format!("{prefix}.item-{n}"))).collect()
}

#[test]
fn two_processes_saving_at_once_lose_nothing() {
    const VARIABLE: &str = "GONOGO_TEST_TWO_PROCESSES";
    // Two processes; one of them writes from two threads, as a walkthrough beside a second one does.
    let each = times(70, 340);
    let write = |folder: &Path, prefix: &str| {
        let store = store(folder);
        for item in items(prefix, each) {
            let saved = store.save(&[add(ticked(item.as_str()))], &order()).expect("a save");
            assert_eq!(saved.conflicts, []);
            // As between two keys of a person, only shorter: a lock is no queue, and the others want it too.
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    if let Some(folder) = from_parent(VARIABLE) {
        return write(&folder, "child");
    }
    let folder = folder();
    let mut child =
        child("review::store::two_processes_saving_at_once_lose_nothing", VARIABLE, folder.path())
            .spawn()
            .unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| write(folder.path(), "thread"));
        write(folder.path(), "parent");
    });
    assert!(child.wait().unwrap().success());
    let state = store(folder.path()).load().unwrap();
    assert_eq!(state.decisions.len(), usize::try_from(3 * each).expect("a number"));
    for item in ["child", "thread", "parent"].iter().flat_map(|prefix| items(prefix, each)) {
        assert_eq!(state.decisions[&item], ticked(item.as_str()));
    }
}

#[test]
fn a_kill_leaves_the_old_file_or_the_new_one() {
    const VARIABLE: &str = "GONOGO_TEST_KILL";
    let kills = times(30, 300);
    let item = || id("security.debug");
    let states = [Some(ticked("security.debug")), Some(waived("security.debug"))];
    if let Some(folder) = from_parent(VARIABLE) {
        // Saves to and fro until it is killed, or until its parent has gone away.
        let store = store(&folder);
        for n in 0..100_000 {
            let present = store.load().expect("a whole file").decision(&item()).cloned();
            let next = states[n % 2].clone();
            store.save(&[Change::decision(item(), present, next)], &order()).expect("a save");
            fs::write(folder.join("started"), "").expect("a mark");
        }
        return;
    }
    let folder = folder();
    let store = store(folder.path());
    for round in 0..kills {
        let _ = fs::remove_file(folder.path().join("started"));
        let mut child =
            child("review::store::a_kill_leaves_the_old_file_or_the_new_one", VARIABLE, folder.path())
                .spawn()
                .unwrap();
        while !folder.path().join("started").exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child saves until it is killed");
            std::thread::yield_now();
        }
        // Another moment of a save in each round: a save takes some milliseconds.
        std::thread::sleep(Duration::from_micros(round * 311 % 7_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let state = store.load().expect("a whole file");
        assert!(states.contains(&state.decision(&item()).cloned()), "{state:?}");
    }
    // The next save works, and tidies up after the killed ones.
    store.save(&[add(waived("security.hsts"))], &order()).unwrap();
    assert_eq!(names(folder.path()), [".gonogo.toml.lock", "gonogo.toml", "started"]);
}
