"""What `django.contrib.messages` offers to settings: the levels."""

from django.contrib.messages.constants import *  # noqa: F403
