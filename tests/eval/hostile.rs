//! Code that is out to waste time, memory or stack: it ends in unknown, and the rest is still read.

use gonogo::eval::{MOST_STEPS, Request, State, evaluate};
use gonogo::source::Tree;

use super::run;

#[test]
fn the_budget_ends_every_waste() {
    let wastes = [
        "while True:\n    X = 1\n",
        "X = 10 ** 10 ** 10\n",
        "X = 'a' * 10 ** 9\n",
        "X = [0] * 10 ** 9\n",
        "X = list(range(10 ** 12))\n",
        "def f(n):\n    return f(n + 1)\nX = f(0)\n",
        "def f():\n    return f() + f()\nX = f()\n",
        "X = 'ab'\nfor _ in range(100):\n    X = X + X\n",
        "X = []\nX.append(X)\nY = str(X)\nX = X\n",
        "X = '{:>1000000000}'.format('a')\n",
        "X = 1 << 10 ** 9\n",
        "import itertools\nX = list(itertools.count())\n",
        "class A:\n    def __getattr__(self, name):\n        return getattr(self, name)\nX = A().x\n",
    ];
    for waste in wastes {
        let settings = run(&[("settings.py", &format!("{waste}AFTER = 1\n"))]);
        let state = settings.entries["X"].state();
        assert!(matches!(state, State::Unknown(_)), "{waste}: {state:?}");
        assert_eq!(
            settings.entries.get("AFTER").map(gonogo::eval::Setting::state),
            Some(State::Known),
            "{waste}"
        );
    }
}

#[test]
fn what_fails_is_unknown_at_its_own_line() {
    let settings = run(&[("settings.py", "A = 1\n\nB = undefined_name\nC = 2\n")]);
    let line = settings.entries["B"].origin().map(|origin| origin.line);
    assert_eq!((line, settings.entries.len()), (Some(3), 3));
}

#[test]
fn modules_that_import_each_other_without_end_come_to_one() {
    let settings = run(&[
        ("a.py", "from b import *\nA = 1\n"),
        ("b.py", "from a import *\nB = 2\n"),
        ("settings.py", "from a import *\n"),
    ]);
    assert_eq!(settings.entries.len(), 2);
}

#[test]
fn many_unknown_conditions_stay_cheap() {
    let branch = |n: usize| format!("if acme.flag({n}):\n    X.append({n})\n");
    let source = format!("import acme\nX = []\n{}AFTER = 1\n", (0..300).map(branch).collect::<String>());
    let settings = run(&[("settings.py", &source)]);
    assert_eq!(settings.entries["AFTER"].state(), State::Known);
}

#[test]
fn nested_unknown_conditions_stay_cheap() {
    let mut source = String::from("import acme\nX = 0\n");
    for depth in 0..60 {
        let pad = "    ".repeat(depth);
        source.extend([&*pad, "if acme.flag(X):\n", &*pad, "    X += 1\n"]);
    }
    source.push_str("AFTER = 1\n");
    assert_eq!(run(&[("settings.py", &source)]).entries["AFTER"].state(), State::Known);
}

#[test]
fn what_contains_itself_comes_to_an_end() {
    let settings = run(&[(
        "settings.py",
        "X = []\nX.append(X)\nY = X == [X]\nZ = str(X)\nD = {}\nD['d'] = D\nE = D == {'d': D}\nAFTER = 1\n",
    )]);
    assert_eq!(settings.entries["AFTER"].state(), State::Known);
}

