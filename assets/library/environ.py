"""What django-environ does, as its documentation says: https://django-environ.readthedocs.io/"""

import importlib.util
import json as _json
import os
from urllib.parse import parse_qs, quote, unquote, unquote_plus, urlparse, urlunparse

from django.core.exceptions import ImproperlyConfigured
from gonogo import project_file


class NoValue:
    pass


NOTSET = NoValue()
TRUE = ("true", "on", "ok", "y", "yes", "1")

DATABASES = {
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "psql": "django.db.backends.postgresql",
    "pgsql": "django.db.backends.postgresql",
    "postgis": "django.contrib.gis.db.backends.postgis",
    "cockroachdb": "django_cockroachdb",
    "mysql": "django.db.backends.mysql",
    "mysql2": "django.db.backends.mysql",
    "mysql-connector": "mysql.connector.django",
    "mysqlgis": "django.contrib.gis.db.backends.mysql",
    "mssql": "mssql",
    "oracle": "django.db.backends.oracle",
    "pyodbc": "sql_server.pyodbc",
    "redshift": "django_redshift_backend",
    "spatialite": "django.contrib.gis.db.backends.spatialite",
    "sqlite": "django.db.backends.sqlite3",
    "ldap": "ldapdb.backends.ldap",
}
POSTGRES = ("postgres", "postgresql", "psql", "pgsql", "postgis", "cockroachdb")
DATABASE_KEYS = (
    "CONN_MAX_AGE",
    "ATOMIC_REQUESTS",
    "AUTOCOMMIT",
    "DISABLE_SERVER_SIDE_CURSORS",
    "CONN_HEALTH_CHECKS",
)
CACHES = {
    "dbcache": "django.core.cache.backends.db.DatabaseCache",
    "dummycache": "django.core.cache.backends.dummy.DummyCache",
    "filecache": "django.core.cache.backends.filebased.FileBasedCache",
    "locmemcache": "django.core.cache.backends.locmem.LocMemCache",
    "memcache": "django.core.cache.backends.memcached.MemcachedCache",
    "pylibmc": "django.core.cache.backends.memcached.PyLibMCCache",
}
REDIS = ("rediscache", "redis", "rediss")
DJANGO_REDIS = "django.core.cache.backends.redis.RedisCache"
CACHE_KEYS = ("TIMEOUT", "KEY_PREFIX", "VERSION", "KEY_FUNCTION", "BINARY")
MAILS = {
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "smtp+tls": "django.core.mail.backends.smtp.EmailBackend",
    "smtp+ssl": "django.core.mail.backends.smtp.EmailBackend",
    "consolemail": "django.core.mail.backends.console.EmailBackend",
    "filemail": "django.core.mail.backends.filebased.EmailBackend",
    "memorymail": "django.core.mail.backends.locmem.EmailBackend",
    "dummymail": "django.core.mail.backends.dummy.EmailBackend",
}
CHANNELS = {
    "inmemory": "channels.layers.InMemoryChannelLayer",
    "redis": "channels_redis.core.RedisChannelLayer",
    "redis+pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}


def as_bool(text):
    try:
        return int(text) != 0
    except ValueError:
        return text.lower().strip() in TRUE


def as_int(text):
    return int(text) if isinstance(text, str) and text.isdigit() else text


def as_plain(text):
    """Booleans, `None` and numbers of a URL's query, as Python writes them."""
    if text in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[text]
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return text


def cache_backend(scheme):
    """Some schemes depend on what is installed."""
    if scheme in REDIS:
        return "django_redis.cache.RedisCache" if importlib.util.find_spec("django_redis") else DJANGO_REDIS
    if scheme == "pymemcache":
        name = "PyMemcacheCache" if importlib.util.find_spec("pymemcache") else "PyLibMCCache"
        return "django.core.cache.backends.memcached." + name
    if scheme not in CACHES:
        raise ImproperlyConfigured(f"Invalid cache schema {scheme}")
    return CACHES[scheme]


def words(text):
    return [word for word in text.split(",") if word]


def parsed(url):
    return urlparse(url) if isinstance(url, str) else url


class Env:
    ENVIRON = os.environ
    BOOLEAN_TRUE_STRINGS = TRUE
    NOTSET = NOTSET

    def __init__(self, **scheme):
        self.smart_cast = True
        self.escape_proxy = False
        self.warn_on_default = False
        self.prefix = ""
        self.scheme = scheme

    def __call__(self, var, cast=None, default=NOTSET, parse_default=False):
        return self.get_value(var, cast=cast, default=default, parse_default=parse_default)

    def __contains__(self, var):
        return var in self.ENVIRON

    def str(self, var, default=NOTSET, multiline=False):
        value = self.get_value(var, cast=str, default=default)
        if multiline:
            return value.replace("\\r\\n", "\n").replace("\\n", "\n")
        return value

    def bytes(self, var, default=NOTSET, encoding="utf8"):
        value = self.get_value(var, cast=str, default=default)
        return value.encode(encoding) if isinstance(value, str) else value

    def bool(self, var, default=NOTSET):
        return self.get_value(var, cast=bool, default=default)

    def int(self, var, default=NOTSET):
        return self.get_value(var, cast=int, default=default)

    def float(self, var, default=NOTSET):
        return self.get_value(var, cast=float, default=default)

    def json(self, var, default=NOTSET):
        return self.get_value(var, cast=_json.loads, default=default)

    def list(self, var, cast=None, default=NOTSET):
        return self.get_value(var, cast=[cast] if cast else list, default=default)

    def tuple(self, var, cast=None, default=NOTSET):
        return self.get_value(var, cast=(cast,) if cast else tuple, default=default)

    def dict(self, var, cast=dict, default=NOTSET):
        return self.get_value(var, cast=cast, default=default)

    def url(self, var, default=NOTSET):
        return self.get_value(var, cast=urlparse, default=default, parse_default=True)

    def path(self, var, default=NOTSET, **kwargs):
        return Path(self.get_value(var, default=default), **kwargs)

    def db_url(self, var="DATABASE_URL", default=NOTSET, engine=None):
        return self.db_url_config(self.get_value(var, default=default), engine=engine)

    db = db_url

    def cache_url(self, var="CACHE_URL", default=NOTSET, backend=None):
        return self.cache_url_config(self.url(var, default=default), backend=backend)

    cache = cache_url

    def email_url(self, var="EMAIL_URL", default=NOTSET, backend=None):
        return self.email_url_config(self.url(var, default=default), backend=backend)

    email = email_url

    def channels_url(self, var="CHANNELS_URL", default=NOTSET, backend=None):
        return self.channels_url_config(self.url(var, default=default), backend=backend)

    channels = channels_url

    def search_url(self, var="SEARCH_URL", default=NOTSET, engine=None):
        from gonogo import unknown

        self.get_value(var, default=default)
        return unknown("a search URL of django-environ is not followed")

    def get_value(self, var, cast=None, default=NOTSET, parse_default=False):
        name = f"{self.prefix}{var}"
        if name in self.scheme:
            declared = self.scheme[name]
            if isinstance(declared, (tuple, list)):
                cast = cast or declared[0]
                if default is NOTSET and len(declared) > 1:
                    default = declared[1]
            else:
                cast = cast or declared
        try:
            value = self.ENVIRON[name]
        except KeyError:
            if default is NOTSET:
                raise ImproperlyConfigured(f"Set the {name} environment variable")
            value = default
        if isinstance(value, str) and value.startswith("$"):
            return self.get_value(value.lstrip("$"), cast=cast, default=default)
        if self.escape_proxy and isinstance(value, str) and value.startswith("\\$"):
            value = value.replace("\\$", "$")
        if self.smart_cast and cast is None and default is not None and default is not NOTSET:
            cast = type(default)
        if default is None and value == "":
            value = None
        if value != default or (parse_default and value is not None):
            value = self.parse_value(value, cast)
        return value

    @classmethod
    def parse_value(cls, value, cast):
        if cast is None:
            return value
        if cast is bool:
            return as_bool(value)
        if isinstance(cast, list):
            return [cast[0](word) for word in words(value)]
        if isinstance(cast, tuple):
            return tuple([cast[0](word) for word in words(value.strip("(").strip(")"))])
        if isinstance(cast, dict):
            key, plain, special = cast.get("key", str), cast.get("value", str), cast.get("cast", {})
            pairs = [pair.split("=", 1) for pair in value.split(";") if pair]
            return {key(left): cls.parse_value(right, special.get(left, plain)) for left, right in pairs}
        if cast is dict:
            return dict([word.split("=", 1) for word in words(value)])
        if cast is list:
            return words(value)
        if cast is tuple:
            return tuple(words(value.strip("(").strip(")")))
        if cast is set:
            return set(words(value))
        if cast is float:
            return cls.parse_float(value)
        return cast(value)

    @staticmethod
    def parse_float(text):
        """Both 1,234.5 and 1.234,5 are read."""
        digits = "".join([c for c in text if c.isdigit() or c in ".,-"])
        if "." not in digits and "," not in digits:
            return float(digits)
        cut = max(digits.rfind("."), digits.rfind(","))
        return float(digits[:cut].replace(".", "").replace(",", "") + "." + digits[cut + 1 :])

    @classmethod
    def db_url_config(cls, url, engine=None):
        if url == "sqlite://:memory:":
            return {"ENGINE": DATABASES["sqlite"], "NAME": ":memory:"}
        url = parsed(url)
        if not url.path:
            url = urlparse(quote(urlunparse(url), safe=":/?&=@"))
        path = unquote_plus(url.path[1:].split("?", 2)[0])
        if url.scheme == "sqlite" and path == "":
            path = ":memory:"
        if url.scheme == "ldap":
            from gonogo import unknown

            return unknown("an LDAP URL of django-environ is not followed")
        if url.scheme in POSTGRES and "," in url.netloc:
            login, _, hosts = url.netloc.rpartition("@")
            user, _, password = login.partition(":")
            pairs = [host.partition(":") for host in hosts.split(",")]
            names, ports = [p[0] for p in pairs], [p[2] for p in pairs]
            config = {
                "NAME": path,
                "USER": unquote(user),
                "PASSWORD": unquote(password),
                "HOST": ",".join(names),
                "PORT": ",".join(ports) if len([p for p in ports if p]) > 1 else as_int("".join(ports)),
            }
        else:
            config = {
                "NAME": path or "",
                "USER": unquote(url.username) if url.username else "",
                "PASSWORD": unquote(url.password) if url.password else "",
                "HOST": url.hostname or "",
                "PORT": url.port or "",
            }
        if url.scheme in POSTGRES and path.startswith("/"):
            config["HOST"], config["NAME"] = path.rsplit("/", 1)
        if url.scheme == "oracle" and path == "":
            config["NAME"] = config["HOST"]
            config["HOST"] = ""
        if url.scheme == "oracle" and not config["PORT"]:
            del config["PORT"]
        if url.query:
            options = {}
            for key, values in parse_qs(url.query).items():
                if key.upper() in DATABASE_KEYS:
                    config[key.upper()] = as_plain(values[0])
                else:
                    options[key] = as_int(values[0])
            config["OPTIONS"] = options
        engine = engine or url.scheme
        if not engine:
            return {}
        config["ENGINE"] = DATABASES.get(engine, engine)
        return config

    @classmethod
    def cache_url_config(cls, url, backend=None):
        if not url:
            return {}
        url = parsed(url)
        locations = url.netloc.split(",")
        config = {
            "BACKEND": cache_backend(url.scheme),
            "LOCATION": locations if len(locations) > 1 else locations[0],
        }
        if url.scheme == "filecache":
            config["LOCATION"] = url.netloc + url.path
        if not url.netloc and url.scheme in ("memcache", "pymemcache"):
            config["LOCATION"] = "unix:" + url.path
        elif url.scheme in REDIS:
            scheme = "redis" if url.scheme == "rediscache" else url.scheme
            if not url.hostname:
                scheme = "unix"
            places = [f"{scheme}://{place}{url.path}" for place in locations]
            config["LOCATION"] = places if len(places) > 1 else places[0]
        if backend:
            config["BACKEND"] = backend
        if url.query:
            options = {}
            for key, values in parse_qs(url.query).items():
                known = key.upper() in CACHE_KEYS
                key = key.lower() if config["BACKEND"] == DJANGO_REDIS else key.upper()
                (config if known else options)[key] = as_plain(values[0])
            config["OPTIONS"] = options
        return config

    @classmethod
    def email_url_config(cls, url, backend=None):
        url = parsed(url)
        path = unquote_plus(url.path[1:].split("?", 2)[0])
        config = {
            "EMAIL_FILE_PATH": path,
            "EMAIL_HOST_USER": unquote(url.username) if url.username else None,
            "EMAIL_HOST_PASSWORD": unquote(url.password) if url.password else None,
            "EMAIL_HOST": url.hostname,
            "EMAIL_PORT": url.port,
        }
        if backend:
            config["EMAIL_BACKEND"] = backend
        elif url.scheme not in MAILS:
            raise ImproperlyConfigured(f"Invalid email schema {url.scheme}")
        else:
            config["EMAIL_BACKEND"] = MAILS[url.scheme]
        if url.scheme in ("smtps", "smtp+tls"):
            config["EMAIL_USE_TLS"] = True
        elif url.scheme == "smtp+ssl":
            config["EMAIL_USE_SSL"] = True
        if url.query:
            options = {}
            for key, values in parse_qs(url.query).items():
                if key.upper() in ("EMAIL_USE_TLS", "EMAIL_USE_SSL"):
                    config[key.upper()] = as_int(values[0])
                else:
                    options[key.upper()] = as_int(values[0])
            config["OPTIONS"] = options
        return config

    @classmethod
    def channels_url_config(cls, url, backend=None):
        url = parsed(url)
        config = {"BACKEND": backend or CHANNELS[url.scheme]}
        if url.scheme in ("redis", "redis+pubsub"):
            place = urlunparse(("redis", url.netloc, url.path, url.params, url.query, url.fragment))
            config["CONFIG"] = {"hosts": [place]}
        return config

    @classmethod
    def read_env(cls, env_file=None, overwrite=False, parse_comments=False, encoding="utf8", **overrides):
        """Lines of `KEY=value`; what the environment already has stays, unless told otherwise."""
        if env_file is None:
            from gonogo import caller_file

            env_file = os.path.join(os.path.dirname(caller_file()), ".env")
        text = env_file.read() if hasattr(env_file, "read") else project_file(env_file)
        if text is None:
            return
        for line in text.splitlines():
            line = line.strip()
            if line.startswith("export "):
                line = line[7:].lstrip()
            name, equals, value = line.partition("=")
            name = name.strip()
            if not equals or not name.replace(".", "_").isidentifier():
                continue
            value = value.strip()
            quote = value[:1]
            if len(value) > 1 and quote in ("'", '"') and value.endswith(quote):
                value = value[1:-1]
                if quote == '"':
                    value = unescaped(value)
            elif parse_comments and quote in ("'", '"') and value.rfind(quote) > 0:
                value = value[1 : value.rfind(quote)]
            elif parse_comments and " #" in value:
                value = value[: value.index(" #")].rstrip()
            if overwrite:
                os.environ[name] = value
            else:
                os.environ.setdefault(name, value)
        for name, value in overrides.items():
            if overwrite:
                os.environ[name] = str(value)
            else:
                os.environ.setdefault(name, str(value))


def unescaped(text):
    """In double quotes a backslash lets the next character stand for itself."""
    result, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] not in "n$":
            at += 1
        result += text[at]
        at += 1
    return result


