//! Code that is out to waste time, memory or stack: it ends in unknown, and the rest is still read.

use gonogo::eval::State;

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