/// One line for each kind of cost that is paid for by its size: without that, each of these would come to its end, and
/// take seconds for it.
#[test]
fn what_is_large_costs_as_much() {
    let steps = "it takes too many steps to work out";
    let large = "A = 'ab' * 200_000\nS = set(range(20_000))\nL = list(range(20_000))\nD = {i: i for i in range(2_000)}\n";
    let wastes = [
        ("unions of sets", "X = [S | {i} for i in range(100)]"),
        ("sets that grow", "X = set()\nfor i in range(100):\n    X.update(L)"),
        ("copies of dictionaries", "X = [dict(D) for i in range(1_000)]"),
        ("counts in a text", "X = [A.count('b') for i in range(1_000)]"),
        ("searches in a text", "X = ['c' in A for i in range(1_000)]"),
        ("other letters", "X = [A.upper() for i in range(1_000)]"),
        ("texts for functions", "import os\nX = [os.path.join('/', A) for i in range(1_000)]"),
        (
            "paths",
            "from pathlib import Path\nP = Path('/' + 'a/' * 20_000)\nX = [P.resolve() for i in range(1_000)]",
        ),
        (
            "parents",
            "from pathlib import Path\nP = Path('/' + 'a/' * 2_000)\nX = [P.parents[1] for i in range(1_000)]",
        ),
        ("documents", "import json\nX = [json.loads('[' + '1,' * 5_000 + '1]') for i in range(1_000)]"),
        ("expressions", "import re\nX = [re.match(f'a{i}', 'a') for i in range(1_000)]"),
        ("insertions", "X = L * 5\nfor i in range(10_000):\n    X.insert(0, i)"),
    ];
    for (what, waste) in wastes {
        let settings = run(&[("settings.py", &format!("{large}{waste}\nAFTER = 1\n"))]);
        let state = settings.entries["X"].state();
        assert!(matches!(&state, State::Unknown(reason) if reason == steps), "{what}: {state:?}");
        assert!(settings.steps <= MOST_STEPS, "{what}: {}", settings.steps);
        assert_eq!(settings.entries["AFTER"].state(), State::Known, "{what}");
    }
}

/// What branches cost goes by what they can change, whoever decides them.
#[test]
fn branches_cost_what_they_copy() {
    let cost = |condition: &str, names: usize| {
        let name = |n: usize| format!("N{n} = {n}\n");
        let names: String = (0..names).map(name).collect();
        let plain = run(&[("settings.py", &format!("import os, acme\n{names}"))]).steps;
        let branches = format!("if {condition}:\n    N1 = 2\n").repeat(10);
        run(&[("settings.py", &format!("import os, acme\n{names}{branches}"))]).steps - plain
    };
    for condition in ["acme.flag()", "os.environ.get('FLAG')"] {
        let (few, many) = (cost(condition, 10), cost(condition, 1_000));
        assert!(many > few + 10 * 250, "{condition}: {few} and {many}");
    }
}

#[test]
fn an_expression_is_made_ready_once() {
    let source = "import re\nX = [bool(re.match('a+', 'aa')) for i in range(1_000)]\n";
    assert_eq!(run(&[("settings.py", source)]).entries["X"].state(), State::Known);
}

#[test]
fn members_of_an_enumeration_stay_cheap() {
    let member = |n: usize| format!("    M{n} = {n}\n");
    let members: String = (0..1_000).map(member).collect();
    let source = format!("import enum\nclass E(enum.Enum):\n{members}X = [member.value for member in E]\n");
    assert_eq!(run(&[("settings.py", &source)]).entries["X"].state(), State::Known);
}

/// Values that hold themselves, or the same parts over and over: they are compared, joined, ordered and told within
/// bounds.
#[test]
fn what_holds_the_same_many_times_stays_cheap() {
    let grow = |name: &str, open: &str, close: &str| {
        format!(
            "{name} = {open}'{name}', {close}\nfor i in range(40):\n    {name} = {open}{name}, {name}{close}\n"
        )
    };
    let (lists, tuples) =
        (grow("A", "[", "]") + &grow("B", "[", "]"), grow("A", "(", ")") + &grow("B", "(", ")"));
    let wide = "A = [0] * 1_000\nB = [A] * 1_000\nC = [B] * 1_000\n";
    let cycle = "A = []\nA.append(A)\nB = []\nB.append(B)\n";
    for (made, used) in [
        (&*lists, "X = A if acme.flag() else B"),
        (&*tuples, "X = A if acme.flag() else B"),
        (&*tuples, "X = {A: 1}"),
        (cycle, "X = A if acme.flag() else B"),
        (cycle, "X = sorted([A, B])"),
        (wide, "X = [C, C]"),
        (wide, "X = str(C)"),
    ] {
        let settings = run(&[("settings.py", &format!("import acme\n{made}{used}\nAFTER = 1\n"))]);
        let state = settings.entries["X"].state();
        assert!(matches!(state, State::Unknown(_)), "{made}{used}: {state:?}");
        assert_eq!(settings.entries["AFTER"].state(), State::Known, "{made}{used}");
    }
}

