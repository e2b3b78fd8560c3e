"""What settings use of Python's collections: https://docs.python.org/3/library/collections.html"""


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    names = field_names.replace(",", " ").split() if isinstance(field_names, str) else list(field_names)
    given = dict(zip(names[len(names) - len(defaults) :], defaults)) if defaults else {}

    class Named(tuple):
        _fields = tuple(names)
        _field_defaults = given
        __match_args__ = tuple(names)

        def __new__(cls, *args, **kwargs):
            values = {**given, **dict(zip(names, args)), **kwargs}
            missing = [name for name in names if name not in values]
            if missing or len(args) > len(names) or len(values) > len(names):
                raise TypeError(f"{typename}() arguments do not fit its fields")
            return tuple.__new__(cls, [values[name] for name in names])

        @classmethod
        def _make(cls, iterable):
            return cls(*iterable)

        def __getattr__(self, name):
            if name not in names:
                raise AttributeError(name)
            return self[names.index(name)]

        def _asdict(self):
            return dict(zip(names, self))

        def _replace(self, **changes):
            return type(self)(*[changes.get(name, value) for name, value in zip(names, self)])

        def __repr__(self):
            return f"{typename}({', '.join([f'{name}={value!r}' for name, value in zip(names, self)])})"

    Named.__name__ = Named.__qualname__ = typename
    return Named


class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = self.default_factory()
        return self[key]


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
            return
        items = list(self.items())
        self.clear()
        self[key] = value
        self.update(items)


class Counter(dict):
    def __init__(self, iterable=None, /, **kwargs):
        super().__init__()
        self.update(iterable, **kwargs)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **kwargs):
        pairs = iterable.items() if hasattr(iterable, "items") else [(item, 1) for item in iterable or ()]
        for key, number in [*pairs, *kwargs.items()]:
            self[key] = self.get(key, 0) + number

    def most_common(self, n=None):
        ranked = sorted(self.items(), key=lambda pair: -pair[1])
        return ranked if n is None else ranked[:n]

    def elements(self):
        return iter([key for key, number in self.items() for _ in range(number)])

    def total(self):
        return sum(self.values())


class deque(list):
    def __init__(self, iterable=(), maxlen=None):
        super().__init__(iterable)
        self.maxlen = maxlen
        self.cut(left=True)

    def cut(self, left):
        while self.maxlen is not None and len(self) > self.maxlen:
            self.pop(0 if left else -1)

    def append(self, item):
        super().append(item)
        self.cut(left=True)

    def appendleft(self, item):
        self.insert(0, item)
        self.cut(left=False)

    def extend(self, items):
        for item in items:
            self.append(item)

    def extendleft(self, items):
        for item in items:
            self.appendleft(item)

    def popleft(self):
        return self.pop(0)

    def rotate(self, n=1):
        for _ in range(n):
            self.insert(0, self.pop())
        for _ in range(-n):
            super().append(self.pop(0))


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        raise KeyError(key)

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def get(self, key, default=None):
        return self[key] if key in self else default

    def merged(self):
        result = {}
        for mapping in reversed(self.maps):
            result.update(mapping)
        return result

    def __iter__(self):
        return iter(self.merged())

    def __len__(self):
        return len(self.merged())

    def keys(self):
        return self.merged().keys()

    def values(self):
        return self.merged().values()

    def items(self):
        return self.merged().items()

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)
