"""What settings use of Python's itertools: https://docs.python.org/3/library/itertools.html

The iterators are worked out at once; the endless ones only know what `islice` takes of them.
"""

import operator


class Endless:
    def __init__(self, item):
        self.item = item


def count(start=0, step=1):
    return Endless(lambda at: start + at * step)


def cycle(iterable):
    items = list(iterable)
    return Endless(lambda at: items[at % len(items)])


def repeat(object, times=None):
    return Endless(lambda at: object) if times is None else iter([object] * times)


def islice(iterable, *limits):
    start, stop, step = (0, *limits, 1) if len(limits) == 1 else (*limits, 1)[:3]
    if isinstance(iterable, Endless):
        return iter([iterable.item(at) for at in range(start or 0, stop, step or 1)])
    return iter(list(iterable)[start:stop:step])


class Chain:
    def __call__(self, *iterables):
        return self.from_iterable(iterables)

    def from_iterable(self, iterables):
        return iter([item for iterable in iterables for item in iterable])


chain = Chain()


def product(*iterables, repeat=1):
    results = [()]
    for pool in [list(iterable) for iterable in iterables] * repeat:
        results = [(*result, item) for result in results for item in pool]
    return iter(results)


def permutations(iterable, r=None):
    pool = list(iterable)
    r = len(pool) if r is None else r
    results = [()]
    for _ in range(r):
        results = [(*chosen, at) for chosen in results for at in range(len(pool)) if at not in chosen]
    return iter([tuple([pool[at] for at in chosen]) for chosen in results])


def combinations(iterable, r):
    pool = list(iterable)
    results = [()]
    for _ in range(r):
        results = [
            (*chosen, at) for chosen in results for at in range(chosen[-1] + 1 if chosen else 0, len(pool))
        ]
    return iter([tuple([pool[at] for at in chosen]) for chosen in results])


def accumulate(iterable, func=operator.add, *, initial=None):
    results = [] if initial is None else [initial]
    for item in iterable:
        results.append(func(results[-1], item) if results else item)
    return iter(results)


def starmap(function, iterable):
    return iter([function(*arguments) for arguments in iterable])


def compress(data, selectors):
    return iter([item for item, chosen in zip(data, selectors) if chosen])


def filterfalse(function, iterable):
    return iter([item for item in iterable if not (function(item) if function else item)])


def takewhile(predicate, iterable):
    taken = []
    for item in iterable:
        if not predicate(item):
            break
        taken.append(item)
    return iter(taken)


def dropwhile(predicate, iterable):
    items = list(iterable)
    while items and predicate(items[0]):
        items.pop(0)
    return iter(items)


def zip_longest(*iterables, fillvalue=None):
    pools = [list(iterable) for iterable in iterables]
    length = max([len(pool) for pool in pools], default=0)
    return iter([tuple([pool[at] if at < len(pool) else fillvalue for pool in pools]) for at in range(length)])


def groupby(iterable, key=None):
    groups = []
    for item in iterable:
        mark = key(item) if key else item
        if not groups or groups[-1][0] != mark:
            groups.append((mark, []))
        groups[-1][1].append(item)
    return iter([(mark, iter(items)) for mark, items in groups])


def pairwise(iterable):
    items = list(iterable)
    return iter(list(zip(items, items[1:])))


def tee(iterable, n=2):
    items = list(iterable)
    return tuple([iter(items) for _ in range(n)])