/// A function that was not run to its end has changed nobody knows what of the things that it names.
#[test]
fn what_was_changed_in_part_is_unknown() {
    let endless = "    for i in range(10 ** 5):\n        ";
    for (what, source) in [
        ("a global", format!("X = []\ndef f():\n{endless}X.append(i)\nf()\n")),
        ("another name", format!("X = []\nY = X\ndef f():\n{endless}Y.append(i)\nf()\n")),
        ("an argument", format!("X = {{}}\ndef f(d):\n{endless}d[i] = i\nf(X)\n")),
        ("a rebound name", format!("X = 0\ndef f():\n    global X\n{endless}X += 1\nf()\n")),
        (
            "through another",
            format!("X = []\ndef g(i):\n    X.append(i)\ndef f():\n{endless}g(i)\nY = f()\n"),
        ),
    ] {
        let settings = run(&[("settings.py", &format!("{source}AFTER = 1\n"))]);
        let state = settings.entries["X"].state();
        assert!(matches!(state, State::Unknown(_)), "{what}: {state:?}");
        assert_eq!(settings.entries["AFTER"].state(), State::Known, "{what}");
    }
}

/// A large module is no waste: several thousand settings are all told.
#[test]
fn thousands_of_plain_settings_are_known() {
    let line = |n: usize| format!("S{n} = ['a', {{'b': {n}}}]\nL += [{n}]\n");
    let source = format!("L = []\n{}", (0..4_000).map(line).collect::<String>());
    let settings = run(&[("settings.py", &source)]);
    let open: Vec<&String> =
        settings.entries.iter().filter(|(_, it)| it.state() != State::Known).map(|(name, _)| name).collect();
    assert_eq!((settings.entries.len(), open), (4_001, Vec::new()));
}

/// What many branches use up leaves something for the plain settings behind them.
#[test]
fn plain_settings_after_many_branches_are_known() {
    let name = |n: usize| format!("N{n} = {n}\n");
    let names: String = (0..2_000).map(name).collect();
    for condition in ["acme.flag(%)", "os.environ.get('V%')"] {
        let branch = |n: usize| format!("if {}:\n    N{n} = [1]\n", condition.replace('%', &n.to_string()));
        let branches: String = (0..1_000).map(branch).collect();
        let late = |n: usize| format!("AFTER{n} = {{'a': [{n}]}}\n");
        let after: String = (0..100).map(late).collect();
        let settings = run(&[("settings.py", &format!("import os, acme\n{names}{branches}{after}"))]);
        assert!(settings.steps <= MOST_STEPS, "{condition}: {}", settings.steps);
        let last = settings.entries["N999"].state();
        assert!(matches!(&last, State::Unknown(reason) if reason.contains("too many steps")), "{last:?}");
        for name in ["AFTER0", "AFTER99"] {
            assert_eq!(settings.entries[name].state(), State::Known, "{condition}: {name}");
        }
    }
}

/// An experiment may be given less than a whole run.
#[test]
fn a_smaller_purse_is_kept_to() {
    let tree = Tree::in_memory([("settings.py", "A = 1\nwhile True:\n    X = 1\nAFTER = [1]\n")]);
    let whole = evaluate(&Request::new(&tree, "settings"));
    let part = evaluate(&Request { steps: 3_000, ..Request::new(&tree, "settings") });
    assert!(part.steps <= 3_000 && whole.steps > 10 * part.steps, "{} and {}", part.steps, whole.steps);
    assert_eq!(part.entries["AFTER"].state(), State::Known);
}

/// A statement that cannot be parsed for its depth takes only itself along.
#[test]
fn settings_around_a_deep_statement_are_known() {
    let deep = [
        format!("{}{}", "[".repeat(3_000), "]".repeat(3_000)),
        format!("(\n{}1{}\n)", "(".repeat(3_000), ")".repeat(3_000)),
        vec!["1"; 5_000].join(" + "),
        format!("acme{}", ".a".repeat(5_000)),
    ];
    for value in deep {
        let source =
            format!("import acme\nA = 1\nX = {value}\nY = [X]\nX2 = {value}\n\nAFTER = {{'a': [1]}}\n");
        let settings = run(&[("settings.py", &source)]);
        let state = |name: &str| settings.entries.get(name).map(gonogo::eval::Setting::state);
        for name in ["X", "Y", "X2"] {
            let told = state(name);
            let deep = matches!(&told, Some(State::Unknown(reason)) if reason.contains("nested too deeply"));
            assert!(deep, "{name}: {told:?}, {:?}", settings.problems);
        }
        assert_eq!((state("A"), state("AFTER")), (Some(State::Known), Some(State::Known)));
        let line = settings.entries["AFTER"].origin().map(|origin| origin.line);
        assert_eq!(line, Some(source.lines().count()));
    }
}
