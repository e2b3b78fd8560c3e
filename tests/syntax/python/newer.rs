//! What `CPython` accepts since 3.12, read as it stands.

use gonogo::syntax::python::ast::{Constant, ExceptHandler, Expr, Stmt};
use gonogo::syntax::python::{self, span};

use super::parsed;

/// Two spellings of the same length that must give the very same tree, spans included.
fn same_tree(newer: &str, older: &str) {
    assert_eq!(newer.len(), older.len(), "the comparison needs texts of one length");
    assert_eq!(format!("{:#?}", parsed(newer)), format!("{:#?}", parsed(older)), "{newer}");
}

fn types_of_handler(source: &str) -> Vec<&str> {
    let body = parsed(source);
    let handlers = match &body[0] {
        Stmt::Try(node) => &node.handlers,
        Stmt::TryStar(node) => &node.handlers,
        other => panic!("no try: {other:?}"),
    };
    let ExceptHandler::ExceptHandler(handler) = &handlers[0];
    let Some(Expr::Tuple(types)) = handler.type_.as_deref() else { panic!("no tuple: {handler:?}") };
    assert_eq!(handler.body.len(), 1);
    types.elts.iter().map(|expr| &source[span(expr).start..span(expr).end]).collect()
}

#[test]
fn exception_types_without_parentheses() {
    assert_eq!(types_of_handler("try: x\nexcept A, B: y\n"), ["A", "B"]);
    assert_eq!(types_of_handler("try:\n  x\nexcept a.A ,(B), c[0, 1]:\n  y\n"), ["a.A", "B", "c[0, 1]"]);
    assert_eq!(types_of_handler("try: x\nexcept* A, B: y\n"), ["A", "B"]);
    assert_eq!(types_of_handler("try: x\nexcept *A, B,: y\n"), ["A", "B"]);
    assert_eq!(types_of_handler("try: x\nexcept A,: y\n"), ["A"]);
    // With a name it needs its parentheses in every version.
    assert!(python::parse("try: x\nexcept A, B as e: y\n").is_err());
}

#[test]
fn exception_types_inside_blocks_keep_the_rest_in_place() {
    let source =
        "def f():\n    try:\n        g()\n    except KeyError, ValueError:  # both\n        return {1: 2}\n";
    let older =
        "def f():\n    try:\n        g()\n    except(KeyError,ValueError):  # both\n        return {1: 2}\n";
    let Stmt::FunctionDef(newer) = &parsed(source)[0] else { panic!("no function") };
    let Stmt::FunctionDef(older) = &parsed(older)[0] else { panic!("no function") };
    assert_eq!(span(newer).end, span(older).end);
}

