use super::*;
use crate::django::apps::apps;
use crate::source::Tree;

const CORE: &str = r#"
from django.db import models

class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    note = models.TextField()

    class Meta:
        abstract = True
        ordering = ("-created",)
"#;

const SHOP: &str = r#"
from django.conf import settings
from django.db import models as m
from core.models import Stamped
from core.fields import Money

class Order(Stamped):
    note = None
    owner = m.ForeignKey(settings.AUTH_USER_MODEL, on_delete=m.CASCADE, related_name="orders")
    total: m.Field = Money(db_index=True)
    previous = m.OneToOneField("self", null=True, on_delete=m.SET_NULL)
    tags = m.ManyToManyField("shop.Tag")

    class Meta(Stamped.Meta):
        indexes = [m.Index(fields=["-created", "owner"]), m.Index(m.F("total").desc(), name="t")]
        unique_together = ("owner", "total")

class Tag(m.Model):
    slug = m.SlugField()

class Loud(Tag):
    class Meta:
        proxy = True

class Special(Order):
    extra = m.CharField(max_length=5)
"#;

fn models(tree: &Tree) -> Models {
    let code = Code::new(tree, vec![RepoPath::root()]);
    Models::read(&code, &apps(&code, &["core".to_owned(), "shop".to_owned()]), tree.files())
}

fn tree() -> Tree {
    Tree::in_memory([
        ("core/models.py", CORE),
        ("core/fields.py", "from django.db import models\nclass Money(models.DecimalField):\n    pass\n"),
        ("shop/models.py", SHOP),
        ("shop/forms.py", "from django import forms\nclass F(forms.ModelForm):\n    a = forms.CharField()\n"),
    ])
}

#[test]
fn reads_fields_relations_and_inheritance() {
    let tree = tree();
    let models = models(&tree);
    let names: Vec<&str> = models.iter().map(Model::name).collect();
    assert_eq!(names, ["Stamped", "Order", "Tag", "Loud", "Special"]);
    let concrete: Vec<&str> = models.concrete().map(Model::name).collect();
    assert_eq!(concrete, ["Order", "Tag", "Special"]);

    let order = models.get("shop.models.Order").unwrap();
    assert_eq!(order.app, "shop");
    let fields: Vec<&str> = order.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, ["created", "owner", "total", "previous", "tags"], "`note = None` removes the field");
    let total = order.field("total").unwrap();
    assert_eq!((total.kind.as_str(), total.is_indexed()), ("DecimalField", true));
    assert!(!order.field("created").unwrap().is_indexed());
    let owner = order.field("owner_id").unwrap().relation.clone().unwrap();
    assert_eq!(owner.target.as_deref(), Some("django.conf.settings.AUTH_USER_MODEL"));
    assert_eq!(owner.related_name.as_deref(), Some("orders"));
    let tags = order.field("tags").unwrap().relation.clone().unwrap();
    assert_eq!(models.target(order, &tags.target.unwrap()).unwrap().name(), "Tag");
    assert!(order.field("previous").unwrap().is_null());
}

#[test]
fn reads_meta_with_what_it_takes_over() {
    let tree = tree();
    let models = models(&tree);
    let order = models.get("shop.models.Order").unwrap();
    assert_eq!(order.meta.ordering(), ["created"]);
    assert_eq!(order.meta.indexes(), [vec!["owner", "total"], vec!["created", "owner"], vec!["total"]]);
    assert!(!order.is_abstract());
}

#[test]
fn a_child_table_keeps_its_parents_fields_where_they_are() {
    let tree = tree();
    let models = models(&tree);
    let special = models.get("shop.models.Special").unwrap();
    assert_eq!(special.parents, ["shop.models.Order"]);
    assert_eq!(special.fields.len(), 1);
}
