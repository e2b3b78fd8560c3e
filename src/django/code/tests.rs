use super::*;

fn code(tree: &Tree) -> Code<'_> {
    Code::new(tree, vec![RepoPath::root()])
}

#[test]
fn follows_names_through_re_exports_and_star_imports() {
    let tree = Tree::in_memory([
        ("shop/__init__.py", ""),
        ("shop/models/__init__.py", "from .order import *\nfrom .item import Item as Line\n"),
        ("shop/models/order.py", "from django.db import models as m\nclass Order(m.Model):\n    pass\n"),
        ("shop/models/item.py", "class Item:\n    class Meta:\n        ordering = ['x']\n"),
        ("shop/views.py", "from . import models\nfrom .models import Line\n"),
    ]);
    let code = code(&tree);
    let views = code.module("shop.views").unwrap().unwrap();
    assert_eq!(code.resolve(&views, "Line"), "shop.models.item.Item");
    assert_eq!(code.resolve(&views, "models.Order"), "shop.models.order.Order");
    assert_eq!(code.resolve(&views, "print"), "print");
    let order = code.class("shop.models.Order").unwrap();
    assert_eq!(code.ancestors(&order), ["django.db.models.Model"]);
    let meta = code.class("shop.models.Line.Meta").unwrap();
    assert_eq!(meta.qualified(), "shop.models.item.Item.Meta");
    assert!(meta.assigned("ordering").is_some());
}

#[test]
fn survives_cycles_of_imports_and_of_classes() {
    let tree = Tree::in_memory([
        ("a.py", "from b import x\nfrom b import *\nclass A(B): pass\nclass B(A): pass\n"),
        ("b.py", "from a import x\nfrom a import *\n"),
    ]);
    let code = code(&tree);
    let module = code.module("a").unwrap().unwrap();
    code.resolve(&module, "x");
    code.resolve(&module, "nowhere");
    assert_eq!(code.ancestors(&code.class("a.A").unwrap()), ["a.B", "a.A"]);
}

#[test]
fn inherits_what_an_ancestor_in_the_repository_assigns() {
    let tree = Tree::in_memory([
        ("base.py", "class Paginator(Missing):\n    if True:\n        page_size = 50\n"),
        ("own.py", "import base as other\nclass Own(other.Paginator):\n    pass\n"),
    ]);
    let code = code(&tree);
    let found = code.inherited(&code.class("own.Own").unwrap(), "page_size").unwrap();
    assert_eq!(found.module.dotted(), "base");
}

#[test]
fn names_the_file_that_does_not_parse() {
    let tree = Tree::in_memory([("broken.py", "def (:\n")]);
    let code = code(&tree);
    assert!(code.module("broken").is_err());
    assert_eq!(code.failures().len(), 1);
    assert!(code.module("absent").unwrap().is_none());
}
