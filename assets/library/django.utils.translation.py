"""Translations as settings mark them: https://docs.djangoproject.com/en/stable/topics/i18n/translation/"""

from gonogo import as_object, is_known, unknown
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
    from django.conf.locale import LANG_INFO

    if not is_known(LANG_INFO):
        return unknown("what Django knows of a language")
    info = LANG_INFO.get(lang_code)
    if not is_known(info):
        return info
    if info is not None and "fallback" in info and "name" not in info:
        info = get_language_info(info["fallback"][0])
    if info is None:
        generic, dash, _ = lang_code.partition("-")
        info = LANG_INFO.get(generic)
        if not is_known(info):
            return info
        if not dash or info is None:
            raise KeyError(f"Unknown language code {lang_code}.")
    # Django puts the translation into its own table, and so into a dictionary that settings have added to it.
    info["name_translated"] = gettext_lazy(info["name"])
    return info


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
