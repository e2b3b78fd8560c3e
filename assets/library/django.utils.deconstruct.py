"""Objects that migrations can write down: https://docs.djangoproject.com/en/stable/topics/migrations/#adding-a-deconstruct-method"""


def deconstructible(*args, path=None):
    def same(klass):
        return klass

    return same(*args) if args else same
