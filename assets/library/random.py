"""Python's random, of which settings cannot be told: https://docs.python.org/3/library/random.html"""

from gonogo import unknown


def random(*args, **options):
    return unknown("random")


def randint(*args, **options):
    return unknown("random")


def randrange(*args, **options):
    return unknown("random")


def choice(*args, **options):
    return unknown("random")


def choices(*args, **options):
    return unknown("random")


def sample(*args, **options):
    return unknown("random")


def uniform(*args, **options):
    return unknown("random")


def getrandbits(*args, **options):
    return unknown("random")


def gauss(*args, **options):
    return unknown("random")


def shuffle(*args, **options):
    return unknown("random")


def seed(a=None, version=2):
    return None


class SystemRandom:
    random = randint = randrange = choice = choices = sample = lambda self, *args, **options: unknown("random")
