"""What settings use of django.utils.functional: https://docs.djangoproject.com/en/stable/ref/utils/"""

from functools import cached_property

from gonogo import as_object, unknown

__all__ = ["SimpleLazyObject", "cached_property", "classproperty", "lazy", "lazystr"]


def lazystr(text):
    return as_object("django.utils.functional.lazystr", text)


def lazy(func, *resultclasses):
    return lambda *args, **kwargs: unknown("a value that is worked out when it is used")


def SimpleLazyObject(func):
    return unknown("a value that is worked out when it is used")


class classproperty:
    def __init__(self, method=None):
        self.fget = method

    def __get__(self, instance, cls=None):
        return self.fget(cls)
