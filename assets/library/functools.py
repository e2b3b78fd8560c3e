"""What settings use of Python's functools: https://docs.python.org/3/library/functools.html"""

from gonogo import unknown


class partial:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})


def reduce(function, iterable, *initial):
    items = [*initial, *iterable]
    if not items:
        raise TypeError("reduce() of empty iterable with no initial value")
    result = items[0]
    for item in items[1:]:
        result = function(result, item)
    return result


def update_wrapper(wrapper, wrapped, *others, **options):
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, *others, **options):
    return lambda wrapper: update_wrapper(wrapper, wrapped)


def cached(function):
    results = {}

    def wrapper(*args, **kwargs):
        key = (args, tuple(sorted(kwargs.items())))
        if key not in results:
            results[key] = function(*args, **kwargs)
        return results[key]

    wrapper.cache_clear = results.clear
    return update_wrapper(wrapper, function)


cache = cached


def lru_cache(maxsize=128, typed=False):
    return cached(maxsize) if callable(maxsize) else cached


class cached_property:
    def __init__(self, func):
        self.func = func
        self.name = None

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        if self.name is not None:
            instance.__dict__[self.name] = value
        return value


def total_ordering(cls):
    return cls


def singledispatch(function):
    return unknown("functools.singledispatch is not followed")


def cmp_to_key(function):
    return unknown("functools.cmp_to_key is not followed")
