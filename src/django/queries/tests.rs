use super::*;
use crate::django::apps::apps;
use crate::django::code::Code;
use crate::django::models::Models;
use crate::source::Tree;

const MODELS: &str = r#"
from django.db import models

class OrderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="open")

    def with_owner(self):
        return self.select_related("owner")

class Team(models.Model):
    name = models.CharField(max_length=9)

class Person(models.Model):
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL)
    joined = models.DateField()

class Order(models.Model):
    owner = models.ForeignKey(Person, related_name="orders", on_delete=models.CASCADE)
    state = models.CharField(max_length=9)
    created = models.DateTimeField()
    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def label(self):
        return f"{self.owner.joined}"
"#;

fn read(views: &str) -> Vec<String> {
    let tree = Tree::in_memory([("shop/models.py", MODELS), ("shop/views.py", views)]);
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let models = Models::read(&code, &apps(&code, &["core".to_owned(), "shop".to_owned()]), tree.files());
    let graph = Graph::new(&code, &models, None);
    let file = RepoPath::new("shop/views.py").unwrap();
    let queries = Queries::read(&graph, &[file]);
    let name = |model: &str| model.rsplit('.').next().unwrap().to_owned();
    let lookups = queries.lookups.iter().map(|l| format!("{:?} {}.{}", l.kind, name(&l.model), l.field));
    let follows = queries
        .follows
        .iter()
        .map(|f| format!("{}.{}{}", name(&f.model), f.relation, if f.covered { " covered" } else { "" }));
    lookups.chain(follows).filter(|line| line != "Order Order.created").collect()
}

fn view(body: &str) -> Vec<String> {
    read(&format!(
        "from .models import Order, Person, Team\nfrom django.db.models import Q\ndef view(request):\n{body}"
    ))
}

#[test]
fn follows_lookups_to_the_column_across_relations_both_ways() {
    let seen = view(
        "    Order.objects.filter(Q(state='x') | ~Q(owner__joined__gte=1), created__date=2, pk=3).order_by('-owner__team__name')\n\
         \x20   return Team.objects.exclude(person__orders__state='x')\n",
    );
    assert_eq!(
        seen,
        [
            "Order Team.name",
            "Filter Order.created",
            "Filter Order.state",
            "Filter Person.joined",
            "Filter Order.state"
        ]
    );
}

#[test]
fn knows_annotations_and_rows_of_variables() {
    let seen = view(
        "    rows = Order.objects.annotate(total=Sum('x'))\n    rows = rows.filter(total=1)\n    rows.get(state='a')\n",
    );
    assert_eq!(seen, ["Filter Order.state"]);
}

#[test]
fn reports_relations_followed_in_loops_unless_they_are_loaded() {
    let seen = view(
        "    for order in Order.objects.open():\n        print(order.owner.team.name, order.owner_id)\n\
         \x20   [o.owner.team for o in Order.objects.select_related('owner')]\n\
         \x20   [o.owner for o in Order.objects.with_owner()]\n",
    );
    assert_eq!(
        seen,
        [
            "Order.owner__team",
            "Order.owner",
            "Order.owner__team",
            "Order.owner covered",
            "Order.owner covered"
        ]
    );
}

#[test]
fn reports_queries_of_related_managers_and_methods_in_loops() {
    let seen = view(
        "    for person in Person.objects.all()[:10]:\n        person.orders.count()\n\
         \x20       for order in person.orders.all():\n            order.owner\n            order.label()\n",
    );
    assert_eq!(seen, ["Person.orders", "Person.orders", "Order.owner covered", "Order.owner covered"]);
}

#[test]
fn leaves_alone_what_it_cannot_infer() {
    assert!(view("    for x in request.things:\n        x.owner\n    order = Order.objects.get(pk=1)\n    order.owner\n").is_empty());
}

#[test]
fn reads_views_admin_and_filter_sets() {
    let seen = read(
        "from .models import Order\n\
         class OrderView(ListView):\n    model = Order\n    def get_queryset(self):\n        return super().get_queryset().filter(state='x')\n\
         \x20   def go(self):\n        return [o.owner for o in self.get_queryset()]\n\
         @admin.register(Order)\nclass OrderAdmin(ModelAdmin):\n    list_filter = ['state', ('created', X)]\n    date_hierarchy = 'created'\n\
         class OrderFilter(django_filters.FilterSet):\n    class Meta:\n        model = Order\n        fields = {'state': ['exact']}\n",
    );
    assert_eq!(
        seen,
        [
            "Filter Order.state",
            "Offered Order.created",
            "Offered Order.state",
            "Offered Order.created",
            "Offered Order.state",
            "Order.owner"
        ]
    );
}

#[test]
fn reports_relations_that_a_changelist_follows_by_methods_and_nullable_keys() {
    let admin = |extra: &str| {
        read(&format!(
            "from .models import Order, Person\n\
             @admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ['owner', 'who', 'label']\n{extra}\
             \x20   def who(self, obj):\n        return obj.owner.team.name\n\
             @admin.register(Person)\nclass PersonAdmin(admin.ModelAdmin):\n    list_display = ['team']\n"
        ))
    };
    // `owner` may not be null: Django loads it for the column, the method and the model's method alike.
    assert_eq!(
        admin(""),
        [
            "Order.owner covered",
            "Order.owner__team",
            "Order.owner covered",
            "Order.owner covered",
            "Person.team"
        ]
    );
    let loaded = admin("    list_select_related = ['owner__team']\n");
    assert!(loaded.contains(&"Order.owner__team covered".to_owned()), "{loaded:?}");
}

#[test]
fn reports_relations_that_list_serializers_follow() {
    let seen = read(
        "from .models import Order, Person\n\
         class TeamSerializer(serializers.ModelSerializer):\n    pass\n\
         class OwnerSerializer(serializers.ModelSerializer):\n    team = TeamSerializer()\n\
         class OrderSerializer(serializers.ModelSerializer):\n    owner = OwnerSerializer()\n    name = serializers.CharField(source='owner.joined')\n\
         \x20   extra = serializers.SerializerMethodField()\n    def get_extra(self, obj):\n        return obj.owner.team\n\
         class Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.select_related('owner')\n    serializer_class = OrderSerializer\n\
         def view(request):\n    return OwnerSerializer(Person.objects.all(), many=True).data\n",
    );
    assert_eq!(
        seen,
        [
            "Person.team",
            "Order.owner covered",
            "Order.owner__team",
            "Order.owner covered",
            "Order.owner__team",
            "Order.owner covered"
        ]
    );
}
