use super::*;
use crate::django::apps::apps;
use crate::source::Tree;

const MODELS: &str = "
from django.db import models
class Order(models.Model):
    total = models.IntegerField()
    note = models.TextField()
    class Meta:
        ordering = ['-total', 'id']
class Item(models.Model):
    pass
";

const FIRST: &str = "
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = ()
    operations = [
        migrations.CreateModel(name='Order', fields=[('id', models.AutoField()), ('sum', models.IntegerField()), ('old', models.TextField())], options={'ordering': ['-sum']}),
    ] + [migrations.RunPython(forwards)]
";

const SECOND: &str = "
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [('shop', '0001_initial')]
    operations = [
        migrations.RenameField('Order', 'sum', 'total'),
        migrations.AlterModelOptions('order', {'ordering': ['-total']}),
    ]
";

fn found(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let tree = Tree::in_memory(files.iter().copied());
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let apps = apps(&code, &["shop".to_owned()]);
    let models =
        crate::django::models::Models::read(&code, &apps, &[RepoPath::new("shop/models.py").unwrap()]);
    let migrations = Migrations::read(&code, &apps, &BTreeMap::new());
    let state = State::build(&migrations);
    let leaves = migrations.leaves("shop").iter().map(|leaf| leaf.name.clone()).collect();
    let messages = differences(&models, &migrations, &state).into_iter().map(|d| d.message).collect();
    (leaves, messages)
}

#[test]
fn replays_the_migrations_and_names_what_is_certainly_missing() {
    let (leaves, messages) = found(&[
        ("shop/models.py", MODELS),
        ("shop/migrations/0002_total.py", SECOND),
        ("shop/migrations/0001_initial.py", FIRST),
    ]);
    assert_eq!(leaves, ["0002_total"]);
    assert_eq!(
        messages,
        [
            "no migration adds Order.note",
            "Order.old is gone from the model and no migration removes it",
            "Order is ordered by [\"-total\", \"id\"], its migrations say [\"-total\"]",
            "no migration creates Item",
        ]
    );
}

#[test]
fn finds_two_leaves_but_not_behind_a_squashed_migration() {
    let other = SECOND.replace("'sum', 'total'", "'sum', 'other'");
    let squashed = "class Migration(M):\n    replaces = [('shop', '0001_initial'), ('shop', '0002_total')]\n    dependencies = []\n    operations = []\n";
    let both = [
        ("shop/migrations/0001_initial.py", FIRST),
        ("shop/migrations/0002_total.py", SECOND),
        ("shop/migrations/0002_other.py", &other),
    ];
    assert_eq!(found(&both).0, ["0002_other", "0002_total"]);
    let squash = [
        ("shop/migrations/0001_initial.py", FIRST),
        ("shop/migrations/0002_total.py", SECOND),
        ("shop/migrations/0001_squashed.py", squashed),
    ];
    assert_eq!(found(&squash).0, ["0001_squashed"]);
}

#[test]
fn an_operation_that_cannot_be_read_leaves_the_app_undecided() {
    let strange = "class Migration(M):\n    dependencies = []\n    operations = [AddBoth('order')]\n";
    let (_, messages) = found(&[("shop/models.py", MODELS), ("shop/migrations/0001_strange.py", strange)]);
    assert!(messages.is_empty());
}
