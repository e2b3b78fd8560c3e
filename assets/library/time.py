"""Python's time, of which settings cannot be told: https://docs.python.org/3/library/time.html"""

from gonogo import unknown


def time(*args, **options):
    return unknown("the clock")


def time_ns(*args, **options):
    return unknown("the clock")


def monotonic(*args, **options):
    return unknown("the clock")


def monotonic_ns(*args, **options):
    return unknown("the clock")


def perf_counter(*args, **options):
    return unknown("the clock")


def localtime(*args, **options):
    return unknown("the clock")


def gmtime(*args, **options):
    return unknown("the clock")


def strftime(*args, **options):
    return unknown("the clock")


def mktime(*args, **options):
    return unknown("the clock")


def ctime(*args, **options):
    return unknown("the clock")


def sleep(secs):
    return None


def tzset():
    return None
