//! Python code in its normal form: one text for all ways to write the same code.
//!
//! What does not change what code does is left out: comments, docstrings, white space and line breaks, quotes and
//! escapes, brackets that only group, trailing commas, the halves of a string that stand side by side, and the modules
//! that names are imported from (moving a helper to another file changes no caller). What is left is printed in one way,
//! with brackets around every operation, so that it can be compared and still be read.

mod expression;
mod pattern;
mod statement;

use rustpython_parser::ast::{Expr, Stmt};

/// The normal form of an expression.
pub fn normal(expr: &Expr) -> String {
    let mut out = String::new();
    expression::expr(&mut out, expr);
    out
}

/// The normal form of a statement, with everything in it.
pub fn normal_statement(statement: &Stmt) -> String {
    let mut out = String::new();
    statement::statement(&mut out, statement, 0);
    out.truncate(out.trim_end().len());
    out
}

/// The normal form of code that stands by itself: an expression, or whole statements. White space evened out where it is
/// no Python.
pub fn normal_text(text: &str) -> String {
    let words = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A part of an expression may go over several lines that only the brackets around it hold together.
    let parsed = super::parse(&format!("(\n{text}\n)")).or_else(|_| super::parse(text)).ok();
    match parsed.or_else(|| indented(text)).as_deref() {
        Some([Stmt::Expr(only)]) => normal(&only.value),
        Some(body) => body.iter().map(normal_statement).collect::<Vec<_>>().join("\n"),
        None => words(),
    }
}

/// The statements of a text that was cut out of an indented block: its first line begins at the first character, the
/// others where the block does, or deeper.
fn indented(text: &str) -> Option<Vec<Stmt>> {
    let blank = |line: &str| line.len() - line.trim_start().len();
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let mut widths: Vec<usize> = lines.map(blank).filter(|width| *width > 0).collect();
    widths.sort_unstable();
    widths.dedup();
    widths.into_iter().find_map(|width| {
        match super::parse(&format!("if x:\n{:width$}{text}", "")).ok()?.pop() {
            Some(Stmt::If(block)) => Some(block.body),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::normal_text;

    #[test]
    fn what_only_looks_different_is_the_same() {
        for (one, other) in [
            ("f('a', b=1)", "f(\n    \"a\",  # why\n    b=1,\n)"),
            ("x = 'one' 'two'", "x = (\n    \"one\"\n    \"two\"\n)"),
            ("x = a + b", "x = (\n    a\n    + b\n)"),
            ("a\n+ b", "a + b"),
            ("f'{a!r:>{w}} b'", "f\"{a!r:>{w}}\" \" b\""),
            (
                "def f(a, *, b=1):\n    '''Doc.'''\n    return a",
                "def f(\n    a,\n    *,\n    b=1,\n):\n    return (a)",
            ),
            ("class A(B):\n    \"Doc.\"", "class A(B):\n    pass"),
            ("if x:\n    pass\nelif y:\n    z()", "if x:\n    pass\nelse:\n    if y:\n        z()"),
            ("from .checks import ok", "from health.tools import (\n    ok,\n)"),
            ("for a, b in c:\n  d(a)", "for (a, b) in c:\n\n    d(a)"),
            ("x: 'int' = 0x10", "x: \"int\" = 16"),
            ("{'a': 1, **b}", "{\"a\": 1, **b,}"),
            ("a[1:2, ::3]", "a[1:2, ::3,]"),
            ("[x for x in y if x if z]", "[ x for x in y\n  if x\n  if z ]"),
            ("if a:\n        b()\n    else:\n        c()", "if a:\n  b()  # b\nelse:\n  c()"),
            ("lambda a, /, b=2, *c, **d: (yield a)", "lambda a, /, b=2, *c, **d: (yield (a))"),
        ] {
            assert_eq!(normal_text(one), normal_text(other), "{one}");
        }
    }

    #[test]
    fn what_is_different_stays_different() {
        for (one, other) in [
            ("a + b * c", "(a + b) * c"),
            ("f('a')", "f(b'a')"),
            ("f(a)", "f(a, b)"),
            ("f('a ')", "f('a')"),
            ("(a,)", "a"),
            ("x = 1", "x = 1.0"),
            ("not a == b", "(not a) == b"),
            ("a < b < c", "(a < b) < c"),
            ("if a:\n  b()\nc()", "if a:\n  b()\n  c()"),
            ("async def f(): pass", "def f(): pass"),
            ("f'{a}'", "'{a}'"),
            ("f'{a!r}'", "f'{a}'"),
            ("from a import b", "from a import b as c"),
            ("try:\n  a()\nexcept E:\n  b()", "try:\n  a()\nexcept E as e:\n  b()"),
            ("match a:\n  case [1, *b]: c()", "match a:\n  case [1, b]: c()"),
            ("def f():\n  'doc'\n  g()", "def f():\n  h()"),
            ("with a as b: c()", "with a: c()"),
            ("-1 ** 2", "(-1) ** 2"),
        ] {
            assert_ne!(normal_text(one), normal_text(other), "{one}");
        }
    }

    #[test]
    fn as_deep_as_the_parser_goes_the_printer_goes_too() {
        let sum = format!("a{}", " + a".repeat(380));
        let calls = format!("{}a{}", "f(".repeat(90), ")".repeat(90));
        let blocks: String = (0..90).map(|depth| " ".repeat(depth) + "if a:\n").collect();
        let blocks = format!("{blocks}{:90}b()", "");
        let branches = format!("if a:\n b()\n{}", "elif a:\n b()\n".repeat(190));
        for code in [sum, calls, blocks, branches] {
            let normal = normal_text(&code);
            assert!(normal.len() > code.len() / 2 && normal_text(&normal) == normal, "{normal}");
        }
    }

    #[test]
    fn the_normal_form_can_be_read() {
        assert_eq!(
            normal_text(
                "def ping(request):\n    '''Up?'''\n    return JsonResponse({'ok': True}, status=200)"
            ),
            "def ping(request):\n    return JsonResponse({\"ok\": True}, status=200)"
        );
        assert_eq!(normal_text("<not python>"), "<not python>");
    }
}
