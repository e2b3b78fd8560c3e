"""What mitol-django-common makes of environment variables: https://github.com/mitodl/ol-django

Every reader takes its arguments by name, and hands out a default of its own type as it is.
"""

import os
from ast import literal_eval

from django.core.exceptions import ImproperlyConfigured
from gonogo import caller_globals, unknown

CRONTAB_KEYS = ["minute", "hour", "day_of_week", "day_of_month", "month_of_year"]


class EnvironmentVariableParseException(ImproperlyConfigured):
    pass


def fail(name, value, kind):
    raise EnvironmentVariableParseException(f"Expected value in {name}={value} to be {kind}")


def read_string(name, value, default):
    return value


def read_bool(name, value, default):
    if isinstance(value, bool):
        return value
    if value.lower() not in ("true", "false"):
        fail(name, value, "a boolean")
    return value.lower() == "true"


def read_int(name, value, default):
    if isinstance(value, int) or (value is None and default is None):
        return value
    try:
        return int(value)
    except ValueError:
        fail(name, value, "an int")


def read_literal(name, value, default):
    if isinstance(value, list):
        return value
    try:
        found = literal_eval(value)
    except (ValueError, SyntaxError):
        fail(name, value, "a list literal")
    if not isinstance(found, list):
        fail(name, value, "a list literal")
    return found


def read_words(name, value, default):
    words = value.split(",") if isinstance(value, str) else value
    return [word.strip(" ") for word in words]


def read_crontab(name, value, default):
    if not isinstance(value, str):
        return value or {}
    units = value.split(" ")
    if len(units) != len(CRONTAB_KEYS) or not all(units):
        raise ImproperlyConfigured(f"Crontab value '{value}' is required to have {len(CRONTAB_KEYS)} units")
    return dict(zip(CRONTAB_KEYS, units))


def reader(read):
    def method(*, name, description, default=None, required=False, dev_only=False, write_app_json=True):
        return read(name, os.environ.get(name, default), default)

    return method


get_string = reader(read_string)
get_bool = reader(read_bool)
get_int = reader(read_int)
get_list_literal = reader(read_literal)
get_delimited_list = reader(read_words)
get_crontab_kwargs = reader(read_crontab)

names = {}


def get_features(prefix="FEATURE_"):
    found = {}
    for key, value in os.environ.items():
        if key.startswith(prefix):
            found[key[len(prefix):]] = read_bool(key, value, False)
    return found


def init_app_settings(*, namespace, site_name, scope=None):
    scope = caller_globals() if scope is None else scope
    scope["APP_SETTINGS_NAMESPACE"] = names["namespace"] = os.environ.get("APP_SETTINGS_NAMESPACE", namespace)
    scope["SITE_NAME"] = names["site"] = os.environ.get("SITE_NAME", site_name)


def get_site_name():
    return names["site"]


def app_namespaced(setting_key):
    return f"{names['namespace']}_{setting_key}"


def import_settings_modules(*module_names, scope=None):
    scope = caller_globals() if scope is None else scope
    for name in module_names:
        scope.update(unknown(f"comes from the settings of an installed package ({name})"))


def validate():
    """Complains of required variables that nobody set, once all are read: what they hold stays as it is."""
