"""The bases of user models: https://docs.djangoproject.com/en/stable/topics/auth/customizing/"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
