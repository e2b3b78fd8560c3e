"""What settings use of Python's dataclasses: https://docs.python.org/3/library/dataclasses.html"""

from copy import deepcopy


class Missing:
    pass


MISSING = Missing()
KW_ONLY = Missing()


class FrozenInstanceError(AttributeError):
    pass


class Field:
    def __init__(self, default, default_factory, init, repr, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only


def field(
    *,
    default=MISSING,
    default_factory=MISSING,
    init=True,
    repr=True,
    hash=None,
    compare=True,
    metadata=None,
    kw_only=False,
):
    return Field(default, default_factory, init, repr, compare, metadata, kw_only)


def collect(cls, kw_only):
    found = {}
    for ancestor in reversed(cls.__mro__[1:]):
        found.update(vars(ancestor).get("__dataclass_fields__", {}))
    for name, kind in vars(cls).get("__annotations__", {}).items():
        if kind is KW_ONLY:
            kw_only = True
            continue
        if "ClassVar" in str(kind):
            continue
        given = vars(cls).get(name, MISSING)
        item = given if isinstance(given, Field) else field(default=given)
        item.name, item.type, item.kw_only = name, kind, item.kw_only or kw_only
        found[name] = item
        if isinstance(given, Field):
            if given.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, given.default)
    return found


def dataclass(
    cls=None,
    /,
    *,
    init=True,
    repr=True,
    eq=True,
    order=False,
    unsafe_hash=False,
    frozen=False,
    match_args=True,
    kw_only=False,
    slots=False,
    weakref_slot=False,
):
    def decorate(cls):
        items = collect(cls, kw_only)
        cls.__dataclass_fields__ = items
        own = vars(cls)

        def initialise(self, /, *args, **kwargs):
            names = [name for name, item in items.items() if item.init and not item.kw_only]
            if len(args) > len(names):
                raise TypeError(f"{cls.__name__}.__init__() takes {len(names)} positional arguments")
            given = {**dict(zip(names, args)), **kwargs}
            for name, item in items.items():
                if name in given:
                    value = given.pop(name)
                elif item.default_factory is not MISSING:
                    value = item.default_factory()
                elif item.default is not MISSING:
                    value = item.default
                elif not item.init:
                    continue
                else:
                    raise TypeError(f"{cls.__name__}.__init__() missing 1 required argument: '{name}'")
                object.__setattr__(self, name, value)
            if given:
                raise TypeError(f"{cls.__name__}.__init__() got an unexpected keyword argument '{[*given][0]}'")
            if hasattr(self, "__post_init__"):
                self.__post_init__()

        def represent(self):
            parts = [f"{name}={getattr(self, name)!r}" for name, item in items.items() if item.repr]
            return f"{type(self).__qualname__}({', '.join(parts)})"

        def key(self):
            return tuple([getattr(self, name) for name, item in items.items() if item.compare])

        if init and "__init__" not in own:
            cls.__init__ = initialise
        if repr and "__repr__" not in own:
            cls.__repr__ = represent
        if eq and "__eq__" not in own:
            cls.__eq__ = lambda self, other: type(self) is type(other) and key(self) == key(other)
        if order:
            cls.__lt__ = lambda self, other: key(self) < key(other)
            cls.__le__ = lambda self, other: key(self) <= key(other)
            cls.__gt__ = lambda self, other: key(self) > key(other)
            cls.__ge__ = lambda self, other: key(self) >= key(other)
        if match_args and "__match_args__" not in own:
            cls.__match_args__ = tuple([name for name, item in items.items() if item.init and not item.kw_only])
        return cls

    return decorate if cls is None else decorate(cls)


def fields(class_or_instance):
    return tuple(class_or_instance.__dataclass_fields__.values())


def is_dataclass(obj):
    return hasattr(obj, "__dataclass_fields__")


def plain(value, make):
    if is_dataclass(value) and not isinstance(value, type):
        return make(value)
    if isinstance(value, (list, tuple)):
        return type(value)([plain(item, make) for item in value])
    if isinstance(value, dict):
        return {plain(key, make): plain(item, make) for key, item in value.items()}
    return deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    def make(value):
        return dict_factory([(item.name, plain(getattr(value, item.name), make)) for item in fields(value)])

    return make(obj)


def astuple(obj, *, tuple_factory=tuple):
    def make(value):
        return tuple_factory([plain(getattr(value, item.name), make) for item in fields(value)])

    return make(obj)


def replace(obj, /, **changes):
    for item in fields(obj):
        if item.init and item.name not in changes:
            changes[item.name] = getattr(obj, item.name)
    return type(obj)(**changes)