class FileAwareMapping:
    """NAME is read from the file that NAME_FILE names, where that is set."""

    def __init__(self, env=None, cache=True):
        self.env = os.environ if env is None else env

    def __getitem__(self, key):
        place = self.env.get(key + "_FILE")
        if place is None:
            return self.env[key]
        text = project_file(place)
        if text is None:
            from gonogo import unknown

            return unknown(f"the file that {key}_FILE names is outside the repository")
        return text

    def __contains__(self, key):
        return key + "_FILE" in self.env or key in self.env

    def get(self, key, default=None):
        return self[key] if key in self else default

    def setdefault(self, key, default):
        return self.env.setdefault(key, default)


class FileAwareEnv(Env):
    ENVIRON = FileAwareMapping()


class Path:
    def __init__(self, start="", *paths, **kwargs):
        self.__root__ = os.path.abspath(os.path.join(str(start), *[str(path) for path in paths]))

    @property
    def root(self):
        return self.__root__

    def path(self, *paths, **kwargs):
        return Path(self.__root__, *paths)

    def file(self, name, *args, **kwargs):
        return open(self(name), *args, **kwargs)

    def __call__(self, *paths, **kwargs):
        return os.path.abspath(os.path.join(self.__root__, *[str(path) for path in paths]))

    def __str__(self):
        return self.__root__

    def __fspath__(self):
        return self.__root__

    def __eq__(self, other):
        return self.__root__ == str(other)

    def __add__(self, other):
        return Path(self.__root__, str(other))

    def __sub__(self, other):
        if isinstance(other, int):
            return self.path(*[".."] * other)
        return Path(self.__root__.removesuffix(str(other)))

    def __contains__(self, item):
        return (str(item) + os.sep).startswith(self.__root__.rstrip(os.sep) + os.sep)

    def __getitem__(self, key):
        return self.__root__[key]

    def rfind(self, *args):
        return self.__root__.rfind(*args)

    def find(self, *args):
        return self.__root__.find(*args)
