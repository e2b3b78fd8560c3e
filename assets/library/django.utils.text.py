"""What settings use of django.utils.text: https://docs.djangoproject.com/en/stable/ref/utils/#module-django.utils.text"""

from gonogo import unknown


def slugify(value, allow_unicode=False):
    text = str(value)
    if not text.isascii():
        return unknown("a slug of letters beyond ASCII is not followed")
    kept = "".join([c for c in text.lower() if c.isalnum() or c in "_- \t\n\r\f\v"])
    slug = ""
    for c in kept:
        dash = c == "-" or c.isspace()
        slug += "" if dash and slug.endswith("-") else "-" if dash else c
    return slug.strip("-_")


def capfirst(x):
    return x[:1].upper() + x[1:] if x else x


def format_lazy(format_string, *args, **kwargs):
    return unknown("a value that is worked out when it is used")
