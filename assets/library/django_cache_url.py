"""What django-cache-url does, as its documentation says: https://github.com/epicserve/django-cache-url"""

import os
from urllib.parse import parse_qs, urlparse

from gonogo import unknown

DEFAULT_ENV = "CACHE_URL"
BUILT_IN = "django.core.cache.backends."
BACKENDS = {
    "db": BUILT_IN + "db.DatabaseCache",
    "dummy": BUILT_IN + "dummy.DummyCache",
    "file": BUILT_IN + "filebased.FileBasedCache",
    "locmem": BUILT_IN + "locmem.LocMemCache",
    "memcached": BUILT_IN + "memcached.PyLibMCCache",
    "pymemcached": BUILT_IN + "memcached.MemcachedCache",
    "pymemcache": BUILT_IN + "memcached.PyMemcacheCache",
    "redis": BUILT_IN + "redis.RedisCache",
    "rediss": BUILT_IN + "redis.RedisCache",
    "hiredis": BUILT_IN + "redis.RedisCache",
    "redis-cache": "redis_cache.RedisCache",
    "djangopylibmc": "django_pylibmc.memcached.PyLibMCCache",
    "elasticache": "django_elasticache.memcached.ElastiCache",
    "uwsgicache": "uwsgicache.UWSGICache",
}
MEMCACHED = ("memcached", "pymemcached", "pymemcache", "djangopylibmc")


def config(env=DEFAULT_ENV, default="locmem://"):
    url = os.environ.get(env, default)
    return parse(url) if url else {}


def parse(url):
    url = urlparse(url)
    if url.scheme not in BACKENDS:
        raise Exception(f'Unknown backend: "{url.scheme}"')
    query = {key.upper(): ";".join(values) for key, values in parse_qs(url.query).items()}
    redis = url.scheme in ("redis", "rediss", "hiredis")
    if "LIB" in query or (redis and not url.netloc):
        return unknown("a cache URL with a library of its own, or of a Redis socket, is not followed")
    settings = {"BACKEND": BACKENDS[url.scheme]}
    options = {}
    if url.scheme == "hiredis":
        options["PARSER_CLASS"] = "redis.connection.HiredisParser"
    if redis:
        scheme = "rediss" if url.scheme == "rediss" else "redis"
        login = f":{url.password}@" if url.password else ""
        settings["LOCATION"] = f"{scheme}://{login}{url.hostname}:{url.port or 6379}/{url.path[1:] or '0'}"
    elif url.netloc:
        settings["LOCATION"] = ";".join(url.netloc.split(","))
    elif url.scheme in MEMCACHED:
        settings["LOCATION"] = "unix://" + url.path
    else:
        settings["LOCATION"] = url.path
    if url.scheme == "uwsgicache" and not settings["LOCATION"]:
        settings["LOCATION"] = "default"
    for key in ("MAX_ENTRIES", "CULL_FREQUENCY"):
        if key in query:
            options[key] = int(query.pop(key))
    if options:
        settings["OPTIONS"] = options
    settings.update(query)
    return settings
