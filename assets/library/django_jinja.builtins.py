"""The extensions that django-jinja adds to Jinja: https://niwi.nz/django-jinja/latest/"""

DEFAULT_EXTENSIONS = [
    "jinja2.ext.do",
    "jinja2.ext.loopcontrols",
    "jinja2.ext.i18n",
    *(
        f"django_jinja.builtins.extensions.{name}Extension"
        for name in ("Debug", "Csrf", "Cache", "Timezone", "Urls", "StaticFiles", "DjangoFilters")
    ),
]
