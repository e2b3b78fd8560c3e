"""What dynaconf does for Django, as far as files of the repository decide: https://www.dynaconf.com/django/"""

import json
import os
import sys
from pathlib import Path

from gonogo import project_file, unknown

DEFAULT_FILES = ["settings.toml", "settings.yaml", "settings.yml", "settings.json", ".secrets.toml", ".secrets.yaml"]


class Validator:
    def __init__(self, *names, **conditions):
        self.names = names


def load(path):
    text = project_file(path)
    if text is None:
        return {}
    suffix = Path(path).suffix
    if suffix == ".toml":
        import tomllib

        return tomllib.loads(text)
    if suffix in (".yaml", ".yml"):
        import yaml

        return yaml.safe_load(text) or {}
    return json.loads(text) if suffix == ".json" else {}


def special(value):
    """Whether dynaconf reads more than plain data into it: @format, merge marks, nested names."""
    if isinstance(value, str):
        return value.startswith("@") or "dynaconf_merge" in value
    if isinstance(value, dict):
        return any(["dynaconf_merge" in value, *map(special, value.values())])
    return isinstance(value, list) and any([special(item) for item in value])


def DjangoDynaconf(module_name=None, **options):
    module = sys.modules[module_name]
    folder = Path(module.__file__).parent
    files = options.get("settings_files") or options.get("settings_file") or DEFAULT_FILES
    files = [files] if isinstance(files, (str, Path)) else files
    environments = options.get("environments", True)
    for name in files:
        for place in (folder / name, folder.parent / name):
            if project_file(place) is None:
                continue
            data = load(place)
            stage = os.environ.get("DJANGO_ENV", options.get("env", "development"))
            sections = [data]
            if environments:
                sections = [data.get(section, {}) for section in ("default", stage, "global")]
            for section in sections:
                for key, value in section.items():
                    doubtful = special(value) or "__" in key
                    reason = "dynaconf reads more than plain data into it"
                    setattr(module, key.upper(), unknown(reason) if doubtful else value)
            break
    prefix = options.get("envvar_prefix", "DJANGO") + "_"
    for key in [key for key in os.environ if key.startswith(prefix)]:
        setattr(module, key[len(prefix) :], unknown("dynaconf reads it from the environment"))
    return unknown("the settings object of dynaconf")


def Dynaconf(**options):
    return unknown("the settings object of dynaconf")


LazySettings = Dynaconf
