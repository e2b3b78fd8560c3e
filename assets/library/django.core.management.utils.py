"""What settings use of django.core.management.utils: https://docs.djangoproject.com/en/stable/topics/signing/"""

from gonogo import unknown


def get_random_secret_key():
    return unknown("random")
