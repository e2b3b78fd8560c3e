# What models of libraries import.
from gonogo.native import (
    as_object,
    caller_file,
    caller_globals,
    digest,
    django_version,
    document,
    is_known,
    project_file,
    required,
    run_file,
    unknown,
)


class Match:
    """What `re.match` gives."""

    def __init__(self, groups, named):
        self._groups = groups
        self._named = named

    def group(self, *keys):
        if not keys:
            return self._groups[0]
        found = [self._named[key] if isinstance(key, str) else self._groups[key] for key in keys]
        return found[0] if len(found) == 1 else tuple(found)

    def groups(self, default=None):
        return tuple(default if group is None else group for group in self._groups[1:])

    def groupdict(self, default=None):
        return {name: default if group is None else group for name, group in self._named.items()}

    def __getitem__(self, key):
        return self.group(key)

    def start(self, group=0):
        return unknown("the place of a match")

    end = span = start
