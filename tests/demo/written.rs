//! The repository that `gonogo demo` writes.

use std::fs;

use gonogo::git::Repository;

use crate::support::command::Bench;

#[test]
fn it_is_a_clean_repository_with_a_history_of_two_people() {
    let bench = Bench::new();
    let run = bench.run(&["demo", "shop", "--no-open"]);
    insta::assert_snapshot!(run, @r"
    --- out
    The sample shop is in @HOME@/work/shop
    Try `gonogo scan @HOME@/work/shop`, or walk through it with `gonogo @HOME@/work/shop`.

    --- exit 0
    ");
    let folder = bench.work().join("shop");
    let repository = Repository::open(&folder).expect("a repository");
    assert_eq!(repository.changes().expect("a state"), []);
    let names: Vec<String> =
        repository.authors(10).expect("authors").into_iter().map(|person| person.name).collect();
    assert!(
        names.contains(&"Ada Marlow".to_owned()) && names.contains(&"Ben Okafor".to_owned()),
        "{names:?}"
    );
    let state = fs::read_to_string(folder.join("gonogo.toml")).expect("a state file");
    for expected in ["Ask Ada", "decision = \"ticked\"", "decision = \"waived\"", "until = 2025-09-19"] {
        assert!(state.contains(expected), "{state}");
    }
}

#[test]
fn it_is_the_same_everywhere() {
    let bench = Bench::new();
    for name in ["one", "two"] {
        assert_eq!(bench.run(&["demo", name, "--no-open"]).status, 0);
    }
    let head =
        |name| Repository::open(&bench.work().join(name)).expect("a repository").head().expect("a head");
    assert_eq!(head("one"), head("two"));
}

#[test]
fn an_empty_folder_will_do_and_a_full_one_is_left_alone() {
    let bench = Bench::new();
    fs::create_dir(bench.work().join("empty")).expect("a folder");
    assert_eq!(bench.run(&["demo", "empty", "--no-open"]).status, 0);
    fs::create_dir(bench.work().join("full")).expect("a folder");
    fs::write(bench.work().join("full/mine.txt"), "mine").expect("a file");
    let run = bench.run(&["demo", "full", "--no-open"]);
    insta::assert_snapshot!(run, @r"
    --- err
    error: `full` is not empty, and the demo overwrites nothing
      hint: name a folder that does not exist, or none for a temporary one

    --- exit 2
    ");
    assert_eq!(fs::read_dir(bench.work().join("full")).expect("a folder").count(), 1);
}

#[test]
fn without_a_folder_it_goes_to_a_temporary_one_and_says_where() {
    let bench = Bench::new();
    let temporary = bench.work().join("tmp");
    fs::create_dir(&temporary).expect("a folder");
    let run = bench.finish(bench.command(&["demo"]).env("TMPDIR", &temporary));
    assert_eq!(run.status, 0, "{run}");
    let made: Vec<_> = fs::read_dir(&temporary).expect("a folder").collect();
    assert_eq!(made.len(), 1);
    assert!(run.stdout.contains("@HOME@/work/tmp/gonogo-demo-"), "{run}");
}

#[test]
fn the_scan_of_it_shows_the_decisions_of_the_story() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["demo", "shop", "--no-open"]).status, 0);
    let run = bench.run(&["scan", "shop"]);
    assert_eq!(run.status, 0, "{run}");
    let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("settings shop.settings.production"), "{run}");
    assert!(text.contains("● waived by Ada Marlow on 2025-09-09 until 2025-09-19 (deferred)"), "{run}");
    assert!(text.contains("the waiver's last day is past"), "{run}");
    assert!(text.contains("● ticked by Ada Marlow on 2025-09-09"), "{run}");
}
