"""What Python's copy does with plain data and with objects: https://docs.python.org/3/library/copy.html"""


def copy(x):
    kind = type(x)
    if kind in (list, dict, set):
        return x.copy()
    if hasattr(x, "__copy__"):
        return x.__copy__()
    return twin(x, lambda value: value)


def deepcopy(x, memo=None):
    memo = {} if memo is None else memo
    kind = type(x)
    if kind not in (list, dict, set, tuple):
        if hasattr(x, "__deepcopy__"):
            return x.__deepcopy__(memo)
        return twin(x, lambda value: deepcopy(value, memo))
    if id(x) in memo:
        return memo[id(x)]
    if kind is tuple:
        return tuple([deepcopy(item, memo) for item in x])
    result = kind()
    memo[id(x)] = result
    if kind is dict:
        for key, value in x.items():
            result[deepcopy(key, memo)] = deepcopy(value, memo)
    elif kind is list:
        for item in x:
            result.append(deepcopy(item, memo))
    else:
        for item in x:
            result.add(item)
    return result


def twin(x, inner):
    """An object of the same class with the same attributes; what has none is its own copy."""
    kind = type(x)
    if not hasattr(x, "__dict__") or isinstance(x, type) or callable(x) and hasattr(x, "__name__"):
        return x
    result = object.__new__(kind)
    for name, value in vars(x).items():
        object.__setattr__(result, name, inner(value))
    return result
