//! Walks over trees, and the questions asked of expressions.

use gonogo::syntax::python::ast::{Expr, Stmt};
use gonogo::syntax::python::{self, Node, span};

use super::parsed;

fn expression(text: &str) -> Expr {
    let Stmt::Expr(statement) = parsed(text).remove(0) else { panic!("no expression: {text}") };
    *statement.value
}

#[test]
fn a_walk_meets_every_name_once_in_the_order_of_the_source() {
    let source = "
@n0(n1)
def f(a: n2 = n3, *b: n4, c=n5, **d: n6) -> n7:
    with n8 as n9, n10: n11[n12:n13:n14] = n15
    for n16 in n17:
        n18 += n19 if n20 else n21
    else: del n22
    try: raise n23 from n24
    except n25: n26
    finally: assert n27, n28
class C(n29, k=n30):
    n31: n32 = {n33: n34, **n35}
    n36 = [n37 for n38 in n39 if n40], lambda x=n41: n42
    while (n43 := n44) < n45: n46(*n47, k=n48)
    f'{n49!r:>{n50}}' and not n51.a
match n52:
    case n53.X | {n54.y: [1, z]} | n55(q=n56.w) if n57: n58
async def g[T: n59](): await n60; yield n61
";
    let body = parsed(source);
    let names: Vec<&str> = python::expressions(&body)
        .filter(|expr| expr.is_name_expr())
        .map(|expr| &source[span(expr).start..span(expr).end])
        .collect();
    let expected: Vec<String> = (0..=61).map(|number| format!("n{number}")).collect();
    assert_eq!(names, expected);
    assert_eq!(python::statements(&body).filter(|stmt| stmt.is_class_def_stmt()).count(), 1);
}

#[test]
fn a_walk_can_leave_out_what_lies_below_a_node() {
    let body = parsed("a\ndef f():\n    b\nc\n");
    let mut walk = python::walk(&body);
    let mut names = Vec::new();
    while let Some(node) = walk.next() {
        match node {
            Node::Stmt(Stmt::FunctionDef(_)) => walk.skip_children(),
            Node::Expr(Expr::Name(name)) => names.push(name.id.to_string()),
            Node::Stmt(_) | Node::Expr(_) | Node::Pattern(_) => {}
        }
    }
    assert_eq!(names, ["a", "c"]);
}

#[test]
fn names_and_literals() {
    assert_eq!(python::dotted_name(&expression("a.b.c")).as_deref(), Some("a.b.c"));
    assert_eq!(python::dotted_name(&expression("a().b")), None);
    assert_eq!(python::string(&expression("'a' \"b\"")), Some("ab"));
    assert_eq!(python::string(&expression("b'a'")), None);
    assert_eq!(python::string(&expression("f'{a}'")), None);
    assert_eq!(python::boolean(&expression("True")), Some(true));
    assert_eq!(python::boolean(&expression("1")), None);
    assert_eq!(python::integer(&expression("60")), Some(&60.into()));
    assert!(python::is_none(&expression("None")));
    assert_eq!(python::items(&expression("(1, 2)")).map(<[Expr]>::len), Some(2));
    assert!(python::items(&expression("{1: 2}")).is_none());
}

#[test]
fn arguments_by_place_and_by_name() {
    let expr = expression("f(1, *rest, last, name='x')");
    let call = python::call(&expr).expect("a call");
    assert_eq!(python::keyword_argument(call, "name").and_then(python::string), Some("x"));
    assert!(python::argument(call, 0, "first").is_some());
    assert!(python::argument(call, 2, "name").is_none(), "nobody knows how many arguments rest holds");
    let expr = expression("f(b=2)");
    let call = python::call(&expr).expect("a call");
    assert_eq!(python::argument(call, 1, "b").and_then(python::integer), Some(&2.into()));
}

#[test]
fn the_prefilter_sees_whole_words() {
    let text = "from celery import shared_task\nsélect_related";
    assert!(python::mentions(text, &["missing", "shared_task"]));
    assert!(!python::mentions(text, &["shared", "task", "lect_related"]));
    assert!(!python::mentions(text, &[]));
}
