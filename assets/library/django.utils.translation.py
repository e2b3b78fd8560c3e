"""Translations as settings mark them: https://docs.djangoproject.com/en/stable/topics/i18n/translation/"""

from gonogo import as_object, unknown
from gonogo.native import in_program


def gettext_lazy(message):
    return as_object("django.utils.translation.gettext_lazy", message)


ugettext_lazy = gettext_lazy


def pgettext_lazy(context, message):
    return as_object("django.utils.translation.pgettext_lazy", context, message)


def ngettext_lazy(singular, plural, number=None):
    return unknown("a translation that depends on a number")


ungettext_lazy = npgettext_lazy = ngettext_lazy


def gettext_noop(message):
    return message


ugettext_noop = gettext_noop


def gettext(message):
    # Migrations are made with translations off.
    return message if in_program() else unknown("a translation into the language of the moment")


ugettext = gettext


def pgettext(context, message):
    return gettext(message)


def get_language(*args):
    return unknown("a translation into the language of the moment")


ngettext = npgettext = get_language


def get_language_info(lang_code):
    return unknown("what Django knows of a language")


def to_locale(language):
    lang, _, country = language.lower().partition("-")
    if not country:
        return language[:3].lower() + language[3:]
    country, _, tail = country.partition("-")
    country = country.title() if len(country) > 2 else country.upper()
    return lang + "_" + country + ("-" + tail if tail else "")


def activate(language):
    return None


def deactivate():
    return None
