//! The matrix: edits of the demo shop, and exactly the items whose basis each of them changes.

use std::fmt::Write as _;

use rayon::prelude::*;

use gonogo::model::ScanReport;
use gonogo::review::grounds;

use super::sample::Sample;

const BASE: &str = "shop/settings/base.py";
const PRODUCTION: &str = "shop/settings/production.py";
const COMPOSE: &str = "docker-compose.yml";
const DOCKERFILE: &str = "Dockerfile";
const NGINX: &str = "deploy/nginx.conf";
const CI: &str = ".github/workflows/ci.yml";

/// One edit: what it is, the project after it, the items whose basis changes, and the verdicts that do
/// (`item: before -> after`).
struct Edit {
    name: &'static str,
    after: Sample,
    stale: &'static [&'static str],
    verdicts: &'static [&'static str],
}

impl Edit {
    fn new(name: &'static str, after: Sample) -> Self {
        Self { name, after, stale: &[], verdicts: &[] }
    }

    fn stale(self, stale: &'static [&'static str]) -> Self {
        Self { stale, ..self }
    }

    fn verdicts(self, verdicts: &'static [&'static str]) -> Self {
        Self { verdicts, ..self }
    }

    /// Where it does otherwise than expected, with the readings that differ.
    fn complaint(&self, before: &ScanReport) -> Option<String> {
        let after = self.after.scan();
        let pairs = || before.items.iter().zip(&after.items);
        let stale: Vec<&str> =
            pairs().filter(|(one, other)| one.basis != other.basis).map(|(one, _)| one.id.as_str()).collect();
        let verdicts: Vec<String> = pairs()
            .map(|(one, other)| (&one.id, one.outcome.verdict(), other.outcome.verdict()))
            .filter(|(_, one, other)| one != other)
            .map(|(id, one, other)| format!("{id}: {} -> {}", one.as_str(), other.as_str()))
            .collect();
        if stale == self.stale && verdicts == self.verdicts {
            return None;
        }
        let mut text = format!("{}\n  stale    {stale:?}\n  expected {:?}\n", self.name, self.stale);
        let _ = writeln!(text, "  verdicts {verdicts:?}\n  expected {:?}", self.verdicts);
        for (one, other) in pairs() {
            for changed in grounds::between(one, other) {
                let _ = writeln!(text, "    {}: {changed}", one.id);
            }
        }
        Some(text)
    }
}

