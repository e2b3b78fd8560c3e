"""What environs does, as its documentation says: https://github.com/sloria/environs

Versions differ on one thing: a default of another type than the reader's (`env.bool("X", "yes")`) was once read like a
variable and is handed out as it is now. Where the two differ, the value is left unknown.
"""

import json as _json
import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlparse

from dotenv import find_dotenv, load_dotenv
from gonogo import caller_file, unknown

TRUE = ("t", "true", "on", "y", "yes", "1")
FALSE = ("f", "false", "off", "n", "no", "0")
JSON = (dict, list)
NUMBER = int
LEVELS = {"CRITICAL": 50, "FATAL": 50, "ERROR": 40, "WARNING": 30, "WARN": 30, "INFO": 20, "DEBUG": 10, "NOTSET": 0}


class EnvError(ValueError):
    pass


class EnvNotSetError(EnvError):
    pass


class EnvValidationError(EnvError):
    pass


class EnvSealedError(TypeError):
    pass


class ParserConflictError(ValueError):
    pass


def one_case(text):
    return text in (text.lower(), text.upper(), text.capitalize())


def read_bool(text):
    if one_case(text) and text.lower() in TRUE:
        return True
    if one_case(text) and text.lower() in FALSE:
        return False
    raise ValueError("Not a valid boolean.")


def caster(subcast):
    if subcast is None or subcast is str:
        return lambda text: text
    return read_bool if subcast is bool else subcast


def read_list(text, subcast=None, delimiter=","):
    cast = caster(subcast)
    return [cast(word) for word in text.split(delimiter)] if text != "" else []


def read_dict(text, subcast_keys=None, subcast_values=None, delimiter=",", key_value_delimiter="="):
    key, value = caster(subcast_keys), caster(subcast_values)
    pairs = [item.split(key_value_delimiter, 1) for item in text.split(delimiter) if text]
    return {key(left.strip()): value(right.strip()) for left, right in pairs}


def read_level(text):
    return int(text) if text.isdigit() else LEVELS[text.upper()]


def read_timedelta(text):
    if not text.lstrip("+-").isdigit():
        return unknown("a duration in words is not followed")
    return timedelta(seconds=int(text))


def read_point(text):
    return unknown("points in time that a variable gives are not followed")


def reader(parse, kinds):
    """A method that reads a variable; a default that is none of `kinds` depends on the version."""

    def method(
        self,
        name,
        default=...,
        subcast=None,
        *,
        validate=None,
        delimiter=",",
        subcast_keys=None,
        subcast_values=None,
        key_value_delimiter="=",
        **others,
    ):
        key, value = self.look(name)
        if value is None:
            if default is ...:
                raise EnvNotSetError(f'Environment variable "{key}" not set')
            if default is None or isinstance(default, kinds):
                return default
            return unknown("versions of environs differ on whether such a default is read or handed out as it is")
        try:
            if parse is read_list:
                return read_list(value, subcast, delimiter)
            if parse is read_dict:
                return read_dict(value, subcast_keys, subcast_values, delimiter, key_value_delimiter)
            return parse(value)
        except (ValueError, KeyError) as error:
            raise EnvValidationError(f'Environment variable "{key}" invalid: {error}')

    return method


def url_reader(module):
    """A method that hands a URL, the default one too, to a library of its own."""

    def method(self, name, default=..., **options):
        key, value = self.look(name)
        if value is None:
            if default is ...:
                raise EnvNotSetError(f'Environment variable "{key}" not set')
            value = default
        if module == "dj_database_url":
            import dj_database_url as library
        elif module == "dj_email_url":
            import dj_email_url as library
        else:
            import django_cache_url as library
        return library.parse(value, **options)

    return method


class Prefixed:
    def __init__(self, env, prefix):
        self.env = env
        self.prefix = prefix

    def __enter__(self):
        self.old = self.env.prefix or ""
        self.env.prefix = self.old + self.prefix

    def __exit__(self, *error):
        self.env.prefix = self.old


class Env:
    def __init__(self, *, eager=True, expand_vars=False, prefix=None):
        self.eager = eager
        self.expand_vars = expand_vars
        self.prefix = prefix

    def look(self, name):
        key = (self.prefix or "") + name
        value = os.environ.get(key)
        if value is not None and value.startswith("{{") and value.endswith("}}"):
            return self.look(value[2:-2].strip())
        if value is not None and self.expand_vars and "$" in value:
            value = unknown("an expanded variable of environs is not followed")
        return key, value

    __call__ = reader(lambda text: text, object)
    str = reader(lambda text: text, str)
    bool = reader(read_bool, bool)
    int = reader(int, int)
    float = reader(float, (float, NUMBER))  # a whole number equals the float that it is read as
    decimal = reader(Decimal, Decimal)
    list = reader(read_list, (list, tuple))
    dict = reader(read_dict, dict)
    json = reader(_json.loads, JSON)
    path = reader(Path, Path)
    log_level = reader(read_level, NUMBER)
    timedelta = reader(read_timedelta, timedelta)
    datetime = reader(read_point, datetime)
    date = reader(read_point, date)
    time = reader(read_point, NUMBER)
    uuid = reader(read_point, NUMBER)
    url = reader(urlparse, tuple)
    dj_db_url = url_reader("dj_database_url")
    dj_email_url = url_reader("dj_email_url")
    dj_cache_url = url_reader("django_cache_url")

    def enum(self, name, default=..., *, enum=None, type=None, by_value=False, **others):
        key, value = self.look(name)
        members = enum or type
        if value is None:
            if default is ...:
                raise EnvNotSetError(f'Environment variable "{key}" not set')
            if default is None or isinstance(default, members):
                return default
            return unknown("versions of environs differ on whether such a default is read or handed out as it is")
        if by_value:
            return unknown("a member of an enumeration that a variable names by its value is not followed")
        try:
            return members[value]
        except KeyError as error:
            raise EnvValidationError(f'Environment variable "{key}" invalid: {error}')

    def prefixed(self, prefix):
        return Prefixed(self, prefix)

    def seal(self):
        pass

    def add_parser(self, name, function):
        pass

    def parser_for(self, name):
        return lambda function: function

    @staticmethod
    def read_env(path=None, recurse=True, verbose=False, override=False, return_path=False):
        """The file, or one of its name in a folder above it; without a path, .env beside the caller or above."""
        place = Path(path) if path is not None else Path(caller_file()).parent / ".env"
        if not place.suffix and place.is_dir():
            place = place / ".env"
        found = find_dotenv(place.name, folder=place.parent) if recurse else str(place)
        loaded = load_dotenv(found, verbose=verbose, override=override) if found else False
        return found if return_path else loaded


class FileAwareEnv(Env):
    """NAME is read from the file that NAME_FILE names, where that is set."""

    def __init__(self, *, file_suffix="_FILE", strip_whitespace=True, **options):
        super().__init__(**options)
        self.suffix = file_suffix

    def look(self, name):
        key = (self.prefix or "") + name
        if os.environ.get(key + self.suffix) is not None:
            return key, unknown(f"the file that {key}{self.suffix} names is outside the repository")
        return super().look(name)


env = Env()
