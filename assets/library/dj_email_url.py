"""What dj-email-url does, as its documentation says: https://github.com/migonzalvar/dj-email-url"""

import os
from urllib.parse import parse_qs, unquote, urlparse

DEFAULT_ENV = "EMAIL_URL"
BACKENDS = {
    "smtp": "smtp",
    "submission": "smtp",
    "submit": "smtp",
    "smtps": "smtp",
    "console": "console",
    "file": "filebased",
    "memory": "locmem",
    "dummy": "dummy",
}
TRUE = ("1", "y", "yes", "t", "true", "on")


def config(env=DEFAULT_ENV, default=None):
    url = os.environ.get(env, default)
    return parse(url) if url else {}


def truthy(texts):
    text = texts[0]
    return text.lower() in TRUE and text in (text.lower(), text.upper(), text.capitalize())


def parse(url):
    url = urlparse(url)
    query = parse_qs(url.query)
    submission = url.scheme in ("submission", "submit")
    host, port = url.hostname, url.port
    if url.scheme == "smtp":
        host, port = host or "localhost", port or 25
    elif submission:
        port = port or 587
    settings = {
        "EMAIL_FILE_PATH": url.path[1:].split("?", 2)[0],
        "EMAIL_HOST_USER": unquote(url.username) if url.username else url.username,
        "EMAIL_HOST_PASSWORD": unquote(url.password) if url.password else url.password,
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": submission or url.scheme == "smtps",
        "EMAIL_TIMEOUT": int(query["timeout"][0]) if "timeout" in query else None,
    }
    if url.scheme in BACKENDS:
        settings["EMAIL_BACKEND"] = f"django.core.mail.backends.{BACKENDS[url.scheme]}.EmailBackend"
    if "ssl" in query:
        if truthy(query["ssl"]):
            settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"] = True, False
    elif "tls" in query:
        if truthy(query["tls"]):
            settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"] = False, True
    for key, name in (("_server_email", "SERVER_EMAIL"), ("_default_from_email", "DEFAULT_FROM_EMAIL")):
        if key in query:
            settings[name] = query[key][0]
    return settings
