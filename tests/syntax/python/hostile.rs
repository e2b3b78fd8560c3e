//! Text that tries to crash the reader.

use gonogo::syntax::python::{self, MAX_DEPTH, ast};
use proptest::prelude::*;

/// The smallest stack that a thread of the standard library has by default: 2 MiB.
const SMALL_STACK: usize = 2 * 1024 * 1024;

/// A way to nest, as a function of the depth.
type Nest = fn(usize) -> String;

fn nests() -> Vec<(&'static str, Nest)> {
    vec![
        ("brackets", |n| "(".repeat(n) + &")".repeat(n)),
        ("lists", |n| "[".repeat(n) + &"]".repeat(n)),
        ("open brackets", |n| "[".repeat(n)),
        ("dictionaries", |n| "{1:".repeat(n) + "1" + &"}".repeat(n)),
        ("calls", |n| "f(".repeat(n) + &")".repeat(n)),
        ("a chain of calls", |n| "f".to_owned() + &"()".repeat(n)),
        ("a chain of indexes", |n| "f".to_owned() + &"[0]".repeat(n)),
        ("attributes", |n| "a".to_owned() + &".a".repeat(n)),
        ("signs", |n| "-".repeat(n) + "1"),
        ("not", |n| "not ".repeat(n) + "1"),
        ("sums", |n| "1".to_owned() + &"+1".repeat(n)),
        ("powers", |n| "1".to_owned() + &"**1".repeat(n)),
        ("conditions", |n| "1 if 1 else ".repeat(n) + "1"),
        ("conditions without spaces", |n| "1if 1else ".repeat(n) + "1"),
        ("lambdas", |n| "lambda: ".repeat(n) + "1"),
        ("lambdas with arguments", |n| "lambda a, b: ".repeat(n) + "1"),
        ("await", |n| "async def f(): ".to_owned() + &"await ".repeat(n) + "1"),
        ("elif", |n| "if a: b\n".to_owned() + &"elif a: b\n".repeat(n)),
        ("f-strings", |n| "f\"{".repeat(n) + "1" + &"}\"".repeat(n)),
        ("brackets in an f-string", |n| "f\"{".to_owned() + &"(".repeat(n) + &")".repeat(n) + "}\""),
        ("specifications", |n| "f\"".to_owned() + &"{a:".repeat(n) + &"}".repeat(n) + "\""),
        ("patterns", |n| "match a:\n case ".to_owned() + &"[".repeat(n) + &"]".repeat(n) + ": b"),
        ("lambdas in defaults", |n| "lambda a=".repeat(n) + "1" + &": 1".repeat(n)),
        ("conditions with or", |n| "1 or 1 if 1 and 1 else ".repeat(n) + "1 or 1"),
        ("assignment expressions", |n| "(a := ".repeat(n) + "1" + &")".repeat(n)),
        ("blocks", |n| {
            (0..n.min(600)).map(|i| " ".repeat(i) + "if a:\n").collect::<String>()
                + &" ".repeat(n.min(600))
                + "b"
        }),
        ("signs in elements", |n| "[1, ".repeat(n) + &"]".repeat(n)),
        ("types", |n| "def f[T: ".to_owned() + &"(".repeat(n) + &")".repeat(n) + "](): pass"),
        ("exceptions", |n| "try: a\nexcept A".to_owned() + &", A".repeat(n) + ": b"),
    ]
}

/// A walk as a careless reader writes it: recursive, with a frame of some size.
fn careless(expr: &ast::Expr) -> usize {
    let frame = std::hint::black_box([0_u8; 1_500]);
    let mut walk = python::walk_expr(expr);
    walk.next();
    let mut deepest = 0;
    while let Some(node) = walk.next() {
        walk.skip_children();
        if let python::Node::Expr(part) = node {
            deepest = deepest.max(careless(part));
        }
    }
    deepest + 1 + usize::from(frame[0])
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(SMALL_STACK)
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("it neither panics nor overflows");
}

