"""Python's subprocess, of which settings cannot be told: https://docs.python.org/3/library/subprocess.html"""

from gonogo import unknown


def run(*args, **options):
    return unknown("what a command prints")


def call(*args, **options):
    return unknown("what a command prints")


def check_call(*args, **options):
    return unknown("what a command prints")


def check_output(*args, **options):
    return unknown("what a command prints")


def getoutput(*args, **options):
    return unknown("what a command prints")


def getstatusoutput(*args, **options):
    return unknown("what a command prints")


def Popen(*args, **options):
    return unknown("what a command prints")

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    pass


class TimeoutExpired(SubprocessError):
    pass
