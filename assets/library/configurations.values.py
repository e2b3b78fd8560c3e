"""The values of django-configurations, as its documentation says: https://django-configurations.readthedocs.io/en/stable/values/"""

import ast
import os
from decimal import Decimal

from django.utils.module_loading import import_string
from gonogo import required


class Value:
    """A setting from a variable; the class of its own name where the name is only known later."""

    multiple = False
    late_binding = False

    def __new__(cls, *args, **kwargs):
        instance = object.__new__(cls)
        if not kwargs.get("late_binding", cls.late_binding):
            instance.__init__(*args, **kwargs)
            now = instance.environ_name if instance.environ else instance.default
            if now:
                return instance.setup(instance.environ_name)
        return instance

    def __init__(
        self,
        default=None,
        environ=True,
        environ_name=None,
        environ_prefix="DJANGO",
        environ_required=False,
        **others,
    ):
        self.default = default.default if isinstance(default, Value) else default
        self.environ = environ
        self.environ_name = environ_name
        self.environ_prefix = environ_prefix.removesuffix("_") if environ_prefix else environ_prefix
        self.environ_required = environ_required
        self.found = None

    @property
    def value(self):
        if self.found is None and self.environ_name:
            self.setup(self.environ_name)
        return self.default if self.found is None else self.found[0]

    def __str__(self):
        return str(self.value)

    def __eq__(self, other):
        return self.value == other

    def __bool__(self):
        return bool(self.value)

    def full_environ_name(self, name):
        name = self.environ_name or name.upper()
        return f"{self.environ_prefix}_{name}" if self.environ_prefix else name

    def setup(self, name):
        value = self.default
        if self.environ:
            variable = self.full_environ_name(name)
            if variable in os.environ:
                value = self.to_python(os.environ[variable])
            elif self.environ_required:
                value = required(variable)
        self.found = [value]
        return value

    def to_python(self, text):
        return text


def place(put, name, value):
    """What a value comes to under its name, with the settings that it brings along."""
    final = value.setup(name)
    put(name, value.value)
    if value.multiple:
        for other, item in final.items():
            put(other, item)


class BooleanValue(Value):
    true_values = ("yes", "y", "true", "1")
    false_values = ("no", "n", "false", "0", "")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.default not in (True, False):
            raise ValueError(f"Default value {self.default!r} is not a boolean value")

    def to_python(self, text):
        word = text.strip().lower()
        if word in self.true_values:
            return True
        if word in self.false_values:
            return False
        raise ValueError(f"Cannot interpret boolean value {text!r}")


class CastingMixin:
    """What a caster makes of the text: a function or its dotted name. It gets the keywords that are not the value's."""

    PLAIN = "default", "environ", "environ_name", "environ_prefix", "environ_required", "late_binding", "alias"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.params = {key: value for key, value in kwargs.items() if key not in self.PLAIN}

    def to_python(self, text):
        caster = import_string(self.caster) if isinstance(self.caster, str) else self.caster
        return caster(text, **self.params)


class IntegerValue(Value):
    def to_python(self, text):
        return int(text)


class PositiveIntegerValue(IntegerValue):
    def to_python(self, text):
        number = int(text)
        if number < 0:
            raise ValueError(f"Cannot interpret value {text!r}")
        return number


class FloatValue(Value):
    def to_python(self, text):
        return float(text)


class DecimalValue(Value):
    def to_python(self, text):
        return Decimal(text)


class SequenceValue(Value):
    sequence_type = list
    converter = None

    def __init__(self, *args, separator=",", converter=None, **kwargs):
        self.separator = separator
        if converter is not None:
            self.converter = converter
        super().__init__(*args, **kwargs)
        self.default = self.convert(() if self.default is None else self.default)

    def convert(self, items):
        if self.converter is not None:
            items = [self.converter(item) for item in items]
        return self.sequence_type(items)

    def to_python(self, text):
        words = [word.strip() for word in text.strip().split(self.separator)]
        return self.convert([word for word in words if word])


class ListValue(SequenceValue):
    sequence_type = list


class TupleValue(SequenceValue):
    sequence_type = tuple


class BackendsValue(ListValue):
    pass


class SingleNestedSequenceValue(SequenceValue):
    def __init__(self, *args, seq_separator=";", **kwargs):
        self.seq_separator = seq_separator
        super().__init__(*args, **kwargs)

    def convert(self, items):
        if items and isinstance(items[0], self.sequence_type):
            return self.sequence_type([super(SingleNestedSequenceValue, self).convert(item) for item in items])
        return super().convert(items)

    def to_python(self, text):
        parts = [part.strip() for part in text.strip().split(self.seq_separator)]
        nested = [super(SingleNestedSequenceValue, self).to_python(part) for part in parts if part]
        return self.sequence_type(nested)


class SingleNestedListValue(SingleNestedSequenceValue):
    sequence_type = list


class SingleNestedTupleValue(SingleNestedSequenceValue):
    sequence_type = tuple


class SetValue(ListValue):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default = set(self.default)

    def to_python(self, text):
        return set(super().to_python(text))


class DictValue(Value):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default = {} if self.default is None else dict(self.default)

    def to_python(self, text):
        return ast.literal_eval(text) if text else {}


class ValidationMixin:
    pass


class EmailValue(Value):
    pass


class URLValue(Value):
    pass


class IPValue(Value):
    pass


class RegexValue(Value):
    def __init__(self, *args, regex=None, **kwargs):
        super().__init__(*args, **kwargs)


class PathValue(Value):
    def __init__(self, *args, check_exists=True, **kwargs):
        self.check_exists = check_exists
        super().__init__(*args, **kwargs)

    def setup(self, name):
        path = os.path.expanduser(super().setup(name))
        if self.check_exists and not os.path.exists(path):
            raise ValueError(f"Path {path!r} does not exist.")
        return os.path.abspath(path)


class SecretValue(Value):
    def __init__(self, *args, **kwargs):
        kwargs["environ"] = True
        kwargs["environ_required"] = True
        super().__init__(*args, **kwargs)
        if self.default is not None:
            raise ValueError("Secret values are only allowed to be set as environment variables")

    def setup(self, name):
        return super().setup(name)


class EmailURLValue(Value):
    multiple = True
    late_binding = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("environ_prefix", None)
        kwargs.setdefault("environ_name", "EMAIL_URL")
        super().__init__(*args, **kwargs)
        self.default = {} if self.default is None else self.to_python(self.default)

    def to_python(self, text):
        import dj_email_url

        return dj_email_url.parse(text)


class DictBackendMixin(Value):
    def __init__(self, *args, alias="default", **kwargs):
        self.alias = alias
        kwargs.setdefault("environ_prefix", None)
        kwargs.setdefault("environ_name", self.environ_name)
        super().__init__(*args, **kwargs)
        self.default = {} if self.default is None else self.to_python(self.default)

    def to_python(self, text):
        return {self.alias: super().to_python(text)}


class DatabaseURLValue(DictBackendMixin, CastingMixin, Value):
    caster = "dj_database_url.parse"
    environ_name = "DATABASE_URL"
    late_binding = True


class CacheURLValue(DictBackendMixin, CastingMixin, Value):
    caster = "django_cache_url.parse"
    environ_name = "CACHE_URL"
    late_binding = True


class SearchURLValue(DictBackendMixin, CastingMixin, Value):
    caster = "dj_search_url.parse"
    environ_name = "SEARCH_URL"
    late_binding = True
