"""Python's multiprocessing, of which settings cannot be told: https://docs.python.org/3/library/multiprocessing.html"""

from gonogo import unknown


def cpu_count(*args, **options):
    return unknown("the machine's processors")


def current_process(*args, **options):
    return unknown("the machine's processors")