#[test]
fn fields_that_use_the_quote_of_their_string() {
    same_tree(r#"x = f"{d["key"]} and {e}""#, r#"x = f"{d['key']} and {e}""#);
    same_tree(r"x = f'{d['key']!r:>{w}} {{{z['a']}}}'", r#"x = f'{d["key"]!r:>{w}} {{{z["a"]}}}'"#);
    same_tree(r#"x = f"{""}{"" or "a"}""#, r#"x = f"{''}{'' or 'a'}""#);
    same_tree(r#"x = f"a" f"{", ".join(y)}" "b""#, r#"x = f"a" f"{', '.join(y)}" "b""#);
    same_tree(r#"x = f"{x:{"d"}}""#, r#"x = f"{x:{'d'}}""#);
    same_tree(r#"x = f"é{f"{y["k"]}"}""#, r#"x = f"é{f'{y["k"]}'}""#);
    same_tree(r#"x = rf"\d{d["k"]}\w""#, r#"x = rf"\d{d['k']}\w""#);
}

#[test]
fn fields_that_nest_the_same_string_many_times() {
    let mut source = "x".to_owned();
    for _ in 0..6 {
        source = format!("f\"{{{source}}}\"");
    }
    let body = parsed(&source);
    let deep = python::expressions(&body).filter(|expr| matches!(expr, Expr::JoinedStr(_))).count();
    assert_eq!(deep, 6);
    let name = python::expressions(&body).last().expect("the name");
    assert_eq!(&source[span(name).start..span(name).end], "x");
}

#[test]
fn fields_with_backslashes_comments_and_lines() {
    let source = "x = f\"{'\\n'.join(names)} {\n  a +  # why }\"\n  b\n}\"\ny = 1\n";
    let body = parsed(source);
    let strings: Vec<_> = python::expressions(&body).filter_map(python::string).collect();
    assert_eq!(strings, ["\n", " "]);
    let Stmt::Assign(last) = &body[1] else { panic!("no assignment") };
    assert_eq!(&source[span(last).start..span(last).end], "y = 1");
    let names: Vec<_> = python::expressions(&body)
        .filter(|expr| expr.is_name_expr())
        .map(|expr| &source[span(expr).start..span(expr).end])
        .collect();
    assert_eq!(names, ["x", "names", "a", "b", "y"]);
    same_tree("x = f'''{\n 'a' '''b'''}'''", "x = f'''{\n 'a' \"\"\"b\"\"\"}'''");
}

#[test]
fn fields_that_show_their_own_text() {
    let body = parsed(r#"x = f"{d["a"]=} {e['b'] = !r}""#);
    let strings: Vec<_> = python::expressions(&body).filter_map(python::string).collect();
    assert_eq!(strings, [r#"d["a"]="#, "a", " e['b'] = ", "b"]);
}

#[test]
fn template_strings_are_no_text() {
    let source = r#"x = t"hello {name["first"]}" t"!"; y = T'plain'; z = rt"\{a}""#;
    let body = parsed(source);
    let calls: Vec<_> = python::expressions(&body)
        .filter_map(python::call)
        .map(|call| {
            (python::dotted_name(&call.func).expect("a name"), &source[span(call).start..span(call).end])
        })
        .collect();
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|(name, _)| name == "string.templatelib.Template"));
    assert_eq!(calls[0].1, r#"t"hello {name["first"]}" t"!""#);
    assert!(python::expressions(&body).any(|expr| python::string(expr) == Some("first")));
}

#[test]
fn defaults_of_type_parameters() {
    for source in [
        "class A[T = int, *Ts = *tuple[int, str], **P = [int, str]](B): x = 1\n",
        "def f[T: (int, str) = int](a: T = 1) -> T: return a\n",
        "async def f[T = dict[str, int]](): pass\n",
        "type X[T = int] = list[T]\n",
        "type X[\n  T = int,  # why\n] = list[T]\n",
    ] {
        parsed(source);
    }
    let body = parsed("def f[T = int](a=1): return a\n");
    let Stmt::FunctionDef(function) = &body[0] else { panic!("no function") };
    assert_eq!(function.type_params.len(), 1);
    let default = function.args.args[0].default.as_deref();
    assert!(matches!(default, Some(Expr::Constant(one)) if matches!(&one.value, Constant::Int(_))));
}

#[test]
fn tabs_after_spaces_as_long_as_every_line_has_them() {
    parsed("if x:\n  \ty = 1\n  \tz = 2\n   \t# a comment\n");
}

#[test]
fn blanks_and_lines_around_plain_fields() {
    same_tree("x = f\"{y!r }{z!s  :>3}\"", "x = f\"{y !r}{z  !s:>3}\"");
    same_tree("x = f\"{\n  y.z\n}\"", "x = f\"{   y.z }\"");
}

#[test]
fn lazy_imports_bind_what_imports_bind() {
    same_tree("lazy import a.b as c\n", "import      a.b as c\n");
    same_tree("if x:\n  lazy from a import b, c\n", "if x:\n  from      a import b, c\n");
    same_tree("lazy = 1\nlazy(x)\n", "lazy = 1\nlazy(x)\n");
}

#[test]
fn several_novelties_in_one_file() {
    let source = "def f[T = int]():\n    try:\n        return f\"{x[\"a\"]}\"\n    except A, B:\n        return t\"{y}\"\n";
    assert_eq!(parsed(source).len(), 1);
}

#[test]
fn what_is_no_python_in_any_version_is_an_error_with_its_place() {
    let error = python::parse("x = 1\ny = f\"{a b}\"\n").expect_err("no Python");
    assert_eq!(error.line, 2);
    let error = python::parse("é = (\n  1 +\n").expect_err("no Python");
    assert!(error.to_string().starts_with("line 3, column 1: "), "{error}");
    for source in
        ["except A, B:\n", "f\"{x!}\"", "f\"{}\"", "f\"{x\"", "t\"{!r}\"", "class A[T = ]: pass", "print 'x'"]
    {
        assert!(python::parse(source).is_err(), "{source}");
    }
    let error = python::parse("a = 1\nx = f\"{d[\"k\"] +}\"\n").expect_err("no Python");
    assert_eq!(error.line, 2);
}
