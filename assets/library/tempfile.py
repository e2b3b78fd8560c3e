"""Python's tempfile, of which settings cannot be told: https://docs.python.org/3/library/tempfile.html"""

from gonogo import unknown


def gettempdir(*args, **options):
    return unknown("the machine's folder for temporary files")


def gettempprefix(*args, **options):
    return unknown("the machine's folder for temporary files")


def mkdtemp(*args, **options):
    return unknown("the machine's folder for temporary files")


def mkstemp(*args, **options):
    return unknown("the machine's folder for temporary files")


def mktemp(*args, **options):
    return unknown("the machine's folder for temporary files")


def TemporaryDirectory(*args, **options):
    return unknown("the machine's folder for temporary files")


def NamedTemporaryFile(*args, **options):
    return unknown("the machine's folder for temporary files")


def TemporaryFile(*args, **options):
    return unknown("the machine's folder for temporary files")
