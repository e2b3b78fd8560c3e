from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A customer, or somebody of the staff."""

    newsletter = models.BooleanField(default=False)
