"""What django-split-settings does, as its documentation says: https://django-split-settings.readthedocs.io/"""

import glob
import os

from gonogo import caller_globals, run_file


class Optional(str):
    pass


def optional(filename):
    return Optional(filename or "")


def include(*args, scope=None):
    """Runs files in the caller's globals; patterns are relative to the file that includes."""
    scope = caller_globals() if scope is None else scope
    done = scope.setdefault("__included_files__", [])
    for name in args:
        if name == "":
            continue
        before = scope.get("__included_file__")
        pattern = os.path.join(os.path.dirname(before or scope["__file__"]), name)
        files = sorted(glob.glob(pattern))
        if not files and not isinstance(name, Optional):
            raise OSError(f"No such file: {pattern}")
        for path in files:
            path = os.path.abspath(path)
            if path in done:
                continue
            done.append(path)
            scope["__included_file__"] = path
            run_file(path, scope)
        if before is not None:
            scope["__included_file__"] = before
        else:
            scope.pop("__included_file__", None)
