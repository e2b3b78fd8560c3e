"""What settings use of django.utils.crypto: https://docs.djangoproject.com/en/stable/ref/utils/"""

from gonogo import unknown

RANDOM_STRING_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def get_random_string(length=12, allowed_chars=RANDOM_STRING_CHARS):
    return unknown("random")


def salted_hmac(key_salt, value, secret=None, *, algorithm="sha1"):
    return unknown("a hash is not followed")


def constant_time_compare(val1, val2):
    return val1 == val2
