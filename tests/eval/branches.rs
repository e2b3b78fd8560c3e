//! Conditions that nobody can decide: both branches, joined.

use gonogo::eval::State;

use super::{check, run};

const UNKNOWN: &str =
    "decided by a condition that is not known: comes from the installed package acme (acme.flag)";

#[test]
fn what_is_equal_on_both_branches_stays_known() {
    check(
        "import acme\nif acme.flag():\n    A = 1\n    B = 'x'\nelse:\n    A = 1\n    B = 'y'\n",
        &["A = 1", &format!("B = <unknown: {UNKNOWN}>")],
    );
}

#[test]
fn only_the_leaf_that_differs_is_unknown() {
    check(
        "import acme\nD = {'a': 1, 'b': 2}\nif acme.flag():\n    D['b'] = 3\n",
        &[&format!("D = {{\n    \"a\": 1,\n    \"b\": <unknown: {UNKNOWN}>,\n}}")],
    );
}

#[test]
fn what_is_added_on_one_branch_may_be_there() {
    check(
        "import acme\nAPPS = ['a', 'b']\nif acme.flag():\n    APPS += ['c']\n",
        &[&format!("APPS = [\n    \"a\",\n    \"b\",\n    <unknown: {UNKNOWN}>,\n]")],
    );
}

#[test]
fn both_values_are_alternatives() {
    let settings = run(&[("settings.py", "import acme\nA = 1\nif acme.flag():\n    A = 2\n")]);
    let setting = &settings.entries["A"];
    assert!(matches!(setting.state(), State::Unknown(_)));
    assert_eq!(setting.alternatives.len(), 2);
}

#[test]
fn a_branch_that_raises_is_not_taken() {
    check(
        "import acme\nif acme.flag():\n    raise SystemExit\nelse:\n    A = 1\nB = 2\n",
        &["A = 1", "B = 2"],
    );
}

#[test]
fn a_return_on_one_branch_joins_at_the_end() {
    check(
        "import acme\ndef f():\n    if acme.flag():\n        return 1\n    return 1\ndef g():\n    if acme.flag():\n        return 1\n    return 2\nA = f()\nB = g()\n",
        &["A = 1", &format!("B = <unknown: {UNKNOWN}>")],
    );
}

#[test]
fn a_loop_of_unknown_length_leaves_what_it_does_not_touch() {
    check(
        "import acme\nA = 0\nB = 1\nfor x in acme.flag():\n    A += 1\n",
        &[&format!("A = <unknown: {UNKNOWN}>"), "B = 1"],
    );
}

#[test]
fn an_optional_package_may_be_missing() {
    check(
        "try:\n    import acme\n    A = 'with'\nexcept ImportError:\n    A = 'without'\nB = 1\n",
        &[
            "A = <unknown: decided by a condition that is not known: whether this is raised: ModuleNotFoundError: No module named 'acme'>",
            "B = 1",
        ],
    );
}

#[test]
fn a_name_that_only_a_branch_not_taken_binds_is_kept_apart() {
    let settings = run(&[
        (
            "base.py",
            "import os\nif os.environ.get('REPLICA') == '1':\n    DATABASE_ROUTERS = ['app.Router']\n",
        ),
        (
            "settings.py",
            "from base import *\nimport os\nif 'X' in os.environ:\n    OTHER = 1\nif 'Y' in os.environ:\n    BOUND = 1\nBOUND = 2\n",
        ),
    ]);
    assert_eq!(settings.entries.keys().collect::<Vec<_>>(), ["BOUND"]);
    let seen: Vec<_> = settings
        .unassigned
        .iter()
        .map(|(name, others)| (name.as_str(), others[0].env.join(" "), others[0].origin.line))
        .collect();
    assert_eq!(seen, [("DATABASE_ROUTERS", "REPLICA".to_owned(), 3), ("OTHER", "X".to_owned(), 4)]);
}