/// What changes nothing that anybody looked at.
fn irrelevant(shop: &Sample) -> Vec<Edit> {
    let shop = || shop.clone();
    vec![
        Edit::new("comments and blank lines everywhere in Python", shop().python(|text| {
            format!("# A comment, with DEBUG = True in it.\n\n\n{text}\n\n# The end.\n")
        })),
        Edit::new("comments in every deployment file", {
            let comment = "# Reviewed.\n";
            [COMPOSE, DOCKERFILE, NGINX, CI, "requirements.txt"].iter().fold(shop(), |shop, path| shop.prepend(path, comment))
        }),
        Edit::new("CRLF line ends", shop().every(|text| text.replace('\n', "\r\n"))),
        Edit::new("a docstring in models, views, tasks and a task's function", shop()
            .prepend("orders/models.py", "\"\"\"Orders, and what is in them.\"\"\"\n")
            .replace("orders/models.py", "class Order(models.Model):\n", "class Order(models.Model):\n    \"\"\"An order.\"\"\"\n\n")
            .replace("orders/tasks.py", "Tell the customer that the order has arrived.", "Write to the customer.")
            .replace("shop/health.py", "Answer the load balancer.", "Say that the process lives.")),
        Edit::new("single quotes instead of double ones", shop().python(|text| {
            let quoted = || text.replace("\"\"\"", "@@@").replace('"', "'").replace("@@@", "\"\"\"");
            if text.contains('\'') { text.to_owned() } else { quoted() }
        })),
        Edit::new("long lines broken as black does", shop()
            .replace("orders/tasks.py", "@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=True, max_retries=5)",
                "@shared_task(\n    autoretry_for=(\n        SMTPException,\n        OSError,\n    ),\n    retry_backoff=True,\n    max_retries=5,\n)")
            .replace("catalogue/api.py", "queryset = Product.objects.filter(available=True).select_related(\"category\")",
                "queryset = (\n        Product.objects\n        .filter(available=True)  # what can be bought\n        .select_related(\"category\")\n    )")
            .replace("shop/health.py", "return HttpResponse(\"ok\", content_type=\"text/plain\")",
                "return HttpResponse(\n        \"ok\",\n        content_type=\"text/plain\",\n    )")
            .replace(PRODUCTION, "sentry_sdk.init(dsn=dsn, environment=\"production\", traces_sample_rate=0.05)",
                "sentry_sdk.init(\n        dsn=dsn,\n        environment=\"production\",\n        traces_sample_rate=0.05,\n    )")),
        Edit::new("lists broken and joined, trailing commas", shop()
            .replace(BASE, "\"DEFAULT_THROTTLE_RATES\": {\"anon\": \"60/min\", \"user\": None},",
                "\"DEFAULT_THROTTLE_RATES\": {\n        \"user\": None,\n        \"anon\": \"60/min\",\n    }")
            .replace(BASE, "STATICFILES_DIRS = [BASE_DIR / \"static\"]", "STATICFILES_DIRS = [\n    BASE_DIR / \"static\",\n]")
            .replace(PRODUCTION, "SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")",
                "SECURE_PROXY_SSL_HEADER = (\n    \"HTTP_X_FORWARDED_PROTO\",\n    \"https\",\n)")),
        Edit::new("imports in another order", shop()
            .replace("orders/tasks.py", "import logging\nfrom smtplib import SMTPException\n\nfrom celery import shared_task\nfrom django.core.mail import send_mail\n",
                "from django.core.mail import send_mail\nfrom celery import shared_task\nfrom smtplib import SMTPException\nimport logging\n")
            .replace("shop/urls.py", "from django.contrib import admin\nfrom django.urls import include, path\n", "from django.urls import path, include\nfrom django.contrib import admin\n")),
        Edit::new("settings, and keys of dictionaries, in another order", shop()
            .replace(PRODUCTION, "\"maxBytes\": 10_000_000,\n            \"formatter\": \"line\",\n            \"delay\": True,", "\"delay\": True,\n            \"formatter\": \"line\",\n            \"maxBytes\": 10_000_000,").replace(PRODUCTION, "    \"version\": 1,\n    \"disable_existing_loggers\": False,", "    \"disable_existing_loggers\": False,\n    \"version\": 1,").replace(PRODUCTION, "        \"CONN_MAX_AGE\": 60,\n        \"CONN_HEALTH_CHECKS\": True,", "        \"CONN_HEALTH_CHECKS\": True,\n        \"CONN_MAX_AGE\": 60,")
            .replace(PRODUCTION, "SECURE_HSTS_SECONDS = 3600\n", "")
            .replace(PRODUCTION, "SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True\n", "CSRF_COOKIE_SECURE = True\nSESSION_COOKIE_SECURE = True\nSECURE_HSTS_SECONDS = 3600\n")),
        Edit::new("a setting moves from base to production", shop()
            .replace(BASE, "CORS_ALLOWED_ORIGINS = [\"https://app.kettle-leaf.example\"]\n", "")
            .append(PRODUCTION, "\nCORS_ALLOWED_ORIGINS = [\"https://app.kettle-leaf.example\"]\n")),
        Edit::new("settings/production.py is renamed, and what names it", shop()
            .rename(PRODUCTION, "shop/settings/live.py").replace(DOCKERFILE, "shop.settings.production", "shop.settings.live")),
        Edit::new("settings/base.py is renamed", shop()
            .rename(BASE, "shop/settings/common.py").replace_all("from .base import", "from .common import")),
        Edit::new("an app's models.py becomes a package", shop()
            .rename("orders/models.py", "orders/models/orders.py")
            .write("orders/models/__init__.py", "from .orders import Order, OrderLine\n\n__all__ = [\"Order\", \"OrderLine\"]\n")),
        Edit::new("the API's module and the health view's are renamed", shop()
            .rename("catalogue/api.py", "catalogue/rest.py").replace("shop/urls.py", "catalogue.api", "catalogue.rest")
            .rename("shop/health.py", "shop/probes.py").replace("shop/urls.py", ".health import", ".probes import")),
        Edit::new("tasks move to another module", shop()
            .rename("orders/tasks.py", "orders/jobs.py").replace("orders/views.py", "from .tasks", "from .jobs")
            .write("orders/tasks.py", "from .jobs import forget_unpaid_orders, send_confirmation  # noqa: F401\n")),
        Edit::new("wsgi.py is renamed, and what names it", shop()
            .rename("shop/wsgi.py", "shop/server.py").replace(DOCKERFILE, "shop.wsgi:application", "shop.server:application")
            .replace(BASE, "shop.wsgi.application", "shop.server.application")),
        Edit::new("the Dockerfile moves", shop()
            .rename(DOCKERFILE, "docker/Dockerfile").replace(COMPOSE, "build: .", "build:\n      context: .\n      dockerfile: docker/Dockerfile")),
        Edit::new("the compose file is renamed", shop().rename(COMPOSE, "compose.yaml")),
        Edit::new("nginx.conf moves", shop()
            .rename(NGINX, "proxy/site.conf").replace(COMPOSE, "./deploy/nginx.conf", "./proxy/site.conf")),
        Edit::new("the workflow is renamed", shop().rename(CI, ".github/workflows/test-and-build.yml")),
        Edit::new("YAML in another style", shop()
            .replace(COMPOSE, "depends_on: [db, redis]", "depends_on:\n    - db\n    - redis")
            .replace(COMPOSE, "      - \"6379:6379\"", "      - '6379:6379'")
            .replace(CI, "    branches: [main]", "    branches:\n      - main")),
        Edit::new("nginx in another layout", shop().replace(NGINX, "        proxy_read_timeout 60s;", "        proxy_read_timeout   60s ; # as gunicorn")),
        Edit::new("the Dockerfile's command in shell form", shop().replace(DOCKERFILE,
            "CMD [\"gunicorn\", \"shop.wsgi:application\", \"--bind\", \"0.0.0.0:8000\", \"--workers\", \"4\", \"--timeout\", \"30\"]",
            "CMD gunicorn shop.wsgi:application --bind 0.0.0.0:8000 --workers 4 --timeout 30")),
        Edit::new("unrelated settings", shop().append(BASE, "\nEMAIL_HOST = \"mail.example\"\nAUTH_PASSWORD_VALIDATORS = []\nKETTLES = {\"small\": 1}\n")),
        Edit::new("an unrelated variable in compose and a service beside", shop()
            .replace(COMPOSE, "      POSTGRES_DB: shop\n", "      POSTGRES_DB: shop\n      PGTZ: UTC\n")
            .replace(COMPOSE, "\nvolumes:\n  db:\n", "\n  mail:\n    image: axllent/mailpit:v1.21\n\nvolumes:\n  db:\n")),
        Edit::new("a model that nobody queries", shop()
            .append("catalogue/models.py", "\n\nclass Supplier(models.Model):\n    name = models.CharField(max_length=80)\n\n    def __str__(self):\n        return self.name\n")
            .write("catalogue/migrations/0002_supplier.py", "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [(\"catalogue\", \"0001_initial\")]\n    operations = [\n        migrations.CreateModel(\n            name=\"Supplier\",\n            fields=[\n                (\"id\", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name=\"ID\")),\n                (\"name\", models.CharField(max_length=80)),\n            ],\n        ),\n    ]\n")),
        Edit::new("a view, its route and its template", shop()
            .append("catalogue/views.py", "\n\nclass Imprint(DetailView):\n    template_name = \"imprint.html\"\n")
            .replace("catalogue/urls.py", "urlpatterns = [", "urlpatterns = [\n    path(\"imprint/\", views.Imprint.as_view(), name=\"imprint\"),")
            .write("templates/imprint.html", "<p>Kettle &amp; Leaf</p>\n")),
        Edit::new("another query on a column that is looked up already", shop()
            .append("orders/views.py", "\n\ndef latest(request):\n    return Order.objects.order_by(\"-placed_at\").first()\n")),
        Edit::new("an unrelated app and middleware", shop()
            .replace(BASE, "    \"accounts\",\n", "    \"django.contrib.humanize\",\n    \"accounts\",\n")
            .replace(BASE, "    \"django.middleware.csrf.CsrfViewMiddleware\",\n", "    \"django.middleware.locale.LocaleMiddleware\",\n    \"django.middleware.csrf.CsrfViewMiddleware\",\n")),
        Edit::new("dependencies bumped and added", shop()
            .replace("requirements.txt", "gunicorn>=23,<24", "gunicorn>=24,<25")
            .replace("requirements.txt", "redis>=5.2,<6", "redis>=6,<7")
            .append("requirements.txt", "rich>=14\n")),
        Edit::new("Django goes up a minor version", shop().replace("requirements.txt", "Django>=5.2,<5.3", "Django>=6.0,<6.1")),
        Edit::new("tests and documentation", shop()
            .append("orders/tests.py", "\n\nDEBUG = True\n").write("docs/index.md", "# Kettle & Leaf\n\nDEBUG = True\n")),
        Edit::new("development settings", shop().append("shop/settings/development.py", "\nDATABASES = {}\nDEBUG = True\nCORS_ALLOW_ALL_ORIGINS = True\n")),
    ]
}

