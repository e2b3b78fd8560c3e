"""Python's platform, of which settings cannot be told: https://docs.python.org/3/library/platform.html"""

from gonogo import unknown


def system():
    # As `sys.platform`: production is a Linux.
    return "Linux"


def node(*args, **options):
    return unknown("the machine that it runs on")


def release(*args, **options):
    return unknown("the machine that it runs on")


def version(*args, **options):
    return unknown("the machine that it runs on")


def machine(*args, **options):
    return unknown("the machine that it runs on")


def processor(*args, **options):
    return unknown("the machine that it runs on")


def platform(*args, **options):
    return unknown("the machine that it runs on")


def uname(*args, **options):
    return unknown("the machine that it runs on")


def python_version(*args, **options):
    return unknown("the machine that it runs on")


def python_version_tuple(*args, **options):
    return unknown("the machine that it runs on")


def python_implementation(*args, **options):
    return unknown("the machine that it runs on")


def mac_ver(*args, **options):
    return unknown("the machine that it runs on")


def freedesktop_os_release(*args, **options):
    return unknown("the machine that it runs on")
