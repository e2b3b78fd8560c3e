use super::*;
use crate::eval::{Datum, Shape};
use crate::source::Tree;

const ROOT: &str = r#"
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.conf.urls.i18n import i18n_patterns
from shop import views
from shop.api import router as api
from . import extra

urlpatterns = [
    path("admin/", admin.site.urls),
    re_path(r"^health\.json/?$", views.health, name="health"),
    path("shop/", include(("shop.urls", "shop"))),
    path("api/", include(api.urls)),
    path("more/", include(extra)),
    path("vendor/", include("vendor.urls")),
]
urlpatterns += i18n_patterns(path("about/", views.About.as_view()))
if settings.DEBUG:
    urlpatterns.append(path("debug/", views.debug))
if settings.BETA:
    urlpatterns += [path("beta/", login_required(views.beta))]
"#;

#[test]
fn follows_includes_routers_and_conditions() {
    let tree = Tree::in_memory([
        ("site/urls.py", ROOT),
        ("site/__init__.py", ""),
        ("site/extra.py", "from django.urls import path\nurlpatterns = [*[path('x/', lambda r: None)]]\n"),
        (
            "shop/urls.py",
            "from django.urls import path\nfrom .views import item\nurlpatterns = [path('<int:pk>/', item)]\n",
        ),
        ("shop/views.py", "def item(request): ...\ndef health(request): ...\nclass About: ...\n"),
        (
            "shop/api.py",
            "router = DefaultRouter()\nrouter.register(r'orders', Orders, basename='order')\nclass Orders: ...\n",
        ),
    ]);
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let off = Datum { shape: Shape::Bool(false), origin: None, env: std::collections::BTreeSet::new() };
    let routes = Routes::read(&code, "site.urls", &|name| (name == "DEBUG").then(|| off.clone()));
    let seen: Vec<String> = routes
        .routes
        .iter()
        .map(|r| format!("{} {} {}", r.path, r.view.qualified().unwrap_or("-"), r.conditional))
        .collect();
    assert_eq!(
        seen,
        [
            "/health.json/ shop.views.health false",
            "/shop/<int:pk>/ shop.views.item false",
            "/api/orders/ shop.api.Orders false",
            "/more/x/ - false",
            "/<language>/about/ shop.views.About false",
            "/beta/ shop.views.beta true",
        ]
    );
    let gaps: Vec<&str> = routes.gaps.iter().map(|gap| gap.prefix.as_str()).collect();
    assert_eq!(gaps, ["/admin/", "/vendor/"]);
}

#[test]
fn survives_a_urlconf_that_includes_itself_twice() {
    let text = "urlpatterns = [path('a/', include('urls')), path('b/', include('urls')), path('c/', view)]\n";
    let tree = Tree::in_memory([("urls.py", text)]);
    let code = Code::new(&tree, vec![RepoPath::root()]);
    let routes = Routes::read(&code, "urls", &|_| None);
    assert!(!routes.routes.is_empty());
}