/// What changes exactly what some detector looked at.
fn relevant(shop: &Sample) -> Vec<Edit> {
    let shop = || shop.clone();
    vec![
        Edit::new("DEBUG comes from the environment", shop().replace(BASE, "DEBUG = False", "DEBUG = os.environ.get(\"DEBUG\") == \"1\"")).stale(&["security.debug"]),
        Edit::new("the committed key is replaced", shop().replace(BASE, "kl-2f8w!q9z", "kl-9f8w!q9z")).stale(&["security.secret-key"]),
        Edit::new("HSTS for a year", shop().replace(PRODUCTION, "SECURE_HSTS_SECONDS = 3600", "SECURE_HSTS_SECONDS = 31536000")).stale(&["security.hsts"]),
        Edit::new("the session cookie is no longer secure", shop().replace(PRODUCTION, "SESSION_COOKIE_SECURE = True", "SESSION_COOKIE_SECURE = False")).stale(&["security.cookies"]).verdicts(&["security.cookies: pass -> fail"]),
        Edit::new("hosts are written out", shop().replace(BASE, "ALLOWED_HOSTS = [host for host in os.environ.get(\"DJANGO_ALLOWED_HOSTS\", \"\").split(\",\") if host]", "ALLOWED_HOSTS = [\"kettle-leaf.example\"]")).stale(&["security.allowed-hosts"]),
        Edit::new("connections are closed after each request", shop().replace(PRODUCTION, "\"CONN_MAX_AGE\": 60", "\"CONN_MAX_AGE\": 0")).stale(&["database.pooling"]).verdicts(&["database.pooling: pass -> fail"]),
        Edit::new("the database's host and user", shop().replace(PRODUCTION, "\"POSTGRES_HOST\", \"db\"", "\"POSTGRES_HOST\", \"postgres\"")),
        Edit::new("an index on the ordering column", shop().replace("orders/models.py", "placed_at = models.DateTimeField(auto_now_add=True)", "placed_at = models.DateTimeField(auto_now_add=True, db_index=True)")).stale(&["database.indexes"]),
        Edit::new("a query on a column that nobody looked up", shop()
            .append("catalogue/views.py", "\n\ndef cheap(request):\n    return Product.objects.filter(price__lt=5)\n")).stale(&["database.indexes"]),
        Edit::new("a new loop that follows a relation", shop()
            .append("orders/views.py", "\n\ndef names(request):\n    return [order.customer.email for order in Order.objects.all()]\n")).stale(&["database.n-plus-one"]).verdicts(&["database.n-plus-one: review -> fail"]),
        Edit::new("a replica that nothing reads", shop().append(PRODUCTION, "\nDATABASES[\"replica\"] = DATABASES[\"default\"] | {\"HOST\": \"replica\"}\n")).stale(&["database.read-replica"]).verdicts(&["database.read-replica: na -> fail"]),
        Edit::new("CI no longer checks for migrations", shop().replace(CI, "      - run: python manage.py makemigrations --check --dry-run\n", "")).stale(&["database.migrations"]),
        Edit::new("a rate for users", shop().replace(BASE, "\"user\": None", "\"user\": \"600/min\"")).stale(&["api.throttling"]).verdicts(&["api.throttling: fail -> pass"]),
        Edit::new("larger pages", shop().replace(BASE, "\"PAGE_SIZE\": 24", "\"PAGE_SIZE\": 100")).stale(&["api.pagination"]),
        Edit::new("another origin", shop().replace(BASE, "[\"https://app.kettle-leaf.example\"]", "[\"https://app.kettle-leaf.example\", \"https://kettle.example\"]")).stale(&["api.cors"]),
        Edit::new("the schema is routed", shop()
            .replace("shop/urls.py", "from .health import healthz", "from drf_spectacular.views import SpectacularAPIView\n\nfrom .health import healthz")
            .replace("shop/urls.py", "    path(\"healthz\", healthz),", "    path(\"healthz\", healthz),\n    path(\"api/schema/\", SpectacularAPIView.as_view()),")).stale(&["api.schema"]).verdicts(&["api.schema: review -> pass"]),
        Edit::new("JSON alone", shop().replace(BASE, "    \"PAGE_SIZE\": 24,", "    \"PAGE_SIZE\": 24,\n    \"DEFAULT_RENDERER_CLASSES\": [\"rest_framework.renderers.JSONRenderer\"],")).stale(&["api.renderers"]).verdicts(&["api.renderers: fail -> pass"]),
        Edit::new("Redis is published no more", shop().replace(COMPOSE, "    ports:\n      - \"6379:6379\"\n", "")).stale(&["tasks.broker-security"]),
        Edit::new("more workers of Celery", shop().replace(COMPOSE, "--concurrency 2", "--concurrency 8")).stale(&["tasks.concurrency"]),
        Edit::new("results expire", shop().replace(BASE, "CELERY_RESULT_BACKEND_MAX_AGE = 3600", "CELERY_RESULT_EXPIRES = 3600")).stale(&["tasks.result-expiry"]),
        Edit::new("a task retries", shop().replace("orders/tasks.py", "@shared_task\ndef forget", "@shared_task(autoretry_for=(OSError,), retry_backoff=True)\ndef forget")).stale(&["tasks.dead-letter"]),
        Edit::new("a task more", shop().append("orders/tasks.py", "\n\n@shared_task\ndef brew():\n    pass\n")).stale(&["tasks.dead-letter"]),
        Edit::new("the compose file hands in another broker", shop().replace(COMPOSE, "  env_file: .env\n", "  env_file: .env\n  environment:\n    REDIS_URL: rediss://cache.example:6379\n")).stale(&["tasks.broker-security", "tasks.result-expiry"]).verdicts(&["tasks.broker-security: fail -> pass"]),
        Edit::new("uvicorn serves", shop().replace(DOCKERFILE, "\"gunicorn\", \"shop.wsgi:application\", \"--bind\", \"0.0.0.0:8000\", \"--workers\", \"4\", \"--timeout\", \"30\"", "\"uvicorn\", \"shop.asgi:application\"")).stale(&["database.pooling", "tasks.asgi-timeout"]).verdicts(&["tasks.asgi-timeout: na -> fail"]),
        Edit::new("plain static files", shop().replace(PRODUCTION, "whitenoise.storage.CompressedManifestStaticFilesStorage", "django.contrib.staticfiles.storage.StaticFilesStorage")).stale(&["static.manifest", "static.compression"]).verdicts(&["static.manifest: pass -> fail", "static.compression: pass -> fail"]),
        Edit::new("no WhiteNoise", shop().replace(PRODUCTION, "MIDDLEWARE.insert(1, \"whitenoise.middleware.WhiteNoiseMiddleware\")  # noqa: F405\n", "")).stale(&["static.whitenoise", "static.compression"]).verdicts(&["static.whitenoise: pass -> fail", "static.compression: pass -> review"]),
        Edit::new("media on a volume", shop().replace(COMPOSE, "    build: .\n", "    build: .\n    volumes:\n      - media:/app/media\n")).stale(&["static.media"]).verdicts(&["static.media: fail -> pass"]),
        Edit::new("uploads go to S3", shop().replace(PRODUCTION, "django.core.files.storage.FileSystemStorage", "storages.backends.s3.S3Storage")).stale(&["static.media"]).verdicts(&["static.media: fail -> pass"]),
        Edit::new("no collectstatic", shop().replace(DOCKERFILE, "python manage.py collectstatic --noinput \\\n    && ", "")).stale(&["static.collectstatic"]).verdicts(&["static.collectstatic: pass -> fail"]),
        Edit::new("gzip in nginx", shop().replace(NGINX, "    client_max_body_size 10m;", "    client_max_body_size 10m;\n    gzip on;\n    gzip_types text/css application/javascript;")),
        Edit::new("JSON lines on the console", shop().replace(PRODUCTION, "\"line\": {\"format\": \"%(asctime)s %(levelname)s %(name)s %(message)s\"},", "\"line\": {\"()\": \"pythonjsonlogger.json.JsonFormatter\"},")).stale(&["logging.structured"]).verdicts(&["logging.structured: fail -> pass"]),
        Edit::new("log files rotate", shop().replace(PRODUCTION, "\"maxBytes\": 10_000_000,", "\"maxBytes\": 10_000_000,\n            \"backupCount\": 5,")).stale(&["logging.rotation"]).verdicts(&["logging.rotation: fail -> pass"]),
        Edit::new("another log level", shop().replace(PRODUCTION, "\"handlers\": [\"console\"], \"level\": \"INFO\"", "\"handlers\": [\"console\"], \"level\": \"WARNING\"")),
        Edit::new("Sentry traces nothing", shop().replace(PRODUCTION, ", traces_sample_rate=0.05", "")).stale(&["logging.error-tracking", "logging.slow-queries"]).verdicts(&["logging.slow-queries: pass -> review"]),
        Edit::new("no Sentry", shop().replace(PRODUCTION, "if dsn := os.environ.get(\"SENTRY_DSN\"):\n    sentry_sdk.init(dsn=dsn, environment=\"production\", traces_sample_rate=0.05)\n", "")).stale(&["logging.error-tracking", "logging.slow-queries"]).verdicts(&["logging.error-tracking: pass -> fail", "logging.slow-queries: pass -> review"]),
        Edit::new("the health view asks the database", shop()
            .replace("shop/health.py", "    return HttpResponse", "    connection.ensure_connection()\n    return HttpResponse")
            .prepend("shop/health.py", "from django.db import connection\n")).stale(&["logging.health-check"]),
        Edit::new("a threshold for slow queries", shop().replace(COMPOSE, "    image: postgres:17\n", "    image: postgres:17\n    command: postgres -c log_min_duration_statement=500\n")).stale(&["logging.slow-queries"]),
        Edit::new("a new file field", shop()
            .replace("catalogue/models.py", "    available = models", "    leaflet = models.FileField(upload_to=\"leaflets/\", blank=True)\n    available = models")).stale(&["static.media"]),
    ]
}

#[test]
fn each_edit_changes_the_basis_of_exactly_the_items_that_looked_at_it() {
    let shop = Sample::shop();
    let before = shop.scan();
    let edits: Vec<Edit> = irrelevant(&shop).into_iter().chain(relevant(&shop)).collect();
    assert!(edits.len() >= 25, "a matrix of {} edits", edits.len());
    let wrong: Vec<String> = edits.par_iter().filter_map(|edit| edit.complaint(&before)).collect();
    assert!(wrong.is_empty(), "{} of {} edits:\n{}", wrong.len(), edits.len(), wrong.join("\n"));
}
