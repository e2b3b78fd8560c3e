"""Python's secrets, of which settings cannot be told: https://docs.python.org/3/library/secrets.html"""

from gonogo import unknown


def token_hex(*args, **options):
    return unknown("random")


def token_urlsafe(*args, **options):
    return unknown("random")


def token_bytes(*args, **options):
    return unknown("random")


def choice(*args, **options):
    return unknown("random")


def randbelow(*args, **options):
    return unknown("random")


def randbits(*args, **options):
    return unknown("random")


class SystemRandom:
    random = randint = randrange = choice = choices = sample = lambda self, *args, **options: unknown("random")
