"""What Python's fnmatch does on Unix: https://docs.python.org/3/library/fnmatch.html"""


def one(pattern, c):
    """Whether a set, `[...]` without its brackets, holds a character."""
    negated = pattern[:1] == "!"
    pattern = pattern[1:] if negated else pattern
    at, found = 0, False
    while at < len(pattern):
        if pattern[at + 1 : at + 2] == "-" and at + 2 < len(pattern):
            found = found or pattern[at] <= c <= pattern[at + 2]
            at += 3
        else:
            found = found or pattern[at] == c
            at += 1
    return found != negated


def fnmatchcase(name, pat):
    if not pat:
        return not name
    if pat[0] == "*":
        rest = pat.lstrip("*")
        return any([fnmatchcase(name[at:], rest) for at in range(len(name) + 1)])
    end = pat.find("]", 3 if pat[1:2] == "!" else 2)
    if pat[0] == "[" and end > 0:
        return bool(name) and one(pat[1:end], name[0]) and fnmatchcase(name[1:], pat[end + 1 :])
    return bool(name) and pat[0] in ("?", name[0]) and fnmatchcase(name[1:], pat[1:])


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
