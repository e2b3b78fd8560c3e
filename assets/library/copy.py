"""What Python's copy does with plain data and with objects: https://docs.python.org/3/library/copy.html"""


def copy(x):
    kind = type(x)
    if kind in (list, dict, set):
        return x.copy()
    if hasattr(x, "__copy__"):
        return x.__copy__()
    return twin(x, lambda value: value)


def deepcopy(x, memo=None):
    """What is contained twice is copied twice."""
    kind = type(x)
    if kind is list:
        return [deepcopy(item, memo) for item in x]
    if kind is dict:
        return {deepcopy(key, memo): deepcopy(value, memo) for key, value in x.items()}
    if kind is tuple:
        return tuple([deepcopy(item, memo) for item in x])
    if kind is set:
        return {deepcopy(item, memo) for item in x}
    if hasattr(x, "__deepcopy__"):
        return x.__deepcopy__({})
    return twin(x, lambda value: deepcopy(value, memo))


def twin(x, inner):
    """An object of the same class with the same attributes; what has none is its own copy."""
    kind = type(x)
    if not hasattr(x, "__dict__") or isinstance(x, type) or callable(x) and hasattr(x, "__name__"):
        return x
    result = object.__new__(kind)
    for name, value in vars(x).items():
        object.__setattr__(result, name, inner(value))
    return result
