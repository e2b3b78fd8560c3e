"""Addresses that are worked out when they are used: https://docs.djangoproject.com/en/stable/ref/urlresolvers/"""

from gonogo import as_object, unknown


def reverse_lazy(viewname, urlconf=None, args=None, kwargs=None, current_app=None, **options):
    return as_object("django.urls.reverse_lazy", viewname, args=args, kwargs=kwargs)


def reverse(viewname, *args, **options):
    return unknown("an address that the URLconf decides")
