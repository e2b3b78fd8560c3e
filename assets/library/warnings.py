"""Python's warnings, which leave no trace in settings: https://docs.python.org/3/library/warnings.html"""


def warn(message, category=None, stacklevel=1, source=None, **options):
    return None


def warn_explicit(*args, **options):
    return None


def filterwarnings(action, message="", category=None, module="", lineno=0, append=False):
    return None


def simplefilter(action, category=None, lineno=0, append=False):
    return None


def resetwarnings():
    return None


class catch_warnings:
    def __init__(self, **options):
        self.record = options.get("record", False)

    def __enter__(self):
        return [] if self.record else None

    def __exit__(self, *error):
        return None
