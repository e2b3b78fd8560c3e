"""What django-configurations does, as its documentation says: https://django-configurations.readthedocs.io/

The interpreter calls `settings_of` with the chosen class, as the library's importer does once the module has run.
"""

import os

from configurations.values import Value, place
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from gonogo import project_file, unknown

__all__ = ["Configuration", "pristinemethod", "setup"]


def setup(app=None):
    pass


def pristinemethod(function):
    """A method that is a setting itself: it is not called."""
    function.pristine = True
    return function


def is_name(name):
    return name == name.upper() and not name.startswith("_")


class Configuration:
    DOTENV_LOADED = None

    @classmethod
    def load_dotenv(cls):
        path = getattr(cls, "DOTENV", None)
        if not path:
            return
        text = project_file(path)
        if text is None:
            raise ImproperlyConfigured(f"Couldn't read .env file with the path {path}.")
        for line in text.splitlines():
            name, equals, value = line.partition("=")
            if not equals or not name.replace("_", "a").isalnum():
                continue
            if len(value) > 1 and value[0] == value[-1] and value[0] in ("'", '"'):
                quote, value = value[0], value[1:-1]
                if quote == '"' and "\\" in value:
                    value = unknown("an escape in the file of DOTENV is not followed")
            os.environ.setdefault(name, value)
        cls.DOTENV_LOADED = path

    @classmethod
    def pre_setup(cls):
        if cls.DOTENV_LOADED is None:
            cls.load_dotenv()

    @classmethod
    def post_setup(cls):
        pass

    @classmethod
    def setup(cls):
        for name in [name for name in dir(cls) if is_name(name)]:
            value = getattr(cls, name)
            if isinstance(value, Value):
                place(lambda key, final: setattr(cls, key, final), name, value)


def bearer(cls, name):
    """The class that a name comes from. Each configuration carries all that its bases have, Django's defaults too: so a
    mixin that stands behind a configuration gives way to Django's default, which is `Configuration`'s own."""
    if name in vars(cls):
        return cls
    if cls is Configuration:
        return cls if hasattr(global_settings, name) else None
    for base in cls.__bases__:
        if base in cls.__mro__:
            found = bearer(base, name)
            if found is not None:
                return found
    return None


def hidden(cls, name):
    """Whether Django's default stands before the class that Python would find the name in."""
    return name not in vars(Configuration) and bearer(cls, name) is Configuration


def settings_of(cls):
    """The settings that the class leaves behind, by name."""
    cls.pre_setup()
    behind = [name for name in dir(cls) if is_name(name) and hidden(cls, name)]
    cls.setup()
    configuration = cls()
    settings = {}

    def put(name, value):
        settings[name] = value

    for name in [name for name in dir(configuration) if is_name(name)]:
        if name in behind:
            put(name, getattr(global_settings, name))
            continue
        value = getattr(configuration, name)
        if callable(value) and not getattr(value, "pristine", False):
            value = value()
            if isinstance(value, Value):
                place(put, name, value)
                continue
        put(name, value)
    put("CONFIGURATION", f"{cls.__module__}.{cls.__name__}")
    cls.post_setup()
    return settings
