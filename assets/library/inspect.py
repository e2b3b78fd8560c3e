"""What settings use of Python's inspect: https://docs.python.org/3/library/inspect.html"""

from gonogo import unknown


def getmembers(object, predicate=None):
    """Each attribute is asked for once: a property may change something."""
    members = []
    for name in sorted(dir(object)):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        members.append((name, value))
    return [pair for pair in members if predicate is None or predicate(pair[1])]


def isclass(object):
    return isinstance(object, type)


def ismodule(object):
    return hasattr(object, "__name__") and hasattr(object, "__file__") and not isinstance(object, type)


def ismethod(object):
    return hasattr(object, "__self__") and hasattr(object, "__func__")


def isfunction(object):
    return callable(object) and hasattr(object, "__code__") and not ismethod(object)


def isroutine(object):
    return isfunction(object) or ismethod(object)


def stack(context=1):
    return unknown("the calls that led here")


def currentframe():
    return unknown("the calls that led here")


def signature(callable, **options):
    return unknown("the signature of a function is not followed")


def getsource(object):
    return unknown("the source of a function is not followed")


def cleandoc(doc):
    import textwrap

    first, *rest = doc.expandtabs().split("\n")
    lines = [first.lstrip(), *textwrap.dedent("\n".join(rest)).split("\n")] if rest else [first.lstrip()]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)