#[test]
fn nesting_at_any_depth_never_overflows_a_small_stack() {
    on_a_small_stack(|| {
        for (name, nest) in nests() {
            for depth in [10, 30, 60, 90, 130, 190, 250, 300, MAX_DEPTH - 1, 1_000, 200_000] {
                let Ok(body) = python::parse(&nest(depth)) else { continue };
                let mut deepest = 0;
                let mut walk = python::walk(&body);
                while let Some(node) = walk.next() {
                    if let python::Node::Expr(expr) = node {
                        deepest = deepest.max(careless(expr));
                        walk.skip_children();
                    }
                }
                assert!(deepest <= MAX_DEPTH, "{name} at {depth}: {deepest}");
            }
        }
    });
}

#[test]
fn nesting_beyond_the_bound_is_refused_with_its_place() {
    on_a_small_stack(|| {
        for (name, nest) in nests() {
            // These nest in the text, not in the tree.
            if name == "exceptions" {
                continue;
            }
            let error = python::parse(&nest(200_000)).expect_err(name);
            assert!(error.message.starts_with("nested deeper than 400 levels"), "{name}: {error}");
        }
        let error = python::parse(&format!("x = 1\ny = {}", "(".repeat(1_000))).expect_err("too deep");
        assert_eq!(error.line, 2);
    });
}

#[test]
fn what_people_write_is_far_from_the_bound() {
    let sum = vec!["'a line of text'"; 350].join(" +\n    ");
    python::parse(&format!("x = (\n    {sum}\n)\n")).expect("a long sum");
    let any = vec!["a == 1"; 2_000].join(" or ");
    python::parse(&format!("x = {any}\n")).expect("a long condition");
    let targets = "a = ".repeat(2_000);
    python::parse(&format!("{targets}1\n")).expect("many targets");
    let entries = "    {'a': [1, (2, 3)], 'b': f(x)},\n".repeat(3_000);
    python::parse(&format!("x = [\n{entries}]\n")).expect("a long list");
    let branches = "elif a == 1:\n    b = 1\n".repeat(150);
    python::parse(&format!("if a:\n    pass\n{branches}")).expect("a long if");
}

fn soup() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "f\"",
        "f'",
        "t\"",
        "rf'''",
        "\"\"\"",
        "'''",
        "\"",
        "'",
        "{",
        "}",
        "{{",
        "}}",
        "(",
        ")",
        "[",
        "]",
        "except ",
        "except* ",
        "try: a\n",
        " as e",
        ",",
        ":",
        "=",
        "!r",
        "!",
        "\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "\\",
        "\\\n",
        "\\N{",
        "#",
        "é",
        "界",
        "x",
        "1",
        "0x",
        "1e",
        ".",
        "...",
        "lambda ",
        "def f",
        "class A",
        "type X",
        "async ",
        "await ",
        "match x:",
        "case ",
        "\u{feff}",
        "\0",
        "\u{c}",
        "*",
        "**",
        "-",
        ":=",
        "->",
        "if ",
        "else ",
        "elif ",
        "for ",
        " in ",
        "@",
        ";",
        "\\x",
        "\\u12",
        "b'",
        "\u{1f600}",
        "`",
        "$",
        "?",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic(text in prop_oneof![soup(), any::<String>()]) {
        match python::parse(&text) {
            Ok(body) => for expr in python::expressions(&body) {
                let span = python::span(expr);
                prop_assert!(span.start <= span.end);
            },
            Err(error) => prop_assert!(error.line >= 1 && error.column >= 1),
        }
    }

    #[test]
    fn tokens_are_in_order_and_cut_no_character(text in prop_oneof![soup(), any::<String>()]) {
        let mut end = 0;
        for token in python::Tokens::new(&text) {
            prop_assert!(token.span.start >= end && token.span.end >= token.span.start);
            prop_assert!(text.get(token.span.start..token.span.end).is_some(), "{token:?}");
            // Between tokens there is nothing but white space and continued lines.
            let between = text[end..token.span.start].trim_matches(|c| " \t\r\n\u{c}\\".contains(c));
            prop_assert!(between.is_empty(), "{between:?}");
            end = token.span.end;
        }
    }
}
