"""What runs of Python's typing: https://docs.python.org/3/library/typing.html"""

TYPE_CHECKING = False


class Form:
    """A kind of type that only tools read."""

    def __init__(self, text):
        self._text = text

    def __getitem__(self, parameters):
        items = parameters if isinstance(parameters, tuple) else (parameters,)
        return Form(f"{self._text}[{', '.join([shown(item) for item in items])}]")

    def __or__(self, other):
        return Form(f"{self._text} | {shown(other)}")

    def __ror__(self, other):
        return Form(f"{shown(other)} | {self._text}")

    def __call__(self, *args, **kwargs):
        return Form(self._text)

    def __str__(self):
        return self._text

    def __repr__(self):
        return self._text


def shown(item):
    return item.__name__ if isinstance(item, type) else str(item)


Any = Form("typing.Any")
AnyStr = Form("~AnyStr")
NoReturn = Form("typing.NoReturn")
Never = Form("typing.Never")
Self = Form("typing.Self")
LiteralString = Form("typing.LiteralString")
Optional = Form("typing.Optional")
Union = Form("typing.Union")
Literal = Form("typing.Literal")
Final = Form("typing.Final")
ClassVar = Form("typing.ClassVar")
Annotated = Form("typing.Annotated")
Callable = Form("typing.Callable")
Concatenate = Form("typing.Concatenate")
Type = Form("typing.Type")
TypeAlias = Form("typing.TypeAlias")
TypeGuard = Form("typing.TypeGuard")
Required = Form("typing.Required")
NotRequired = Form("typing.NotRequired")
ReadOnly = Form("typing.ReadOnly")
Unpack = Form("typing.Unpack")
List = Form("typing.List")
Dict = Form("typing.Dict")
Set = Form("typing.Set")
FrozenSet = Form("typing.FrozenSet")
Tuple = Form("typing.Tuple")
Iterable = Form("typing.Iterable")
Iterator = Form("typing.Iterator")
Generator = Form("typing.Generator")
Sequence = Form("typing.Sequence")
MutableSequence = Form("typing.MutableSequence")
Mapping = Form("typing.Mapping")
MutableMapping = Form("typing.MutableMapping")
Collection = Form("typing.Collection")
Container = Form("typing.Container")
Hashable = Form("typing.Hashable")
Awaitable = Form("typing.Awaitable")
Coroutine = Form("typing.Coroutine")
AsyncIterator = Form("typing.AsyncIterator")
AsyncGenerator = Form("typing.AsyncGenerator")
DefaultDict = Form("typing.DefaultDict")
OrderedDict = Form("typing.OrderedDict")
Counter = Form("typing.Counter")
Deque = Form("typing.Deque")
Pattern = Form("typing.Pattern")
Match = Form("typing.Match")
IO = Form("typing.IO")
TextIO = Form("typing.TextIO")
BinaryIO = Form("typing.BinaryIO")
Text = str


def TypeVar(name, *constraints, **options):
    return Form("~" + name)


def ParamSpec(name, **options):
    return Form("~" + name)


def TypeVarTuple(name, **options):
    return Form(name)


def NewType(name, tp):
    return lambda value: value


def TypeAliasType(name, value, **options):
    return value


def cast(typ, val):
    return val


def overload(function):
    return function


final = no_type_check = runtime_checkable = override = overload


def assert_type(val, typ):
    return val


def reveal_type(obj):
    return obj


def deprecated(message, **options):
    return lambda thing: thing


def get_type_hints(obj, **options):
    return dict(getattr(obj, "__annotations__", {}))


class Generic:
    def __class_getitem__(cls, parameters):
        return cls


class Protocol(Generic):
    pass


class SupportsInt(Protocol):
    pass


class TypedDict:
    """A class of dictionaries: calling it makes a plain one."""

    def __init_subclass__(cls, **options):
        pass

    def __new__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


class NamedTuple(tuple):
    """Fields from annotations, defaults from the values beside them."""

    _fields = ()
    _field_defaults = {}

    def __init_subclass__(cls, **options):
        names = tuple(vars(cls).get("__annotations__", {}))
        if names:
            cls._fields = cls.__match_args__ = names
            cls._field_defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
            for at, name in enumerate(names):
                setattr(cls, name, field(at))

    def __new__(cls, *args, **kwargs):
        values = {**cls._field_defaults, **dict(zip(cls._fields, args)), **kwargs}
        if len(args) > len(cls._fields) or set(values) != set(cls._fields):
            raise TypeError(f"{cls.__name__}() arguments do not fit its fields")
        return tuple.__new__(cls, [values[name] for name in cls._fields])

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **changes):
        return type(self)(**{**self._asdict(), **changes})

    def __repr__(self):
        parts = [f"{name}={value!r}" for name, value in zip(self._fields, self)]
        return f"{type(self).__name__}({', '.join(parts)})"


def field(at):
    return property(lambda self: self[at])
