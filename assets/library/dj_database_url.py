"""What dj-database-url does, as its documentation says: https://github.com/jazzband/dj-database-url"""

import os
from urllib.parse import parse_qs, unquote, urlsplit

DEFAULT_ENV = "DATABASE_URL"
POSTGRES = ("postgres", "postgresql", "pgsql", "postgis", "redshift", "timescale", "timescalegis")
BACKENDS = {
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "pgsql": "django.db.backends.postgresql",
    "postgis": "django.contrib.gis.db.backends.postgis",
    "redshift": "django_redshift_backend",
    "timescale": "timescale.db.backends.postgresql",
    "timescalegis": "timescale.db.backends.postgis",
    "cockroach": "django_cockroachdb",
    "mysql": "django.db.backends.mysql",
    "mysql2": "django.db.backends.mysql",
    "mysqlgis": "django.contrib.gis.db.backends.mysql",
    "mysql-connector": "mysql.connector.django",
    "oracle": "django.db.backends.oracle",
    "oraclegis": "django.contrib.gis.db.backends.oracle",
    "mssql": "sql_server.pyodbc",
    "mssqlms": "mssql",
    "spatialite": "django.contrib.gis.db.backends.spatialite",
    "sqlite": "django.db.backends.sqlite3",
}


class ParseError(ValueError):
    pass


class UnknownSchemeError(ValueError):
    pass


def register(scheme, backend):
    """A project's own scheme; what the decorated function changes is not followed."""
    BACKENDS[scheme] = backend
    return lambda function: function


def option(texts):
    """An option of the query: numbers and booleans are read, a repeated one is a list."""
    read = []
    for text in texts:
        if text.isdigit():
            read.append(int(text))
        elif text.lower() in ("true", "false"):
            read.append(text.lower() == "true")
        else:
            read.append(text)
    return read[0] if len(read) == 1 else read


def config(
    env=DEFAULT_ENV,
    default=None,
    engine=None,
    conn_max_age=0,
    conn_health_checks=False,
    disable_server_side_cursors=False,
    ssl_require=False,
    test_options=None,
):
    url = os.environ.get(env, default)
    if not url:
        return {}
    return parse(
        url,
        engine,
        conn_max_age,
        conn_health_checks,
        disable_server_side_cursors,
        ssl_require,
        test_options,
    )


def parse(
    url,
    engine=None,
    conn_max_age=0,
    conn_health_checks=False,
    disable_server_side_cursors=False,
    ssl_require=False,
    test_options=None,
):
    if url == "sqlite://:memory:":
        return {"ENGINE": BACKENDS["sqlite"], "NAME": ":memory:"}
    parts = urlsplit(url)
    if parts.scheme not in BACKENDS:
        raise UnknownSchemeError(f"Scheme '{parts.scheme}://' is unknown.")
    scheme = parts.scheme
    options = {name: option(texts) for name, texts in parse_qs(parts.query).items()}
    settings = {
        "ENGINE": BACKENDS[scheme],
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "NAME": unquote(parts.path[1:]),
    }
    if scheme == "sqlite" and not settings["NAME"]:
        settings["NAME"] = ":memory:"
    if scheme in ("oracle", "mssql", "mssqlms"):
        settings["PORT"] = str(settings["PORT"])
    if scheme in ("mysql", "mysql2") and "ssl-ca" in options:
        options["ssl"] = {"ca": options.pop("ssl-ca")}
    if scheme in POSTGRES and "currentSchema" in options:
        options["options"] = f"-c search_path={options.pop('currentSchema')}"
    if ssl_require:
        options["sslmode"] = "require"
    settings["CONN_MAX_AGE"] = conn_max_age
    settings["CONN_HEALTH_CHECKS"] = conn_health_checks
    settings["DISABLE_SERVER_SIDE_CURSORS"] = disable_server_side_cursors
    if engine:
        settings["ENGINE"] = engine
    if options:
        settings["OPTIONS"] = options
    if test_options:
        settings["TEST"] = test_options
    return settings
