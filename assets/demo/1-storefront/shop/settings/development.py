"""Settings for a developer's own machine and for the tests."""

import os

os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-development")

from .base import *  # noqa: E402, F403

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
