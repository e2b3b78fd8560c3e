//! Python: newer syntax, hostile text, and the questions asked of trees.

use gonogo::syntax::python;

#[test]
fn parses() {
    python::parse("x = 1").expect("parses");
}
