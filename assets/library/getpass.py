"""Python's getpass, of which settings cannot be told: https://docs.python.org/3/library/getpass.html"""

from gonogo import unknown


def getuser(*args, **options):
    return unknown("the user who runs it")


def getpass(*args, **options):
    return unknown("the user who runs it")
