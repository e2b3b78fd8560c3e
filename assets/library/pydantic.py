"""What settings use of pydantic, as its documentation says: https://docs.pydantic.dev/

A field of a kind that is not listed in `converted` may be turned into something else, so that its value is unknown.
"""

import copy
from pathlib import Path

from gonogo import required, unknown


class ValidationError(ValueError):
    pass


class Missing:
    pass


MISSING = Missing()
ConfigDict = dict
SettingsConfigDict = dict


class FieldInfo:
    def __init__(self, default=MISSING, default_factory=None, alias=None, validation_alias=None, **others):
        self.default = default
        self.default_factory = default_factory
        self.alias = validation_alias or alias
        self.env = others.get("env")
        self.annotation = None


def Field(default=MISSING, **options):
    return FieldInfo(MISSING if default is ... else default, **options)


class AliasChoices:
    def __init__(self, *choices):
        self.choices = choices


MARKS = []


def marked(kind, fields, mode):
    def decorate(function):
        target = getattr(function, "__func__", function)
        MARKS.append(((kind, fields, mode), target, target.__qualname__.split(".")[-2]))
        return function

    return decorate


def field_validator(*fields, mode="after", check_fields=None):
    return marked("field", fields, mode)


def model_validator(*, mode):
    return marked("model", (), mode)


def validator(*fields, pre=False, always=False, **others):
    return marked("field", fields, "before" if pre else "after")


def root_validator(*arguments, **others):
    return marked("unknown", (), "after")


def computed_field(function=None, **others):
    return function if function is not None else lambda inner: inner


def as_bool(text):
    if text.lower() in ("1", "true", "t", "yes", "y", "on"):
        return True
    if text.lower() in ("0", "false", "f", "no", "n", "off"):
        return False
    raise ValidationError("Input should be a valid boolean")


def converted(value, annotation):
    """The value as a field of this kind holds it, where it is certain."""
    plain = type(value)
    if value is None or annotation is plain or annotation is None:
        return value
    if annotation is float and plain is int:
        return float(value)
    if annotation is Path and plain is str:
        return Path(value)
    if isinstance(value, BaseModel):
        return value
    if plain is str and annotation in (bool, int, float):
        return as_bool(value) if annotation is bool else annotation(value)
    words = str(annotation)
    if plain in (list, dict, set, tuple, str, int, bool, float) and words.startswith(
        ("typing.Optional[" + plain.__name__, plain.__name__ + "[", plain.__name__ + " | None")
    ):
        return value
    return unknown("pydantic may turn a default of this kind into something else")


def fields_of(cls):
    """The fields by name, those of the first ancestor first."""
    fields = {}
    for ancestor in reversed(cls.__mro__):
        space = vars(ancestor)
        for name, annotation in space.get("__annotations__", {}).items():
            if name == "model_config" or name.startswith("_"):
                continue
            given = space.get(name, MISSING)
            info = given if isinstance(given, FieldInfo) else FieldInfo(given)
            info.annotation = annotation
            fields[name] = info
    return fields


def validators_of(cls):
    names = [ancestor.__name__ for ancestor in reversed(cls.__mro__)]
    return [(mark, function) for name in names for mark, function, owner in MARKS if owner == name]


class BaseModel:
    model_config = {}

    def __init__(self, **data):
        self.fill(data, validate_defaults=False)

    def fill(self, data, validate_defaults):
        cls = type(self)
        for name, info in fields_of(cls).items():
            key = info.alias if isinstance(info.alias, str) and info.alias in data else name
            if key in data:
                value, given = data[key], True
            elif info.default_factory is not None:
                value, given = info.default_factory(), False
            elif info.default is not MISSING:
                value, given = copy.deepcopy(info.default), False
            else:
                raise ValidationError(f"1 validation error for {cls.__name__}\n{name}\n  Field required")
            if given or validate_defaults:
                value = self.validated(name, value, info)
            setattr(self, name, value)
        for (kind, _, mode), function in validators_of(cls):
            if kind == "model" and mode == "after":
                function(self)
            elif kind in ("model", "unknown"):
                for name in fields_of(cls):
                    setattr(self, name, unknown("a validator of the whole model may change it"))

    def validated(self, name, value, info):
        for step in ("before", "convert", "after"):
            if step == "convert":
                value = converted(value, info.annotation)
            for (kind, fields, mode), function in validators_of(type(self)):
                if kind == "field" and mode == step and (name in fields or "*" in fields):
                    value = function(type(self), value)
        return value

    def model_dump(self, **options):
        if options:
            return unknown("a dump with options is not followed")
        values = {name: getattr(self, name) for name in fields_of(type(self))}
        return {key: value.model_dump() if isinstance(value, BaseModel) else value for key, value in values.items()}

    def dict(self, **options):
        return self.model_dump(**options)


class BaseSettings(BaseModel):
    """Fields from variables; what pydantic-settings adds (and pydantic 1 had of its own)."""

    def __init__(self, **data):
        import os

        config = dict(type(self).model_config)
        old = getattr(type(self), "Config", None)
        if old is not None:
            config.update({key: value for key, value in vars(old).items() if not key.startswith("_")})
        prefix = config.get("env_prefix", "")
        files = {}
        if config.get("env_file"):
            from dotenv import dotenv_values

            names = config["env_file"]
            for name in names if isinstance(names, (list, tuple)) else [names]:
                files.update(dotenv_values(name))
        for name, info in fields_of(type(self)).items():
            keys = [prefix + name]
            if isinstance(info.alias, str):
                keys = [info.alias]
            elif isinstance(info.alias, AliasChoices):
                keys = list(info.alias.choices)
            elif info.env:
                keys = [info.env] if isinstance(info.env, str) else list(info.env)
            for key in keys:
                found = None
                for form in (key, key.upper(), key.lower()):
                    if found is None:
                        found = os.environ.get(form, files.get(form))
                if found is not None and name not in data:
                    data[name] = self.parsed(found, info)
            if name not in data and info.default is MISSING and info.default_factory is None:
                data[name] = required(keys[0].upper())
        self.fill(data, validate_defaults=True)

    def parsed(self, text, info):
        if info.annotation in (str, bool, int, float) or info.annotation is Path:
            return text
        return unknown("a variable of this kind is not followed")
