use super::*;
use crate::django::apps::apps;
use crate::django::code::Code;
use crate::source::Tree;

const FIRST: &str = "
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = ()
    operations = []
";

fn leaves(files: &[(&str, &str)]) -> Vec<String> {
    let tree = Tree::in_memory(files.iter().copied());
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let apps = apps(&code, &["shop".to_owned()]);
    let migrations = Migrations::read(&code, &apps, &BTreeMap::new());
    migrations.leaves("shop").iter().map(|leaf| leaf.name.clone()).collect()
}

#[test]
fn finds_two_leaves_but_not_behind_a_squashed_migration() {
    let after = FIRST.replace("()", "(('shop', '0001_initial'),)");
    let squashed = "class Migration(M):\n    replaces = [('shop', '0001_initial'), ('shop', '0002_total')]\n    dependencies = []\n    operations = []\n";
    let both = [
        ("shop/migrations/0001_initial.py", FIRST),
        ("shop/migrations/0002_total.py", &after),
        ("shop/migrations/0002_other.py", &after),
    ];
    assert_eq!(leaves(&both), ["0002_other", "0002_total"]);
    let squash = [
        ("shop/migrations/0001_initial.py", FIRST),
        ("shop/migrations/0002_total.py", &after),
        ("shop/migrations/0001_squashed.py", squashed),
    ];
    assert_eq!(leaves(&squash), ["0001_squashed"]);
}
