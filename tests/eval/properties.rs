//! What holds for all Python that parses: no panic, and an end.

use proptest::prelude::*;

use gonogo::eval::MOST_STEPS;

use super::run;

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-e]".prop_map(|name| name),
        "[A-C]".prop_map(|name| name),
        (0..99_i64).prop_map(|n| format!("({n})")),
        "[a-z%{}]{0,4}".prop_map(|text| format!("'{text}'")),
        Just("None".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("acme.thing".to_owned()),
        Just("os.environ.get('V')".to_owned()),
        Just("os.environ['W']".to_owned()),
        Just("__file__".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            (
                inner.clone(),
                prop_oneof![
                    "\\+", "-", "\\*", "/", "//", "%", "==", "<", "in", "is", "and", "or", "\\|", "\\*\\*"
                ],
                inner.clone()
            )
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec((inner.clone(), inner.clone()), 0..3).prop_map(|items| {
                let pairs: Vec<String> = items.iter().map(|(k, v)| format!("{k}: {v}")).collect();
                format!("{{{}}}", pairs.join(", "))
            }),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a} for a in {b} if a]")),
            (
                inner.clone(),
                prop_oneof!["split", "append", "get", "items", "format", "upper", "join", "update", "pop"],
                inner.clone()
            )
                .prop_map(|(a, name, b)| format!("{a}.{name}({b})")),
            (
                prop_oneof![
                    "len", "str", "int", "list", "dict", "sorted", "f", "bool", "set", "open", "range", "max"
                ],
                inner.clone()
            )
                .prop_map(|(name, a)| format!("{name}({a})")),
            "[a-eA-C]".prop_map(|a| format!("f'{{{a}!s:>6}}/{{{a}}}'")),
            inner.prop_map(|a| format!("(not {a})")),
        ]
    })
}

fn statement() -> impl Strategy<Value = String> {
    let simple = prop_oneof![
        ("[A-Ca-c]", expression()).prop_map(|(name, value)| format!("{name} = {value}\n")),
        ("[A-C]", expression()).prop_map(|(name, value)| format!("{name} += {value}\n")),
        (expression(), expression()).prop_map(|(index, value)| format!("A[{index}] = {value}\n")),
        expression().prop_map(|value| format!("{value}\n")),
        expression().prop_map(|value| format!("raise ValueError({value})\n")),
        expression().prop_map(|value| format!("assert {value}\n")),
        Just("del A\n".to_owned()),
    ];
    simple.prop_recursive(3, 24, 3, |inner| {
        let body = prop::collection::vec(inner, 1..4)
            .prop_map(|body| body.concat().lines().flat_map(|line| ["    ", line, "\n"]).collect::<String>());
        prop_oneof![
            (expression(), body.clone(), body.clone())
                .prop_map(|(test, a, b)| format!("if {test}:\n{a}else:\n{b}")),
            (expression(), body.clone()).prop_map(|(iter, a)| format!("for b in {iter}:\n{a}")),
            (expression(), body.clone()).prop_map(|(test, a)| format!("while {test}:\n{a}    break\n")),
            (body.clone(), body.clone()).prop_map(|(a, b)| format!("try:\n{a}except Exception as e:\n{b}")),
            (body.clone(), expression())
                .prop_map(|(a, value)| format!("def f(a=1, *rest, **more):\n{a}    return {value}\n")),
            body.clone().prop_map(|a| format!("class C(dict):\n{a}")),
            (expression(), body.clone()).prop_map(|(value, a)| format!("with {value} as c:\n{a}")),
            (expression(), body).prop_map(|(value, a)| format!(
                "match {value}:\n    case [x, *y]:\n{}    case _:\n        pass\n",
                a.replace("    ", "        ")
            )),
        ]
    })
}

/// Statements that take more than there is, in blocks of every kind.
fn waste() -> impl Strategy<Value = String> {
    let endless = prop_oneof![
        Just("while True:\n    c = 1\n".to_owned()),
        Just("for b in range(90_000):\n    A.append(b)\n".to_owned()),
        Just("B.update({i: [i] for i in range(60_000)})\n".to_owned()),
        Just("def f(n):\n    return [f(n + 1), f(n + 2)]\nC = f(0)\n".to_owned()),
        Just("while os.environ.get('V') is None:\n    a = [a]\n".to_owned()),
        statement(),
    ];
    endless.prop_recursive(3, 12, 3, |inner| {
        let body = prop::collection::vec(inner, 1..4)
            .prop_map(|body| body.concat().lines().flat_map(|line| ["    ", line, "\n"]).collect::<String>());
        prop_oneof![
            (body.clone(), body.clone()).prop_map(|(a, b)| format!("if os.environ.get('V'):\n{a}else:\n{b}")),
            (body.clone(), body.clone()).prop_map(|(a, b)| format!("if acme.flag():\n{a}else:\n{b}")),
            (body.clone(), body.clone())
                .prop_map(|(a, b)| format!("try:\n{a}    raise KeyError\nexcept KeyError:\n{b}")),
            body.prop_map(|a| format!("class D:\n{a}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// A run never panics: the result then would say that it broke off, and hold no setting.
    #[test]
    fn arbitrary_modules_come_to_an_end(body in prop::collection::vec(statement(), 1..8)) {
        let source = format!("import os, acme\nA = [1]\nB = {{'k': 'v'}}\na = b = c = d = e = 1\n{}LAST = 1\n", body.concat());
        prop_assume!(gonogo::syntax::python::parse(&source).is_ok());
        let settings = run(&[("settings.py", &source)]);
        prop_assert!(settings.problems.iter().all(|(_, problem)| !problem.contains("broke off")), "{source}");
        prop_assert!(settings.entries.contains_key("LAST"), "{source}\n{:?}", settings.problems);
        prop_assert!(settings.steps <= MOST_STEPS, "{source}\n{} steps", settings.steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// What one part of a run keeps back for another is never spent twice, and what comes after a waste is known.
    #[test]
    fn no_waste_takes_more_than_the_budget(body in prop::collection::vec(waste(), 1..20)) {
        let source = format!("import os, acme\nA = [1]\nB = {{'k': 'v'}}\na = b = c = d = e = 1\n{}LAST = 1\n", body.concat());
        prop_assume!(gonogo::syntax::python::parse(&source).is_ok());
        let settings = run(&[("settings.py", &source)]);
        prop_assert!(settings.steps <= MOST_STEPS, "{source}\n{} steps", settings.steps);
        let last = settings.entries.get("LAST").map(gonogo::eval::Setting::state);
        prop_assert_eq!(last, Some(gonogo::eval::State::Known), "{}\n{:?}", source, settings.problems);
    }
}
