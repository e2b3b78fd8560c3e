"""Text that is marked as safe is text: https://docs.djangoproject.com/en/stable/ref/utils/#module-django.utils.safestring"""

SafeString = SafeText = str


def mark_safe(s):
    return s
